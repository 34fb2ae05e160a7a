"""From outside accounts to territories: the problem as the engine takes it, and its solution as a plan's answer."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.fill import Room
from gtm_desktop.engine.number import TerritoryCount
from gtm_desktop.engine.problem import Problem, Solution
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.fill import fill_territories, may_be_filled, within_reach
from gtm_desktop.planning.owners import owner_book
from gtm_desktop.planning.plan import Plan, SolverRun, TerritoryAnswer
from gtm_desktop.planning.result import ChannelMap, Segmentation
from gtm_desktop.planning.roster import pinned_territories
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, counts, numbers, positions
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.territory_names import label_territories
from gtm_desktop.planning.territory_slots import (
    Demand,
    Kept,
    Slots,
    choose_slots,
    number_in_words,
    number_of_territories,
)
from gtm_desktop.planning.territory_totals import visits_a_year
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.roster import Channel

_CENTS = 100.0
_LEAST_OUTSIDE_SHARE = 0.5
"""Outside accounts alone reach at least this share of the lower limit where that is possible. Preset."""


@dataclass(frozen=True, eq=False)
class TerritoryTask:
    """What the engine is asked, and what is needed to read its answer.

    Attributes:
        rows: account rows of the problem's m accounts.
        problem: what the engine solves.
        slots: the p territories that are formed.
        lock: n territory numbers that accounts are held in by a lock or by hand; −1 where they are free.
        without_place: rows of free outside accounts without a place; they join a territory afterwards.
        over_the_cut: rows of outside accounts beyond what all people together can hold; they go inside.
        refilled: rows that locked territories had filled and keep.
        refilled_to: their territory numbers.
        fillable: rows of inside accounts that may be filled.
        incumbent: n territory numbers of who has the account today; −1 for nobody who takes part.
        visits: n visits a year.
        settings: the rules.
        earlier: the answer this replaces.
        number: how many territories there can be, and why.
        explanation: the same in one sentence.
        inputs: fingerprint of everything above this stage that the answer rests on.
    """

    rows: Ints
    problem: Problem
    slots: Slots
    lock: Ints
    without_place: Ints
    over_the_cut: Ints
    refilled: Ints
    refilled_to: Ints
    fillable: Ints
    incumbent: Ints
    visits: Floats
    settings: Settings
    earlier: TerritoryAnswer | None
    number: TerritoryCount
    explanation: str
    inputs: str

    @property
    def tied(self) -> tuple[str, ...]:
        """The p rep codes whose capacity sets the territories' limits; `OPEN` for a position beyond the roster."""
        return self.slots.tied


def territory_task(
    dataset: Dataset,
    plan: Plan,
    *,
    segmentation: Segmentation,
    channels: ChannelMap,
    today: Today,
    capacity: Capacity,
) -> TerritoryTask:
    """State the territory problem of a plan.

    Outside accounts are those that rules and hands make outside. Where all people together cannot hold them, those of
    the largest margin stay. Locked territories and accounts put into a territory by hand are locks of the problem; an
    earlier answer gives their ids. The number of territories is the planner's own, else the suggested one.

    Source: PRODUCT R3.2 to R3.9; RULES 4.
    """
    accounts, settings = dataset.accounts, plan.settings
    candidates = may_be_filled(accounts, channels, rules=settings.territories, pins=plan.pins)
    goes_out = channels.by_rule.isin([Channel.OUTSIDE, Channel.JOINT]).to_numpy(dtype=np.bool_)
    kept, lock = _kept(dataset, plan, goes_out)
    outside = np.flatnonzero(goes_out | (lock != NOWHERE))
    owner = np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE)
    reach = settings.territories.reach_km
    demand = Demand(outside, within_reach(accounts, np.flatnonzero(candidates), outside=outside, reach_km=reach), owner)
    number = number_of_territories(accounts, demand, settings=settings, capacity=capacity)
    wanted = max(settings.territories.number or number.suggested, len(kept.ids)) if len(outside) else len(kept.ids)
    slots = choose_slots(
        accounts, dataset.reps, demand=demand, number=wanted, settings=settings, capacity=capacity, kept=kept
    )
    most = _most(slots, lock)
    over_the_cut = _over_the_cut(accounts, outside, lock, room=int(most.sum()))
    placed = np.isfinite(numbers(accounts[columns.LAT])) & np.isfinite(numbers(accounts[columns.LON]))
    rows = np.setdiff1d(outside[placed[outside]], over_the_cut)
    refilled, refilled_to = _refilled(plan.accepted.territories, kept, np.flatnonzero(candidates))
    visits = visits_a_year(segmentation.size_tier, settings.call_plan)
    incumbent = _slot_of(owner, slots, capacity)
    return TerritoryTask(
        rows=rows,
        problem=_problem(accounts, settings, rows=rows, lock=lock, incumbent=incumbent, visits=visits, slots=slots,
                         outside_share=len(outside) / max(len(outside) + len(demand.fillable), 1)),
        slots=slots,
        lock=lock,
        without_place=np.setdiff1d(outside[~placed[outside] & (lock[outside] == NOWHERE)], over_the_cut),
        over_the_cut=over_the_cut,
        refilled=refilled,
        refilled_to=refilled_to,
        fillable=np.setdiff1d(demand.fillable, refilled),
        incumbent=incumbent,
        visits=visits,
        settings=settings,
        earlier=plan.accepted.territories,
        number=number,
        explanation=number_in_words(number, wanted),
        inputs=territory_inputs(
            dataset, settings, segmentation=segmentation, channels=channels, today=today, capacity=capacity
        ),
    )  # fmt: skip


