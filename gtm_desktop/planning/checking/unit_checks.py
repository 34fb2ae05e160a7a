"""What needs a look where territories are made of whole counties or ZIP regions: those in more than one territory."""

from collections.abc import Iterator

import numpy as np

from gtm_desktop.core.words import count, decimal, joined, ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import UNITS, is_shared, loads
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, numbers, positions
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.roster import ChannelReason

_MOST_NAMED = 5


def check_units(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name the units in more than one territory, those with most accounts first, with why; nothing while stale.

    Counted are outside accounts that have a place: those filled from inside come from wherever they pay, and those
    without a place go where there is room.
    """
    units = dataset.units(plan.settings.territories.units)
    if units is None or not len(result.territories) or Stage.TERRITORIES in result.stale:
        return
    territory = _formed(dataset, result)
    split = split_units(np.where(territory == NOWHERE, NOWHERE, units.of_account), territory)
    held = _held(plan, result)
    most = float(numbers(result.territories[columns.UPPER_BY_PERSON]).max(initial=0.0))
    load = _loads(dataset, plan, result, territory)
    for unit in split[:_MOST_NAMED]:
        rows = np.flatnonzero((units.of_account == unit) & (territory != NOWHERE))
        parts, largest = _parts(territory[rows], result)
        text = tr("{unit} is split over territories: {parts}.", unit=units.names[unit], parts=joined(parts))
        why = _why(float(load[rows].sum()) / UNITS, most, int(held[rows].sum()))
        yield PlanProblem("unit_split", f"{text} {why}", Stage.TERRITORIES, largest)
    rest = len(split) - _MOST_NAMED
    if rest > 0:
        text = ntr(
            "{n} more county or ZIP region is split over territories.",
            "{n} more counties or ZIP regions are split over territories.",
            rest,
        )
        yield PlanProblem("unit_split", text, Stage.TERRITORIES)


def split_units(unit: Ints, territory: Ints) -> list[int]:
    """Return the numbers of units in more than one territory, those of most accounts first, then by number.

    Args:
        unit: n unit numbers; −1 for an account that is not counted.
        territory: n territory numbers, −1 for none.
    """
    counted = (unit != NOWHERE) & (territory != NOWHERE)
    pairs, accounts = np.unique(np.column_stack([unit[counted], territory[counted]]), axis=0, return_counts=True)
    if not len(pairs):
        return []
    found, first, parts = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    size = np.add.reduceat(accounts, first)
    order = np.lexsort((found, -size))
    split: list[int] = found[order][parts[order] > 1].tolist()
    return split


def _formed(dataset: Dataset, result: PlanResult) -> Ints:
    """Return n territory numbers of outside accounts with a place; −1 for all others."""
    roster, accounts = result.roster, dataset.accounts
    territory = positions(roster[roster_columns.TERRITORY_ID], result.territories[columns.TERRITORY_ID].tolist())
    is_formed = (roster[roster_columns.CHANNEL_REASON] != ChannelReason.FILLED).to_numpy(dtype=np.bool_)
    for name in (account_columns.LAT, account_columns.LON):
        is_formed &= np.isfinite(numbers(accounts[name]))
    return np.where(is_formed, territory, NOWHERE)


def _held(plan: Plan, result: PlanResult) -> Flags:
    """Return n flags: a hand put the account into its territory, or the territory is locked."""
    roster = result.roster
    by_hand = roster[roster_columns.ACCOUNT_ID].isin(list(plan.pins.territory))
    locked = roster[roster_columns.TERRITORY_ID].isin(list(plan.pins.locked))
    return (by_hand | locked).to_numpy(dtype=np.bool_)


def _loads(dataset: Dataset, plan: Plan, result: PlanResult, territory: Ints) -> Ints:
    anywhere = np.where(territory == NOWHERE, NOWHERE, 0)
    shared = is_shared(result.roster[roster_columns.CHANNEL])
    return loads(dataset.accounts, anywhere, shared=shared, rules=plan.settings.territories)


def _parts(territory: Ints, result: PlanResult) -> tuple[list[str], str]:
    """Return each territory's name with its accounts, most first, and the id of the first."""
    held, accounts = np.unique(territory, return_counts=True)
    order = np.lexsort((held, -accounts))
    table = result.territories.iloc[held[order]]
    parts = [
        tr("{name} {accounts}", name=name, accounts=count(number))
        for name, number in zip(table[columns.NAME], accounts[order].tolist(), strict=True)
    ]
    return parts, str(table[columns.TERRITORY_ID].iloc[0])


def _why(places: float, most: float, held: int) -> str:
    if places > most:
        return tr(
            "It counts as {places} accounts, more than the {most} that the largest territory may hold.",
            places=count(places) if places.is_integer() else decimal(places, 2),
            most=count(most),
        )
    if held:
        return ntr(
            "{n} of its accounts is held where it is by hand or by a lock.",
            "{n} of its accounts are held where they are by hand or by a lock.",
            held,
        )
    return tr("Limits, borders and reps whom accounts are kept from left no territory for all of it.")
