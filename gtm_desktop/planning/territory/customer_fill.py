"""Filling with whole customers: their sites are pulled into one territory or none."""

from dataclasses import replace

import numpy as np

from gtm_desktop.engine.fill import Room
from gtm_desktop.engine.problem import Problem
from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.measures import fill_values
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, numbers
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.planning.territory.customer_sites import Pieces, pieces
from gtm_desktop.planning.territory.fill import Filled, fill_territories
from gtm_desktop.tables.columns import Readable

_CENTS = 100.0


def fill_with_customers(
    accounts: Readable,
    candidates: Ints,
    *,
    visits: Floats,
    held: Floats,
    room: Room,
    problem: Problem,
    rules: TerritoryRules,
) -> Filled:
    """Pull customers into territories up to their planned capacity.

    Args:
        accounts: n accounts; reads the metric that ranks, the place and the parent.
        candidates: rows that may be filled; of a customer all sites or none.
        visits: n visits a year.
        held: p loads before filling, in accounts.
        room: what the p territories hold in whole accounts, where their centres are and where filling stops.
        problem: the prices of travel.
        rules: the ranking metric, the reach, and at what level accounts are assigned.

    Returns:
        The pulls, one row a candidate. A customer is ranked by what its sites bring together, and driven to at the site
        nearest to their middle, which bears the whole travel. Each customer is offered one place; where further sites
        would pass the planned capacity, customers of several sites that bring least are let go again.

    Source: PRODUCT R3.7; RULES 1 (levels), 4 (filling).
    """
    whole = pieces(
        accounts,
        candidates,
        lock=np.full(len(accounts), NOWHERE, dtype=np.int64),
        visits=visits,
        shared=np.zeros(len(accounts), dtype=np.bool_),
        rules=rules,
        room=np.iinfo(np.int64).max,
    )
    worth = whole.sums(numbers(fill_values(accounts, rules.fill_metric))) / _CENTS
    together = visits.copy()
    together[whole.row] = whole.sums(visits)
    found = fill_territories(accounts, whole.row, visits=together, worth=worth, room=room, problem=problem, rules=rules)
    territory = _within_plan(whole, found, worth=worth, held=held, planned=room.planned)
    travel = np.full(len(accounts), np.nan)
    is_pulled = territory != NOWHERE
    pulled = whole.unfolded(territory)
    travel[pulled != NOWHERE] = 0.0
    travel[whole.row[is_pulled]] = found.travel[is_pulled]
    return replace(found, rows=candidates, territory=pulled[candidates], travel=travel[candidates])


def _within_plan(whole: Pieces, found: Filled, *, worth: Floats, held: Floats, planned: Ints) -> Ints:
    """Return the territories of m customers after letting go of those that would pass a planned capacity."""
    territory = found.territory.copy()
    net = worth - np.nan_to_num(found.travel)
    for number in np.unique(territory[territory != NOWHERE]).tolist():
        own = np.flatnonzero(territory == number)
        over = int(whole.units[own].sum()) - round((float(planned[number]) - float(held[number])) * UNITS)
        several = own[whole.units[own] > UNITS]
        for customer in several[np.argsort(net[several], kind="stable")].tolist():
            if over <= 0:
                break
            territory[customer] = NOWHERE
            over -= int(whole.units[customer])
    return territory
