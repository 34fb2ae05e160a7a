"""Which county a name means and which one a point lies in."""

import numpy as np
import pandas as pd
import pytest

from gtm_desktop.geo.boundaries import county_names, state_shapes
from gtm_desktop.geo.counties import NO_COUNTY, counties_at, counties_named, county_states

KENT_MI, BALTIMORE_COUNTY, BALTIMORE_CITY = "26081", "24005", "24510"


def codes(numbers):
    known = [code for code, _ in county_names()]
    return [None if number == NO_COUNTY else known[number] for number in numbers]


def named(*pairs):
    county, state = zip(*pairs, strict=True)
    return codes(counties_named(pd.Series(county, dtype=object), pd.Series(state, dtype=object)))


@pytest.mark.parametrize("text", ["Kent", "Kent County", "KENT COUNTY", " kent county "])
def test_a_county_is_known_however_it_is_written(text):
    assert named((text, "MI"), (text, "Michigan")) == [KENT_MI, KENT_MI]


def test_saint_is_spelled_either_way_and_blanks_and_accents_do_not_count():
    assert named(("Saint Clair", "MI"), ("St. Clair County", "MI")) == ["26147", "26147"]
    assert named(("De Kalb", "IL"), ("DeKalb", "IL"), ("Dona Ana", "NM")) == ["17037", "17037", "35013"]
    assert named(("La Salle Parish", "LA"), ("LaSalle", "LA")) == ["22059", "22059"]


def test_of_a_city_and_a_county_of_one_name_the_city_is_meant_where_it_says_so():
    assert named(("Baltimore", "MD"), ("Baltimore County", "MD"), ("Baltimore (city)", "MD")) == [
        BALTIMORE_COUNTY, BALTIMORE_COUNTY, BALTIMORE_CITY,
    ]  # fmt: skip
    assert named(("James City County", "VA"), ("St. Louis city", "MO")) == ["51095", "29510"]


def test_a_name_of_another_state_or_without_a_state_is_no_county():
    assert named(("Kent", "OH"), ("Kent", None), (None, "MI"), ("Metro North", "MI")) == [None] * 4


def test_no_names_are_no_counties():
    empty = pd.Series([], dtype=object)
    assert len(counties_named(empty, empty)) == 0


def test_a_point_lies_in_its_county_one_at_sea_in_none_and_a_missing_one_in_none():
    lat, lon = [42.96, 42.28, 43.5, 30.0, np.nan], [-85.67, -83.74, -87.2, -60.0, -85.67]
    assert codes(counties_at(lat, lon)) == [KENT_MI, "26161", None, None, None]


def test_a_point_a_little_off_the_shore_counts_to_the_county_there():
    assert codes(counties_at([43.06], [-86.262])) == ["26139"]


def test_no_points_lie_nowhere():
    assert len(counties_at([], [])) == 0


def test_every_county_lies_in_the_state_that_its_code_says():
    states = county_states()
    assert set(states) == set(state_shapes())
    by_code = {code: state for (code, _), state in zip(county_names(), states, strict=True)}
    assert [by_code[code] for code in ("01001", KENT_MI, "11001", "51095", "72127", "78030")] == [
        "AL", "MI", "DC", "VA", "PR", "VI",
    ]  # fmt: skip
