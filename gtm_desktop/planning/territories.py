"""From outside accounts to territories: the problem as the engine takes it, and its solution as a plan's answer."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.answer import BALANCE
from gtm_desktop.engine.fill import Room
from gtm_desktop.engine.number import TerritoryCount
from gtm_desktop.engine.problem import Problem, Solution
from gtm_desktop.planning.capacity import Team
from gtm_desktop.planning.loads import UNITS, loads, places
from gtm_desktop.planning.plan import SolverRun, TerritoryAnswer
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, numbers
from gtm_desktop.planning.territory.customer_fill import fill_with_customers
from gtm_desktop.planning.territory.customer_sites import Pieces, whole_customers
from gtm_desktop.planning.territory.customer_sites import pieces as pieces_of
from gtm_desktop.planning.territory.fill import Filled, within_reach
from gtm_desktop.planning.territory.hours_fill import WorkYear, fill_within_hours
from gtm_desktop.planning.territory.names import label_territories
from gtm_desktop.planning.territory.placeless import join_territories
from gtm_desktop.planning.territory.slots import (
    Demand,
    Slots,
    choose_slots,
    number_in_words,
    number_of_territories,
)
from gtm_desktop.planning.territory.zone_fill import fill_within_borders
from gtm_desktop.planning.territory_holds import Holds, held_accounts, most_outside, over_the_cut
from gtm_desktop.planning.territory_problem import Facts, state_problem
from gtm_desktop.planning.territory_request import TerritoryGrounds, TerritoryRequest, TerritoryTerms
from gtm_desktop.planning.zones import seats_by_zone, with_zones, zones_of
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Columns


@dataclass(frozen=True, eq=False)
class TerritoryTask:
    """What the engine is asked, and what is needed to read its answer.

    Attributes:
        rows: account rows of the problem's m accounts; where sites go together, the one that stands for its piece.
        pieces: the accounts of each of these m.
        units: n loads in eighths of a place; 0 for accounts that take no part.
        problem: what the engine solves.
        slots: the p territories that are formed.
        holds: what locks and hands have decided before.
        loose: free outside accounts without a place, nor a site with one; they join a territory afterwards.
        over_the_cut: rows of outside accounts beyond what all people together can hold; they go inside.
        fillable: rows of inside accounts that may be filled.
        facts: who has each account today, who must not have it, and how often it is visited.
        request: what was asked, of which all of this was made.
        number: how many territories there can be, and why.
        explanation: the same in one sentence.
        inputs: fingerprint of what the answer rests on.
        zone: n zone numbers, −1 for an account of no known zone; None without borders.
    """

    rows: Ints
    pieces: Pieces
    units: Ints
    problem: Problem
    slots: Slots
    holds: Holds
    loose: Pieces
    over_the_cut: Ints
    fillable: Ints
    facts: Facts
    request: TerritoryRequest
    number: TerritoryCount
    explanation: str
    inputs: str
    zone: Ints | None = None

    @property
    def accounts(self) -> Columns:
        """What is read of the n accounts."""
        return self.request.grounds.accounts

    @property
    def terms(self) -> TerritoryTerms:
        """The rules."""
        return self.request.grounds.terms

    @property
    def incumbent(self) -> Ints:
        """The n territory numbers of who has the account today; −1 for nobody who takes part."""
        return self.facts.incumbent

    @property
    def without_place(self) -> Ints:
        """The rows of free outside accounts that have no place on the map."""
        return np.flatnonzero(self.loose.of_account != NOWHERE)

    @property
    def tied(self) -> tuple[str, ...]:
        """The p rep codes whose capacity sets the territories' limits; `OPEN` for a position beyond the roster."""
        return self.slots.tied


