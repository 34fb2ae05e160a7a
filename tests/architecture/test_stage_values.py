"""What a stage or a request to the optimiser reads is a value of its own: no dataset, plan, settings or frame in it."""

import dataclasses
import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from typing import Any

import pandas as pd

from gtm_desktop import planning
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import Settings
from gtm_desktop.tables.columns import Column, Columns

WHOLE = (Dataset, Plan, Settings, pd.DataFrame)
LEAVES = (Column, Columns)
"""What is read of a table: single columns, by name."""
_TYPES = type | types.GenericAlias | types.UnionType
_ENDINGS = ("Input", "Grounds", "Request")
_STORED = ("Grounds",)


def values() -> list[type]:
    """Return the classes of planning that are such a value, by their names."""
    found = {
        each
        for module in pkgutil.walk_packages(planning.__path__, f"{planning.__name__}.")
        for each in vars(importlib.import_module(module.name)).values()
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__name__.endswith(_ENDINGS)
    }
    return sorted(found, key=lambda each: each.__name__)


def parts(kind: Any) -> Iterator[Any]:
    """Give a type, what it is made of, and the types of its fields, all the way down."""
    seen: set[Any] = set()
    left = [kind]
    while left:
        each = left.pop()
        if each in seen:
            continue
        seen.add(each)
        yield each
        left += [part for part in typing.get_args(each) if isinstance(part, _TYPES)]
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each not in LEAVES:
            hints = typing.get_type_hints(each)
            left += [hints[field.name] for field in dataclasses.fields(each)]
        base = getattr(each, "__supertype__", None)
        left += [] if base is None else [base]


def test_the_requests_and_the_first_stages_have_a_value_of_their_own() -> None:
    names = {each.__name__ for each in values()}
    requests = {f"{name}{part}" for name in ("Territory", "Rep", "Inside") for part in ("Grounds", "Request")}
    assert {*requests, "TodayInput", "CapacityInput", "SegmentInput", "ChannelInput"} <= names


def test_no_value_holds_a_whole_dataset_plan_settings_or_frame() -> None:
    wrong = [
        f"{value.__name__} holds {part.__name__}"
        for value in values()
        for part in parts(value)
        if isinstance(part, type) and issubclass(part, WHOLE)
    ]
    assert wrong == []


def test_every_value_is_frozen_and_what_is_stored_of_it_is_tagged_by_distinct_texts() -> None:
    assert [each.__name__ for each in values() if not each.__dataclass_params__.frozen] == []
    tags = [value.TAG for value in values()]
    assert len(set(tags)) == len(tags)
    untagged = {
        part.__name__
        for value in values()
        if value.__name__.endswith(_STORED)
        for part in parts(value)
        if isinstance(part, type) and dataclasses.is_dataclass(part)
        if not hasattr(part, "TAG") and not hasattr(part, "fingerprint")
    }
    assert untagged == set()
