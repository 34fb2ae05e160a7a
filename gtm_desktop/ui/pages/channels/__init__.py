"""The channels page: the two lines, what a rep costs and covers, and what they come to."""
