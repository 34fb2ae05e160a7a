"""What answers rested on, as format 1 of the plan file digested it: frozen, and used for answers of such files only.

An answer of format 1 keeps that digest in `SolverRun.format1_inputs`. The functions below say what it would be today;
where they say the same, the answer is up to date and gets the fingerprint that is kept now. Nothing here is mended or
extended: it counts what format 1 counted, in the order in which it did, under the class names of then.
"""

import dataclasses
import hashlib
from collections.abc import Iterable
from enum import Enum
from typing import Any

import numpy as np

from gtm_desktop.planning.change_rules import Borders
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import customers
from gtm_desktop.planning.measures import fill_values
from gtm_desktop.planning.plan import BudgetUse, Plan, SolverRun, TerritoryAnswer, TerritoryDecision
from gtm_desktop.planning.result import Phases
from gtm_desktop.planning.rows import NOWHERE, numbers, positions
from gtm_desktop.planning.scope import parts_of
from gtm_desktop.planning.settings import CallPlan, RepRules, RoleEconomics, Settings, TerritoryRules
from gtm_desktop.planning.territory.fill import may_be_filled
from gtm_desktop.planning.territory.stakes import is_tested
from gtm_desktop.planning.territory_totals import visits_a_year
from gtm_desktop.planning.zones import part_of_people
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.roster import Channel

_FIELDS: dict[type, tuple[str, str]] = {
    TerritoryRules: (
        "TerritoryRules",
        (
            "number is_filled fill_metric reach_km value_target potential_target acts_on_failing moves_enclaves lines"
            " ramp_share seed seconds value_tolerance balance_price travel_weight balance_weight stability_weight"
            " assigned_level site_weight starts_from_home units"
        ),
    ),
    CallPlan: (
        "CallPlan",
        "a_visits b_visits c_visits stops_per_trip cost_per_km circuity weeks visit_minutes hours_week",
    ),
    RoleEconomics: ("RoleEconomics", "loaded_cost planned lower upper assumed_lift"),
    RepRules: ("RepRules", "home_cost_per_km uses_performance uses_seniority assumed_premium_lift"),
    Borders: ("Borders", "division crossing_price"),
    BudgetUse: ("BudgetUse", "accounts margin most_of_one_rep next_accounts next_gain"),
    TerritoryDecision: (
        "TerritoryDecision",
        "territory_id name value potential value_target potential_target prices taken moved inside",
    ),
}
"""The classes that a digest went into, with the name and the fields they had, in their order."""


def format1_territory_inputs(dataset: Dataset, settings: Settings, found: Phases) -> str:
    """Return what format 1 wrote as the grounds of territories built for these rules."""
    accounts, reps, capacity, today = dataset.accounts, dataset.reps, found.capacity, found.today
    rules = dataclasses.replace(settings.territories, potential_target=None)
    economics, units = settings.economics, dataset.units(rules.units)
    return _digest(
        positions(found.channels.by_rule, Channel.ALL).astype(np.int8),
        may_be_filled(accounts, found.channels, rules=rules),
        visits_a_year(found.segmentation.size_tier, settings.call_plan),
        *(numbers(accounts[name]) for name in (columns.LAT, columns.LON, columns.GROSS_MARGIN)),
        numbers(fill_values(accounts, rules.fill_metric)),
        np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE),
        *(numbers(reps[name]) for name in (rep_columns.LAT, rep_columns.LON)),
        capacity.rep_ids, capacity.role, capacity.placement, capacity.lower, capacity.planned, capacity.upper,
        customers(accounts, rules.assigned_level),
        rules, settings.call_plan, economics.outside.lower, economics.outside.planned, economics.outside.upper,
        economics.handoff_loss, economics.review_years, *_stakes(dataset, settings),
        *_borders(dataset, settings, found), *(() if units is None else (units.of_account,)),
    )  # fmt: skip


