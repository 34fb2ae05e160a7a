import numpy as np
import pandas as pd
import pytest

from gtm_desktop.geo.gazetteer import lookup_place, place, state_codes, zip3_of, zip_state
from gtm_desktop.geo.nearest import nearest_city
from gtm_desktop.geo.place_match import PlaceMatch

TEXT = pd.StringDtype("python")


def placed(*rows, lat=None, lon=None):
    frame = pd.DataFrame(rows, columns=["postal", "city", "state", "country"], dtype=TEXT)
    numbers = [None if column is None else pd.Series(column, dtype="float64") for column in (lat, lon)]
    return place(
        frame["postal"], frame["city"], state=frame["state"], country=frame["country"], lat=numbers[0], lon=numbers[1]
    )


def test_a_known_zip_code_is_placed_in_its_area_with_its_county():
    found = placed(("48104", None, None, None))
    assert found.match[0] is PlaceMatch.EXACT_POSTAL
    assert found.lat[0] == pytest.approx(42.26, abs=0.05)
    assert found.lon[0] == pytest.approx(-83.72, abs=0.05)
    assert (found.city[0], found.state[0], found.county[0]) == ("Ann Arbor", "MI", "Washtenaw County")


@pytest.mark.parametrize("postal", ["48104-1234", "481041234", " 48104 ", "48104 1234"])
def test_a_zip_plus_four_is_placed_as_its_zip_code(postal):
    assert placed((postal, None, None, None)).match[0] is PlaceMatch.EXACT_POSTAL


def test_a_zip_code_without_its_leading_zero_is_never_guessed():
    assert placed(("2139", None, None, None)).match[0] is PlaceMatch.NONE


def test_a_city_is_found_only_with_its_state():
    found = placed((None, "Toledo", "OH", None), (None, "Toledo", None, None))
    assert found.match.tolist() == [PlaceMatch.CITY, PlaceMatch.NONE]
    assert found.county[0] == "Lucas County"
    assert np.isnan(found.lat[1])


@pytest.mark.parametrize(
    ("city", "state"),
    [
        ("ST. CLAIR SHORES", "mi"),
        ("Saint Clair Shores", "Michigan"),
        ("st clair shores", "Mich."),
        ("Ft Wayne", "Ind."),
        ("Winston Salem", "N.C."),
        ("Mount Vernon", "Ohio"),
    ],
)
def test_a_city_is_found_however_saint_mount_fort_and_the_state_are_written(city, state):
    assert placed((None, city, state, None)).match[0] is PlaceMatch.CITY


def test_an_unknown_zip_code_gives_way_to_the_city_and_then_to_its_first_three_digits():
    found = placed(("48999", "Flint", "MI", None), ("48999", "Nowhere", "MI", None), ("489", None, None, None))
    assert found.match.tolist() == [PlaceMatch.CITY, PlaceMatch.ZIP3, PlaceMatch.ZIP3]
    assert found.state[2] == "MI"


def test_three_digits_that_contradict_the_state_place_nothing():
    assert placed(("48999", None, "TX", None)).match[0] is PlaceMatch.NONE


@pytest.mark.parametrize("postal", ["00000", "99999", "99999-9999", "00000-0000", "999999999"])
def test_a_placeholder_is_no_zip_code(postal):
    found = placed((postal, "Flint", "MI", None), (postal, None, None, None))
    assert found.match.tolist() == [PlaceMatch.CITY, PlaceMatch.NONE]
    assert zip3_of(postal) == ""
    assert lookup_place(postal) is None


def test_own_coordinates_come_first_and_the_zip_code_fills_the_rest():
    found = placed(("48104", None, None, None), lat=[41.0], lon=[-82.0])
    assert found.match[0] is PlaceMatch.COORDINATES
    assert (found.lat[0], found.lon[0], found.city[0]) == (41.0, -82.0, "Ann Arbor")


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (95.0, -83.0), (42.0, -190.0), (np.nan, -83.0), (42.0, np.nan)])
def test_coordinates_out_of_range_missing_or_both_nought_are_not_used(lat, lon):
    found = placed(("48104", None, None, None), lat=[lat], lon=[lon])
    assert found.match[0] is PlaceMatch.EXACT_POSTAL


def test_five_digits_in_another_country_are_not_a_zip_code():
    found = placed(("48104", None, "TX", "France"), ("48104", None, None, "USA"), lat=[np.nan] * 2, lon=[np.nan] * 2)
    assert found.match.tolist() == [PlaceMatch.NONE, PlaceMatch.EXACT_POSTAL]
    abroad = placed(("75001", None, None, "FR"), lat=[48.86], lon=[2.35])
    assert abroad.match[0] is PlaceMatch.COORDINATES


def test_codes_of_the_armed_forces_have_a_state_but_no_place():
    assert placed(("09001", None, None, None)).match[0] is PlaceMatch.NONE
    assert zip_state(pd.Series(["09001"], dtype=TEXT))[0] in {"AA", "AE", "AP"}


def test_what_is_given_is_kept_and_only_blanks_are_filled():
    found = placed(("48104", "A2", "Mich.", None), ("48104", " ", None, None))
    assert found.city.tolist() == ["A2", "Ann Arbor"]
    assert found.state.tolist() == ["Mich.", "MI"]


def test_rows_are_read_by_position_whatever_their_index():
    postal = pd.Series(["48104", "43604"], index=[7, 3], dtype=TEXT)
    blank = pd.Series([None, None], index=[1, 2], dtype=TEXT)
    assert place(postal, blank, state=blank, country=blank).state.tolist() == ["MI", "OH"]


def test_an_empty_list_gives_an_empty_answer():
    assert len(placed().lat) == 0


def test_the_state_of_a_zip_code_keeps_the_index_and_is_missing_where_unknown():
    states = zip_state(pd.Series(["02139", "00000", None], index=[5, 6, 9], dtype=TEXT))
    assert states.index.tolist() == [5, 6, 9]
    assert states[5] == "MA"
    assert states.isna().tolist() == [False, True, True]


def test_states_are_read_as_codes_names_and_old_abbreviations():
    codes = state_codes(pd.Series(["mi", "North Carolina", "Penna.", "Ontario", None], dtype=TEXT))
    assert codes[:3].tolist() == ["MI", "NC", "PA"]
    assert codes[3:].isna().all()


@pytest.mark.parametrize(
    ("text", "city", "match"),
    [
        ("48104", "Ann Arbor", PlaceMatch.EXACT_POSTAL),
        ("ann arbor, mi", "Ann Arbor", PlaceMatch.CITY),
        ("Toledo OH", "Toledo", PlaceMatch.CITY),
        ("Winston-Salem, North Carolina", "Winston-Salem", PlaceMatch.CITY),
        ("481", None, PlaceMatch.ZIP3),
    ],
)
def test_one_typed_place_is_a_zip_code_or_a_city_with_its_state(text, city, match):
    found = lookup_place(text)
    assert found is not None
    assert (found.city, found.match) == (city, match)


@pytest.mark.parametrize("text", ["", "Toledo", "00000", "Nowhere, OH", ",", "Toledo, Ontario"])
def test_what_is_not_a_place_is_not_found(text):
    assert lookup_place(text) is None


def test_the_nearest_city_has_at_least_the_residents_asked_for():
    near = nearest_city([41.66, 42.28, np.nan], [-83.56, -83.74, -80.0])
    assert near.labels == ["Toledo, OH", "Ann Arbor, MI", ""]
    assert near.km[0] < 5
    assert np.isnan(near.km[2])
    assert nearest_city([42.28], [-83.74], min_population=400_000).labels == ["Detroit, MI"]
