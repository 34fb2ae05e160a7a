"""The review page: scenarios side by side, handoffs, decisions, problems, checks and the export."""
