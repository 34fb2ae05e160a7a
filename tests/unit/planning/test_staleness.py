"""An answer is marked out of date when what it rests on changes, and only then."""

import pytest

from gtm_desktop.planning.build import assign_inside
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.result import Stage
from tests.unit.planning.builders import INSIDE_MARGIN, dataset, plan

ACCOUNTS = {
    "gross_margin": [INSIDE_MARGIN] * 4,
    "region": ["East", "East", "West", "West"],
    "branch": ["B1", "B1", "B2", "B2"],
    "state": ["MI", "MI", "OH", "OH"],
    "lat": [42.0, 42.1, 40.0, 40.1],
    "lon": [-84.0, -84.1, -82.0, -82.1],
    "inside_rep": ["R0", "R0", "R1", "R1"],
}
PEOPLE = {
    "name": ["Ida", "Ivo"],
    "role": ["inside"] * 2,
    "lat": [42.0, 40.0],
    "lon": [-84.0, -82.0],
    "home_state": ["MI", "OH"],
}


@pytest.mark.parametrize(
    ("accounts", "people"),
    [
        ({"inside_rep": ["R1", "R0", "R1", "R1"]}, {}),
        ({"region": ["West", "East", "West", "West"]}, {}),
        ({"branch": ["B2", "B1", "B2", "B2"]}, {}),
        ({"state": ["OH", "MI", "OH", "OH"]}, {}),
        ({"lat": [41.0, 42.1, 40.0, 40.1]}, {}),
        ({}, {"lat": [41.0, 40.0]}),
        ({}, {"home_state": ["OH", "OH"]}),
    ],
    ids=["owner today", "region", "branch", "state", "place", "home", "home state"],
)
def test_inside_books_are_out_of_date_once_todays_owners_regions_or_homes_change(accounts, people):
    before = dataset(ACCOUNTS, PEOPLE)
    spread = plan(inside=assign_inside(before, plan()))
    assert Stage.INSIDE not in evaluate(before, spread).stale
    assert Stage.INSIDE in evaluate(dataset(ACCOUNTS | accounts, PEOPLE | people), spread).stale
