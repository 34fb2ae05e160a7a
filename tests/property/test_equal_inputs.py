"""Whatever two plans differ in: a stage whose inputs have equal fingerprints comes out the same in both."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.capacity import person_capacity
from gtm_desktop.planning.channels import map_channels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.inside import spread_inside
from gtm_desktop.planning.plan import Accepted, Plan
from gtm_desktop.planning.reps import match_reps
from gtm_desktop.planning.request_inputs import inside_request, rep_request, territory_request
from gtm_desktop.planning.segments import segment
from gtm_desktop.planning.stage_inputs import capacity_input, channel_input, segment_input, today_input
from gtm_desktop.planning.territories import territory_task
from gtm_desktop.planning.today import today_of
from tests.unit.planning.every_input import EVERYTHING, PRESET, column_changes, market, rule_changes

DATA = market()
COLUMNS = dict(column_changes(DATA))
RULES = [path for path, _ in rule_changes(EVERYTHING)]


def _quickly(problem: Any, *, seed: int, progress: Any, **_: Any) -> Any:
    return solve(problem, seed=seed, iterations=0, progress=progress)


START = {"preset": PRESET, "everything": EVERYTHING}


@cache
def answers(name: str) -> Accepted:
    """Return the answers that were accepted under these rules."""
    return build_all(DATA, Plan(DATA.dataset_id, START[name]), solve=_quickly).accepted


Stage = tuple[str, Any, Callable[[Any], Any]]


def stages(data: Dataset, plan: Plan) -> Iterator[Stage]:
    """Give every stage that has an input of its own: its name, its input and what it makes of it."""
    found = phases(data, plan)
    yield "today", today_input(data, plan.settings), today_of
    yield "capacity", capacity_input(data, plan.settings), person_capacity
    yield "segments", segment_input(data, plan.settings), segment
    channel = channel_input(
        data,
        plan.settings,
        plan.pins.channel,
        segmentation=found.segmentation,
        today_channel=found.today.channel,
    )
    yield "channels", channel, map_channels
    roster = evaluate(data, plan).roster
    anew = replace(plan, accepted=replace(plan.accepted, territories=None))
    yield "territories", territory_request(data, anew, found), lambda request: territory_task(request).problem
    yield "reps", rep_request(data, plan, found, roster=roster), match_reps
    yield "inside", inside_request(data, plan, found, roster=roster), spread_inside


def is_same(one: Any, other: Any) -> bool:
    """Whether two outputs say the same; how long an answer was sought says nothing."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, pd.Series):
        return bool(one.reset_index(drop=True).equals(other.reset_index(drop=True)))
    if is_dataclass(one):
        names = [each.name for each in fields(one) if each.name != "run"]
        return all(is_same(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def with_changes(rules: Any, paths: list[str]) -> Any:
    """Return rules in which these are others, one after the other."""
    for path in paths:
        rules = dict(rule_changes(rules))[path]
    return rules


CHANGES = st.lists(st.sampled_from(RULES), max_size=2, unique=True)
SOME_DATA = st.sampled_from(["", "", *COLUMNS])


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(START)), CHANGES, SOME_DATA, CHANGES, SOME_DATA)
def test_equal_fingerprints_give_equal_outputs_stage_by_stage(name, first, one_column, more, other_column):
    plans = []
    for column, paths in ((one_column, first), (other_column, first + [path for path in more if path not in first])):
        data = COLUMNS.get(column, DATA)
        plans.append((data, Plan(data.dataset_id, with_changes(START[name], paths), accepted=answers(name))))
    for (stage, one, make), (_, other, _) in zip(*(list(stages(*each)) for each in plans), strict=True):
        if fingerprint(one) == fingerprint(other):
            assert is_same(make(one), make(other)), stage
