"""The open plan, without a window: edits, undo, scenarios, journal and jobs."""
