"""From outside accounts to territories: the problem as the engine takes it, and its solution as a plan's answer."""

from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.answer import BALANCE
from gtm_desktop.engine.fill import Room
from gtm_desktop.engine.number import TerritoryCount
from gtm_desktop.engine.problem import Problem, Solution, Terms
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.fill import Filled, fill_territories, may_be_filled, within_reach
from gtm_desktop.planning.placeless import join_territories
from gtm_desktop.planning.plan import Plan, SolverRun, TerritoryAnswer
from gtm_desktop.planning.result import ChannelMap, Segmentation
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, counts, numbers, positions
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.planning.territory_holds import Holds, held_accounts, most_outside, over_the_cut
from gtm_desktop.planning.territory_names import label_territories
from gtm_desktop.planning.territory_slots import (
    Demand,
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
        holds: what locks and hands have decided before.
        without_place: rows of free outside accounts without a place; they join a territory afterwards.
        over_the_cut: rows of outside accounts beyond what all people together can hold; they go inside.
        fillable: rows of inside accounts that may be filled.
        incumbent: n territory numbers of who has the account today; −1 for nobody who takes part.
        visits: n visits a year.
        settings: the rules.
        number: how many territories there can be, and why.
        explanation: the same in one sentence.
        inputs: fingerprint of everything above this stage that the answer rests on.
    """

    rows: Ints
    problem: Problem
    slots: Slots
    holds: Holds
    without_place: Ints
    over_the_cut: Ints
    fillable: Ints
    incumbent: Ints
    visits: Floats
    settings: Settings
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
    candidates = np.flatnonzero(may_be_filled(accounts, channels, rules=settings.territories, pins=plan.pins))
    goes_out = channels.by_rule.isin([Channel.OUTSIDE, Channel.JOINT]).to_numpy(dtype=np.bool_)
    holds = held_accounts(dataset, plan, goes_out=goes_out, candidates=candidates)
    outside = np.flatnonzero(goes_out | (holds.lock != NOWHERE))
    near = within_reach(accounts, candidates, outside=outside, reach_km=settings.territories.reach_km)
    demand = Demand(outside, near, np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE))
    number = number_of_territories(accounts, demand, settings=settings, capacity=capacity)
    wanted = max(settings.territories.number or number.suggested, 1) if len(outside) else 0
    wanted = max(wanted, len(holds.kept.ids))
    slots = choose_slots(
        accounts, dataset.reps, demand=demand, number=wanted, settings=settings, capacity=capacity, kept=holds.kept
    )
    cut = over_the_cut(accounts, outside, lock=holds.lock, room=int(most_outside(slots, holds.lock).sum()))
    placed = np.isfinite(numbers(accounts[columns.LAT])) & np.isfinite(numbers(accounts[columns.LON]))
    rows = np.setdiff1d(outside[placed[outside]], cut)
    without_place = np.setdiff1d(outside[~placed[outside] & (holds.lock[outside] == NOWHERE)], cut)
    visits = visits_a_year(segmentation.size_tier, settings.call_plan)
    incumbent = _slot_of(demand.incumbent, slots, capacity)
    problem = _problem(
        accounts, settings, rows=rows, holds=holds, incumbent=incumbent, visits=visits, slots=slots, demand=demand
    )
    inputs = territory_inputs(
        dataset, settings, segmentation=segmentation, channels=channels, today=today, capacity=capacity
    )
    return TerritoryTask(
        rows=rows, problem=problem, slots=slots, holds=holds, without_place=without_place, over_the_cut=cut,
        fillable=np.setdiff1d(near, holds.refilled), incumbent=incumbent, visits=visits, settings=settings,
        number=number, explanation=number_in_words(number, wanted), inputs=inputs,
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
    slots, holds = task.slots, task.holds
    territory = holds.lock.copy()
    territory[task.rows] = solution.territory
    territory[holds.refilled] = holds.refilled_to
    territory = join_territories(
        territory,
        task.without_place,
        incumbent=task.incumbent,
        state=accounts[columns.STATE],
        most=task.problem.upper,
    )
    centre = np.append(task.rows, NOWHERE)[solution.centre]
    lat, lon = (np.append(numbers(accounts[name]), np.nan)[centre] for name in (columns.LAT, columns.LON))
    filled = _filled(accounts, task, held=counts(territory, len(slots.tied)), centre=(lat, lon))
    territory[filled.rows] = filled.territory
    labels = label_territories(territory, kept=slots.kept, centre=(lat, lon), earlier=holds.kept.answer)
    is_filled = np.zeros(len(accounts), dtype=np.bool_)
    is_filled[filled.rows[filled.territory != NOWHERE]] = True
    is_filled[holds.refilled] = True
    return TerritoryAnswer(
        territory=territory,
        filled=is_filled,
        out_of_reach=np.isin(np.arange(len(accounts)), task.over_the_cut),
        ids=labels.ids,
        names=labels.names,
        centre=centre,
        lower=slots.lower,
        planned=slots.planned,
        upper=slots.upper,
        cut_line=filled.cut_line,
        next_in_line=filled.next_in_line,
        run=_run(task, solution, seconds),
    )


def _filled(accounts: AccountTable, task: TerritoryTask, *, held: Ints, centre: tuple[Floats, Floats]) -> Filled:
    slots = task.slots
    room = Room(
        lat=centre[0],
        lon=centre[1],
        held=held,
        lower=np.where(slots.is_locked, 0, slots.lower).astype(np.int64),
        planned=np.where(slots.is_locked, 0, slots.planned).astype(np.int64),
    )
    rules = task.settings.territories
    return fill_territories(accounts, task.fillable, visits=task.visits, room=room, problem=task.problem, rules=rules)


def _run(task: TerritoryTask, solution: Solution, seconds: float) -> SolverRun:
    return SolverRun(
        seed=solution.seed,
        iterations=solution.iterations,
        objective=solution.objective - solution.parts.get(BALANCE, 0.0),
        lower_bound=solution.lower_bound,
        first_feasible_s=solution.first_feasible_s,
        seconds=seconds,
        was_cancelled=solution.was_cancelled,
        inputs=task.inputs,
    )


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
    holds: Holds,
    incumbent: Ints,
    visits: Floats,
    slots: Slots,
    demand: Demand,
) -> Problem:
    """Return the engine's problem, in currency.

    The lower limit counts filled accounts too and is judged after filling, so outside accounts alone must reach only
    their share of all that may go outside, and at least half of the limit.
    """
    margin = np.maximum(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])[rows]) / _CENTS, 0.0)
    economics, calls = settings.economics, settings.call_plan
    loss = economics.handoff_loss * margin / economics.review_years
    outside = len(demand.outside)
    share = max(outside / max(outside + len(demand.fillable), 1), _LEAST_OUTSIDE_SHARE)
    fillable = float(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])[demand.fillable]).clip(min=0.0).sum())
    return Problem(
        lat=numbers(accounts[columns.LAT])[rows],
        lon=numbers(accounts[columns.LON])[rows],
        visits=visits[rows],
        value=margin,
        handoff_loss=np.where(incumbent[rows] == NOWHERE, 0.0, loss),
        incumbent=incumbent[rows],
        locked=holds.lock[rows],
        lower=np.where(slots.is_locked, 0, np.floor(slots.lower * share)).astype(np.int64),
        upper=most_outside(slots, holds.lock),
        start_lat=slots.start_lat,
        start_lon=slots.start_lon,
        cost_per_km=calls.cost_per_km / _CENTS,
        stops_per_trip=calls.stops_per_trip,
        circuity=calls.circuity,
        terms=_terms(settings.territories, margin_outside=float(margin.sum()), margin_fillable=fillable / _CENTS),
    )


def _terms(rules: TerritoryRules, *, margin_outside: float, margin_fillable: float) -> Terms:
    """Return the prices of balance; as the target counts filled accounts too, outside ones owe only their share."""
    share = margin_outside / max(margin_outside + margin_fillable, 1.0)
    return Terms(
        travel=rules.travel_weight,
        balance=rules.balance_weight,
        stability=rules.stability_weight,
        band_price=rules.balance_price,
        tolerance=rules.value_tolerance,
        target_price=rules.balance_price if rules.value_target else 0.0,
        target=share * (rules.value_target or 0) / _CENTS,
    )
