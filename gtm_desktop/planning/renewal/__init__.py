"""A plan on other data: rows left out, places mended, lists replaced, newcomers placed."""