def territory_task(request: TerritoryRequest) -> TerritoryTask:
    """State the territory problem of a plan.

    Outside accounts are those that rules and hands make outside. Where all people together cannot hold them, those of
    the largest margin stay. Locked territories and accounts put into a territory by hand are locks of the problem; an
    earlier answer gives their ids. The number of territories is the planner's own, else the suggested one.

    Source: PRODUCT R3.2 to R3.9; RULES 4.
    """
    grounds = request.grounds
    accounts, terms, team = grounds.accounts, grounds.terms, grounds.team
    holds, demand = _demand(request)
    number = number_of_territories(accounts, demand, terms=terms, team=team)
    wanted = max(terms.territories.number or number.suggested, 1) if len(demand.outside) else 0
    wanted = max(wanted, len(holds.kept.ids))
    zones = zones_of(grounds, demand)
    seats = seats_by_zone(zones, terms, demand=demand, team=team, kept=holds.kept, wanted=wanted)
    slots = choose_slots(
        accounts, grounds.people, demand=demand, number=seats.number, terms=terms, team=team, kept=holds.kept,
        people=seats.people,
    )  # fmt: skip
    seated = _seated(grounds, holds=holds, demand=demand, slots=slots)
    incumbent, refused_by = (_slot_of(who, slots, team) for who in (demand.incumbent, request.decisions.kept_from))
    facts = Facts(holds.lock, incumbent, refused_by, grounds.visits)
    problem = state_problem(
        accounts, terms, pieces=seated.pieces, facts=facts, slots=slots, demand=demand, most=seated.most,
        units=grounds.unit,
    )  # fmt: skip
    rows = seated.pieces.row
    problem = with_zones(problem, zones, seats, borders=terms.borders, tied=slots.tied, rows=rows, team=team)
    return TerritoryTask(
        rows=rows, pieces=seated.pieces, units=demand.units, problem=problem, slots=slots, holds=holds,
        loose=seated.loose, over_the_cut=seated.over_the_cut, fillable=np.setdiff1d(demand.fillable, holds.refilled),
        facts=facts, request=request, number=number, zone=None if zones is None else zones.of_account,
        explanation=number_in_words(number, seats.number, accounts=len(demand.outside)), inputs=fingerprint(grounds),
    )  # fmt: skip


def _demand(request: TerritoryRequest) -> tuple[Holds, Demand]:
    """Return what is held before territories are formed, and what they are formed for."""
    grounds, decisions = request.grounds, request.decisions
    accounts, rules = grounds.accounts, grounds.terms.territories
    may_fill = grounds.may_fill.copy()
    may_fill[decisions.given] = False
    candidates = np.flatnonzero(may_fill)
    holds = held_accounts(decisions, goes_out=grounds.goes_out, candidates=candidates)
    outside = np.setdiff1d(np.flatnonzero(grounds.goes_out | (holds.lock != NOWHERE)), holds.left_out)
    candidates = candidates[~decisions.keep.rows(len(accounts))[candidates]]
    near = within_reach(accounts, candidates, outside=outside, reach_km=rules.reach_km)
    near = whole_customers(accounts, near, rules=rules)
    part = np.full(len(accounts), NOWHERE, dtype=np.int64)
    part[near], part[outside] = 0, 2 + holds.lock[outside]
    units = loads(accounts, part, shared=grounds.is_shared, rules=rules)
    return holds, Demand(outside, near, grounds.owner, units)


@dataclass(frozen=True, eq=False)
class _Seated:
    """Which outside accounts take part and how: with a place, without one, or over the cut; and p largest loads."""

    pieces: Pieces
    loose: Pieces
    over_the_cut: Ints
    most: Ints


def _seated(grounds: TerritoryGrounds, *, holds: Holds, demand: Demand, slots: Slots) -> _Seated:
    gather = partial(
        pieces_of, grounds.accounts, lock=holds.lock, visits=grounds.visits, shared=grounds.is_shared,
        rules=grounds.terms.territories, room=round(float(slots.upper.max(initial=0.0)) * UNITS),
    )  # fmt: skip
    most = most_outside(slots, holds.lock, demand.units)
    whole = gather(demand.outside)
    cut = over_the_cut(grounds.accounts, whole, lock=holds.lock, room=int(most.sum()))
    left = np.setdiff1d(demand.outside, cut)
    has_place = whole.has_place[whole.of_account[left]]
    loose = gather(left[~has_place & (holds.lock[left] == NOWHERE)])
    return _Seated(gather(left[has_place]), loose, cut, most)


