"""Which inside rep has which inside account: region, seniority, product knowledge and incumbency, in any blend."""

import time
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.books import Books
from gtm_desktop.engine.spread import Spread, spread
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import UNITS, customers, loads, places
from gtm_desktop.planning.owners import OPEN_INSIDE
from gtm_desktop.planning.plan import InsideAnswer, Plan, SolverRun
from gtm_desktop.planning.refusals import refused
from gtm_desktop.planning.result import Segmentation
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers, positions, rows_of
from gtm_desktop.planning.settings import RepRules
from gtm_desktop.planning.territory.customer_sites import pieces
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.reps import RepTable, Role
from gtm_desktop.tables.roster import Channel, ChannelReason, RosterTable

_FAR_KM = 500.0
_SAME_STATE = 0.5
_YEARS_TO_SENIOR = 10.0
_LEVELS = {"junior": 0.0, "new": 0.0, "mid": 0.5, "intermediate": 0.5, "senior": 1.0, "lead": 1.0}
_UNKNOWN_STRENGTH = 0.5


def spread_inside(
    dataset: Dataset,
    plan: Plan,
    *,
    roster: RosterTable,
    segmentation: Segmentation,
    today: Today,
    capacity: Capacity,
) -> InsideAnswer:
    """Give every inside account to an inside rep.

    Args:
        dataset: accounts and people.
        plan: the weights of the methods, accounts given to a rep by hand, which keep that rep, and accounts kept from
            one, who gets them only where nobody else is there.
        roster: the accounts' final channels.
        segmentation: the product mix.
        today: who has the accounts today.
        capacity: the inside reps and their limits.

    Returns:
        The answer. Limits that cannot all hold are broken evenly, and books even out in margin. Without inside reps all
        accounts belong to the open inside position. Sites of one customer go to one rep where accounts are assigned by
        parent.

    Source: PRODUCT R3.13 to R3.15; RULES 1 (levels).
    """
    began = time.monotonic()
    rows = spread_rows(roster, capacity)
    inputs = inside_inputs(dataset, plan, rows=rows, segmentation=segmentation, capacity=capacity)
    people = capacity.placeable(Role.INSIDE)
    rep = np.full(len(dataset.accounts), NOWHERE, dtype=np.int64)
    if len(people) == 0:
        rep[rows] = 0
        return InsideAnswer(rep, (OPEN_INSIDE,), _run(0.0, began, inputs))
    codes = tuple(capacity.rep_ids[at] for at in people.tolist())
    by_hand = plan.pins.inside_rep
    given = positions(pd.Series([pin.value for pin in by_hand.values()], dtype=object), codes)
    pinned = rows_of(by_hand, dataset.accounts[account_columns.ACCOUNT_ID])
    known = (given != NOWHERE) & np.isin(pinned, rows)
    rep[pinned[known]] = given[known]
    free = rows[rep[rows] == NOWHERE]
    costs = inside_costs(dataset, plan, rows=free, people=people, segmentation=segmentation, today=today)
    kept_from = refused(dataset.accounts, plan.pins.kept_from, codes)[free]
    costs[kept_from != NOWHERE, kept_from[kept_from != NOWHERE]] = np.inf
    found, of_free = _spread_whole(
        dataset.accounts, plan, free=free, rep=rep, costs=costs, limits=(capacity.lower[people], capacity.upper[people])
    )
    rep[free] = of_free
    return InsideAnswer(rep, codes, _run(found.cost, began, inputs))


def spread_rows(roster: RosterTable, capacity: Capacity) -> Ints:
    """Return the rows of the accounts that are spread: the inside ones.

    Outside the scope only those in the book of an inside rep are, whose room they take; the others stay as today.
    """
    able = [capacity.rep_ids[at] for at in capacity.placeable(Role.INSIDE).tolist()]
    is_inside = roster[roster_columns.CHANNEL] == Channel.INSIDE
    stays = (roster[roster_columns.CHANNEL_REASON] == ChannelReason.OUT_OF_SCOPE) & ~roster[
        roster_columns.OWNER_ID
    ].isin(able)
    return np.flatnonzero((is_inside & ~stays).to_numpy(dtype=np.bool_))