def territory_inputs(
    dataset: Dataset,
    settings: Settings,
    *,
    segmentation: Segmentation,
    channels: ChannelMap,
    today: Today,
    capacity: Capacity,
) -> str:
    """Digest what the territories rest on: everything above them that the answer reads.

    Decisions by hand about territories themselves (moved accounts, locks, names) are of the same stage: the roster
    follows them at once, so they do not make the answer stale. Targets are tested later and read by nothing here.
    """
    accounts, reps = dataset.accounts, dataset.reps
    rules = replace(settings.territories, potential_target=None)
    economics = settings.economics
    return fingerprint(
        positions(channels.by_rule, Channel.ALL).astype(np.int8),
        may_be_filled(accounts, channels, rules=rules, pins=Plan(dataset_id="").pins),
        visits_a_year(segmentation.size_tier, settings.call_plan),
        *(numbers(accounts[name]) for name in (columns.LAT, columns.LON, columns.GROSS_MARGIN, rules.fill_metric)),
        np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE),
        *(numbers(reps[name]) for name in (rep_columns.LAT, rep_columns.LON)),
        capacity.rep_ids, capacity.role, capacity.placement, capacity.lower, capacity.planned, capacity.upper,
        rules, settings.call_plan, economics.outside.lower, economics.outside.planned, economics.outside.upper,
        economics.handoff_loss, economics.review_years,
    )  # fmt: skip


def territory_answer(
    task: TerritoryTask, solution: Solution, accounts: AccountTable, *, seconds: float
) -> TerritoryAnswer:
    """Turn the engine's solution into an answer: place the placeless, fill spare capacity, give ids and names.

    Args:
        task: what was asked.
        solution: what the engine found.
        accounts: the same n accounts.
        seconds: wall time of the solve.

    Returns:
        The answer. Accounts without a place join their incumbent's territory, else the one with most accounts of their
        state, each while it has room, else the one with most room. Filling stops at the planned capacity of the person
        a territory was formed for; a locked territory keeps what it had.
    """
    slots = task.slots
    territory = task.lock.copy()
    territory[task.rows] = solution.territory
    territory[task.refilled] = task.refilled_to
    _join(accounts, task, territory)
    centre = np.append(task.rows, NOWHERE)[solution.centre]
    lat, lon = (_at(numbers(accounts[name]), centre) for name in (columns.LAT, columns.LON))
    held = counts(territory, len(slots.tied))
    room = Room(
        lat=lat,
        lon=lon,
        held=held,
        lower=np.where(slots.is_locked, 0, slots.lower).astype(np.int64),
        planned=np.where(slots.is_locked, 0, slots.planned).astype(np.int64),
    )
    filled = fill_territories(
        accounts,
        task.fillable,
        visits=task.visits,
        room=room,
        problem=task.problem,
        rules=task.settings.territories,
    )
    territory[filled.rows] = filled.territory
    labels = label_territories(territory, kept=slots.kept, centre=(lat, lon), earlier=task.earlier)
    return TerritoryAnswer(
        territory=territory,
        filled=_flags(len(accounts), filled.rows[filled.territory != NOWHERE], task.refilled),
        out_of_reach=_flags(len(accounts), task.over_the_cut),
        ids=labels.ids,
        names=labels.names,
        centre=centre,
        lower=slots.lower,
        planned=slots.planned,
        upper=slots.upper,
        cut_line=filled.cut_line,
        next_in_line=filled.next_in_line,
        run=SolverRun(
            seed=solution.seed,
            iterations=solution.iterations,
            objective=solution.objective,
            lower_bound=solution.lower_bound,
            first_feasible_s=solution.first_feasible_s,
            seconds=seconds,
            was_cancelled=solution.was_cancelled,
            inputs=task.inputs,
        ),
    )


