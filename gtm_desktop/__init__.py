"""GTM Desktop: an account list becomes a sales coverage plan, offline on one laptop."""

__version__ = "0.1.0"