def _spread_whole(
    accounts: AccountTable, plan: Plan, *, free: Ints, rep: Ints, costs: Floats, limits: tuple[Floats, Floats]
) -> tuple[Spread, Ints]:
    """Spread m free accounts over r reps, sites of one customer together; return what came out, and m rep numbers.

    Limits hold in places. Where customers take unlike numbers of places, each counts as the mean of them: what comes
    out over a limit is counted exactly by the plan's checks.
    """
    rules = plan.settings.territories
    nobody = np.zeros(len(accounts), dtype=np.bool_)
    lower, upper = limits
    held = places(loads(accounts, rep, shared=nobody, rules=rules), rep, len(lower))
    whole = pieces(
        accounts,
        free,
        lock=np.full(len(accounts), NOWHERE, dtype=np.int64),
        visits=np.ones(len(accounts)),
        shared=nobody,
        rules=rules,
        room=round(float(upper.max(initial=0.0))) * UNITS,
    )
    together = np.zeros((len(whole.row), costs.shape[1]))
    np.add.at(together, whole.of_account[free], costs)
    mean = float(whole.units.mean()) / UNITS if len(whole.row) else 1.0
    found = spread(
        together,
        lower=np.maximum(np.ceil((lower - held) / mean), 0).astype(np.int64),
        upper=np.maximum(np.floor((upper - held) / mean), 0).astype(np.int64),
        books=_books(accounts, plan, rep=rep, piece=whole.of_account[free], free=free, size=upper),
    )
    return found, whole.unfolded(found.rep)[free]


def _books(accounts: AccountTable, plan: Plan, *, rep: Ints, piece: Ints, free: Ints, size: Floats) -> Books | None:
    """Return what evens out the margin of the books; None where balance has no weight.

    Args:
        accounts: all of them.
        plan: the weight of balance.
        rep: all accounts' rep numbers so far, by hand.
        piece: the piece that each of the m free accounts goes with.
        free: m account rows still to be spread.
        size: r largest numbers of accounts: half a position has half a book.
    """
    weight = plan.settings.inside.balance
    margin = np.maximum(np.nan_to_num(numbers(accounts[account_columns.GROSS_MARGIN])), 0.0)
    mean = float(margin[free].mean()) if len(free) else 0.0
    if weight <= 0 or mean <= 0 or not (size > 0).any():
        return None
    given = rep != NOWHERE
    held: Floats = np.bincount(rep[given], weights=margin[given], minlength=len(size)).astype(np.float64)
    value: Floats = np.bincount(piece, weights=margin[free]).astype(np.float64)
    return Books(value, held, np.asarray(size, dtype=np.float64), price=weight / mean)


def inside_inputs(dataset: Dataset, plan: Plan, *, rows: Ints, segmentation: Segmentation, capacity: Capacity) -> str:
    """Digest what the inside books rest on: which accounts are inside, people and weights. Pins are followed."""
    reps, accounts = dataset.reps, dataset.accounts
    return fingerprint(
        rows,
        customers(accounts, plan.settings.territories.assigned_level)[rows],
        numbers(accounts[account_columns.GROSS_MARGIN])[rows],
        segmentation.durables_share.to_numpy(dtype=np.float64)[rows],
        capacity.rep_ids, capacity.role, capacity.placement, capacity.lower, capacity.upper,
        numbers(reps[rep_columns.PERFORMANCE_INDEX]), _texts(reps[rep_columns.SENIORITY]),
        _texts(reps[rep_columns.SKILLS]), _texts(reps[rep_columns.REGION]), _texts(reps[rep_columns.BRANCH]),
        plan.settings.inside, plan.settings.reps, plan.settings.territories.site_weight,
    )  # fmt: skip


def inside_costs(
    dataset: Dataset, plan: Plan, *, rows: Ints, people: Ints, segmentation: Segmentation, today: Today
) -> Floats:
    """Price m inside accounts × r inside reps: each method from 0 (fits) to 1, times its weight.

    Region: 0 in the rep's own sales region or branch, else the way from home over 500 km, else the state. Seniority:
    how much of the account's standing (its rank by margin) the rep's falls short of. Product: the distance between the
    account's share of durables and what the rep knows. Incumbency: 1 for everybody but an active inside rep of today.
    """
    accounts = dataset.accounts.iloc[rows]
    reps = dataset.reps.iloc[people]
    weights = plan.settings.inside
    size = (
        accounts[account_columns.GROSS_MARGIN].astype("float64").rank(pct=True).fillna(0.0).to_numpy(dtype=np.float64)
    )
    strength = strengths(reps, plan.settings.reps)
    durables = segmentation.durables_share.to_numpy(dtype=np.float64)[rows]
    product = np.nan_to_num(np.abs(durables[:, None] - durables_skill(reps)[None, :]))
    owner = np.where(
        today.is_active[rows], positions(today.owner_id.iloc[rows], _texts(reps[rep_columns.REP_ID])), NOWHERE
    )
    leaves = (owner[:, None] != NOWHERE) & (owner[:, None] != np.arange(len(people))[None, :])
    costs: Floats = weights.region * _region(accounts, reps) + weights.product * product
    costs += weights.seniority * size[:, None] * (1.0 - strength)[None, :] + weights.incumbency * leaves
    return costs


