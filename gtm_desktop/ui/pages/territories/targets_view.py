"""Territories under their targets in words: the three ways out of each with their effects, and what was done before."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.words import MISSING, count, joined, money, money_short, ntr, tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.decision_words import done, missed, price, way_name
from gtm_desktop.planning.plan import Plan, TerritoryDecision
from gtm_desktop.planning.present import positions_of
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, positions, whole
from gtm_desktop.planning.territory_targets import Case, Way
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.ui.models.table_view import TableView, text_column

_NAMED = 4


@dataclass(frozen=True)
class WayView:
    """One way out of a missed target.

    Attributes:
        name: what it is called.
        price: what it costs or saves a year; empty where there is no such way.
        exact: the same, exact.
        effects: what becomes of the accounts and the territory, a sentence each.
        refusal: why there is no such way; empty if there is.
        is_cheapest: no other way costs less.
    """

    name: str
    price: str
    exact: str
    effects: tuple[str, ...]
    refusal: str
    is_cheapest: bool


@dataclass(frozen=True)
class CaseView:
    """A territory under a target: what it missed, exactly on hover, and its ways out in the order of `WayOut`."""

    territory_id: str
    name: str
    missed: str
    exact: str
    is_locked: bool
    ways: tuple[WayView, ...]


@dataclass(frozen=True, eq=False)
class TargetsView:
    """Everything the dialog shows.

    Attributes:
        acts: what the rules say is done about such territories when they are built.
        cases: the territories under a target as the plan stands.
        done: what was done about territories before; None where nothing was.
    """

    acts: str
    cases: tuple[CaseView, ...]
    done: TableView | None


def targets_view(
    dataset: Dataset, plan: Plan, result: PlanResult, cases: Sequence[Case], *, shows_people: bool
) -> TargetsView:
    """Say what the ways out of missed targets come to. Without `shows_people` nobody's waiting for a place is told."""
    answer = plan.accepted.territories
    taken = [] if answer is None else [each for each in answer.decisions if each.taken is not None]
    if plan.settings.territories.acts_on_failing:
        acts = tr("When territories are built, what costs least is done. A locked territory is left as it is.")
    else:
        acts = tr("When territories are built, this is only reported. Rules… under More changes that.")
    teller = _Teller(dataset, plan, result, shows_people)
    return TargetsView(acts, tuple(teller.case(each) for each in cases), targets_table(taken) if taken else None)


def targets_table(decisions: Sequence[TerritoryDecision]) -> TableView:
    """Make the table: one row a decision, in the order in which they were taken; exact money on hover."""
    ways = tuple(
        text_column(
            way.value,
            way_name(way),
            [_price(each, way, money_short) for each in decisions],
            notes=tuple(_price(each, way, money) for each in decisions),
            tip=tr("A year: driving, handoffs and balance, what outside coverage adds, and what the rep costs"),
        )
        for way in WayOut
    )
    return TableView(
        [f"{number}" for number in range(len(decisions))],
        (
            text_column("name", tr("Territory"), [each.name for each in decisions]),
            text_column("missed", tr("Missed"), [missed(each, money_short) for each in decisions],
                        notes=tuple(missed(each, money) for each in decisions)),
            *ways,
            text_column("done", tr("What was done"), [done(each) for each in decisions]),
        ),
    )  # fmt: skip


def _price(decision: TerritoryDecision, way: WayOut, write: Callable[[int], str]) -> str:
    cents = dict(decision.prices).get(way)
    return MISSING if cents is None else price(cents, write)


