"""How sure a place is: by what it was found."""

from enum import StrEnum


class PlaceMatch(StrEnum):
    """How a place was found, the surest first. Errors of each, measured: docs/places.md."""

    COORDINATES = "coordinates"
    """The list's own latitude and longitude."""
    EXACT_POSTAL = "exact_postal"
    """The middle of the postal code's area."""
    SECTOR = "sector"
    """The middle of a British postcode sector, "SW1A 1"."""
    OUTCODE = "outcode"
    """The middle of a British outcode, "SW1A"."""
    FSA = "fsa"
    """The middle of a Canadian forward sortation area in a town, "M5V"."""
    POSTAL_AREA = "postal_area"
    """The middle of the area that the first part of a code names, where only that part is open data."""
    CITY = "city"
    """The middle of the city in its state, province or country."""
    ZIP3 = "zip3"
    """Approximate: the middle of all ZIP codes that share the first three digits."""
    RURAL_FSA = "rural_fsa"
    """Approximate: the middle of a Canadian forward sortation area in the country, "A0A"."""
    NONE = "none"
    """Not placed."""


APPROXIMATE = (PlaceMatch.ZIP3, PlaceMatch.RURAL_FSA)
"""Good enough for a region, not for a drive."""
