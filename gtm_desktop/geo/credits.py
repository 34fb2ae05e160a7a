"""Who made the data under the places and maps: words that their licences ask to be shown."""

from gtm_desktop.core.words import tr
from gtm_desktop.geo.basemap import Extent

_GREAT_BRITAIN = Extent(west=-8.7, south=49.8, east=1.8, north=60.9)


def all_sources() -> str:
    """Return the sources of all places and boundaries with the statements that their licences ask for, in lines."""
    return "\n".join((
        tr("Places: contains data from GeoNames (geonames.org), licensed under CC BY 4.0, changed."),
        tr("British postcodes: {statement} Open Government Licence v3.0.", statement=_ordnance_survey()),
        tr("Boundaries: US Census Bureau and Natural Earth, public domain."),
    ))  # fmt: skip


def map_credit(shown: Extent) -> str:
    """Return the sources of what a map of this extent shows, in one line."""
    credit = tr("Places: GeoNames, CC BY 4.0 · Boundaries: US Census Bureau, Natural Earth")
    there = _GREAT_BRITAIN
    is_british = shown.west < there.east and shown.east > there.west
    if is_british and shown.south < there.north and shown.north > there.south:
        return f"{credit} · {_ordnance_survey()}"
    return credit


def _ordnance_survey() -> str:
    return tr(
        "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail copyright "
        "and database right 2025. Contains National Statistics data © Crown copyright and database right 2025."
    )
