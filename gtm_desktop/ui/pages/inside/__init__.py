"""The Inside page: which inside rep has which account."""
