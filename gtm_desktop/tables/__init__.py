"""The tables that go through the program: one module a table, with its column names, units and schema."""
