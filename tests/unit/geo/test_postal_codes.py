"""Postal codes of Canada, Great Britain and Europe are placed by code and country, and by nothing less."""

import numpy as np
import pandas as pd
import pytest

from gtm_desktop.geo.abroad import country_codes
from gtm_desktop.geo.countries import COUNTRY_NAMES, contradicts_province, country_code, country_title
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.geo.gazetteer import lookup_place, place
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.postal_codes import postal_points
from gtm_desktop.geo.postal_formats import country_of, is_written_as_in, postal_region, with_zeros

TEXT = pd.StringDtype("python")
NAMELESS = "Nowhereville"


def placed(*rows):
    frame = pd.DataFrame(rows, columns=["postal", "city", "state", "country"], dtype=TEXT)
    return place(frame["postal"], frame["city"], state=frame["state"], country=frame["country"])


@pytest.mark.parametrize(
    ("code", "country", "match", "lat", "lon"),
    [
        ("SW1A 1AA", "UK", PlaceMatch.SECTOR, 51.501, -0.142),
        ("EH1 1YZ", "Scotland", PlaceMatch.SECTOR, 55.951, -3.19),
        ("M1", "United Kingdom", PlaceMatch.OUTCODE, 53.479, -2.234),
        ("BT1 5GS", "Northern Ireland", PlaceMatch.OUTCODE, 54.597, -5.93),
        ("JE2 3AA", "GB", PlaceMatch.OUTCODE, 49.19, -2.11),
        ("M5V 3L9", "Canada", PlaceMatch.FSA, 43.64, -79.39),
        ("80331", "Germany", PlaceMatch.EXACT_POSTAL, 48.136, 11.572),
        ("75008", "France", PlaceMatch.EXACT_POSTAL, 48.873, 2.311),
        ("75008 CEDEX 08", "France", PlaceMatch.EXACT_POSTAL, 48.873, 2.311),
        ("1012 AB", "Netherlands", PlaceMatch.POSTAL_AREA, 52.373, 4.894),
        ("1000-001", "Portugal", PlaceMatch.POSTAL_AREA, 38.71, -9.14),
        ("D02 AF30", "Ireland", PlaceMatch.POSTAL_AREA, 53.339, -6.252),
        ("VLT 1117", "Malta", PlaceMatch.POSTAL_AREA, 35.898, 14.513),
        ("LV-1010", "Latvia", PlaceMatch.EXACT_POSTAL, 56.95, 24.11),
        ("624 66", "Sweden", PlaceMatch.EXACT_POSTAL, 57.92, 19.1),
        ("1100", "Denmark", PlaceMatch.EXACT_POSTAL, 55.68, 12.58),
        ("06000", "Mexico", PlaceMatch.EXACT_POSTAL, 19.433, -99.133),
    ],
)
def test_a_postal_code_is_placed_in_its_country(code, country, match, lat, lon):
    found = placed((code, None, None, country))
    assert found.match[0] is match
    assert great_circle_km(found.lat[0], found.lon[0], to_lat=lat, to_lon=lon) < 4


@pytest.mark.parametrize("code", ["SW1A 1AA", "sw1a1aa", " Sw1A  1aa ", "SW1A-1AA", "SW1A\u00a01AA", "SW1A 1", "sw1a1"])
def test_a_british_code_is_read_in_any_spacing_and_case(code):
    found = postal_points([code, "SW1A 1AA"], "GB")
    assert found.match.tolist() == [PlaceMatch.SECTOR] * 2
    assert found.lat[0] == found.lat[1]


def test_two_digits_without_a_blank_are_an_outcode_and_with_one_a_sector():
    found = postal_points(["M11", "M1 1", "M111"], "GB")
    assert found.match.tolist() == [PlaceMatch.OUTCODE, PlaceMatch.SECTOR, PlaceMatch.SECTOR]


def test_a_sector_that_is_not_known_gives_way_to_its_outcode():
    assert postal_points(["SW1A 9ZZ"], "GB").match[0] is PlaceMatch.OUTCODE


@pytest.mark.parametrize("code", ["80331", "D-80331", "DE 80331", "803 31"])
def test_digits_are_read_with_their_countrys_letters_and_blanks(code):
    assert postal_points([code], "DE").match[0] is PlaceMatch.EXACT_POSTAL


@pytest.mark.parametrize(("code", "country"), [("80331", "GB"), ("F-80331", "DE"), ("SW1A 1AA", "CA"), ("99999", "DE")])
def test_a_code_of_another_country_or_of_none_is_not_found(code, country):
    assert postal_points([code], country).match[0] is PlaceMatch.NONE


def test_digits_alone_never_tell_a_country():
    found = placed(("80331", None, None, None), ("10115", None, None, "Germany"), ("10115", None, None, "USA"))
    assert found.lon[0] < -60
    assert found.lon[1] > 0
    assert found.lon[2] < -60


