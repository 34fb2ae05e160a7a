"""The workbooks a new user opens first, and the generator that makes them."""
