"""What changes hands in a plan, held against a budget; and the plan that changes least."""

from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, money, ntr, tr
from gtm_desktop.engine.arcs import WIDTH, parcel_arcs
from gtm_desktop.engine.assign import assigned
from gtm_desktop.engine.draft import Draft, centred
from gtm_desktop.engine.flow import chosen
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import NONE, Budget, Flags, Floats, Ints

_CENTS = 100


@dataclass(frozen=True)
class Spent:
    """What changes hands.

    Attributes:
        accounts: how many accounts leave their incumbent territory.
        value: their yearly value in currency.
        each: p numbers of accounts that leave each territory.
    """

    accounts: int
    value: float
    each: Ints

    def keeps(self, budget: Budget) -> bool:
        """Whether all limits of `budget` hold."""
        return (
            (budget.accounts is None or self.accounts <= budget.accounts)
            and (budget.value is None or self.value <= budget.value)
            and (budget.each is None or int(self.each.max(initial=0)) <= budget.each)
        )


def spent(incumbent: Ints, territory: Ints, value: Floats, *, territories: int) -> Spent:
    """Return what changes hands; accounts that nobody has today use no budget."""
    moved = _moved(incumbent, territory)
    each = np.bincount(incumbent[moved], minlength=territories)
    return Spent(int(moved.sum()), float(value[moved].sum()), each)


def is_within(instance: Instance, territory: Ints) -> bool:
    """Whether a plan keeps the budget of its problem; one without budget always does."""
    if instance.budget is None:
        return True
    return spent(instance.incumbent, territory, instance.value, territories=instance.territories).keeps(instance.budget)


def least_changed(instance: Instance, sites: Floats, pace: Pace) -> Draft:
    """Return the plan within the limits in which the least changes hands, and of those the cheapest.

    Least by accounts, or by value where the budget knows only that. Units stay whole where the budget allows, though
    limits may be broken for it: `within_limits` mends that in the end. Else all units are taken apart.

    Raises:
        UserError: code `budget_too_small`: the limits take more than the budget allows.
    """
    if instance.parcel is not None:
        whole = _least_leaving(instance, instance.incumbent, sites, measure=_measure(instance), pace=pace)
        if (whole != NONE).all() and is_within(instance, whole):
            return centred(instance, whole, sites)
    return _least_changed_apart(instance, sites, pace)


def within_limits(instance: Instance, draft: Draft, pace: Pace) -> Draft:
    """Return a plan within the limits in which as few accounts as can be leave their place in `draft`.

    Units are taken apart for it, and handovers are not looked at: it is for plans in which whole units do not fit.
    Where that passes the budget, the plan in which the least changes hands is returned.
    """
    apart = replace(instance, parcel=None, incumbent=draft.territory, handoff_loss=np.zeros(len(draft.territory)))
    everyone = np.ones(len(draft.territory))
    territory = _least_leaving(apart, draft.territory, draft.sites, measure=everyone, pace=pace)
    if not is_within(instance, territory):
        return _least_changed_apart(instance, draft.sites, pace)
    return centred(instance, territory, draft.sites)


def _least_changed_apart(instance: Instance, sites: Floats, pace: Pace) -> Draft:
    apart = replace(instance, parcel=None)
    territory = _least_leaving(apart, instance.incumbent, sites, measure=_measure(instance), pace=pace)
    _refuse_overspending(instance, territory, instance.budget or Budget())
    return centred(instance, territory, sites)


def _measure(instance: Instance) -> Floats:
    """Return how much each of n accounts counts for where the least changes hands."""
    budget = instance.budget or Budget()
    is_by_value = budget.accounts is None and budget.each is None
    return instance.value if is_by_value else np.ones(len(instance.value))


def _least_leaving(instance: Instance, home: Ints, sites: Floats, *, measure: Floats, pace: Pace) -> Ints:
    """Return n territories within the limits: first least of `measure` leaves `home`, then the cost counts."""
    rows = instance.free
    parcels = instance.parcels(rows)
    territory = instance.locked.copy()
    for width in _widths(instance.territories):
        pace.check()
        arcs = parcel_arcs(instance, sites, rows=rows, parcels=parcels, width=width)
        own = home[rows, None]
        leaves = (own != NONE) & (own != parcels.shared(arcs.columns))
        finite = arcs.costs[np.isfinite(arcs.costs)]
        mean = float(measure[rows].mean()) if len(rows) else 1.0
        dear = float(finite.max(initial=0.0)) * len(rows) / max(mean, 1e-12)
        places = assigned(
            arcs.columns,
            arcs.costs + parcels.summed(dear * leaves * measure[rows, None]),
            weight=parcels.weight,
            lower=instance.lower,
            upper=instance.upper,
        )
        if places is not None:
            territory[rows] = parcels.shared(chosen(arcs.columns, places))
            break
    return territory


def _widths(territories: int) -> list[int]:
    widths = [WIDTH]
    while widths[-1] < territories:
        widths.append(2 * widths[-1])
    return widths


def _moved(incumbent: Ints, territory: Ints) -> Flags:
    moved: Flags = (incumbent != NONE) & (incumbent != territory)
    return moved


def _refuse_overspending(instance: Instance, territory: Ints, budget: Budget) -> None:
    least = spent(instance.incumbent, territory, instance.value, territories=instance.territories)
    if least.keeps(budget):
        return
    if budget.accounts is not None and least.accounts > budget.accounts:
        message = ntr(
            "The limits take {n} account out of its rep's hands; the budget allows {most}.",
            "The limits take {n} accounts out of their reps' hands; the budget allows {most}.",
            least.accounts,
            most=count(budget.accounts),
        )
    elif budget.value is not None and least.value > budget.value:
        message = tr(
            "The limits take {least} out of reps' hands; the budget allows {most}.",
            least=money(round(least.value * _CENTS)),
            most=money(round(budget.value * _CENTS)),
        )
    else:
        message = ntr(
            "The limits take {n} account from one rep; the budget allows {most} each.",
            "The limits take {n} accounts from one rep; the budget allows {most} each.",
            int(least.each.max()),
            most=count(budget.each or 0),
        )
    raise UserError(message, tr("Allow more to change hands, or widen the limits."), code="budget_too_small")
