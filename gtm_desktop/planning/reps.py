"""Which rep has which territory: incumbency, the way from home and performance, weighed in money."""

import time
from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.matching import match
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import is_shared, loads, places
from gtm_desktop.planning.plan import OPEN, Plan, RepAnswer, SolverRun, TerritoryAnswer
from gtm_desktop.planning.refusals import refused, refused_territories
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers, positions
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.territory_totals import centres
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.reps import RepTable, Role
from gtm_desktop.tables.roster import RosterTable

_CENTS = 100.0
PREMIUM_LIMIT = 0.25
TOLERANCE = 0.05
"""A person may take a territory whose accounts pass their upper limit by this share. Preset."""


@dataclass(frozen=True, eq=False)
class RepBenefits:
    """What each pairing is worth, r people and open positions × p territories, in cents a year.

    Attributes:
        candidates: r positions in the roster.
        kept: handoff loss avoided because the person has the accounts today.
        home: cost of the way from home, never negative; the territory's mean where no home is known.
        premium: performance premium; may be negative.
        too_small: the territory's accounts pass the person's upper limit by more than the tolerance.
        refused: by hand, the person must not have one of the territory's accounts.
    """

    candidates: Ints
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


def rep_benefits(
    dataset: Dataset, plan: Plan, *, answer: TerritoryAnswer, roster: RosterTable, today: Today, capacity: Capacity
) -> RepBenefits:
    """Price every pairing of an outside person or open position with a territory. Source: RULES 4, PRODUCT R3.11."""
    accounts, settings = dataset.accounts, plan.settings
    territory = positions(roster[roster_columns.TERRITORY_ID], answer.ids)
    number = len(answer.ids)
    candidates = capacity.placeable(Role.OUTSIDE)
    margin = np.maximum(np.nan_to_num(numbers(accounts[account_columns.GROSS_MARGIN])), 0.0)
    owner = np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE)
    held = np.zeros((len(capacity.rep_ids) + 1, number + 1))
    np.add.at(held, (owner, territory), margin)
    mine = held[candidates, :number]
    total = np.bincount(territory[territory != NOWHERE], weights=margin[territory != NOWHERE], minlength=number)
    economics = settings.economics
    lift = (
        settings.reps.assumed_premium_lift if economics.outside.assumed_lift is None else economics.outside.assumed_lift
    )
    factor = performance_factors(dataset.reps, settings=settings, capacity=capacity)[candidates]
    units = loads(accounts, territory, shared=is_shared(roster[roster_columns.CHANNEL]), rules=settings.territories)
    held_places = places(units, territory, number)
    refused_by = refused(accounts, plan.pins.kept_from, [capacity.rep_ids[at] for at in candidates.tolist()])
    return RepBenefits(
        candidates=candidates,
        kept=mine * (economics.handoff_loss / economics.review_years),
        home=_home_costs(dataset, settings, candidates, centres(accounts, answer, territory)),
        premium=factor[:, None] * lift * (total[None, :] - mine),
        too_small=capacity.upper[candidates][:, None] * (1 + TOLERANCE) < held_places[None, :],
        refused=refused_territories(refused_by, territory, people=len(candidates), territories=number),
    )


def performance_factors(reps: RepTable, *, settings: Settings, capacity: Capacity) -> Floats:
    """Return r shares by which a person is expected to do better than the team: index ÷ median − 1, within ±0.25.

    The team is the outside people who can be placed; 0 without an index, in the first year of service, for open
    positions and where performance is switched off. Source: RULES 4 (performance premium).
    """
    index = numbers(reps[rep_columns.PERFORMANCE_INDEX]).copy()
    index[capacity.is_open | capacity.is_new] = np.nan
    team = numbers(reps[rep_columns.PERFORMANCE_INDEX])[capacity.placeable(Role.OUTSIDE)]
    median = float(np.median(team[np.isfinite(team)])) if np.isfinite(team).any() else 0.0
    if not settings.reps.uses_performance or median <= 0:
        return np.zeros(len(reps))
    factors: Floats = np.clip(np.nan_to_num(index / median - 1.0), -PREMIUM_LIMIT, PREMIUM_LIMIT)
    return factors


