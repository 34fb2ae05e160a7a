"""Which rep has which territory: incumbency, the way from home and performance, weighed in money."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.matching import match
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.loads import SiteRules, loads, places
from gtm_desktop.planning.plan import OPEN, RepAnswer, SolverRun
from gtm_desktop.planning.refusals import refused_territories
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers
from gtm_desktop.planning.settings import Level
from gtm_desktop.planning.territory_totals import centres
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.columns import Columns

_CENTS = 100.0
PREMIUM_LIMIT = 0.25
TOLERANCE = 0.05
"""A person may take a territory whose accounts pass their upper limit by this share. Preset."""


@dataclass(frozen=True, eq=False)
class RepGrounds:
    """What the matching rests on: n accounts in p territories, and the c people and open positions to choose from.

    Attributes:
        territory: n territory numbers by rules and the accepted answer, without what was moved by hand since; −1 for
            accounts outside all of them.
        is_shared: n flags: an outside and an inside person share the account.
        ids: p territory ids.
        homes: rep code by territory id where driving is measured from that person's home.
        centre: p rows of the centre accounts; −1 for none.
        accounts: margin and place of the n; by parent also parent and id.
        owner: n numbers of the candidate who has the account today; −1 for anybody else.
        codes: c rep codes, in the order of the roster.
        people: home and performance index of the c.
        is_fresh: c flags: nobody yet, or in the first year of service, so that no performance is told.
        upper: c most accounts.
        handoff_loss: share of yearly margin lost once when an account changes hands.
        review_years: years over which the loss is spread.
        lift: lift by which a performance premium is counted.
        home_cost_per_km: cents a year for a kilometre between home and the territory's centre.
        uses_performance: the performance index is read.
        assigned_level: at what level accounts are assigned.
        site_weight: what a further site of a customer takes, in accounts.
    """

    TAG: ClassVar[str] = "rep grounds"

    territory: Ints
    is_shared: Flags
    ids: tuple[str, ...]
    homes: tuple[tuple[str, str], ...]
    centre: Ints
    accounts: Columns
    owner: Ints
    codes: tuple[str, ...]
    people: Columns
    is_fresh: Flags
    upper: Floats
    handoff_loss: float
    review_years: int
    lift: float
    home_cost_per_km: int
    uses_performance: bool
    assigned_level: Level
    site_weight: float


@dataclass(frozen=True, eq=False)
class RepRequest:
    """What is asked when reps are matched to territories.

    Attributes:
        grounds: what the matching rests on.
        moved: rows of accounts that are elsewhere than by rules and answer: by hand, or since a scope leaves them out.
        moved_to: their territory numbers; −1 for none.
        moved_is_shared: flags of theirs.
        decided: rep code by territory id, by hand, by a lock or because something is held.
        kept_from: n numbers of the candidate who must not have the account; −1 for none.
    """

    TAG: ClassVar[str] = "rep request"

    grounds: RepGrounds
    moved: Ints
    moved_to: Ints
    moved_is_shared: Flags
    decided: tuple[tuple[str, str], ...]
    kept_from: Ints

    @cached_property
    def territory(self) -> Ints:
        """The n territory numbers as they are now."""
        now = self.grounds.territory.copy()
        now[self.moved] = self.moved_to
        return now

    @cached_property
    def is_shared(self) -> Flags:
        """The n flags as they are now."""
        now = self.grounds.is_shared.copy()
        now[self.moved] = self.moved_is_shared
        return now


ACCOUNTS_READ = (account_columns.GROSS_MARGIN, account_columns.LAT, account_columns.LON)
"""The columns of the accounts that the matching reads, whatever the rules."""
PEOPLE_READ = (rep_columns.LAT, rep_columns.LON, rep_columns.PERFORMANCE_INDEX)
"""The columns of the people that the matching reads."""


@dataclass(frozen=True, eq=False)
class RepBenefits:
    """What each pairing is worth, c people and open positions × p territories, in cents a year.

    Attributes:
        kept: handoff loss avoided because the person has the accounts today.
        home: cost of the way from home, never negative; the territory's mean where no home is known.
        premium: performance premium; may be negative.
        too_small: the territory's accounts pass the person's upper limit by more than the tolerance.
        refused: by hand, the person must not have one of the territory's accounts.
    """

    kept: Floats
    home: Floats
    premium: Floats
    too_small: Flags
    refused: Flags

    @property
    def total(self) -> Floats:
        """The benefit of each pairing."""
        return self.kept - self.home + self.premium

    def forbidden(self, rows: Ints, territories: Ints) -> Flags:
        """Return flags of pairings of some candidates and territories that may not be.

        Where everybody who may have a territory is too small for it, size forbids nobody; a refusal holds always.
        """
        block = np.ix_(rows, territories)
        refused, too_small = self.refused[block], self.too_small[block]
        nobody_fits = np.all(refused | too_small, axis=0)
        return np.asarray(refused | (too_small & ~nobody_fits[None, :]), dtype=np.bool_)


def rep_benefits(request: RepRequest) -> RepBenefits:
    """Price every pairing of an outside person or open position with a territory. Source: RULES 4, PRODUCT R3.11."""
    grounds, territory = request.grounds, request.territory
    number, people = len(grounds.ids), len(grounds.codes)
    margin = np.maximum(np.nan_to_num(numbers(grounds.accounts[account_columns.GROSS_MARGIN])), 0.0)
    held = np.zeros((people + 1, number + 1))
    np.add.at(held, (grounds.owner, territory), margin)
    mine = held[:people, :number]
    total = np.bincount(territory[territory != NOWHERE], weights=margin[territory != NOWHERE], minlength=number)
    factor = performance_factors(
        numbers(grounds.people[rep_columns.PERFORMANCE_INDEX]),
        is_fresh=grounds.is_fresh,
        uses_performance=grounds.uses_performance,
    )
    sites = SiteRules(grounds.assigned_level, grounds.site_weight)
    held_places = places(loads(grounds.accounts, territory, shared=request.is_shared, rules=sites), territory, number)
    return RepBenefits(
        kept=mine * (grounds.handoff_loss / grounds.review_years),
        home=_home_costs(grounds, centres(grounds.accounts, grounds.centre, territory)),
        premium=factor[:, None] * grounds.lift * (total[None, :] - mine),
        too_small=grounds.upper[:, None] * (1 + TOLERANCE) < held_places[None, :],
        refused=refused_territories(request.kept_from, territory, people=people, territories=number),
    )


def performance_factors(index: Floats, *, is_fresh: Flags, uses_performance: bool) -> Floats:
    """Return c shares by which a person is expected to do better than the team: index ÷ median − 1, within ±0.25.

    Args:
        index: performance indices of the outside people who can be placed; NaN where there is none.
        is_fresh: in the first year of service, or an open position: the index says nothing about them.
        uses_performance: whether performance is read at all.

    Returns:
        0 without an index, for the fresh ones and where performance is switched off. Source: RULES 4 (performance
        premium).
    """
    known = index[np.isfinite(index)]
    median = float(np.median(known)) if len(known) else 0.0
    if not uses_performance or median <= 0:
        return np.zeros(len(index))
    own = np.where(is_fresh, np.nan, index)
    factors: Floats = np.clip(np.nan_to_num(own / median - 1.0), -PREMIUM_LIMIT, PREMIUM_LIMIT)
    return factors


def match_reps(request: RepRequest) -> RepAnswer:
    """Give every territory of the accepted answer the person with whom the plan is worth most.

    Territories whose rep was decided keep them; one measured from a home goes to who lives there. All leave the
    matching with their person. Nobody gets a territory with an account that is kept from them by hand. A person too
    small for a territory does not take it, unless everybody is.

    Returns:
        The answer; territories nobody is left for stay `OPEN`.
    """
    began = time.monotonic()
    grounds = request.grounds
    benefits = rep_benefits(request)
    decided = _decided(request, benefits)
    taken = set(decided.values())
    rows = np.array([at for at, code in enumerate(grounds.codes) if code not in taken], dtype=np.int64)
    free = np.array([at for at, key in enumerate(grounds.ids) if key not in decided], dtype=np.int64)
    forbidden = benefits.forbidden(rows, free)
    benefit = benefits.total[np.ix_(rows, free)] / _CENTS
    found = match(benefit, forbidden=forbidden, locked=np.full(len(rows), NOWHERE, dtype=np.int64))
    codes = [grounds.codes[at] for at in rows.tolist()] + [OPEN]
    ids = [grounds.ids[at] for at in free.tolist()]
    matched = dict(zip(ids, (codes[at] for at in found.rep.tolist()), strict=True))
    second = [(key, codes[next_]) for key, next_ in zip(ids, found.runner_up.tolist(), strict=True)]
    price = [
        (key, round(amount * _CENTS))
        for key, amount in zip(ids, found.override_price.tolist(), strict=True)
        if np.isfinite(amount)
    ]
    return RepAnswer(
        rep_ids=tuple((key, (decided | matched)[key]) for key in grounds.ids),
        runner_up=tuple(second),
        override_price=tuple(price),
        run=_run(found.benefit, began, fingerprint(grounds)),
    )


def nothing_to_match() -> RepAnswer:
    """Return the answer where there are no territories."""
    return RepAnswer((), (), (), _run(0.0, time.monotonic(), ""))


def _decided(request: RepRequest, benefits: RepBenefits) -> dict[str, str]:
    """Return the rep codes of territories that are not matched: decided before, or measured from a home.

    A home decides only while its person can be placed, has no other territory by hand or lock, and is not refused one
    of the accounts.
    """
    grounds = request.grounds
    decided = dict(request.decided)
    taken = set(decided.values())
    candidate = {code: at for at, code in enumerate(grounds.codes)}
    for key, code in grounds.homes:
        is_free = key in grounds.ids and key not in decided and code in candidate and code not in taken
        if is_free and not benefits.refused[candidate[code], grounds.ids.index(key)]:
            decided[key] = code
    return decided


def _home_costs(grounds: RepGrounds, centre: tuple[Floats, Floats]) -> Floats:
    lat, lon = (numbers(grounds.people[name]) for name in (rep_columns.LAT, rep_columns.LON))
    km = great_circle_km(lat[:, None], lon[:, None], to_lat=centre[0][None, :], to_lon=centre[1][None, :])
    known = np.isfinite(km)
    mean = np.where(known, km, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    costs: Floats = np.where(known, km, mean[None, :]) * grounds.home_cost_per_km
    return costs


def _run(benefit: float, began: float, inputs: str) -> SolverRun:
    return SolverRun(
        seed=0,
        iterations=0,
        objective=-benefit,
        lower_bound=-benefit,
        first_feasible_s=None,
        seconds=time.monotonic() - began,
        was_cancelled=False,
        inputs=inputs,
    )