def test_a_blank_country_is_told_by_what_only_one_country_writes():
    def codes(*rows):
        frame = pd.DataFrame(rows, columns=["country", "postal", "state"], dtype=TEXT)
        return country_codes(frame["country"], frame["postal"], frame["state"]).tolist()

    assert codes((None, "M5V 3L9", None), (" ", "SW1A 1AA", None), (None, None, "ON")) == ["CA", "GB", "CA"]
    assert codes((None, "48104", "ON"), (None, "M5V", "MI"), (None, None, None)) == ["US"] * 3
    assert codes(("Germany", "M5V 3L9", None), ("Oz", "M5V 3L9", None)) == ["DE", ""]


def test_a_rural_area_of_canada_gives_way_to_the_city():
    found = placed(("A0A 1B0", "St. John's", "NL", "CA"), ("A0A 1B0", NAMELESS, "NL", "CA"), ("K0K", None, None, "CA"))
    assert found.match.tolist() == [PlaceMatch.CITY, PlaceMatch.RURAL_FSA, PlaceMatch.RURAL_FSA]


def test_a_code_that_is_not_known_gives_way_to_the_city():
    found = placed(("99999", "München", None, "DE"), (None, "Lyon", None, "FR"), ("99999", NAMELESS, None, "DE"))
    assert found.match.tolist() == [PlaceMatch.CITY, PlaceMatch.CITY, PlaceMatch.NONE]


def test_rows_at_home_and_abroad_keep_their_order():
    found = placed(
        ("48104", None, None, "US"),
        ("M5V 3L9", None, None, "CA"),
        (None, "Toledo", "OH", None),
        ("80331", None, None, "DE"),
    )
    assert found.match.tolist() == [
        PlaceMatch.EXACT_POSTAL,
        PlaceMatch.FSA,
        PlaceMatch.CITY,
        PlaceMatch.EXACT_POSTAL,
    ]
    assert (np.round(found.lon).astype(int)).tolist() == [-84, -79, -84, 12]


def test_no_codes_give_no_points():
    assert len(postal_points([], "DE").lat) == 0


@pytest.mark.parametrize("country", ["GR", "JP", ""])
def test_a_country_without_a_list_places_nothing(country):
    assert postal_points(["10431"], country).match[0] is PlaceMatch.NONE


@pytest.mark.parametrize(
    ("text", "country", "full"),
    [("1067", "DE", "01067"), ("100", "FI", "00100"), ("10115", "DE", None), ("67", "DE", None), ("1067", "GB", None)],
)
def test_zeros_are_put_back_in_front_of_digits_where_the_country_is_known(text, country, full):
    assert with_zeros(text, country) == full


def test_only_full_canadian_and_british_codes_tell_their_country():
    assert [country_of(text) for text in ("M5V 3L9", "sw1a 1aa", "W1A 1AA")] == ["CA", "GB", "GB"]
    assert [country_of(text) for text in ("M5V", "SW1A", "1012 AB", "80331", "")] == [""] * 5


@pytest.mark.parametrize(
    ("text", "country", "fits"),
    [
        ("M5V 3L9", "CA", True),
        ("M5V 3L9", "DE", False),
        ("10431", "GR", True),
        ("1", "JP", True),
        ("80331", "CA", False),
    ],
)
def test_a_code_is_checked_against_how_its_country_writes_codes(text, country, fits):
    assert is_written_as_in(text, country) is fits


@pytest.mark.parametrize(
    ("code", "province", "is_wrong"),
    [("M5V 3L9", "ON", False), ("m5v", "QC", True), ("X1A", "NU", False), ("M5V", "", False), ("80331", "ON", False)],
)
def test_the_first_letter_of_a_canadian_code_names_its_province(code, province, is_wrong):
    assert contradicts_province(code, province) is is_wrong


def test_every_country_has_a_title_that_is_one_of_its_names():
    assert all(country_code(country_title(code)) == code for code in COUNTRY_NAMES)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("M5V 3L9", PlaceMatch.FSA),
        ("SW1A 1AA", PlaceMatch.SECTOR),
        ("SW1A, UK", PlaceMatch.OUTCODE),
        ("80331, Germany", PlaceMatch.EXACT_POSTAL),
        ("Munich, Germany", PlaceMatch.CITY),
        ("Toronto, ON", PlaceMatch.CITY),
    ],
)
def test_one_typed_place_abroad_is_found_with_its_country(text, match):
    found = lookup_place(text)
    assert found is not None
    assert found.match is match


def test_letters_that_are_a_state_and_a_country_are_the_state():
    assert lookup_place("Munich, DE") is None
    assert lookup_place("Dover, DE").state == "DE"


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("M5V 3L9", "CA", "M5V"),
        ("m5v", "CA", "M5V"),
        ("SW1A 1AA", "GB", "SW"),
        ("M1 1AE", "GB", "M"),
        ("D-80331", "DE", "80"),
        ("1067", "DE", "01"),
        ("1010", "AT", "10"),
        ("1012 AB", "NL", "10"),
        ("D02 X285", "IE", "D02"),
        ("unknown", "DE", ""),
        ("48104", "US", ""),
    ],
)
def test_the_region_of_a_code_is_about_as_large_as_a_zip3(text, country, region):
    assert postal_region(text, country) == region
