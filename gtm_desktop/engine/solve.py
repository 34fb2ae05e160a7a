"""From a territory problem to a plan: seed, even out, price, repair by flow, search, alternate.

The steps and why they come in this order: docs/decisions/0010-the-territory-engine.md.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.answer import stated
from gtm_desktop.engine.budgets import is_within, least_changed, within_limits
from gtm_desktop.engine.course import LONG_FROM, LONG_WARM_UP, SHORT_WARM_UP, warm_up
from gtm_desktop.engine.draft import Draft, centred, placed, renamed
from gtm_desktop.engine.instance import Instance, prepare
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.prices import balance
from gtm_desktop.engine.problem import NONE, Ints, Problem, Solution
from gtm_desktop.engine.recombine import Pool
from gtm_desktop.engine.search import search
from gtm_desktop.engine.seeds import drawn_sites, even_out, first_sites

_MOST_ROUNDS = 10
_LEAST_GAIN = 1e-9
_STARTING_SHARE, _PROBING_SHARE = 0.2, 0.3
"""First plans, and short searches from the best of them: what they take, as shares of the planned iterations."""
_SHARE_ALONE = 0.85
_SHARE_AFTER_STARTS = 0.6
"""Share of the time budget for neighbourhoods where more first plans are made and searched as well."""
_MOST_STARTS, _MOST_PROBED = 16, 5
_ACCOUNTS_STARTED_AN_ITERATION = 150
_WORTH_DRAWING = 4
_MOST_ACCOUNTS_TO_START_AGAIN = 25_000
_SEARCHING_SHARE = 0.4
"""Share of the time budget for neighbourhoods where the territories seen are put together anew as well."""


@dataclass
class _Run:
    """What a search has so far."""

    pace: Pace
    seconds: float
    iterations: int | None
    end_after: int | None
    searching_share: float = _SHARE_ALONE
    best: Draft | None = None
    first_plan_s: float | None = None
    searched_from_s: float = 0.0
    done: int = 0
    planned: int = 0

    def offer(self, draft: Draft) -> None:
        """Keep `draft` if it is better than the best so far."""
        if self.best is None or draft.is_better(self.best, least_gain=_LEAST_GAIN):
            self.best = draft
        if self.first_plan_s is None and draft.total_wrong == 0:
            self.first_plan_s = self.pace.seconds()
            self.pace.announce(tr("First plan"), best=draft.cost)

    def plan_iterations(self, done: int) -> int:
        """Say how many iterations there shall be in all: as many as asked for, else as the warm-up says that fit.

        Time left over then is used for another descent to twice as many, and so on; when the time is up the answer is
        as many as were done. A replay does the same by number.
        """
        self.done = done
        now = self.pace.seconds()
        if self.iterations is not None:
            self.planned = self.iterations
            last = self.iterations if self.end_after is None else self.end_after
            self.pace.reach(done / max(last, 1))
            return done if done >= last else _doubled(self.planned, done)
        if done == 0:
            self.planned = SHORT_WARM_UP if now < self.seconds else 0
            self.searched_from_s = now
            return self.planned
        if now >= self.seconds:
            return done
        if done in (SHORT_WARM_UP, LONG_WARM_UP) and done == warm_up(self.planned):
            each = max((now - self.searched_from_s) / done, 1e-6)
            fitting = done + int(self.searching_share * (self.seconds - now) / each)
            # A long warm-up has been gone through: the number must be one that asks for it.
            self.planned = fitting if done == SHORT_WARM_UP else max(fitting, LONG_FROM)
        return _doubled(self.planned, done)


def _doubled(planned: int, done: int) -> int:
    """Return `planned`, doubled until it is more than `done`; 0 stays 0."""
    while 0 < planned <= done:
        planned *= 2
    return planned


def solve(
    problem: Problem,
    *,
    seed: int,
    seconds: float = 5.0,
    iterations: int | None = None,
    end_after: int | None = None,
    start: Ints | None = None,
    progress: Progress = SILENT,
    clock: Callable[[], float] = time.monotonic,
) -> Solution:
    """Put every account into a territory, at about the least travel and handover.

    Args:
        problem: what to solve. Limits that cannot all hold are broken as little as possible; locks always hold.
        seed: same seed, iterations and problem give the same plan on the same platform.
        seconds: a budget that only chooses the number of iterations, where `iterations` does not; 0 searches nothing.
        iterations: neighbourhoods searched. 0 leaves seeds, prices, flow and medians, which take no budget.
        end_after: with `iterations`, the number performed by a run whose time was up before or after the planned ones:
            both replay it.
        start: n territory numbers of a plan to improve, within the limits, locks and budget; None begins anew.
        progress: told the best cost at most ten times a second, and the first plan at once; on cancel the best plan so
            far is returned. When the time is up the search ends, however much of it was planned: that is no cancel.
        clock: seconds from some moment on; the only clock that is looked at.

    Returns:
        The plan. Without accounts or territories, an empty one; accounts without any territory get -1.

    Raises:
        Cancelled: cancelled before there was a plan.
        UserError: code `budget_too_small`, or `nowhere_to_go` for an account that every territory is forbidden to.
    """
    pace = Pace(progress, budget_s=seconds if iterations is None else 0.0, clock=clock)
    run = _Run(pace, seconds, iterations, end_after)
    was_cancelled = False
    if problem.accounts and problem.territories:
        instance = prepare(problem)
        if Pool.helps(instance):
            run.searching_share = _SEARCHING_SHARE
        elif start is None and _can_start_again(instance):
            run.searching_share = _SHARE_AFTER_STARTS
        try:
            _improve(instance, run, seed=seed, start=start)
        except Cancelled:
            if run.best is None:
                raise
            was_cancelled = True
        if run.best is not None and instance.budget is None:
            run.best = renamed(instance, run.best)
    return _answer(problem, run, seed=seed, was_cancelled=was_cancelled)


def _improve(instance: Instance, run: _Run, *, seed: int, start: Ints | None) -> None:
    rng, pace = np.random.default_rng(seed), run.pace
    pace.report(tr("Placing territory centres"))
    draft = _first_plan(instance, rng, pace, start=start)
    run.offer(draft)
    draft = _alternated(instance, draft, run)

    def other_start(planned: int) -> Draft | None:
        return _best_start(instance, run, seed=seed, planned=planned) if start is None else None

    def fresh(rng: np.random.Generator) -> Draft:
        return _alternated(instance, _first_plan(instance, rng, pace, start=None), run)

    search(
        instance, draft, rng=rng, pace=pace, planned=run.plan_iterations, offer=run.offer, other_start=other_start,
        fresh=fresh if start is None and instance.budget is None else None,
    )  # fmt: skip
    draft = _alternated(instance, run.best or draft, run)
    if instance.parcel is not None and draft.total_wrong:
        run.offer(within_limits(instance, draft, pace))


def _can_start_again(instance: Instance) -> bool:
    """Whether another first plan would come quickly and be another."""
    is_quick = len(instance.xy) <= _MOST_ACCOUNTS_TO_START_AGAIN and instance.counts_accounts
    return is_quick and instance.budget is None and drawn_sites(instance) >= _WORTH_DRAWING


def _best_start(instance: Instance, run: _Run, *, seed: int, planned: int) -> Draft | None:
    """Return the best of more first plans, the five best of which are searched for a while.

    How the metros share the centres is decided by chance here, and changed by a search only slowly; and which first
    plan leads far is seen only after a while.
    """
    if not _can_start_again(instance):
        return None
    each = max(len(instance.xy) / _ACCOUNTS_STARTED_AN_ITERATION, 1.0)
    starts = []
    for number in range(min(_MOST_STARTS, int(_STARTING_SHARE * planned / each))):
        rng = np.random.default_rng([seed, number])
        starts.append(_alternated(instance, _first_plan(instance, rng, run.pace, start=None), run))
    starts.sort(key=lambda draft: (draft.total_wrong, draft.cost))
    iterations = int(_PROBING_SHARE * planned / _MOST_PROBED)
    probed = [
        _probed(instance, run, start, rng=np.random.default_rng([seed, _MOST_STARTS, number]), iterations=iterations)
        for number, start in enumerate(starts[:_MOST_PROBED])
    ]
    return min(probed, key=lambda draft: (draft.total_wrong, draft.cost), default=None)


def _probed(instance: Instance, run: _Run, start: Draft, *, rng: np.random.Generator, iterations: int) -> Draft:
    """Return the best plan of a short search."""
    best = [start]

    def keep(draft: Draft) -> None:
        run.offer(draft)
        best[0] = draft

    search(instance, start, rng=rng, pace=run.pace, planned=lambda _: iterations, offer=keep)
    return best[0]


def _first_plan(instance: Instance, rng: np.random.Generator, pace: Pace, *, start: Ints | None) -> Draft:
    sites = first_sites(instance, rng, pace)
    if start is not None:
        return centred(instance, np.where(instance.locked == NONE, start, instance.locked), sites)
    if instance.budget is not None:
        return least_changed(instance, sites, pace)
    sites = even_out(instance, sites, rng, pace)
    return renamed(instance, placed(instance, balance(instance, sites, pace), pace))


def _alternated(instance: Instance, draft: Draft, run: _Run) -> Draft:
    """Repeat flow for the centres and medians for the flow until nothing is gained, ten times at most."""
    for _ in range(_MOST_ROUNDS):
        run.pace.report(tr("Settling territories"), best=draft.cost)
        after = placed(instance, draft.sites, run.pace)
        if not after.is_better(draft, least_gain=_LEAST_GAIN) or not is_within(instance, after.territory):
            break
        draft = after
        run.offer(draft)
    return draft


def _answer(problem: Problem, run: _Run, *, seed: int, was_cancelled: bool) -> Solution:
    territory = np.full(problem.accounts, NONE, dtype=np.int64) if run.best is None else run.best.territory
    centre = np.full(problem.territories, NONE, dtype=np.int64) if run.best is None else run.best.centre
    found = stated(problem, territory, centre)
    return replace(
        found,
        iterations=run.done,
        first_feasible_s=run.first_plan_s if found.violations == 0 else None,
        seed=seed,
        planned_iterations=run.planned,
        was_cancelled=was_cancelled,
    )
