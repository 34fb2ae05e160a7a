"""The sources of the data are named where their licences ask for it."""

import pytest

from gtm_desktop.geo.basemap import Extent
from gtm_desktop.geo.credits import all_sources, map_credit

CROWN = "Contains OS data © Crown copyright and database right 2025"


def test_all_sources_are_named_with_their_licences():
    sources = all_sources()
    for part in ("GeoNames (geonames.org)", "CC BY 4.0", CROWN, "Open Government Licence v3.0", "Natural Earth"):
        assert part in sources


@pytest.mark.parametrize(
    ("extent", "is_british"),
    [
        (Extent(-85.0, 41.0, -80.0, 43.0), False),
        (Extent(-1.0, 51.0, 0.0, 52.0), True),
        (Extent(-90.0, 40.0, 10.0, 55.0), True),
        (Extent(2.0, 48.0, 14.0, 54.0), False),
    ],
)
def test_a_map_names_ordnance_survey_where_it_shows_great_britain(extent, is_british):
    credit = map_credit(extent)
    assert "GeoNames, CC BY 4.0" in credit
    assert (CROWN in credit) is is_british