def strengths(reps: RepTable | pd.DataFrame, rules: RepRules) -> Floats:
    """Return r standings from 0 to 1: the mean of seniority and performance as far as they are known and read.

    Seniority is a level by name or years (10 make a senior); performance is the index between 0.75 and 1.25. Somebody
    of whom neither is known stands in the middle. Source: PRODUCT R3.15; RULES 5 (factors switched off).
    """
    seniority = np.full(len(reps), np.nan)
    if rules.uses_seniority:
        seniority = np.array([_seniority(text) for text in _texts(reps[rep_columns.SENIORITY])], dtype=np.float64)
    index = np.full(len(reps), np.nan)
    if rules.uses_performance:
        index = np.clip((numbers(reps[rep_columns.PERFORMANCE_INDEX]) - 0.75) / 0.5, 0.0, 1.0)
    both = np.column_stack([seniority, index])
    known = np.isfinite(both).sum(axis=1)
    mean = np.nansum(both, axis=1) / np.maximum(known, 1)
    return np.where(known > 0, mean, _UNKNOWN_STRENGTH)


def _seniority(text: str) -> float:
    word = text.strip().lower()
    if word in _LEVELS:
        return _LEVELS[word]
    try:
        return min(max(float(word), 0.0) / _YEARS_TO_SENIOR, 1.0)
    except ValueError:
        return float("nan")


def durables_skill(reps: pd.DataFrame) -> Floats:
    """Return what share of durables each rep knows best: 1 durables, 0 consumables, NaN both or not said."""
    skills = [text.lower() for text in _texts(reps[rep_columns.SKILLS])]
    knows_durables = np.array(["durable" in text or "tool" in text for text in skills], dtype=np.bool_)
    knows_consumables = np.array(["consumable" in text or "fastener" in text for text in skills], dtype=np.bool_)
    return np.where(knows_durables == knows_consumables, np.nan, knows_durables.astype(np.float64))


def _region(accounts: "AccountTable | pd.DataFrame", reps: pd.DataFrame) -> Floats:
    near = _same(accounts[account_columns.REGION], reps[rep_columns.REGION])
    near |= _same(accounts[account_columns.BRANCH], reps[rep_columns.BRANCH])
    lat, lon = numbers(accounts[account_columns.LAT]), numbers(accounts[account_columns.LON])
    home = numbers(reps[rep_columns.LAT]), numbers(reps[rep_columns.LON])
    km = great_circle_km(lat[:, None], lon[:, None], to_lat=home[0][None, :], to_lon=home[1][None, :])
    state = np.where(_same(accounts[account_columns.STATE], reps[rep_columns.HOME_STATE]), _SAME_STATE, 1.0)
    away = np.where(np.isfinite(km), np.minimum(km / _FAR_KM, 1.0), state)
    return np.where(near, 0.0, away)


def _same(own: "pd.Series[Any]", theirs: "pd.Series[Any]") -> Flags:
    """Return m × r flags: both are known and equal."""
    codes, names = pd.factorize(pd.concat([own, theirs], ignore_index=True))
    del names
    first, second = codes[: len(own), None], codes[None, len(own) :]
    same: Flags = (first == second) & (first != NOWHERE)
    return same


def _texts(column: "pd.Series[Any]") -> list[str]:
    return [str(text) for text in column.fillna("")]


def _run(cost: float, began: float, inputs: str) -> SolverRun:
    return SolverRun(
        seed=0,
        iterations=0,
        objective=cost,
        lower_bound=cost,
        first_feasible_s=None,
        seconds=time.monotonic() - began,
        was_cancelled=False,
        inputs=inputs,
    )
