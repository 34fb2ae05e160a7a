"""Which inside rep has which inside account: region, seniority, product knowledge and incumbency, in any blend."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.books import Books
from gtm_desktop.engine.spread import Spread, spread
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.loads import UNITS, SiteRules, loads, places
from gtm_desktop.planning.owners import OPEN_INSIDE
from gtm_desktop.planning.plan import InsideAnswer, SolverRun
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers
from gtm_desktop.planning.settings import InsideRules, Level
from gtm_desktop.planning.territory.customer_sites import pieces
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.columns import Columns, Readable

_FAR_KM = 500.0
_SAME_STATE = 0.5
_YEARS_TO_SENIOR = 10.0
_LEVELS = {"junior": 0.0, "new": 0.0, "mid": 0.5, "intermediate": 0.5, "senior": 1.0, "lead": 1.0}
_UNKNOWN_STRENGTH = 0.5


@dataclass(frozen=True, eq=False)
class InsideGrounds:
    """What inside books rest on: m inside accounts and r inside people. Another one makes the answer out of date.

    Attributes:
        number: how many accounts the whole list has.
        rows: the m rows of the accounts that are spread, ascending.
        accounts: margin, region, branch, state and place of the m; by parent also parent and id.
        durables: m shares of durables; NaN where unknown.
        owner: m positions among the people of who goes on and has the account today; −1 for nobody.
        people: code, seniority, performance, skills, region, branch, home state and home of the r.
        lower: r fewest accounts.
        upper: r most accounts.
        weights: of the methods.
        uses_performance: the performance index is read.
        uses_seniority: seniority is read.
        assigned_level: at what level accounts are assigned.
        site_weight: what a further site of a customer takes, in accounts.
    """

    TAG: ClassVar[str] = "inside grounds"

    number: int
    rows: Ints
    accounts: Columns
    durables: Floats
    owner: Ints
    people: Columns
    lower: Floats
    upper: Floats
    weights: InsideRules
    uses_performance: bool
    uses_seniority: bool
    assigned_level: Level
    site_weight: float

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The rep codes of the people."""
        return tuple(_texts(self.people[rep_columns.REP_ID]))


@dataclass(frozen=True, eq=False)
class InsideRequest:
    """What is asked when inside accounts are spread.

    Attributes:
        grounds: what the books rest on.
        given: m positions among the people of who has the account by hand, or keeps it outside the scope; −1 for none.
        kept_from: m positions of who must not have the account; −1 for none.
    """

    TAG: ClassVar[str] = "inside request"

    grounds: InsideGrounds
    given: Ints
    kept_from: Ints


ACCOUNTS_READ = (
    account_columns.GROSS_MARGIN, account_columns.REGION, account_columns.BRANCH, account_columns.STATE,
    account_columns.LAT, account_columns.LON,
)  # fmt: skip
"""The columns of the accounts that spreading reads, whatever the rules."""
PEOPLE_READ = (
    rep_columns.REP_ID, rep_columns.SENIORITY, rep_columns.PERFORMANCE_INDEX, rep_columns.SKILLS, rep_columns.REGION,
    rep_columns.BRANCH, rep_columns.HOME_STATE, rep_columns.LAT, rep_columns.LON,
)  # fmt: skip
"""The columns of the people that spreading reads."""


def spread_inside(request: InsideRequest) -> InsideAnswer:
    """Give every inside account to an inside rep.

    Accounts given to a rep by hand keep that rep; whoever an account is kept from gets it only where nobody else is
    there. Limits that cannot all hold are broken evenly, and books even out in margin. Without inside reps all accounts
    belong to the open inside position. Sites of one customer go to one rep where accounts are assigned by parent.

    Source: PRODUCT R3.13 to R3.15; RULES 1 (levels).
    """
    began = time.monotonic()
    grounds = request.grounds
    inputs = fingerprint(grounds)
    everywhere = np.full(grounds.number, NOWHERE, dtype=np.int64)
    if not grounds.codes:
        everywhere[grounds.rows] = 0
        return InsideAnswer(everywhere, (OPEN_INSIDE,), _run(0.0, began, inputs))
    rep = request.given.copy()
    free = np.flatnonzero(rep == NOWHERE)
    costs = inside_costs(grounds, free)
    kept_from = request.kept_from[free]
    costs[kept_from != NOWHERE, kept_from[kept_from != NOWHERE]] = np.inf
    found, of_free = _spread_whole(grounds, free=free, rep=rep, costs=costs)
    rep[free] = of_free
    everywhere[grounds.rows] = rep
    return InsideAnswer(everywhere, grounds.codes, _run(found.cost, began, inputs))


