"""Territory optimisation on numpy arrays: knows ids and numbers, not accounts or spreadsheets."""
