"""People's names and what of them may show, for the pages that list them."""

from gtm_desktop.planning.checking import checks

PERSONAL_PROBLEMS = checks.PERSONAL
"""Problems that say something about a person; they do not show in a workshop. Source: RULES 5."""


def short_name(name: str) -> str:
    """Write a person's name with the first one as a letter; a single word or a position stays as it is."""
    first, _, rest = name.partition(" ")
    return f"{first[0]}. {rest}" if first and rest[:1].isalpha() else name
