"""The open plan, without a window: edits, undo, scenarios, journal, jobs and preferences."""
