"""The three phases as pure functions: what the data and the plan's rules make of every account, and why."""
