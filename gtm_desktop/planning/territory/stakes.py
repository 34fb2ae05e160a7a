"""What is at stake when a territory fails: what outside coverage adds, what it costs, and what inside costs instead."""

import numpy as np

from gtm_desktop.planning.rows import Floats, Ints, numbers, rows_of, whole
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.planning.territory_request import StakeTerms
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.columns import Readable

_CENTS = 100.0


def is_tested(rules: TerritoryRules) -> bool:
    """Whether territories are held against a line at all: a blank line is not tested. Source: RULES 4."""
    return bool(rules.value_target) or bool(rules.potential_target)


def targets_of(line: int | None, planned: Floats, full_time: int) -> Ints | None:
    """Return what each of p territories must reach in cents: the line of a full-time rep × their share of capacity.

    Args:
        line: the line for a full-time rep; None, or 0, is not tested.
        planned: p planned capacities of the people.
        full_time: the planned capacity of a full-time one.

    Returns:
        p cents, rounded, never more than the line itself; None where nothing is tested.

    Source: RULES 4 (a rep tied to a territory scales its limits and target).
    """
    if not line:
        return None
    return np.round(line * np.minimum(planned / max(full_time, 1), 1.0)).astype(np.int64)


def outside_gain(accounts: Readable, rules: TerritoryRules, stakes: StakeTerms) -> Floats:
    """Return what each account gains a year by outside coverage instead of inside, in currency, before travel.

    With an assumed lift of the outside channel typed, an account adds lift × yearly margin outside, and inside that
    of the inside channel (nothing while none is typed), neither more than its wallet has room for: (estimated spend −
    revenue) × its margin share, where that is known. With none typed the break-even is taken, a preset of ours: the
    accounts of a territory that is exactly at its targets just pay its rep, so each account is worth its share of the
    targets × the loaded cost of an outside rep (of two targets, half each). What an inside place costs is saved by
    going outside either way.

    Args:
        accounts: n rows; reads margin, revenue and wallet. Unknown and negative margins add nothing.
        rules: the targets.
        stakes: costs and lifts.

    Returns:
        n amounts.

    Source: RULES 3 (expected add), 4 (test).
    """
    saved = stakes.inside_must_add / _CENTS
    if stakes.outside_lift is None:
        return _shares_of_targets(accounts, rules) * stakes.outside_cost / _CENTS + saved
    outside = expected_add(accounts, stakes.outside_lift)
    return outside - expected_add(accounts, stakes.inside_lift or 0.0) + saved


def expected_add(accounts: Readable, lift: float) -> Floats:
    """Return n amounts in currency a year: lift × margin, never more than the wallet has room for. Source: RULES 3."""
    margin = np.maximum(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])), 0.0) / _CENTS
    revenue, wallet = (numbers(accounts[name]) / _CENTS for name in (columns.REVENUE, columns.WALLET))
    share = np.divide(margin, revenue, out=np.full(len(margin), np.nan), where=revenue > 0)
    room = np.maximum(wallet - revenue, 0.0) * share
    return np.minimum(lift * margin, np.where(np.isnan(room), np.inf, room))


def potentials(accounts: Readable) -> Ints:
    """Return n cents that an account spends elsewhere: wallet − revenue, never below 0; 0 where either is unknown."""
    gap = accounts[columns.WALLET] - accounts[columns.REVENUE]
    return np.maximum(whole(gap), 0)


def upkeep(tied: tuple[str, ...], reps: Readable, stakes: StakeTerms) -> Floats:
    """Return what keeping each territory costs a year in currency: the role's loaded cost × employment.

    It is the role's cost, not a person's own: a decision tells nothing about anybody's pay. An open position, and one
    beyond the roster, costs a full-time person. Source: RULES 3, 5.
    """
    employment = reps[rep_columns.EMPLOYMENT_SHARE].fillna(1.0).clip(0.0, 1.0).to_numpy(dtype=np.float64)
    is_open = reps[rep_columns.IS_OPEN].fillna(False).to_numpy(dtype=np.bool_)
    share = np.append(np.where(is_open, 1.0, employment), 1.0)
    loaded: Floats = stakes.outside_cost / _CENTS * share[rows_of(tied, reps[rep_columns.REP_ID])]
    return loaded


def _shares_of_targets(accounts: Readable, rules: TerritoryRules) -> Floats:
    """Return what share of a territory's targets each account brings, the mean where there are two."""
    margin = np.maximum(np.nan_to_num(numbers(accounts[columns.GROSS_MARGIN])), 0.0)
    pairs = ((margin, rules.value_target), (potentials(accounts).astype(np.float64), rules.potential_target))
    shares = [each / line for each, line in pairs if line]
    return np.mean(shares, axis=0) if shares else np.zeros(len(accounts))
