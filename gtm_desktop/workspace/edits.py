"""Edits: every change a planner makes, as a value with its kind, who, when and why. Nothing else changes a plan.

`EDITS` is the one table of them. An edit of a kind that is not there cannot be made, and a test takes each kind through
undo, redo, file, recovery and journal.
"""

import getpass
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from gtm_desktop.core.words import tr
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import Scenarios, Topic


class EditKind(StrEnum):
    """What kinds of edits there are. A code never changes."""

    SIZE_LINE = "size_line"
    SIZE_BASIS = "size_basis"
    SIZE_YEAR = "size_year"
    WALLET_BANDS = "wallet_bands"
    MIX_BANDS = "mix_bands"
    GRID = "grid"
    CELL_NAME = "cell_name"
    CELL_CHANNEL = "cell_channel"
    CHANNEL_LINE = "channel_line"
    WEB_LEFT_OUT = "web_left_out"
    ECONOMICS = "economics"
    TERRITORY_RULES = "territory_rules"
    LINE_DRAWN = "line_drawn"
    CALL_PLAN = "call_plan"
    CHANGE_BUDGET = "change_budget"
    SCOPE = "scope"
    BORDERS = "borders"
    BUILDING_RULES = "building_rules"
    PLAN_YEAR = "plan_year"
    REP_RULES = "rep_rules"
    INSIDE_RULES = "inside_rules"
    CHANNEL_PINNED = "channel_pinned"
    CHANNEL_FREED = "channel_freed"
    TERRITORY_PINNED = "territory_pinned"
    TERRITORY_FREED = "territory_freed"
    INSIDE_REP_PINNED = "inside_rep_pinned"
    INSIDE_REP_FREED = "inside_rep_freed"
    KEPT_FROM = "kept_from"
    ALLOWED_AGAIN = "allowed_again"
    REP_PINNED = "rep_pinned"
    REP_FREED = "rep_freed"
    TERRITORY_LOCKED = "territory_locked"
    TERRITORY_UNLOCKED = "territory_unlocked"
    TERRITORY_NAMED = "territory_named"
    TERRITORIES_ACCEPTED = "territories_accepted"
    REPS_ACCEPTED = "reps_accepted"
    INSIDE_ACCEPTED = "inside_accepted"
    TERRITORIES_BUILT = "territories_built"
    PLAN_BUILT = "plan_built"
    IMPROVED = "improved"
    WAY_TAKEN = "way_taken"
    NUMBER_TAKEN = "number_taken"
    NEWCOMERS_PLACED = "newcomers_placed"
    NEWER_LIST = "newer_list"
    READ_AGAIN = "read_again"
    LIST_DECIDED = "list_decided"
    SCENARIO_OPENED = "scenario_opened"
    SCENARIO_COPIED = "scenario_copied"
    SCENARIO_RENAMED = "scenario_renamed"
    SCENARIO_DELETED = "scenario_deleted"


_SEGMENTS, _CHANNELS, _ECONOMICS, _TERRITORIES, _REPS, _INSIDE = (
    frozenset({each})
    for each in (Topic.SEGMENTS, Topic.CHANNELS, Topic.ECONOMICS, Topic.TERRITORIES, Topic.REPS, Topic.INSIDE)
)
_PEOPLE = _TERRITORIES | _REPS | _INSIDE
_ALL = frozenset(Topic)

