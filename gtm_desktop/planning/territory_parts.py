"""A territory task without the territories that were given up and the accounts that went inside."""

from dataclasses import fields, replace

import numpy as np

from gtm_desktop.engine.problem import Problem
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints
from gtm_desktop.planning.territories import TerritoryTask
from gtm_desktop.planning.territory.customer_sites import Pieces
from gtm_desktop.planning.territory.slots import Slots

_OF_ACCOUNTS = ("lat", "lon", "visits", "value", "handoff_loss", "weight", "room_at", "plane", "unit", "zone")
_OF_TERRITORIES = ("lower", "upper", "start_lat", "start_lon", "is_home_fixed", "territory_zone")
_NUMBERS = ("incumbent", "locked")


def part_of_task(task: TerritoryTask, *, stays: Flags, kept: Flags) -> TerritoryTask:
    """Return the task that is left.

    Args:
        task: what was asked.
        stays: m flags: the piece of its problem stays in a territory.
        kept: p flags: the territory stays. Locked ones do, and those with accounts put into them by hand.

    Returns:
        The task with territories numbered anew, in their order; who leads to a territory that is gone leads nowhere.
    """
    number = new_numbers(kept)
    holds, facts = task.holds, task.facts
    return replace(
        task,
        rows=task.rows[stays],
        pieces=_part_of_pieces(task.pieces, stays),
        problem=_part_of_problem(task.problem, stays=stays, kept=kept),
        slots=_part_of_slots(task.slots, kept),
        holds=replace(holds, lock=number[holds.lock], refilled_to=number[holds.refilled_to]),
        facts=replace(
            facts,
            lock=number[facts.lock],
            incumbent=number[facts.incumbent],
            refused_by=number[facts.refused_by],
        ),
    )


def new_numbers(kept: Flags) -> Ints:
    """Return the new numbers by old ones; −1 for what is gone, and as the last one, so that −1 stays −1."""
    numbers = np.full(len(kept) + 1, NOWHERE, dtype=np.int64)
    numbers[:-1][kept] = np.arange(int(kept.sum()))
    return numbers


def _part_of_pieces(pieces: Pieces, stays: Flags) -> Pieces:
    return Pieces(
        of_account=new_numbers(stays)[pieces.of_account],
        row=pieces.row[stays],
        units=pieces.units[stays],
        has_place=pieces.has_place[stays],
    )


def _part_of_problem(problem: Problem, *, stays: Flags, kept: Flags) -> Problem:
    number = new_numbers(kept)
    given = {each.name: getattr(problem, each.name) for each in fields(problem)}
    changed = {name: given[name][stays] for name in _OF_ACCOUNTS if given[name] is not None}
    changed |= {name: given[name][kept] for name in _OF_TERRITORIES if given[name] is not None}
    changed |= {name: number[given[name]][stays] for name in _NUMBERS}
    if problem.forbidden is not None:
        account = new_numbers(stays)
        pairs = problem.forbidden[stays[problem.forbidden[:, 0]] & kept[problem.forbidden[:, 1]]]
        changed["forbidden"] = np.column_stack([account[pairs[:, 0]], number[pairs[:, 1]]])
    return replace(problem, **changed)


def _part_of_slots(slots: Slots, kept: Flags) -> Slots:
    places = np.flatnonzero(kept).tolist()
    return Slots(
        tied=tuple(slots.tied[at] for at in places),
        kept=tuple(slots.kept[at] for at in places),
        is_locked=slots.is_locked[kept],
        lower=slots.lower[kept],
        planned=slots.planned[kept],
        upper=slots.upper[kept],
        start_lat=slots.start_lat[kept],
        start_lon=slots.start_lon[kept],
        is_home=slots.is_home[kept],
    )
