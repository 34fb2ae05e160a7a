"""The Data page: what was read from the workbooks, what it means, and what was found on the way."""
