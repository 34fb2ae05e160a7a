"""The segments page: how accounts are parted by size, mix, pattern and share of wallet."""
