"""Single columns of a table, each with a digest of its content."""

import numpy as np
import pytest

from gtm_desktop.tables.columns import Column, ColumnStore
from tests.unit.planning.builders import accounts

TABLE = {"state": ["MI", None, "OH", "MI"], "gross_margin": [1, None, 3, 4]}


def some(table, *names):
    return ColumnStore(accounts(**table)).some(names)


def test_only_the_columns_that_were_named_can_be_read():
    columns = some(TABLE, "state")
    assert columns["state"].fillna("").tolist() == ["MI", "", "OH", "MI"]
    with pytest.raises(KeyError):
        columns["gross_margin"]


@pytest.mark.parametrize("name", ["state", "gross_margin"])
def test_equal_content_has_the_same_digest_and_each_value_counts(name):
    assert some(TABLE, name).fingerprint == some(TABLE, name).fingerprint
    for row in range(4):
        changed = list(TABLE[name])
        changed[row] = "IN" if name == "state" else 9
        assert some(TABLE | {name: changed}, name).fingerprint != some(TABLE, name).fingerprint


def test_a_missing_value_is_neither_an_empty_one_nor_zero():
    empty = {"state": ["MI", "", "OH", "MI"], "gross_margin": [1, 0, 3, 4]}
    for name in TABLE:
        assert some(empty, name).fingerprint != some(TABLE, name).fingerprint


def test_some_rows_have_the_digest_of_a_column_of_those_rows():
    rows = np.array([2, 0])
    taken = some(TABLE, "state", "gross_margin").take(rows)
    apart = some({name: [values[at] for at in rows] for name, values in TABLE.items()}, "state", "gross_margin")
    assert taken.fingerprint == apart.fingerprint
    assert taken["state"].tolist() == apart["state"].tolist() == ["OH", "MI"]


def test_a_column_is_hashed_once():
    store = ColumnStore(accounts(**TABLE))
    assert store["state"] is store["state"]
    assert isinstance(store["state"].take(np.array([0])), Column)