class _Teller:
    """Puts cases of one plan into words."""

    def __init__(self, dataset: Dataset, plan: Plan, result: PlanResult, shows_people: object) -> None:
        table = result.territories
        self._plan, self._result, self._shows_people = plan, result, bool(shows_people)
        self._names = dict(zip(table[columns.TERRITORY_ID], table[columns.NAME], strict=True))
        self._owners = dict(zip(table[columns.TERRITORY_ID], table[columns.OWNER_ID], strict=True))
        self._margin = whole(dataset.accounts[account_columns.GROSS_MARGIN])
        self._ids = tuple(str(key) for key in table[columns.TERRITORY_ID])
        self._before = positions(result.roster[roster_columns.TERRITORY_ID], self._ids)

    def case(self, case: Case) -> CaseView:
        """Put one territory and its ways out into words."""
        decision = case.decision
        by_way = {way.decision.taken: way for way in case.ways}
        cheapest = min((cents for _, cents in decision.prices), default=0)
        return CaseView(
            decision.territory_id,
            self._names.get(decision.territory_id, decision.name),
            missed(decision),
            missed(decision, money),
            decision.territory_id in self._plan.pins.locked,
            tuple(self._way(decision, way, by_way.get(way), cheapest) for way in WayOut),
        )

    def _way(self, decision: TerritoryDecision, way: WayOut, taken: Way | None, cheapest: int) -> WayView:
        if taken is None:
            return WayView(way_name(way), "", "", (), self._refusal(decision.territory_id, way), is_cheapest=False)
        cents = dict(decision.prices)[way]
        a_year = tr("{amount} a year")
        return WayView(
            way_name(way),
            a_year.format(amount=price(cents)),
            a_year.format(amount=price(cents, money)),
            self._effects(decision.territory_id, taken),
            "",
            is_cheapest=cents == cheapest,
        )

    def _refusal(self, territory_id: str, way: WayOut) -> str:
        pins = self._plan.pins
        if territory_id in pins.locked:
            return tr("The territory is locked.")
        if way is not WayOut.RAISE and any(pin.value == territory_id for pin in pins.territory.values()):
            return tr("It holds an account that was put there by hand.")
        within = tr(" within the limit of changes") if self._plan.settings.changes.is_set else ""
        return {
            WayOut.RAISE: tr("Its neighbours cannot spare enough{within} without missing their own target or limits."),
            WayOut.DISSOLVE: tr("No neighbour within reach has room for its accounts{within}."),
            WayOut.INSIDE: tr("It cannot be given up{within}."),
        }[way].format(within=within)

    def _effects(self, territory_id: str, way: Way) -> tuple[str, ...]:
        at = self._ids.index(territory_id)
        after = np.append(positions_of(way.answer.ids, self._ids), NOWHERE)[way.answer.territory]
        came = np.flatnonzero((after == at) & (self._before != at))
        went = np.flatnonzero((self._before == at) & (after != at))
        lines = []
        if len(came):
            come = ntr(
                "{n} account comes from {places}.",
                "{n} accounts come from {places}.",
                len(came),
                places=self._places(self._before[came]),
            )
            lines.append(come)
        if len(went):
            go = ntr(
                "{n} account goes to {places}.",
                "{n} accounts go to {places}.",
                len(went),
                places=self._places(after[went]),
            )
            lines.append(go)
        return (*lines, self._end(territory_id, way, after == at))

    def _places(self, places: Ints) -> str:
        ordered = Counter(places.tolist()).most_common()
        named = [(self._names[self._ids[at]] if at != NOWHERE else tr("inside sales"), n) for at, n in ordered[:_NAMED]]
        if len(ordered) == 1:
            return str(named[0][0])
        if len(ordered) > _NAMED:
            named.append((tr("others"), sum(n for _, n in ordered[_NAMED:])))
        return joined([tr("{place} ({n})", place=place, n=count(n)) for place, n in named])

    def _end(self, territory_id: str, way: Way, holds: Flags) -> str:
        if territory_id in way.answer.ids:
            return ntr(
                "Then it has {n} account with {margin} of margin.", "Then it has {n} accounts with {margin} of margin.",
                int(holds.sum()), margin=money_short(int(self._margin[holds].sum())),
            )  # fmt: skip
        owner = self._result.owner_by_id.get(str(self._owners.get(territory_id)))
        if owner is None or owner.is_open or not self._shows_people:
            return tr("The territory is given up.")
        return tr("The territory is given up; {rep} is not placed yet then.", rep=owner.name)
