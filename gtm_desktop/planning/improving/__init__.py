"""Other territories for the plan at hand: better ones, more or fewer, and one way out of a missed target."""
