"""First centres, and moving them until each has about its share of the accounts.

Source: Arthur and Vassilvitskii, k-means++ (2007), greedy with three trials; Lloyd (1982), with centres that jump.
"""

import numpy as np
from numpy.random import Generator
from scipy.spatial import cKDTree

from gtm_desktop.engine.arcs import nearest_sites
from gtm_desktop.engine.instance import Instance, loads_of
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import NONE, Floats, Ints

_SAMPLE = 20_000
_TRIALS = 3
_ROUNDS = 25
_SETTLING_ROUNDS = 4
_STARVED = 0.75
_STARVED_WITHOUT_LIMIT = 0.25
_OVERLOADED = 1.25


def first_sites(instance: Instance, rng: Generator, pace: Pace) -> Floats:
    """Return p × 2 km of first centres.

    A territory starts where it was told to; else in the middle of its locked accounts, else of its incumbent's; the
    rest are drawn by k-means++, within their zone, on a sample of 20,000 accounts where there are more.
    """
    sites = _given(instance)
    blank = np.isnan(sites[:, 0])
    for numbers, accounts in _sides(instance):
        wanted, taken = numbers[blank[numbers]], numbers[~blank[numbers]]
        if len(wanted):
            sites[wanted] = _spread_out(instance, accounts, sites[taken], len(wanted), rng, pace)
    return sites


def _sides(instance: Instance) -> list[tuple[Ints, Ints]]:
    """Return territories with the accounts among which they start: those of their zone, all without borders."""
    everybody = np.arange(len(instance.xy))
    if instance.borders is None:
        return [(np.arange(instance.territories), everybody)]
    sides = []
    for zone in np.unique(instance.borders.of_territory):
        numbers = np.flatnonzero(instance.borders.of_territory == zone)
        sides.append((numbers, everybody[instance.borders.may_be_centre(everybody, int(numbers[0]))]))
    return sides


def drawn_sites(instance: Instance) -> int:
    """Return how many first centres are drawn by chance."""
    return int(np.isnan(_given(instance)[:, 0]).sum())


def _given(instance: Instance) -> Floats:
    sites = instance.start.copy()
    for owner in (instance.locked, instance.incumbent):
        middles = centroids(instance, owner)
        blank = np.isnan(sites[:, 0])
        sites[blank] = middles[blank]
    return sites


def _spread_out(instance: Instance, accounts: Ints, taken: Floats, wanted: int, rng: Generator, pace: Pace) -> Floats:
    sample = rng.choice(accounts, _SAMPLE, replace=False) if len(accounts) > _SAMPLE else accounts
    places, pull = instance.xy[sample], instance.pull[sample]
    found: list[Floats] = []
    if len(taken) == 0:
        found.append(places[rng.choice(len(places), p=pull / pull.sum())])
        taken = np.array(found)
    apart = cKDTree(taken).query(places)[0] ** 2
    while len(found) < wanted:
        pace.check()
        chance = apart * pull
        total = chance.sum()
        trials = rng.choice(len(places), _TRIALS, p=chance / total if total > 0 else None)
        nearer = [np.minimum(apart, ((places - places[trial]) ** 2).sum(axis=1)) for trial in trials]
        best = int(np.argmin([(rest * pull).sum() for rest in nearer]))
        apart = nearer[best]
        found.append(places[trials[best]])
    return np.array(found)


def centroids(instance: Instance, territory: Ints) -> Floats:
    """Return the p × 2 km centroids, weighted by pull, of the accounts of each territory; NaN for none."""
    placed = np.flatnonzero(territory != NONE)
    owner, pull = territory[placed], instance.pull[placed]
    total = np.bincount(owner, weights=pull, minlength=instance.territories)
    sums = [
        np.bincount(owner, weights=pull * instance.xy[placed, axis], minlength=instance.territories) for axis in (0, 1)
    ]
    with np.errstate(invalid="ignore"):
        return np.column_stack(sums) / total[:, None]


def at_home(instance: Instance, sites: Floats) -> Floats:
    """Return `sites` (p × 2 km) with every territory that has a fixed home there."""
    return np.where(np.isnan(instance.home), sites, instance.home)


def even_out(instance: Instance, sites: Floats, rng: Generator, pace: Pace) -> Floats:
    """Move centres to the middle of the accounts nearest to them; starved ones jump into overloaded cells.

    Args:
        instance: the problem.
        sites: p × 2 km.
        rng: draws where a centre lands.
        pace: polled each round.

    Returns:
        p × 2 km. A territory with locked accounts or a fixed home never jumps. At most 25 rounds.
    """
    sites = sites.copy()
    lower, upper = instance.lower + instance.held, instance.upper + instance.held
    few = np.where(lower > 0, _STARVED * lower, _STARVED_WITHOUT_LIMIT * int(instance.weight.sum()) / len(sites))
    may_jump = (instance.held == 0) & np.isnan(instance.home[:, 0])
    for round_number in range(_ROUNDS):
        pace.check()
        nearest = nearest_sites(instance, sites)
        cell = np.where(instance.locked == NONE, nearest, instance.locked)
        loads = loads_of(cell, instance.weight, len(sites))
        starved = np.flatnonzero((loads < few) & may_jump)
        starved = starved[np.argsort(loads[starved], kind="stable")]
        crowded = np.flatnonzero(loads > _OVERLOADED * upper)
        crowded = crowded[np.argsort(upper[crowded] - loads[crowded], kind="stable")]
        middles = centroids(instance, cell)
        sites = at_home(instance, np.where(np.isnan(middles), sites, middles))
        jumps = _jumps(instance, cell, starved, crowded)
        for jumper, landing in jumps:
            sites[jumper] = instance.xy[rng.choice(landing)]
        if not jumps and round_number >= _SETTLING_ROUNDS:
            break
    return sites


def _jumps(instance: Instance, cell: Ints, starved: Ints, crowded: Ints) -> list[tuple[int, Ints]]:
    """Pair starved centres with crowded cells, each once: the accounts on its side of borders where it may land."""
    jumps, hosts = [], crowded.tolist()
    for jumper in starved.tolist():
        for host in hosts:
            landing = np.flatnonzero(cell == host)
            if instance.borders is not None:
                landing = landing[~instance.borders.crosses(landing, np.array(jumper))]
            if len(landing):
                jumps.append((jumper, landing))
                hosts.remove(host)
                break
    return jumps
