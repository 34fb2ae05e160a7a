"""Qt models over column arrays."""
