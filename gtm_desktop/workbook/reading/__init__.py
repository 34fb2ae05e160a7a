"""From a file to tables: opening it safely, its sheets, its lists and their headers."""
