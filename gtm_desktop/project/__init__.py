"""The project file: everything a planner decided over one list, in one file that is never left half-written."""
