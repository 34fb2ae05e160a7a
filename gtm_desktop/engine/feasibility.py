"""Which limits can hold at all, and what to say when they cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, ntr, tr
from gtm_desktop.engine import flow
from gtm_desktop.engine.problem import NONE, Flags, Ints, Problem

_UNIT, _PARTS = 1000, 20


@dataclass(frozen=True)
class Limits:
    """Numbers of accounts for which a plan surely exists.

    Attributes:
        lower: p smallest numbers.
        upper: p largest numbers; Σ lower ≤ accounts ≤ Σ upper.
    """

    lower: Ints
    upper: Ints


def attainable_limits(accounts: int, lower: Ints, upper: Ints) -> Limits:
    """Bend limits that cannot all hold: every plan within the new ones breaks the old ones as little as possible.

    Too few accounts: nobody may exceed the lower limit, so the shortfall is the same in every plan, and nobody falls
    below half of an even share. Too many: everybody is full, and nobody takes more than an even share of the surplus.

    Args:
        accounts: accounts to place, n.
        lower: p smallest numbers wanted; one above its upper limit is cut to it.
        upper: p largest numbers wanted; a negative one counts as 0.

    Returns:
        Limits that `accounts` accounts can meet; the wanted ones where they can. p = 0 is returned as it is.
    """
    upper = np.maximum(upper, 0).astype(np.int64)
    lower = np.clip(lower, 0, upper).astype(np.int64)
    least, most = int(lower.sum()), int(upper.sum())
    if len(lower) == 0:
        return Limits(lower, upper)
    if accounts < least:
        return Limits(lower * accounts // (2 * least), lower)
    if accounts > most:
        share = upper if most else np.ones_like(upper)
        return Limits(upper, upper + _even_parts(accounts - most, share))
    return Limits(lower, upper)


def limits_with_refusals(is_open: Flags, loads: Ints, limits: Limits) -> Limits:
    """Bend limits further for accounts that may not go everywhere, again as little as possible, and evenly.

    Args:
        is_open: c × p flags: the territories that each kind of account may go to.
        loads: c loads of each kind together.
        limits: attainable without refusals.

    Returns:
        Limits for which a plan exists, where accounts take one place each; of others, if they could be split.

    Raises:
        UserError: code `nowhere_to_go`: an account is refused by every territory.
    """
    stuck = int(loads[~is_open.any(axis=1)].sum())
    if stuck:
        raise UserError(
            ntr("{n} account may go into no territory.", "{n} accounts may go into no territory.", stuck),
            tr("Take back one of the decisions that keep it out."),
            code="nowhere_to_go",
        )
    kind, column = np.nonzero(is_open)
    # Placing is worth more than any limit; a place below the lower limit is worth one unit, one above costs one. Parts
    # of a unit share out evenly what limits cannot hold.
    tiers = [(places, _UNIT + _PARTS - part) for part, places in enumerate(_parts(limits.lower))]
    tiers.append((limits.upper - limits.lower, 0))
    tiers += [(places, -_UNIT - part) for part, places in enumerate(_parts(np.maximum(limits.upper, 1)))]
    tiers.append((np.full_like(limits.upper, int(loads.sum())), -_UNIT - _PARTS))
    taken = flow.optional_assignment(
        (kind, column),
        np.full_like(kind, 4 * _UNIT),
        units=loads,
        tiers=[(places, np.full_like(places, gain)) for places, gain in tiers],
    )
    reached = np.bincount(column, weights=taken, minlength=is_open.shape[1]).astype(np.int64)
    return Limits(np.minimum(limits.lower, reached), np.maximum(limits.upper, reached))


def _parts(total: Ints) -> list[Ints]:
    """Split p numbers into twenty whole parts, as even as can be."""
    ends = [total * part // _PARTS for part in range(_PARTS + 1)]
    return [end - start for start, end in pairwise(ends)]


def _even_parts(surplus: int, share: Ints) -> Ints:
    """Split `surplus` in proportion to `share`, each part rounded up."""
    total = int(share.sum())
    return -(-surplus * share // total)


def violations(loads: Ints, lower: Ints, upper: Ints) -> int:
    """Count the accounts missing below the lower limits plus those over the upper ones."""
    return int(np.maximum(lower - loads, 0).sum() + np.maximum(loads - upper, 0).sum())


@dataclass(frozen=True)
class ZoneRoom:
    """What a zone with hard borders asks of its territories.

    Attributes:
        zone: its number.
        load: what its accounts take, in accounts or units of weight.
        territories: how many territories it has; free ones, which take accounts of any zone, are not counted.
        needed: how many territories as large as its own, or as the largest where it has none, its accounts fill.
        most: what its own and the free territories may hold together.
        least: what its own territories should hold together.
    """

    zone: int
    load: int
    territories: int
    needed: int
    most: int
    least: int

    @property
    def is_crowded(self) -> bool:
        """Whether its accounts do not fit."""
        return self.load > self.most


def zone_rooms(problem: Problem) -> tuple[ZoneRoom, ...]:
    """Say for each zone of a problem, ascending, what its accounts need and what its territories hold.

    A zone by itself: several zones that fit one by one may still contend for the same free territories.
    """
    if problem.zone is None or problem.territory_zone is None:
        return ()
    weight = np.ones_like(problem.zone) if problem.weight is None else problem.weight
    rooms = []
    for zone in np.unique(np.concatenate([problem.zone, problem.territory_zone])).tolist():
        if zone == NONE:
            continue
        own = problem.territory_zone == zone
        load = int(weight[problem.zone == zone].sum())
        typical = problem.upper[own].mean() if own.any() else problem.upper.max(initial=0)
        rooms.append(
            ZoneRoom(
                zone=zone,
                load=load,
                territories=int(own.sum()),
                needed=ceil(load / typical) if typical > 0 else 0,
                most=int(problem.upper[own | (problem.territory_zone == NONE)].sum()),
                least=int(problem.lower[own].sum()),
            )
        )
    return tuple(rooms)


def explain_zones(problem: Problem, *, names: Sequence[str]) -> None:
    """Refuse hard borders within which a zone's accounts do not fit, in numbers; soft ones are never refused.

    Args:
        problem: accounts, territories and their zones.
        names: what each zone is called, by number.

    Raises:
        UserError: code `zone_too_small`, for the zone that lacks most.
    """
    crowded = [room for room in zone_rooms(problem) if room.is_crowded] if np.isinf(problem.crossing_price) else []
    if not crowded:
        return
    worst = max(crowded, key=lambda room: room.load - room.most)
    raise UserError(
        ntr(
            "{zone}: {n} account needs {needed} territories; it has {has}.",
            "{zone}: {n} accounts need {needed} territories; it has {has}.",
            worst.load,
            zone=names[worst.zone],
            needed=count(worst.needed),
            has=count(worst.territories),
        ),
        tr("Give the zone another territory, raise the upper limit, or let accounts cross the border at a price."),
        code="zone_too_small",
    )


def explain(accounts: int, lower: Ints, upper: Ints) -> None:
    """Refuse limits that no plan can meet, in numbers.

    Raises:
        UserError: code `too_many_accounts` or `too_few_accounts`, with what would make a plan possible.
    """
    territories = len(upper)
    most, least = int(np.sum(upper)), int(np.sum(lower))
    if accounts > most:
        raise UserError(
            ntr("{n} account does not fit:", "{n} accounts do not fit:", accounts)
            + " "
            + ntr(
                "{n} territory holds at most {most}.", "{n} territories hold at most {most}.", territories, most=most
            ),
            tr(
                "Add a territory, raise the upper limit, or give {n} accounts to inside sales.",
                n=count(accounts - most),
            ),
            code="too_many_accounts",
        )
    if accounts < least:
        raise UserError(
            ntr("{n} account is too few:", "{n} accounts are too few:", accounts)
            + " "
            + ntr(
                "{n} territory needs at least {least}.",
                "{n} territories need at least {least}.",
                territories,
                least=least,
            ),
            tr(
                "Take a territory away, lower the limit, or fill {n} places from inside sales.",
                n=count(least - accounts),
            ),
            code="too_few_accounts",
        )