def territory_answer(task: TerritoryTask, solution: Solution, *, seconds: float) -> TerritoryAnswer:
    """Turn the engine's solution into an answer: place the placeless, fill spare capacity, give ids and names.

    Args:
        task: what was asked.
        solution: what the engine found.
        seconds: wall time of the solve.

    Returns:
        The answer. Accounts without a place join their incumbent's territory, else the one with most accounts of their
        state, each while it has room, else the one with most room. Filling stops at the planned capacity of the person
        a territory was formed for; a locked territory keeps what it had.
    """
    slots, holds, accounts = task.slots, task.holds, task.accounts
    territory = everybody_placed(task, solution.territory)
    centre = np.append(task.rows, NOWHERE)[solution.centre]
    lat, lon = (np.append(numbers(accounts[name]), np.nan)[centre] for name in (columns.LAT, columns.LON))
    filled = spare_filled(task, territory=territory, centre=(lat, lon))
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
        homes=tuple((labels.ids[at], slots.tied[at]) for at in np.flatnonzero(slots.is_home).tolist()),
        formed_for=slots.tied,
    )


def everybody_placed(task: TerritoryTask, territory: Ints) -> Ints:
    """Return n territory numbers before filling: of the problem's m accounts, the held and the placeless ones."""
    holds, loose, state = task.holds, task.loose, task.request.grounds.state
    of_piece = task.pieces.unfolded(territory)
    placed = np.where(of_piece == NOWHERE, holds.lock, of_piece)
    placed[holds.refilled] = holds.refilled_to
    if state is None:  # nobody is without a place
        return placed
    load = task.units.copy()
    load[loose.row] = loose.units
    joined = join_territories(
        placed,
        loose.row,
        incumbent=task.facts.incumbent,
        state=state.values,
        most=most_outside(task.slots, holds.lock, task.units),
        load=load,
        refused_by=task.facts.refused_by,
    )
    of_loose = loose.unfolded(joined[loose.row])
    return np.where(of_loose == NOWHERE, joined, of_loose)


def spare_filled(task: TerritoryTask, *, territory: Ints, centre: tuple[Floats, Floats]) -> Filled:
    """Fill what n territory numbers leave free up to the planned capacity, as far as the hours of the people allow.

    `centre` are p latitudes and longitudes.
    """
    slots = task.slots
    held = places(task.units, territory, len(slots.tied))
    room = Room(
        lat=np.where(slots.is_home, slots.start_lat, centre[0]),
        lon=np.where(slots.is_home, slots.start_lon, centre[1]),
        held=np.ceil(held).astype(np.int64),
        lower=np.where(slots.is_locked, 0, slots.lower).astype(np.int64),
        planned=np.where(slots.is_locked, 0, slots.planned).astype(np.int64),
    )

    def fill(candidates: Ints, room: Room) -> Filled:
        return fill_with_customers(
            task.accounts, candidates, visits=task.facts.visits, held=held, room=room, problem=task.problem,
            rules=task.terms.territories,
        )  # fmt: skip

    def fill_up_to(room: Room) -> Filled:
        return fill_within_borders(
            task.fillable, room, zone=task.zone, territory_zone=task.problem.territory_zone, fill=fill
        )

    return fill_within_hours(work_year(task), room, territory=territory, fill=fill_up_to)


def served_from(task: TerritoryTask, solution: Solution) -> tuple[Floats, Floats]:
    """Return p latitudes and longitudes of where territories are served from: homes, else centres; NaN if empty."""
    centre = np.append(task.rows, NOWHERE)[solution.centre]
    lat, lon = (np.append(numbers(task.accounts[name]), np.nan)[centre] for name in (columns.LAT, columns.LON))
    slots = task.slots
    return np.where(slots.is_home, slots.start_lat, lat), np.where(slots.is_home, slots.start_lon, lon)


def work_year(task: TerritoryTask) -> WorkYear:
    """Return what is needed to count the hours of a task's territories."""
    share = task.slots.upper / max(task.terms.upper, 1)
    return WorkYear(task.accounts, task.facts.visits, share, task.terms.call_plan)


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
        planned_iterations=solution.planned_iterations,
    )


def _slot_of(owner: Ints, slots: Slots, team: Team) -> Ints:
    """Return n territory numbers tied to the people at these positions of the roster; −1 for none."""
    place: Ints = np.full(len(team.rep_ids) + 1, NOWHERE, dtype=np.int64)
    row = {code: at for at, code in enumerate(team.rep_ids)}
    for slot, code in reversed(list(enumerate(slots.tied))):
        if code in row:
            place[row[code]] = slot
    number: Ints = place[owner]
    return number