def _kept(dataset: Dataset, plan: Plan, goes_out: Flags) -> tuple[Kept, Ints]:
    """Return the earlier territories that stay themselves, and n positions among them; −1 where an account is free."""
    answer = plan.accepted.territories
    book = owner_book(dataset.reps, plan)
    lock = np.full(len(dataset.accounts), NOWHERE, dtype=np.int64)
    if answer is None:
        return Kept((), None, book, frozenset()), lock
    is_locked = np.array([*(key in plan.pins.locked for key in answer.ids), False], dtype=np.bool_)
    stays = is_locked[answer.territory] & goes_out & ~answer.out_of_reach
    lock[stays] = answer.territory[stays]
    rows, wanted = pinned_territories(dataset.accounts, plan.pins.territory, answer)
    lock[rows] = wanted
    kept = np.flatnonzero(is_locked[:-1] | (counts(lock, len(answer.ids)) > 0))
    place = np.full(len(answer.ids) + 1, NOWHERE, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    ids = tuple(answer.ids[at] for at in kept.tolist())
    return Kept(ids, answer, book, frozenset(key for key in ids if key in plan.pins.locked)), place[lock]


def _refilled(answer: TerritoryAnswer | None, kept: Kept, candidates: Ints) -> tuple[Ints, Ints]:
    """Return the rows that locked territories had filled and that may still be, and their territory numbers."""
    if answer is None or not kept.locked:
        return candidates[:0], candidates[:0]
    place = np.array(
        [*(kept.ids.index(key) if key in kept.locked else NOWHERE for key in answer.ids), NOWHERE], dtype=np.int64
    )
    number = np.where(answer.filled, place[answer.territory], NOWHERE)[candidates]
    return candidates[number != NOWHERE], number[number != NOWHERE]


def _most(slots: Slots, lock: Ints) -> Ints:
    """Return p upper limits of outside accounts; a locked territory takes no more than it has."""
    return np.where(slots.is_locked, counts(lock, len(slots.tied)), slots.upper).astype(np.int64)


def _over_the_cut(accounts: AccountTable, outside: Ints, lock: Ints, *, room: int) -> Ints:
    """Return the free outside rows of least margin beyond `room`, ascending; unknown margins go first."""
    surplus = len(outside) - room
    free = outside[lock[outside] == NOWHERE]
    if surplus <= 0 or len(free) == 0:
        return np.zeros(0, dtype=np.int64)
    margin = numbers(accounts[columns.GROSS_MARGIN])[free]
    order = np.lexsort((-free, np.nan_to_num(margin, nan=-np.inf)))
    cut: Ints = np.sort(free[order[:surplus]])
    return cut


def _slot_of(owner: Ints, slots: Slots, capacity: Capacity) -> Ints:
    """Return n territory numbers tied to the people at these positions of the roster; −1 for none."""
    place: Ints = np.full(len(capacity.rep_ids) + 1, NOWHERE, dtype=np.int64)
    row = {code: at for at, code in enumerate(capacity.rep_ids)}
    for slot, code in reversed(list(enumerate(slots.tied))):
        if code in row:
            place[row[code]] = slot
    number: Ints = place[owner]
    return number


def _problem(
    accounts: AccountTable,
    settings: Settings,
    *,
    rows: Ints,
    lock: Ints,
    incumbent: Ints,
    visits: Floats,
    slots: Slots,
    outside_share: float,
) -> Problem:
    """Return the engine's problem, in currency.

    The lower limit counts filled accounts too and is judged after filling, so outside accounts alone must reach only
    their share of all that may go outside, and at least half of the limit.
    """
    margin = np.maximum(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])[rows]) / _CENTS, 0.0)
    economics, calls = settings.economics, settings.call_plan
    loss = economics.handoff_loss * margin / economics.review_years
    share = max(outside_share, _LEAST_OUTSIDE_SHARE)
    return Problem(
        lat=numbers(accounts[columns.LAT])[rows],
        lon=numbers(accounts[columns.LON])[rows],
        visits=visits[rows],
        value=margin,
        handoff_loss=np.where(incumbent[rows] == NOWHERE, 0.0, loss),
        incumbent=incumbent[rows],
        locked=lock[rows],
        lower=np.where(slots.is_locked, 0, np.floor(slots.lower * share)).astype(np.int64),
        upper=_most(slots, lock),
        start_lat=slots.start_lat,
        start_lon=slots.start_lon,
        cost_per_km=calls.cost_per_km / _CENTS,
        stops_per_trip=calls.stops_per_trip,
        circuity=calls.circuity,
    )


def _join(accounts: AccountTable, task: TerritoryTask, territory: Ints) -> None:
    """Put the accounts without a place into territories, in place."""
    if len(task.without_place) == 0 or len(task.slots.tied) == 0:
        return
    of_state = _territory_by_state(accounts[columns.STATE], territory)
    room = task.problem.upper - counts(territory, len(task.slots.tied))
    for row in task.without_place.tolist():
        wanted = [at for at in (int(task.incumbent[row]), int(of_state[row])) if at != NOWHERE and room[at] > 0]
        territory[row] = wanted[0] if wanted else int(room.argmax())
        room[territory[row]] -= 1


def _territory_by_state(state: "pd.Series[Any]", territory: Ints) -> Ints:
    """Return n numbers of the territory with most accounts of the same state; −1 where no account tells."""
    code, states = pd.factorize(state)
    known = (territory != NOWHERE) & (code != NOWHERE)
    held = np.zeros((len(states) + 1, int(territory.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(held, (code[known], territory[known]), 1)
    most: Ints = np.where(held.max(axis=1) > 0, held.argmax(axis=1), NOWHERE)[code]
    return most


def _at(values: Floats, rows: Ints) -> Floats:
    return np.append(values, np.nan)[rows]


def _flags(number: int, *rows: NDArray[np.int64]) -> Flags:
    flags = np.zeros(number, dtype=np.bool_)
    for each in rows:
        flags[each] = True
    return flags