def match_reps(
    dataset: Dataset,
    plan: Plan,
    *,
    roster: RosterTable,
    today: Today,
    capacity: Capacity,
) -> RepAnswer:
    """Give every territory of the accepted answer the person with whom the plan is worth most.

    Args:
        dataset: accounts and people.
        plan: its territory answer must be accepted. Territories whose rep was set by hand keep them; locked ones keep
            whoever they have; one measured from a home goes to who lives there. All leave the matching with their
            person. Nobody gets a territory with an account that is kept from them by hand.
        roster: the accounts in their territories.
        today: who has the accounts today.
        capacity: what the people can cover. A person too small for a territory does not take it, unless everybody is.

    Returns:
        The answer; territories nobody is left for stay `OPEN`. Without territories, an empty one.
    """
    began = time.monotonic()
    answer = plan.accepted.territories
    inputs = rep_inputs(dataset, plan, capacity=capacity)
    if answer is None:
        return RepAnswer((), (), (), _run(0.0, began, inputs))
    benefits = rep_benefits(dataset, plan, answer=answer, roster=roster, today=today, capacity=capacity)
    decided = _decided(plan, answer, benefits, capacity)
    taken = set(decided.values())
    rows = np.array([at for at, rep in enumerate(benefits.candidates.tolist()) if capacity.rep_ids[rep] not in taken])
    rows = rows.astype(np.int64)
    free = np.array([at for at, key in enumerate(answer.ids) if key not in decided], dtype=np.int64)
    forbidden = benefits.forbidden(rows, free)
    benefit = benefits.total[np.ix_(rows, free)] / _CENTS
    found = match(benefit, forbidden=forbidden, locked=np.full(len(rows), NOWHERE, dtype=np.int64))
    codes = [capacity.rep_ids[at] for at in benefits.candidates[rows].tolist()] + [OPEN]
    matched = dict(zip((answer.ids[at] for at in free.tolist()), (codes[at] for at in found.rep.tolist()), strict=True))
    second = [(answer.ids[at], codes[next_]) for at, next_ in zip(free.tolist(), found.runner_up.tolist(), strict=True)]
    price = [
        (answer.ids[at], round(amount * _CENTS))
        for at, amount in zip(free.tolist(), found.override_price.tolist(), strict=True)
        if np.isfinite(amount)
    ]
    return RepAnswer(
        rep_ids=tuple((key, (decided | matched)[key]) for key in answer.ids),
        runner_up=tuple(second),
        override_price=tuple(price),
        run=_run(found.benefit, began, inputs),
    )


def rep_inputs(dataset: Dataset, plan: Plan, *, capacity: Capacity) -> str:
    """Digest what the matching rests on: the accepted territories, the people and the prices. Pins are followed."""
    reps, settings = dataset.reps, plan.settings
    economics = settings.economics
    return fingerprint(
        plan.accepted.territories,
        settings.territories.assigned_level, settings.territories.site_weight,
        *(numbers(reps[name]) for name in (rep_columns.LAT, rep_columns.LON, rep_columns.PERFORMANCE_INDEX)),
        capacity.rep_ids, capacity.role, capacity.placement, capacity.upper, capacity.is_new,
        settings.reps, economics.handoff_loss, economics.review_years, economics.outside.assumed_lift,
    )  # fmt: skip


def _decided(plan: Plan, answer: TerritoryAnswer, benefits: RepBenefits, capacity: Capacity) -> dict[str, str]:
    """Return the rep codes of territories that are not matched: set by hand, locked, or measured from a home.

    A home decides only while its person can be placed, has no other territory by hand or lock, and is not refused one
    of the accounts.
    """
    before = dict(plan.accepted.reps.rep_ids) if plan.accepted.reps else {}
    decided = {key: before[key] for key in answer.ids if key in plan.pins.locked and key in before}
    decided |= {key: plan.pins.rep[key].value for key in answer.ids if key in plan.pins.rep}
    taken = set(decided.values())
    candidate = {capacity.rep_ids[rep]: at for at, rep in enumerate(benefits.candidates.tolist())}
    for key, code in answer.homes:
        is_free = key in answer.ids and key not in decided and code in candidate and code not in taken
        if is_free and not benefits.refused[candidate[code], answer.ids.index(key)]:
            decided[key] = code
    return decided


def _home_costs(dataset: Dataset, settings: Settings, candidates: Ints, centre: tuple[Floats, Floats]) -> Floats:
    lat, lon = (numbers(dataset.reps[name])[candidates] for name in (rep_columns.LAT, rep_columns.LON))
    km = great_circle_km(lat[:, None], lon[:, None], to_lat=centre[0][None, :], to_lon=centre[1][None, :])
    known = np.isfinite(km)
    mean = np.where(known, km, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    costs: Floats = np.where(known, km, mean[None, :]) * settings.reps.home_cost_per_km
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
