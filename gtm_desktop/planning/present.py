"""The present state of a plan: where improving starts, and what a scope freezes."""

from dataclasses import replace

import numpy as np

from gtm_desktop.engine.problem import NONE, Solution
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Accepted, Plan, RepAnswer, SolverRun, TerritoryAnswer
from gtm_desktop.planning.result import ChannelMap
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, counts, numbers, positions
from gtm_desktop.planning.territories import TerritoryTask
from gtm_desktop.planning.territory.names import label_territories
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.columns import Readable
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel

_NOT_SOUGHT = SolverRun(
    seed=0,
    iterations=0,
    objective=0.0,
    lower_bound=None,
    first_feasible_s=None,
    seconds=0.0,
    was_cancelled=False,
    inputs="",
)


def present_plan(dataset: Dataset, plan: Plan, *, channels: ChannelMap, today: Today, capacity: Capacity) -> Plan:
    """Return the plan with its present state accepted: its own territories, else those that today's reps have.

    Today's territories are those of the outside people who go on and have accounts that are outside by rule. An
    account that nobody of them has is in none. Without such people nothing is accepted.
    """
    if plan.accepted.territories is not None:
        return plan
    goes_out = channels.by_rule.isin([Channel.OUTSIDE, Channel.JOINT]).to_numpy(dtype=np.bool_)
    people = capacity.placeable(Role.OUTSIDE)
    owner = np.where(today.is_active & goes_out, positions(today.owner_id, capacity.rep_ids), NOWHERE)
    people = people[counts(owner, len(capacity.rep_ids))[people] > 0]
    if len(people) == 0:
        return plan
    place = np.full(len(capacity.rep_ids) + 1, NOWHERE, dtype=np.int64)
    place[people] = np.arange(len(people))
    answer = _answer(dataset.accounts, place[owner], people, capacity)
    reps = RepAnswer(tuple(zip(answer.ids, answer.formed_for, strict=True)), (), (), _NOT_SOUGHT)
    return replace(plan, accepted=Accepted(answer, reps, plan.accepted.inside))


def _answer(accounts: AccountTable, territory: Ints, people: Ints, capacity: Capacity) -> TerritoryAnswer:
    number, nobody = len(people), np.zeros(len(accounts), dtype=np.bool_)
    centre = middle_accounts(accounts, np.arange(len(accounts)), territory, number=number)
    places = (
        np.append(numbers(accounts[columns.LAT]), np.nan)[centre],
        np.append(numbers(accounts[columns.LON]), np.nan)[centre],
    )
    labels = label_territories(territory, kept=("",) * number, centre=places, earlier=None)
    nowhere = np.full(number, NOWHERE, dtype=np.int64)
    return TerritoryAnswer(
        territory=territory, filled=nobody, out_of_reach=nobody, ids=labels.ids, names=labels.names, centre=centre,
        lower=capacity.lower[people], planned=capacity.planned[people], upper=capacity.upper[people],
        cut_line=nowhere, next_in_line=nowhere, run=_NOT_SOUGHT,
        formed_for=tuple(capacity.rep_ids[at] for at in people.tolist()), as_today=tuple(range(len(accounts))),
    )  # fmt: skip


def present_solution(task: TerritoryTask) -> Solution:
    """Return where the problem's m accounts are at present.

    That is where a lock or a hand holds them, else their present territory, else their incumbent's, else the one that
    starts nearest.
    """
    problem, answer, accounts = task.problem, task.request.decisions.earlier, task.accounts
    slot = np.full(1 if answer is None else len(answer.ids) + 1, NOWHERE, dtype=np.int64)
    if answer is not None:
        slot[:-1] = positions_of(answer.ids, task.slots.kept)
    present = slot[-1 if answer is None else answer.territory[task.rows]]
    territory = np.where(problem.locked != NONE, problem.locked, present)
    territory = np.where(territory == NOWHERE, problem.incumbent, territory)
    lost = np.flatnonzero(territory == NOWHERE)
    territory[lost] = _nearest_start(task, lost)
    centre = middle_accounts(accounts, task.rows, territory, number=problem.territories)
    at = np.full(len(accounts) + 1, NONE, dtype=np.int64)
    at[task.rows] = np.arange(len(task.rows))
    return Solution(territory.astype(np.int64), at[centre], 0.0)


def positions_of(ids: tuple[str, ...], among: tuple[str, ...]) -> Ints:
    """Return the position of each id among others; −1 where it is not there."""
    place = {key: at for at, key in enumerate(among) if key}
    return np.array([place.get(key, NOWHERE) for key in ids], dtype=np.int64)


def middle_accounts(accounts: Readable, rows: Ints, territory: Ints, *, number: int) -> Ints:
    """Return p account rows: of each territory's placed accounts the one nearest to their median; −1 for none.

    Args:
        accounts: the account table.
        rows: m rows of it.
        territory: m territory numbers; −1 for none.
        number: p.
    """
    lat, lon = (numbers(accounts[name])[rows] for name in (columns.LAT, columns.LON))
    middle: Ints = np.full(number, NOWHERE, dtype=np.int64)
    for at in range(number):
        own = np.flatnonzero((territory == at) & np.isfinite(lat) & np.isfinite(lon))
        if len(own):
            km = great_circle_km(lat[own], lon[own], to_lat=np.median(lat[own]), to_lon=np.median(lon[own]))
            middle[at] = rows[own[int(km.argmin())]]
    return middle


def _nearest_start(task: TerritoryTask, at: Ints) -> Ints:
    problem = task.problem
    km: Floats = great_circle_km(
        problem.lat[at, None],
        problem.lon[at, None],
        to_lat=problem.start_lat[None, :],
        to_lon=problem.start_lon[None, :],
    )
    nearest: Ints = np.nan_to_num(km, nan=np.inf).argmin(axis=1).astype(np.int64)
    return nearest
