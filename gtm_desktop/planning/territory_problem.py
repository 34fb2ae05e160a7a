"""The territory problem of a plan in the engine's terms: places, prices, loads, limits, locks and refusals."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.problem import Problem, Terms
from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.refusals import forbidden_pairs
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, numbers
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.planning.territory.customer_sites import Pieces
from gtm_desktop.planning.territory.rep_hours import part_time_upper, room_by_hours
from gtm_desktop.planning.territory.slots import Demand, Slots
from gtm_desktop.planning.territory_request import TerritoryTerms
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable

_CENTS = 100.0
_LEAST_OUTSIDE_SHARE = 0.5
"""Outside accounts alone reach at least this share of the lower limit where that is possible. Preset."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of n accounts when territories are formed.

    Attributes:
        lock: territory numbers in which accounts are held; −1 where they are free.
        incumbent: territory numbers of who has the account today; −1 for nobody who takes part.
        refused_by: territory numbers of the person an account is kept from; −1 for nobody who takes part.
        visits: visits a year.
    """

    lock: Ints
    incumbent: Ints
    refused_by: Ints
    visits: Floats


def state_problem(  # long: one field of the problem a line
    accounts: Readable,
    terms: TerritoryTerms,
    *,
    pieces: Pieces,
    facts: Facts,
    slots: Slots,
    demand: Demand,
    most: Ints,
    units: Ints | None = None,
) -> Problem:
    """Return the engine's problem, in currency.

    The lower limit counts filled accounts too and is judged after filling, so outside accounts alone must reach only
    their share of all that may go outside, and at least half of the limit. Sites that go together have one place, their
    visits, margin and handoff loss added up, and the incumbent of most margin; the sites of other people change hands
    wherever they go. Loads are counted in accounts where each takes one place, else in eighths of a place.

    Args:
        accounts: n accounts.
        terms: the rules.
        pieces: what is placed, m pieces.
        facts: of the n accounts.
        slots: the p territories.
        demand: what the territories are formed for.
        most: p largest loads of outside accounts, in eighths of a place.
        units: n numbers of what stays whole; None: single accounts. Sites go with their place.
    """
    row = pieces.row
    margin = np.maximum(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])) / _CENTS, 0.0)
    value = pieces.sums(margin)
    incumbent = pieces.majority(facts.incumbent, weight=margin)
    is_theirs = (facts.incumbent != NOWHERE) & (facts.incumbent == pieces.unfolded(incumbent))
    loss = terms.handoff_loss / terms.review_years
    calls = terms.call_plan
    unit = UNITS if bool((pieces.units != UNITS).any()) else 1
    lower = np.where(slots.is_locked, 0, np.floor(slots.lower * _outside_share(demand))).astype(np.int64)
    lat, lon = (numbers(accounts[name])[row] for name in (columns.LAT, columns.LON))
    visits = pieces.sums(facts.visits)
    load = pieces.units * unit // UNITS
    fillable = float(margin[demand.fillable].sum())
    upper = most * unit // UNITS
    return Problem(
        lat=lat,
        lon=lon,
        visits=visits,
        value=value,
        handoff_loss=pieces.sums(np.where(is_theirs, margin * loss, 0.0)),
        incumbent=incumbent,
        locked=facts.lock[row],
        lower=lower * unit,
        upper=part_time_upper(
            upper,
            (slots.start_lat, slots.start_lon),
            share=np.where(slots.is_locked, 1.0, slots.upper / max(terms.upper, 1)),
            least=np.minimum(np.ceil(slots.lower).astype(np.int64) * unit, upper),
            lat=lat,
            lon=lon,
            visits=visits,
            units=load,
            calls=calls,
        ),
        start_lat=slots.start_lat,
        start_lon=slots.start_lon,
        cost_per_km=calls.cost_per_km / _CENTS,
        stops_per_trip=calls.stops_per_trip,
        circuity=calls.circuity,
        weight=load if unit > 1 else None,
        room_at=room_by_hours(
            lat,
            lon,
            visits=visits,
            units=load,
            calls=calls,
            most=int(upper.max(initial=0)),
            least=terms.lower * unit,
        ),
        unit=None if units is None else units[row],
        forbidden=forbidden_pairs(pieces, facts.refused_by, territories=len(slots.tied)),
        is_home_fixed=slots.is_home if slots.is_home.any() else None,
        terms=_terms(terms.territories, margin_outside=float(value.sum()), margin_fillable=fillable),
    )


def _outside_share(demand: Demand) -> float:
    outside, fillable = (float(demand.units[rows].sum()) for rows in (demand.outside, demand.fillable))
    return max(outside / max(outside + fillable, 1.0), _LEAST_OUTSIDE_SHARE)


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
