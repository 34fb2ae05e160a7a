"""Leaves of a value: keys of mappings are leaves of their own, and a key that goes is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.planning.settings import CellRule, GridRules, Settings
from gtm_desktop.project.leaves import LeafChange, changes_between, leaves_of, path_text, with_changes
from gtm_desktop.project.values import UnknownValueError, WrongValueError


@dataclass(frozen=True)
class Band:
    name: str = ""
    over: int = 0


@dataclass(frozen=True)
class ShareRow:
    share: float = 0.5
    kind: Literal["share"] = "share"


@dataclass(frozen=True)
class BandRow:
    band: Band = field(default_factory=Band)
    kind: Literal["band"] = "band"


@dataclass(frozen=True)
class Rules:
    """Rules as later ones will be: rows by name, and rows that differ by kind."""

    bands: Mapping[str, Band] = field(default_factory=dict)
    rows: Mapping[str, ShareRow | BandRow] = field(default_factory=dict)
    best: Band | None = None
    order: tuple[str, ...] = ()


def changed(before: Rules | Settings, after: Rules | Settings) -> tuple[LeafChange, ...]:
    return changes_between(leaves_of(before), leaves_of(after))


def test_each_key_of_a_mapping_is_a_leaf_of_its_own() -> None:
    before = Rules({"a": Band("A", 1), "b": Band("B", 2)})
    after = Rules({"a": Band("A", 1), "b": Band("B", 3)})
    assert changed(before, after) == (LeafChange(("bands", "b", "over"), 3),)


def test_a_key_with_dots_is_one_key() -> None:
    before, after = Rules({"a.over": Band("x")}), Rules({"a.over": Band("y")})
    assert changed(before, after) == (LeafChange(("bands", "a.over", "name"), "y"),)
    assert with_changes(before, changed(before, after)) == after


def test_a_key_that_is_taken_out_is_gone_after() -> None:
    before, after = Rules({"a": Band(), "b": Band()}), Rules({"a": Band()})
    assert changed(before, after) == (LeafChange(("bands", "b"), is_gone=True),)
    assert with_changes(before, changed(before, after)) == after
    assert with_changes(before, changed(before, Rules())) == Rules()


def test_a_row_of_another_kind_takes_the_place_of_a_row() -> None:
    before, after = Rules(rows={"x": ShareRow()}), Rules(rows={"x": BandRow(Band("B"))})
    assert with_changes(before, changed(before, after)) == after


def test_a_decision_for_a_cell_of_the_grid_is_taken_back() -> None:
    decided = Settings(grid=GridRules(cells={("A", "acquire"): CellRule("Win")}))
    assert with_changes(decided, changed(decided, Settings())) == Settings()
    assert with_changes(Settings(), changed(Settings(), decided)) == decided


def test_a_path_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(UnknownValueError, match="sise"):
        with_changes(Settings(), [LeafChange(("sise", "a_above"), 1)])
    with pytest.raises(WrongValueError, match="leads nowhere"):
        with_changes(Settings(), [LeafChange(("currency", "a_above"), 1)])
    with pytest.raises(WrongValueError, match="is not there"):
        with_changes(Rules(), [LeafChange(("bands", "a"), is_gone=True)])


def test_a_path_in_words_tells_fields_from_keys() -> None:
    assert path_text(("size", "a_above")) == "size.a_above"
    assert path_text(("bands", "a.b", "over")) == 'bands["a.b"].over'


KEYS = st.text(alphabet="ab.[]\"' é", max_size=4)
BANDS = st.builds(Band, st.text(max_size=3), st.integers(-3, 3))
ROWS = st.one_of(st.builds(ShareRow, st.floats(0, 1)), st.builds(BandRow, BANDS))
RULES = st.builds(
    Rules,
    bands=st.dictionaries(KEYS, BANDS, max_size=4),
    rows=st.dictionaries(KEYS, ROWS, max_size=4),
    best=st.none() | BANDS,
    order=st.lists(KEYS, max_size=3).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(before=RULES, after=RULES)
def test_what_two_rules_differ_in_makes_the_one_of_the_other(before: Rules, after: Rules) -> None:
    changes = changed(before, after)
    assert with_changes(before, changes) == after
    assert (changes == ()) == (before == after)


def test_a_field_that_was_empty_and_is_not_is_more_leaves() -> None:
    before, after = Rules(), Rules(best=Band("B", 7))
    assert with_changes(before, changed(before, after)) == after
    assert with_changes(after, changed(after, before)) == before
