"""Workbooks written: the roster, the marked copy, the clean list."""