EDITS: Mapping[EditKind, frozenset[Topic]] = {
    EditKind.SIZE_LINE: _SEGMENTS,
    EditKind.SIZE_BASIS: _SEGMENTS,
    EditKind.SIZE_YEAR: _SEGMENTS,
    EditKind.WALLET_BANDS: _SEGMENTS,
    EditKind.MIX_BANDS: _SEGMENTS,
    EditKind.GRID: _SEGMENTS,
    EditKind.CELL_NAME: _SEGMENTS,
    EditKind.CELL_CHANNEL: _SEGMENTS,
    EditKind.CHANNEL_LINE: _CHANNELS,
    EditKind.WEB_LEFT_OUT: _CHANNELS,
    EditKind.ECONOMICS: _ECONOMICS,
    EditKind.TERRITORY_RULES: _TERRITORIES,
    EditKind.LINE_DRAWN: _TERRITORIES,
    EditKind.CALL_PLAN: _TERRITORIES,
    EditKind.CHANGE_BUDGET: _TERRITORIES,
    EditKind.SCOPE: _TERRITORIES,
    EditKind.BORDERS: _TERRITORIES,
    EditKind.BUILDING_RULES: _TERRITORIES,
    EditKind.PLAN_YEAR: _TERRITORIES,
    EditKind.REP_RULES: _REPS,
    EditKind.INSIDE_RULES: _INSIDE,
    EditKind.CHANNEL_PINNED: _CHANNELS,
    EditKind.CHANNEL_FREED: _CHANNELS,
    EditKind.TERRITORY_PINNED: _TERRITORIES,
    EditKind.TERRITORY_FREED: _TERRITORIES,
    EditKind.INSIDE_REP_PINNED: _INSIDE,
    EditKind.INSIDE_REP_FREED: _INSIDE,
    EditKind.KEPT_FROM: _PEOPLE,
    EditKind.ALLOWED_AGAIN: _PEOPLE,
    EditKind.REP_PINNED: _REPS,
    EditKind.REP_FREED: _REPS,
    EditKind.TERRITORY_LOCKED: _TERRITORIES,
    EditKind.TERRITORY_UNLOCKED: _TERRITORIES,
    EditKind.TERRITORY_NAMED: _TERRITORIES,
    EditKind.TERRITORIES_ACCEPTED: _TERRITORIES,
    EditKind.REPS_ACCEPTED: _REPS,
    EditKind.INSIDE_ACCEPTED: _INSIDE,
    EditKind.TERRITORIES_BUILT: _TERRITORIES | _REPS,
    EditKind.PLAN_BUILT: _PEOPLE,
    EditKind.IMPROVED: _PEOPLE,
    EditKind.WAY_TAKEN: _PEOPLE,
    EditKind.NUMBER_TAKEN: _TERRITORIES | _REPS,
    EditKind.NEWCOMERS_PLACED: _TERRITORIES | _INSIDE,
    EditKind.NEWER_LIST: _ALL,
    EditKind.READ_AGAIN: _ALL,
    EditKind.LIST_DECIDED: _ALL,
    EditKind.SCENARIO_OPENED: _ALL,
    EditKind.SCENARIO_COPIED: _ALL,
    EditKind.SCENARIO_RENAMED: _ALL,
    EditKind.SCENARIO_DELETED: _ALL,
}
"""Every kind of edit with what it is about, so that whoever shows the plan knows what to show anew."""


@cache
def author() -> str:
    """Return the name under which this person is logged in to the computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return tr("unknown")


def utc_now() -> datetime:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Edit:
    """One change of a plan.

    Attributes:
        kind: its row in the table.
        label: what the Undo menu shows.
        apply: the plan before to the plan after; raises UserError where the change makes no sense, changing nothing.
        merge_key: edits in a row with the same key make one undo step; empty never merges.
        who: who decided.
        when: when, in UTC.
        reason: why, in the planner's words; may be empty.
    """

    kind: EditKind
    label: str
    apply: Callable[[Plan], Plan]
    merge_key: str = ""
    who: str = field(default_factory=author)
    when: datetime = field(default_factory=utc_now)
    reason: str = ""

    @property
    def topics(self) -> frozenset[Topic]:
        """What it is about."""
        return EDITS[self.kind]


@dataclass(frozen=True)
class ScenariosEdit:
    """One change of the scenarios: which there are, what they are called, which is open, on which data they rest.

    Attributes:
        kind: its row in the table.
        label: what the Undo menu shows.
        apply: the scenarios before to those after; raises UserError where that makes no sense, changing nothing.
    """

    kind: EditKind
    label: str
    apply: Callable[[Scenarios], Scenarios]

    @property
    def topics(self) -> frozenset[Topic]:
        """What it is about."""
        return EDITS[self.kind]
