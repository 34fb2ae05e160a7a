"""Workbooks in and out: the planner's lists become tables, the plan becomes a roster."""
