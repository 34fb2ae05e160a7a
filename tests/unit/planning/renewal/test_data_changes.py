"""What a newer account list changed."""

import numpy as np
import pytest

from gtm_desktop.planning.renewal.data_changes import compare, row_after
from gtm_desktop.tables import accounts as columns
from tests.unit.planning.builders import accounts


def _list(ids, names=None, codes=None, **more):
    return accounts(
        **{
            columns.ACCOUNT_ID: ids,
            columns.NAME: names or [f"Name {each}" for each in ids],
            columns.POSTAL_CODE: codes or ["48104"] * len(ids),
            **more,
        }
    )


def test_accounts_that_came_and_went_are_told_by_their_id():
    changes = compare(_list(["A", "B"]), _list(["C", "B"]))
    assert (changes.came.tolist(), changes.went.tolist(), changes.row_before.tolist()) == ([0], [0], [-1, 1])


def test_an_account_with_another_id_but_the_same_name_and_postal_code_was_renumbered():
    changes = compare(
        _list(["A", "B"], ["Acme  Co", "Bolt"]), _list(["B", "77"], ["Bolt", "ACME Co"], ["48104", "48104-1234"])
    )
    assert (changes.renumbered.tolist(), changes.came.tolist(), changes.went.tolist()) == ([1], [], [])
    assert changes.row_before.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_list(["A"], ["Acme"]), _list(["B"], ["Acme"], ["49503"])),
        (_list(["A"], ["Acme"]), _list(["B"], ["Acme Inc"])),
        (_list(["A", "B"], ["Acme", "Acme"]), _list(["C"], ["Acme"])),
        (_list(["A"], ["Acme"]), _list(["B", "C"], ["Acme", "Acme"])),
        (_list(["A"], [None]), _list(["B"], [None])),
        (_list(["A"], ["Acme"], [None]), _list(["B"], ["Acme"], [None])),
    ],
    ids=["other code", "other name", "two gone", "two came", "no name", "no code"],
)
def test_without_one_and_the_same_name_and_code_nothing_was_renumbered(before, after):
    assert compare(before, after).renumbered.tolist() == []


def test_an_id_that_is_in_both_lists_is_the_same_account_whatever_its_name():
    assert compare(_list(["A"], ["Acme"]), _list(["A"], ["Bolt"])).came.tolist() == []


def test_other_margins_reps_and_places_are_told_and_missing_ones_are_equal():
    before = _list(
        ["A", "B", "C"],
        **{
            columns.GROSS_MARGIN: [100, None, None],
            columns.OUTSIDE_REP: ["R1", None, "R2"],
            columns.LAT: [42.0, 42.0, 42.0],
        },
    )
    after = _list(
        ["C", "A", "B"],
        **{
            columns.GROSS_MARGIN: [5, 101, None],
            columns.OUTSIDE_REP: ["R2", "R3", None],
            columns.LAT: [43.0, 42.0, None],
        },
    )
    changes = compare(before, after)
    assert changes.margin_changed.tolist() == [0, 1]
    assert changes.rep_changed.tolist() == [1]
    assert changes.place_changed.tolist() == [0, 2]


def test_rows_of_the_older_list_are_found_in_the_newer_one():
    changes = compare(_list(["A", "B", "C"], list("xyz")), _list(["C", "A"], list("zx")))
    assert row_after(changes, np.array([0, 1, 2, -1])).tolist() == [1, -1, 0, -1]


def test_an_empty_list_has_lost_everything():
    assert compare(_list(["A"]), _list(["A"]).iloc[:0]).went.tolist() == [0]
