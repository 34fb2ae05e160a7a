"""The plans whose outputs are kept: the samples, five lists as planners send them, and thirty drawn by chance.

All are made here from beginning to end, by a fixed number of iterations: the same on every run of the same code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.paths import sample_workbook
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.disruption import Improved, improved
from gtm_desktop.engine.problem import Budget, Ints, Problem, Solution
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.pins import Pin, Pins
from gtm_desktop.planning.plan import OPEN, Accepted, Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.settings import Settings
from gtm_desktop.tables.accounts import ACCOUNT_ID
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.importing import ReadAnswer, read_tables
from tests.corpus.generate import write_case
from tests.corpus.lists import book
from tests.golden.drawn_lists import drawn_list, rep_codes
from tests.golden.drawn_rules import ByHand, Rules, drawn_by_hand, drawn_rules, moved_line

SAMPLES: Mapping[str, tuple[str, ...]] = {
    "small_clean": ("small_clean.xlsx",),
    "great_lakes": ("great_lakes_accounts.xlsx", "great_lakes_reps.xlsx"),
}
HOSTILE = (
    "names_like_formulas.xlsx",
    "two_years_captions.xlsx",
    "pages_of_a_report.xlsx",
    "orders_split.xlsx",
    "german_1252.csv",
)
DRAWN = 30
ITERATIONS = 60
_DECIDED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
_HOSTILE_RULES: Rules = {"channels": {"self_serve_below": 30_000, "outside_above": 60_000}}


@dataclass(frozen=True)
class Case:
    """A plan and where it came from.

    Attributes:
        name: what it is called in what is said of it.
        read: what the import said.
        dataset: the list.
        plan: with its answers accepted.
        refusal: why the last thing asked of the plan was refused; empty where it was done.
        path: the account list.
    """

    name: str
    read: ReadAnswer
    dataset: Dataset
    plan: Plan
    path: Path
    refusal: str = ""


def names() -> list[str]:
    """Return the names of all cases, the quick ones first."""
    return [*(drawn_name(seed) for seed in range(DRAWN)), *HOSTILE, *SAMPLES]


def drawn_name(seed: int) -> str:
    """Return the name of a plan drawn by chance."""
    return f"drawn_{seed:02d}"


def made(name: str, folder: Path) -> Case:
    """Make a case from nothing; files that it needs are written to `folder`."""
    if name in SAMPLES:
        return _built(name, [sample_workbook(file) for file in SAMPLES[name]], {})
    if name in HOSTILE:
        return _built(name, [write_case(name, folder)], _HOSTILE_RULES)
    return drawn(int(name.removeprefix("drawn_")), folder)


def drawn(seed: int, folder: Path) -> Case:
    """Make a plan drawn by chance: rules and decisions, built, then changed or not, built anew or improved or not."""
    accounts, reps = drawn_list(seed)
    paths = [folder / f"accounts_{seed:02d}.xlsx", folder / f"reps_{seed:02d}.xlsx"]
    for path, rows in zip(paths, (accounts, reps), strict=True):
        book(path, rows)
    read, dataset = _read(paths)
    by_hand = drawn_by_hand(seed, len(dataset.accounts))
    codes = rep_codes(reps, "Outside Sales"), rep_codes(reps, "Inside Sales")
    plan = new_plan(dataset)
    plan = replace(plan, settings=with_rules(plan.settings, drawn_rules(seed)))
    plan = replace(plan, pins=_before(plan.pins, dataset, by_hand, [*codes[0], *codes[1]]))
    refusal = ""
    try:
        plan = steadied(build_all(dataset, plan, solve=_solved))
        plan = replace(plan, pins=_after(plan, dataset, by_hand, codes))
        plan = steadied(_gone_on(seed, dataset, plan))
    except UserError as error:
        refusal = str(error)
    return Case(drawn_name(seed), read, dataset, plan, paths[0], refusal)


def with_rules(settings: Settings, rules: Rules) -> Settings:
    """Return settings with these fields of their parts; those of the part "" are the settings' own."""
    for part, values in rules.items():
        settings = replace(
            settings, **(values if part == "" else {part: replace(getattr(settings, part), **values)})
        )  # fmt: skip
    return settings


