"""A plan as a value: which data, which rules, which decisions by hand, which optimiser answers were accepted."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core.fingerprints import fingerprint, neutral
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.pins import Pins
from gtm_desktop.planning.settings import Settings

OPEN = ""
"""Rep code of a position without a person."""


@dataclass(frozen=True)
class SolverRun:
    """How an answer was found, so that it can be replayed.

    `engine.solve(…, seed=seed, iterations=planned_iterations, end_after=iterations)` finds the same again, unless the
    search was cancelled.

    Attributes:
        seed: the random seed.
        iterations: iterations performed.
        objective: currency a year.
        lower_bound: a proven bound on the objective, or None.
        first_feasible_s: seconds to the first feasible plan, or None.
        seconds: wall time in all.
        was_cancelled: the search was stopped; this was the best so far.
        inputs: fingerprint of everything the answer rests on; another one today means the answer is stale.
        planned_iterations: iterations the search set out to perform; None where that was not kept, or nothing searched.
        format1_inputs: what stood in `inputs` when the answer was saved in format 1 of the plan file, where that was
            digested another way; `inputs` is empty then until the answer is judged. Empty for every other answer.
    """

    seed: int
    iterations: int
    objective: float
    lower_bound: float | None
    first_feasible_s: float | None
    seconds: float
    was_cancelled: bool
    inputs: str
    planned_iterations: int | None = None
    format1_inputs: str = field(default="", metadata=neutral(""))


def is_unjudged(run: SolverRun) -> bool:
    """Whether an answer comes from a file of format 1 and nobody can say, or has said yet, if it is up to date."""
    return not run.inputs and bool(run.format1_inputs)


@dataclass(frozen=True)
class BudgetUse:
    """What changed hands when an answer was found under a limit of changes, counted as the whole plan counts it.

    Attributes:
        accounts: accounts that changed hands.
        margin: their margin in cents.
        most_of_one_rep: the most that any one rep lost to others.
        next_accounts: how many accounts one more percent is; None where it was not asked, or nothing is limited.
        next_gain: cents a year that one more percent would save, as far as the search found; None likewise.
    """

    accounts: int
    margin: int
    most_of_one_rep: int
    next_accounts: int | None = None
    next_gain: int | None = None


@dataclass(frozen=True)
class TerritoryDecision:
    """What the test found about one territory under its targets, and what was done.

    Attributes:
        territory_id: its id at the time; a territory that was given up is in no answer any more.
        name: its name at the time.
        value: its yearly gross margin with filled accounts, before; cents.
        potential: its yearly potential with filled accounts, before; cents.
        value_target: the value line in cents; None was not tested.
        potential_target: the potential line in cents; None was not tested.
        prices: what each way out that there was costs a year in cents, negative where it saves.
        taken: the way that was taken; None where it was only reported, or where a lock or a hand holds the territory.
        moved: rows of accounts that went to other territories, or came from them.
        inside: rows of accounts that went inside.
    """

    territory_id: str
    name: str
    value: int
    potential: int
    value_target: int | None
    potential_target: int | None
    prices: tuple[tuple[WayOut, int], ...]
    taken: WayOut | None
    moved: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class TerritoryAnswer:
    """An accepted answer to "which outside account is in which territory".

    Attributes:
        territory: n territory numbers in the order of the account table; -1 for accounts outside all territories.
        filled: n flags: pulled in from inside.
        out_of_reach: n flags: outside by rule, but handed to inside (over the cut, or its territory failed).
        ids: p territory ids.
        names: p names given by the program; a planner's own name is a pin.
        centre: p row numbers of the centre account; -1 for an empty territory.
        lower: p lower limits.
        planned: p planned capacities.
        upper: p upper limits.
        cut_line: p account rows: the lowest-ranked account pulled in; -1 for none.
        next_in_line: p account rows: the best account that was not pulled in; -1 for none.
        run: how it was found.
        homes: rep code by territory id where driving is measured from that person's home; the matching keeps the pair.
        formed_for: p rep codes whose capacity set the limits, `OPEN` for a position; empty where that was not kept.
        budget_use: what changed hands where that was limited; None where it was not.
        decisions: what was found and done about territories under their targets, in the order in which it was done.
        as_today: account rows, ascending, that no answer has placed: outside a scope they stay as they are today.
    """

    territory: NDArray[np.int64]
    filled: NDArray[np.bool_]
    out_of_reach: NDArray[np.bool_]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    centre: NDArray[np.int64]
    lower: NDArray[np.float64]
    planned: NDArray[np.float64]
    upper: NDArray[np.float64]
    cut_line: NDArray[np.int64]
    next_in_line: NDArray[np.int64]
    run: SolverRun
    homes: tuple[tuple[str, str], ...] = ()
    formed_for: tuple[str, ...] = ()
    budget_use: BudgetUse | None = None
    decisions: tuple[TerritoryDecision, ...] = ()
    as_today: tuple[int, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """The digest of the answer's content."""
        return fingerprint(
            self.territory, self.filled, self.out_of_reach, self.ids, self.names, self.centre,
            self.lower, self.planned, self.upper, self.cut_line, self.next_in_line, self.run, self.homes,
            self.formed_for, self.budget_use, self.decisions, self.as_today,
        )  # fmt: skip


@dataclass(frozen=True)
class RepAnswer:
    """An accepted answer to "which rep has which territory".

    Attributes:
        rep_ids: rep code by territory id; `OPEN` where nobody was left.
        runner_up: the next best rep by territory id; `OPEN` where there is none.
        override_price: cents a year that taking the runner-up would cost, by territory id.
        run: how it was found.
    """

    rep_ids: tuple[tuple[str, str], ...]
    runner_up: tuple[tuple[str, str], ...]
    override_price: tuple[tuple[str, int], ...]
    run: SolverRun

    @cached_property
    def fingerprint(self) -> str:
        """The digest of the answer's content."""
        return fingerprint(self.rep_ids, self.runner_up, self.override_price, self.run)


@dataclass(frozen=True, eq=False)
class InsideAnswer:
    """An accepted answer to "which inside rep has which inside account".

    Attributes:
        rep: n positions in `rep_ids` in the order of the account table; -1 for accounts that are not inside.
        rep_ids: codes of the inside reps that took part.
        run: how it was found.
    """

    rep: NDArray[np.int64]
    rep_ids: tuple[str, ...]
    run: SolverRun

    @cached_property
    def fingerprint(self) -> str:
        """The digest of the answer's content."""
        return fingerprint(self.rep, self.rep_ids, self.run)


@dataclass(frozen=True)
class Accepted:
    """The optimiser's answers that the plan rests on."""

    territories: TerritoryAnswer | None = None
    reps: RepAnswer | None = None
    inside: InsideAnswer | None = None

    @property
    def fingerprint(self) -> str:
        """The digest of all three."""
        return fingerprint(self.territories, self.reps, self.inside)


@dataclass(frozen=True)
class Plan:
    """Everything that was decided, and nothing that can be computed."""

    dataset_id: str
    settings: Settings = field(default_factory=Settings)
    pins: Pins = field(default_factory=Pins)
    accepted: Accepted = field(default_factory=Accepted)

    @cached_property
    def fingerprint(self) -> str:
        """The digest of the whole plan."""
        return fingerprint(self.dataset_id, self.settings, self.pins, self.accepted)
