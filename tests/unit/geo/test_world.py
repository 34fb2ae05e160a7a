"""Cities of Canada, Mexico and Europe are placed by name and country."""

import numpy as np
import pytest

from gtm_desktop.geo.countries import COUNTRY_NAMES, country_code, province_code
from gtm_desktop.geo.world import cities_abroad


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        (("Toronto", "ON", "Canada"), 43.7, -79.4),
        (("Windsor", "Ontario", "CA"), 42.3, -83.0),
        (("Windsor", "NS", "CAN"), 45.0, -64.1),
        (("München", "", "Germany"), 48.1, 11.6),
        (("Munich", "", "DE"), 48.1, 11.6),
        (("LYON", "", "France"), 45.7, 4.8),
        (("Liverpool", "", "UK"), 53.4, -3.0),
        (("Dublin", "", "Ireland"), 53.3, -6.2),
        (("Monterrey", "", "Mexico"), 25.7, -100.3),
    ],
)
def test_a_city_is_found_by_its_country(place, lat, lon):
    found = cities_abroad([place])
    assert abs(found[0][0] - lat) < 0.3
    assert abs(found[1][0] - lon) < 0.3


@pytest.mark.parametrize(
    "place", [("Nowhereville", "", "DE"), ("Paris", "", "Oz"), ("", "", "CA"), ("Richmond", "", "GB")]
)
def test_what_is_unknown_or_stands_for_several_cities_is_not_guessed(place):
    assert np.isnan(cities_abroad([place])[0][0])


@pytest.mark.parametrize(("name", "code"), [("Deutschland", "DE"), ("U.K.", "GB"), ("México", "MX"), ("X", "")])
def test_countries_are_known_by_their_usual_names(name, code):
    assert country_code(name) == code


def test_no_name_stands_for_two_countries():
    names = [name for names in COUNTRY_NAMES.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "code"), [("Québec", "QC"), ("on", "ON"), ("Michigan", "")])
def test_provinces_are_known_by_code_and_name(name, code):
    assert province_code(name) == code
