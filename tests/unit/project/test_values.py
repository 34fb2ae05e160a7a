"""Values as JSON and back, strictly."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from gtm_desktop.planning.settings import CellRule, Dimension, GridRules, Settings, SizeRules
from gtm_desktop.project.values import WrongValueError, from_json, to_json
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


def test_a_missing_key_takes_its_preset() -> None:
    assert from_json(Settings, {"size": {"a_above": 1_000_000}}) == Settings(
        size=replace(SizeRules(), a_above=1_000_000)
    )


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
        ({"economics": {"outside": {"loaded_cost": 1}}}, "planned"),
        ({"grid": {"cells": [[["A"], {}]]}}, "cells"),
        ([], "dict expected"),
    ],
)
def test_what_does_not_fit_is_refused_and_its_place_named(data: Any, where: str) -> None:
    with pytest.raises(WrongValueError, match=where):
        from_json(Settings, data)


def test_a_whole_number_may_stand_for_a_share() -> None:
    lift = from_json(Settings, {"territories": {"reach_km": 100}}).territories.reach_km
    assert (lift, type(lift)) == (100.0, float)


def test_a_value_of_another_kind_has_no_json() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: object

    with pytest.raises(TypeError):
        to_json(Odd(object()))
