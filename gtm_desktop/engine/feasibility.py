"""Which limits can hold at all, and what to say when they cannot."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, ntr, tr
from gtm_desktop.engine import flow
from gtm_desktop.engine.problem import Flags, Ints


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


def limits_with_refusals(refused: Flags, limits: Limits) -> Limits:
    """Bend limits further for accounts that may not go everywhere, again as little as possible.

    Args:
        refused: n × p flags of accounts of one place each and territories that may not meet.
        limits: attainable without refusals.

    Raises:
        UserError: code `nowhere_to_go`: an account is refused by every territory.
    """
    stuck = int(refused.all(axis=1).sum())
    if stuck:
        raise UserError(
            ntr("{n} account may go into no territory.", "{n} accounts may go into no territory.", stuck),
            tr("Take back one of the decisions that keep it out."),
            code="nowhere_to_go",
        )
    row, column = np.nonzero(~refused)
    number = len(refused)
    zeros = np.zeros_like(limits.lower)
    # Placing an account is worth more than any limit; a place below the lower limit is worth one, one above costs one.
    tiers = (
        (limits.lower, zeros + 1),
        (limits.upper - limits.lower, zeros),
        (np.full_like(zeros, number), zeros - 1),
    )
    taken = flow.optional_assignment((row, column), np.full_like(row, 3), rows=number, tiers=tiers)
    loads = np.bincount(column[taken], minlength=refused.shape[1])
    return Limits(np.minimum(limits.lower, loads), np.maximum(limits.upper, loads))


def _even_parts(surplus: int, share: Ints) -> Ints:
    """Split `surplus` in proportion to `share`, each part rounded up."""
    total = int(share.sum())
    return -(-surplus * share // total)


def violations(loads: Ints, lower: Ints, upper: Ints) -> int:
    """Count the accounts missing below the lower limits plus those over the upper ones."""
    return int(np.maximum(lower - loads, 0).sum() + np.maximum(loads - upper, 0).sum())


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
