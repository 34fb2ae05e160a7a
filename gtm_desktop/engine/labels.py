"""Which name each group of accounts gets: the one under which the fewest accounts change hands."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from gtm_desktop.engine.instance import Instance, loads_of
from gtm_desktop.engine.problem import NONE, Floats, Ints

_ACCOUNT_KEPT_KM = 1e-3
"""What keeping one account is worth beside its handoff loss: it decides only between names that cost the same."""

_START_KM = 1e-6
"""What one km nearer to the start is worth: it decides only between names that keep as many accounts."""


def best_labels(instance: Instance, territory: Ints, sites: Floats) -> Ints:
    """Match groups of accounts to territory numbers.

    Args:
        instance: the problem.
        territory: n territory numbers; group g is the accounts that have number g.
        sites: p × 2 km, the centre of each group.

    Returns:
        p numbers: the territory that each group should be. A group goes only where its locks and the limits allow it
        and keeps most of the incumbents' value; equal ones go by how near the territory starts.
    """
    territories = instance.territories
    loads = loads_of(territory, instance.weight, territories)
    held = np.zeros((territories, territories), dtype=np.int64)
    is_locked = instance.locked != NONE
    np.add.at(held, (territory[is_locked], instance.locked[is_locked]), instance.weight[is_locked])
    has_locks = held.sum(axis=1) > 0
    free = loads - held.sum(axis=1)
    fits = (free[:, None] >= instance.lower) & (free[:, None] <= instance.upper)
    fits &= (held > 0) | (~has_locks[:, None] & (instance.held == 0)[None, :])
    if instance.refused is not None:
        account, number = np.nonzero(instance.refused)
        fits[territory[account], number] = False
    if instance.borders is not None:
        crossings = _crossings(instance, territory)
        fits &= ~((crossings > 0) & instance.borders.is_hard)
    has_home = ~np.isnan(instance.home[:, 0])
    fits[has_home, :] = False
    fits[:, has_home] = False
    np.fill_diagonal(fits, val=True)
    kept = np.zeros((territories, territories))
    known = instance.incumbent != NONE
    per_km = float(instance.pull.mean())
    worth = instance.handoff_loss[known] + _ACCOUNT_KEPT_KM * per_km
    np.add.at(kept, (territory[known], instance.incumbent[known]), worth)
    apart = np.linalg.norm(sites[:, None] - instance.start[None], axis=2)
    costs = _START_KM * per_km * np.nan_to_num(apart) - kept
    if instance.borders is not None and not instance.borders.is_hard:
        costs += instance.borders.price * crossings
    refused = 2.0 * territories * (float(np.abs(costs).max()) + 1.0)
    _, labels = linear_sum_assignment(np.where(fits, costs, refused))
    return np.asarray(labels, dtype=np.int64)


def _crossings(instance: Instance, territory: Ints) -> Ints:
    """Return p × p: how many accounts of each group would cross a border under each territory's name."""
    crossings = np.zeros((instance.territories, instance.territories), dtype=np.int64)
    if instance.borders is None:
        return crossings
    for number in range(instance.territories):
        across = instance.borders.crosses(np.arange(len(territory)), np.array(number))
        crossings[:, number] = np.bincount(territory[across], minlength=instance.territories)
    return crossings
