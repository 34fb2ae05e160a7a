"""Values as JSON and back, strictly."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pytest

from gtm_desktop.planning.settings import CellRule, Dimension, GridRules, Settings, SizeRules
from gtm_desktop.project.values import UnknownValueError, WrongValueError, from_json, to_json
from gtm_desktop.tables.roster import Channel


def there_and_back(settings: Settings) -> Settings:
    return from_json(Settings, json.loads(json.dumps(to_json(settings))))


def test_rules_come_back_as_they_were() -> None:
    cells = {("C", "retain"): CellRule("Keep", Channel.INSIDE), ("A", "acquire"): CellRule("Win")}
    rules = Settings(grid=GridRules(Dimension.SIZE, Dimension.MIX, cells), plan_year_start=date(2028, 2, 29))
    assert there_and_back(rules) == rules
    assert there_and_back(Settings()) == Settings()


def test_equal_rules_give_equal_texts_whatever_the_order_of_their_cells() -> None:
    one, two = CellRule("One"), CellRule("Two")
    forwards = GridRules(cells={("A", "a"): one, ("B", "b"): two})
    backwards = GridRules(cells={("B", "b"): two, ("A", "a"): one})
    assert json.dumps(to_json(forwards)) == json.dumps(to_json(backwards))


def test_a_missing_key_is_refused_because_a_preset_may_change_and_no_old_plan_with_it() -> None:
    data = to_json(Settings())
    del data["size"]["year"]
    with pytest.raises(WrongValueError, match="SizeRules: missing year"):
        from_json(Settings, data)


@dataclass(frozen=True)
class ShareRow:
    share: float
    kind: Literal["share"] = "share"


@dataclass(frozen=True)
class BandsRow:
    bands: tuple[int, ...]
    kind: Literal["bands", "groups"] = "bands"


@dataclass(frozen=True)
class Rows:
    rows: tuple[ShareRow | BandsRow, ...]
    best: ShareRow | BandsRow | None = None


def test_rows_that_differ_by_kind_come_back_as_what_they_were() -> None:
    rows = Rows((ShareRow(0.5), BandsRow((1, 2)), BandsRow((), "groups")), BandsRow((3,)))
    data = json.loads(json.dumps(to_json(rows)))
    assert data["rows"][0] == {"share": 0.5, "kind": "share"}
    assert from_json(Rows, data) == rows
    assert from_json(Rows, to_json(Rows(()))) == Rows(())


@pytest.mark.parametrize(
    ("row", "error", "where"),
    [
        ({"share": 0.5, "kind": "shade"}, UnknownValueError, "no kind 'shade'"),
        ({"share": 0.5}, UnknownValueError, "no kind None"),
        ({"share": 0.5, "kind": "bands"}, UnknownValueError, "unknown share"),
        ({"kind": "share"}, WrongValueError, "missing share"),
        (["share"], WrongValueError, "dict expected"),
        (None, WrongValueError, "dict expected"),
    ],
)
def test_a_row_of_no_known_kind_is_refused(row: Any, error: type[WrongValueError], where: str) -> None:
    with pytest.raises(error, match=where):
        from_json(Rows, {"rows": [row], "best": None})


@pytest.mark.parametrize(
    "data",
    [
        {**to_json(Settings()), "sise": {}},
        {**to_json(Settings()), "size": {**to_json(SizeRules()), "level": "galaxy"}},
    ],
)
def test_what_only_a_newer_program_can_know_is_told_from_what_is_wrong(data: Any) -> None:
    with pytest.raises(UnknownValueError):
        from_json(Settings, data)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"sise": {}}, "unknown sise"),
        ({"size": {"a_over": 1}}, "unknown a_over"),
        ({"size": {"a_above": "25000"}}, "a_above"),
        ({"size": {"a_above": 2.5}}, "a_above"),
        ({"size": {"a_above": True}}, "a_above"),
        ({"size": {"level": "galaxy"}}, "level"),
        ({"plan_year_start": "2027-13-01"}, "plan_year_start"),
        ({"size": None}, "dict expected"),
        ({"grid": {"cells": [[["A"], {}]]}}, "cells"),
    ],
)
def test_what_does_not_fit_is_refused_and_its_place_named(data: Any, where: str) -> None:
    with pytest.raises(WrongValueError, match=where):
        from_json(Settings, with_values(to_json(Settings()), data))


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(WrongValueError, match="dict expected"):
        from_json(Settings, [])


def with_values(data: Any, changes: Any) -> Any:
    return {
        **data,
        **{key: with_values(data[key], each) if isinstance(each, dict) and key in data else each
           for key, each in changes.items()},
    }  # fmt: skip


def test_a_whole_number_may_stand_for_a_share() -> None:
    data = with_values(to_json(Settings()), {"territories": {"reach_km": 100}})
    lift = from_json(Settings, data).territories.reach_km
    assert (lift, type(lift)) == (100.0, float)


def test_a_value_of_another_kind_has_no_json() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: object

    with pytest.raises(TypeError):
        to_json(Odd(object()))