def _spread_whole(grounds: InsideGrounds, *, free: Ints, rep: Ints, costs: Floats) -> tuple[Spread, Ints]:
    """Spread f free accounts over the people, sites of one customer together; return what came out, and f rep numbers.

    Limits hold in places. Where customers take unlike numbers of places, each counts as the mean of them: what comes
    out over a limit is counted exactly by the plan's checks.
    """
    accounts = grounds.accounts
    sites = SiteRules(grounds.assigned_level, grounds.site_weight)
    nobody = np.zeros(len(accounts), dtype=np.bool_)
    held = places(loads(accounts, rep, shared=nobody, rules=sites), rep, len(grounds.lower))
    whole = pieces(
        accounts,
        free,
        lock=np.full(len(accounts), NOWHERE, dtype=np.int64),
        visits=np.ones(len(accounts)),
        shared=nobody,
        rules=sites,
        room=round(float(grounds.upper.max(initial=0.0))) * UNITS,
    )
    together = np.zeros((len(whole.row), costs.shape[1]))
    np.add.at(together, whole.of_account[free], costs)
    mean = float(whole.units.mean()) / UNITS if len(whole.row) else 1.0
    found = spread(
        together,
        lower=np.maximum(np.ceil((grounds.lower - held) / mean), 0).astype(np.int64),
        upper=np.maximum(np.floor((grounds.upper - held) / mean), 0).astype(np.int64),
        books=_books(grounds, rep=rep, piece=whole.of_account[free], free=free),
    )
    return found, whole.unfolded(found.rep)[free]


def _books(grounds: InsideGrounds, *, rep: Ints, piece: Ints, free: Ints) -> Books | None:
    """Return what evens out the margin of the books; None where balance has no weight.

    Args:
        grounds: accounts, limits (half a position has half a book) and the weight of balance.
        rep: the m accounts' rep numbers so far, by hand.
        piece: the piece that each of the f free accounts goes with.
        free: positions of the f accounts still to be spread.
    """
    weight, size = grounds.weights.balance, grounds.upper
    margin = np.maximum(np.nan_to_num(numbers(grounds.accounts[account_columns.GROSS_MARGIN])), 0.0)
    mean = float(margin[free].mean()) if len(free) else 0.0
    if weight <= 0 or mean <= 0 or not (size > 0).any():
        return None
    given = rep != NOWHERE
    held: Floats = np.bincount(rep[given], weights=margin[given], minlength=len(size)).astype(np.float64)
    value: Floats = np.bincount(piece, weights=margin[free]).astype(np.float64)
    return Books(value, held, np.asarray(size, dtype=np.float64), price=weight / mean)


def inside_costs(grounds: InsideGrounds, free: Ints) -> Floats:
    """Price the inside accounts at these f positions × r inside reps: each method from 0 (fits) to 1, times its weight.

    Region: 0 in the rep's own sales region or branch, else the way from home over 500 km, else the state. Seniority:
    how much of the account's standing (its rank by margin) the rep's falls short of. Product: the distance between the
    account's share of durables and what the rep knows. Incumbency: 1 for everybody but an active inside rep of today.
    """
    accounts, people, weights = grounds.accounts.take(free), grounds.people, grounds.weights
    size = (
        accounts[account_columns.GROSS_MARGIN].astype("float64").rank(pct=True).fillna(0.0).to_numpy(dtype=np.float64)
    )
    strength = strengths(people, uses_seniority=grounds.uses_seniority, uses_performance=grounds.uses_performance)
    product = np.nan_to_num(np.abs(grounds.durables[free][:, None] - durables_skill(people)[None, :]))
    owner = grounds.owner[free]
    leaves = (owner[:, None] != NOWHERE) & (owner[:, None] != np.arange(len(people))[None, :])
    costs: Floats = weights.region * _region(accounts, people) + weights.product * product
    costs += weights.seniority * size[:, None] * (1.0 - strength)[None, :] + weights.incumbency * leaves
    return costs


def strengths(reps: Readable, *, uses_seniority: bool, uses_performance: bool) -> Floats:
    """Return r standings from 0 to 1: the mean of seniority and performance as far as they are known and read.

    Seniority is a level by name or years (10 make a senior); performance is the index between 0.75 and 1.25. Somebody
    of whom neither is known stands in the middle. Source: PRODUCT R3.15; RULES 5 (factors switched off).
    """
    seniority = np.full(len(reps), np.nan)
    if uses_seniority:
        seniority = np.array([_seniority(text) for text in _texts(reps[rep_columns.SENIORITY])], dtype=np.float64)
    index = np.full(len(reps), np.nan)
    if uses_performance:
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


def durables_skill(reps: Readable) -> Floats:
    """Return what share of durables each rep knows best: 1 durables, 0 consumables, NaN both or not said."""
    skills = [text.lower() for text in _texts(reps[rep_columns.SKILLS])]
    knows_durables = np.array(["durable" in text or "tool" in text for text in skills], dtype=np.bool_)
    knows_consumables = np.array(["consumable" in text or "fastener" in text for text in skills], dtype=np.bool_)
    return np.where(knows_durables == knows_consumables, np.nan, knows_durables.astype(np.float64))


def _region(accounts: Readable, reps: Readable) -> Floats:
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
