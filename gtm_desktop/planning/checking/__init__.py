"""What needs a look in a plan, in words."""