def format1_rep_inputs(dataset: Dataset, plan: Plan, found: Phases) -> str:
    """Return what format 1 wrote as the grounds of a matching of reps to the plan's territories."""
    reps, settings, capacity = dataset.reps, plan.settings, found.capacity
    economics, answer = settings.economics, plan.accepted.territories
    return _digest(
        None if answer is None else _Digested(_answer_digest(answer)),
        settings.territories.assigned_level, settings.territories.site_weight,
        *(numbers(reps[name]) for name in (rep_columns.LAT, rep_columns.LON, rep_columns.PERFORMANCE_INDEX)),
        capacity.rep_ids, capacity.role, capacity.placement, capacity.upper, capacity.is_new,
        settings.reps, economics.handoff_loss, economics.review_years, economics.outside.assumed_lift,
    )  # fmt: skip


def _stakes(dataset: Dataset, settings: Settings) -> tuple[object, ...]:
    if not is_tested(settings.territories):
        return ()
    economics = settings.economics
    money = (numbers(dataset.accounts[name]) for name in (columns.GROSS_MARGIN, columns.REVENUE, columns.WALLET))
    return (*money, settings.territories.potential_target, economics.outside, economics.inside)


def _borders(dataset: Dataset, settings: Settings, found: Phases) -> tuple[object, ...]:
    division = settings.borders.division
    if division is None:
        return ()
    texts = (parts_of(dataset, division, found.today.owner_id), dataset.reps[part_of_people(division)])
    return (settings.borders, *(text.fillna("").to_numpy(dtype=object) for text in texts))


def _answer_digest(answer: TerritoryAnswer) -> str:
    return _digest(
        answer.territory, answer.filled, answer.out_of_reach, answer.ids, answer.names, answer.centre,
        answer.lower, answer.planned, answer.upper, answer.cut_line, answer.next_in_line, answer.run, answer.homes,
        answer.formed_for, answer.budget_use, answer.decisions, answer.as_today,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True)
class _Digested:
    """A value that went into a digest by its own."""

    digest: str


def _digest(*values: object) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        _feed(digest, value)
    return digest.hexdigest()


def _feed(digest: "hashlib.blake2b", value: Any) -> None:
    if isinstance(value, _Digested):
        _tagged(digest, b"F", value.digest.encode())
    elif isinstance(value, Enum):
        _feed(digest, value.value)
    elif value is None or isinstance(value, bool | int | float | str):
        _tagged(digest, type(value).__name__[:1].encode(), repr(value).encode())
    elif isinstance(value, np.ndarray):
        _feed_array(digest, value)
    elif isinstance(value, tuple | list):
        _feed_all(digest, value)
    elif isinstance(value, SolverRun):
        _feed_run(digest, value)
    else:
        name, fields = _FIELDS[type(value)]
        _tagged(digest, b"D", name.encode())
        _feed_all(digest, [getattr(value, each) for each in fields.split()])


def _feed_run(digest: "hashlib.blake2b", run: SolverRun) -> None:
    inputs = run.inputs or run.format1_inputs
    _tagged(digest, b"D", b"SolverRun")
    _feed_all(
        digest,
        [
            run.seed, run.iterations, run.objective, run.lower_bound, run.first_feasible_s, run.seconds,
            run.was_cancelled, inputs, run.planned_iterations,
        ],
    )  # fmt: skip


def _feed_all(digest: "hashlib.blake2b", values: Iterable[Any]) -> None:
    items = list(values)
    _tagged(digest, b"L", str(len(items)).encode())
    for item in items:
        _feed(digest, item)


def _feed_array(digest: "hashlib.blake2b", array: np.ndarray) -> None:
    if array.dtype == object:
        _feed_all(digest, array.tolist())
        return
    _tagged(digest, b"A", f"{array.dtype.str}{array.shape}".encode())
    digest.update(np.ascontiguousarray(array).tobytes())


def _tagged(digest: "hashlib.blake2b", tag: bytes, payload: bytes) -> None:
    digest.update(tag + len(payload).to_bytes(8, "little") + payload)
