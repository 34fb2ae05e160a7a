"""Places by hand."""

import pytest

from gtm_desktop.core.findings import Question
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.place_repairs import typed_place, with_places
from gtm_desktop.tables import accounts as columns
from tests.unit.planning.builders import accounts

NAN = float("nan")


def _data(*questions):
    table = accounts(
        **{
            columns.CITY: ["Flint", None, "Nowhere"],
            columns.LAT: [43.0, NAN, NAN],
            columns.LON: [-83.7, NAN, NAN],
            columns.SOURCE_ROW: [2, 3, 4],
            columns.SOURCE_SHEET: ["List", "List", "List"],
        }
    )
    return Dataset(table, questions=questions)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("48104", PlaceMatch.EXACT_POSTAL),
        ("SW1A 1AA", PlaceMatch.SECTOR),
        ("80331, Germany", PlaceMatch.EXACT_POSTAL),
        ("Ann Arbor, MI", PlaceMatch.CITY),
        ("42.28, -83.74", PlaceMatch.COORDINATES),
        ("42.28 -83.74", PlaceMatch.COORDINATES),
    ],
)
def test_a_place_is_typed_as_zip_city_and_state_or_coordinates(text, match):
    assert typed_place(text).match is match


@pytest.mark.parametrize("text", ["", "Nowhere", "0.0, 0.0", "95.1, 10.0", "12.0, 200.5", "Atlantis, MI"])
def test_what_is_no_place_is_none(text):
    assert typed_place(text) is None


def test_an_account_placed_by_hand_lies_there_and_has_its_city():
    table = with_places(_data(), {"A2": "48104"}).accounts
    assert table[columns.LAT].notna().tolist() == [True, False, True]
    assert table[columns.CITY].tolist()[2] == "Ann Arbor"
    assert table[columns.POSTAL_CODE].tolist()[2] == "48104"


def test_a_code_abroad_that_was_typed_is_kept():
    assert with_places(_data(), {"A2": "M5V 3L9"}).accounts[columns.POSTAL_CODE].tolist()[2] == "M5V 3L9"


def test_the_data_it_came_from_stays_as_it_was():
    data = _data()
    with_places(data, {"A2": "48104"})
    assert data.accounts[columns.LAT].isna().sum() == 2


def test_the_question_about_missing_places_leaves_out_who_was_placed():
    data = _data(Question("missing_place", "2 accounts", "Keep", (3, 4), "List"))
    assert with_places(data, {"A2": "48104"}).questions[0].rows == (3,)
    assert with_places(data, {"A1": "48104", "A2": "48104"}).questions == ()


def test_accounts_that_are_not_there_and_unknown_places_are_passed_over():
    data = _data()
    assert with_places(data, {"A9": "48104", "A2": "Atlantis"}) is data
