"""The session behind a window: its controller connects shell, pages and workspace. Loaded after the first paint."""