def steadied(plan: Plan) -> Plan:
    """Return a plan in which no answer says how long it took: nothing that two runs of the same code differ in."""
    accepted = plan.accepted

    def steady(answer: Any) -> Any:
        return answer and replace(answer, run=replace(answer.run, seconds=0.0, first_feasible_s=None))

    return replace(
        plan, accepted=Accepted(steady(accepted.territories), steady(accepted.reps), steady(accepted.inside))
    )


def _built(name: str, paths: list[Path], rules: Rules) -> Case:
    read, dataset = _read(paths)
    plan = new_plan(dataset)
    plan = replace(plan, settings=with_rules(plan.settings, rules))
    return Case(name, read, dataset, steadied(build_all(dataset, plan, solve=_solved)), paths[0])


def _read(paths: list[Path]) -> tuple[ReadAnswer, Dataset]:
    answer, accounts, reps = read_tables(paths, ImportChoices(), progress=SILENT)
    if answer.refusal is not None:
        raise answer.refusal
    return answer, answer.dataset(accounts, reps)


def _gone_on(seed: int, dataset: Dataset, plan: Plan) -> Plan:
    """Return a built plan as it is, with a line moved since, built anew or improved, by turns."""
    turn = seed % 5
    if turn in (1, 2):
        plan = replace(plan, settings=with_rules(plan.settings, moved_line(seed)))
    if turn in (2, 3):
        return build_all(dataset, plan, solve=_solved)
    return improve_plan(dataset, plan, improve=_improved) if turn == 4 else plan


def _before(pins: Pins, dataset: Dataset, by_hand: ByHand, reps: list[str]) -> Pins:
    ids = dataset.accounts[ACCOUNT_ID].tolist()
    pins = pins.with_kind("channel", {ids[row]: _pin(channel) for row, channel in by_hand.channels.items()})
    kept = {ids[row]: _pin(reps[rep % len(reps)]) for row, rep in by_hand.kept_from.items()}
    return pins.with_kind("kept_from", kept)


def _after(plan: Plan, dataset: Dataset, by_hand: ByHand, codes: tuple[list[str], list[str]]) -> Pins:
    pins, ids = plan.pins, dataset.accounts[ACCOUNT_ID].tolist()
    answer, (outside, inside) = plan.accepted.territories, codes
    pins = pins.with_kind(
        "inside_rep", {ids[row]: _pin(inside[rep % len(inside)]) for row, rep in by_hand.inside.items()}
    )
    if answer is None or not answer.ids:
        return pins
    territories = answer.ids

    def at(number: int) -> str:
        return territories[number % len(territories)]

    pins = pins.with_kind("territory", {ids[row]: _pin(at(number)) for row, number in by_hand.moved.items()})
    people = {
        at(number): _pin(OPEN if rep is None else outside[rep % len(outside)]) for number, rep in by_hand.people.items()
    }
    pins = pins.with_kind("rep", people).with_kind("locked", {at(each): _pin("locked") for each in by_hand.locked})
    return pins.with_kind("territory_name", {at(number): _pin(name) for number, name in by_hand.names.items()})


def _pin(value: str) -> Pin:
    return Pin(value, "as agreed", "planner", _DECIDED_AT)


def _solved(problem: Problem, *, seed: int, seconds: float, progress: Progress = SILENT) -> Solution:
    del seconds  # a clock would make other plans on another day
    return solve(problem, seed=seed, iterations=ITERATIONS, progress=progress)


def _improved(
    problem: Problem, *, seed: int, seconds: float, start: Ints | None, step: Budget | None, progress: Progress
) -> Improved:
    del seconds
    return improved(problem, seed=seed, iterations=ITERATIONS, start=start, step=step, progress=progress)


def all_cases(folder: Path) -> Iterator[Case]:
    """Make all cases, one after the other."""
    for name in names():
        yield made(name, folder)
