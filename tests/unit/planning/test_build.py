"""The whole of phase 3 on a made-up state: everybody has an owner, limits hold or are named, answers go stale."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import assign_inside, build_all, build_territories
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.tables import roster as columns
from tests.unit.planning.builders import accounts, pin, reps

OUTSIDE, INSIDE, SMALL = 330, 420, 250


def quick(problem, *, seed, seconds, progress):
    return solve(problem, seed=seed, seconds=seconds, iterations=0, progress=progress)


def state(*, outside=OUTSIDE, with_people=True):
    rng = np.random.default_rng(7)
    n = outside + INSIDE + SMALL
    margin = np.r_[
        rng.integers(2_000_001, 9_000_000, outside),
        rng.integers(500_000, 2_000_001, INSIDE),
        rng.integers(0, 500_000, SMALL),
    ]
    table = accounts(
        gross_margin=margin,
        revenue=margin * 4,
        lat=rng.uniform(41.0, 44.0, n),
        lon=rng.uniform(-86.0, -83.0, n),
        outside_rep=rng.choice(["R0", "R1", "R2"], n),
        today_channel=["outside"] * n,
    )
    people = reps(
        rep_id=["R0", "R1", "R2", "I0", "I1"],
        name=["Ann", "Bob", "Cid", "Ida", "Ivo"],
        role=["outside"] * 3 + ["inside"] * 2,
        lat=[43.5, 42.5, 41.5, 42.0, 42.0],
        lon=[-85.5, -84.5, -83.5, -84.0, -84.0],
    )
    return Dataset(table, people) if with_people else Dataset(table)


@pytest.fixture(scope="module")
def built():
    dataset = state()
    return dataset, build_all(dataset, new_plan(dataset), solve=quick)


def test_every_account_ends_with_exactly_one_owner(built):
    """R3.17."""
    dataset, plan = built
    result = evaluate(dataset, plan)
    assert result.roster[columns.OWNER_ID].notna().all()
    assert result.roster[columns.ACCOUNT_ID].tolist() == dataset.accounts["account_id"].tolist()
    assert (result.kpis.without_owner, result.kpis.owned_twice) == (0, 0)


def test_final_channels_and_owners_add_up_to_the_list(built):
    dataset, plan = built
    result = evaluate(dataset, plan)
    total = int(dataset.accounts["gross_margin"].sum())
    assert sum(channel.gross_margin for channel in result.final) == total
    assert sum(owner.gross_margin for owner in result.owners) == total
    assert sum(cell.gross_margin for cell in result.cells) == total
    assert sum(channel.accounts for channel in result.by_rule) == len(dataset.accounts)


def test_territories_are_filled_from_inside_up_to_the_planned_capacity(built):
    """R3.7."""
    dataset, plan = built
    result = evaluate(dataset, plan)
    filled = result.roster[result.roster[columns.CHANNEL_REASON] == "filled"]
    assert len(filled) > 0
    assert set(filled[columns.CHANNEL_BY_RULE]) == {"inside"}
    assert set(filled[columns.CHANNEL]) == {"outside"}
    assert (result.territories["accounts"] <= 140).all()
    assert ((result.territories["accounts"] <= 120) | (result.territories["filled_accounts"] == 0)).all()


def test_the_same_plan_gives_the_same_answer_again(built):
    dataset, plan = built
    again = build_territories(dataset, new_plan(dataset), solve=quick)
    assert np.array_equal(again.territory, plan.accepted.territories.territory)


def test_moving_a_line_marks_the_territories_as_stale_and_still_shows_them(built):
    """R0.1."""
    dataset, plan = built
    assert evaluate(dataset, plan).stale == frozenset()
    rules = replace(plan.settings, channels=replace(plan.settings.channels, outside_above=3_000_000))
    result = evaluate(dataset, replace(plan, settings=rules))
    assert Stage.TERRITORIES in result.stale
    assert len(result.territories) == len(plan.accepted.territories.ids)


def test_a_territory_set_by_hand_wins_over_the_optimiser_and_survives_a_rerun(built):
    dataset, plan = built
    at = int(np.flatnonzero(plan.accepted.territories.territory == 0)[0])
    other = plan.accepted.territories.ids[1]
    account = dataset.accounts["account_id"].iloc[at]
    pinned = replace(plan, pins=plan.pins.with_kind("territory", {account: pin(other)}))
    assert evaluate(dataset, pinned).roster[columns.TERRITORY_ID].iloc[at] == other
    rebuilt = build_all(dataset, pinned, solve=quick)
    assert evaluate(dataset, rebuilt).roster[columns.TERRITORY_ID].iloc[at] == other


def test_without_a_rep_list_every_territory_is_open_and_still_owned():
    dataset = state(with_people=False)
    result = evaluate(dataset, build_all(dataset, new_plan(dataset), solve=quick))
    assert len(result.territories) > 0
    assert result.kpis.without_owner == 0
    assert all(name.startswith("Open – ") for name in result.territories["owner_name"])


def test_without_outside_accounts_the_rest_is_planned_and_forming_territories_is_refused():
    dataset = state(outside=0)
    plan = build_all(dataset, new_plan(dataset), solve=quick)
    assert plan.accepted.territories is None
    assert evaluate(dataset, plan).kpis.without_owner == 0
    with pytest.raises(UserError):
        build_territories(dataset, plan, solve=quick)


def test_a_plan_that_is_not_built_has_no_territories_and_complains_of_nothing_missing():
    dataset = state()
    result = evaluate(dataset, new_plan(dataset))
    assert result.territories.empty
    assert result.kpis.not_placed == OUTSIDE


def test_inside_books_can_be_spread_again_alone(built):
    dataset, plan = built
    answer = assign_inside(dataset, plan)
    assert np.array_equal(answer.rep, plan.accepted.inside.rep)


def test_the_memo_changes_nothing_but_time(built):
    dataset, plan = built
    memo = Memo()
    first = evaluate(dataset, plan, memo)
    assert evaluate(dataset, plan, memo) is first
    assert evaluate(dataset, plan).kpis == first.kpis


def test_the_summary_adds_up_to_the_cent(built):
    dataset, plan = built
    summary = plan_summary(dataset, plan, evaluate(dataset, plan))
    cents = sum(round(float(channel["gross_margin"]) * 100) for channel in summary["channels"].values())
    assert cents == int(dataset.accounts["gross_margin"].sum())
    assert sum(segment["accounts"] for segment in summary["segments"].values()) == summary["accounts"]
    assert (
        sum(territory["accounts"] for territory in summary["territories"]) == summary["channels"]["outside"]["accounts"]
    )
    assert summary["solver"]["seed"] == 1
    assert summary["territories_of"] == "account"


def test_a_new_plan_sizes_by_parent_only_where_parents_are_filled_over_a_fifth():
    few = Dataset(accounts(gross_margin=[1] * 5, parent_id=["P", None, None, None, None]))
    many = Dataset(accounts(gross_margin=[1] * 5, parent_id=["P", "P", None, None, None]))
    assert new_plan(few).settings.size.level == "account"
    assert new_plan(many).settings.size.level == "parent"


def test_a_new_plan_sizes_by_revenue_where_no_margin_is_known():
    """R1.3."""
    assert new_plan(Dataset(accounts(revenue=[1]))).settings.size.metric == "revenue"
    assert isinstance(new_plan(Dataset(accounts(revenue=[1]))), Plan)


def test_a_build_by_number_makes_as_many_tries_whatever_time_there_is():
    dataset = state(outside=40)
    plan = new_plan(dataset)
    rules = replace(plan.settings.territories, iterations=12, seconds=0.000_001)
    hurried = replace(plan, settings=replace(plan.settings, territories=rules))
    first = build_territories(dataset, hurried)
    rules = replace(rules, seconds=60.0)
    patient = build_territories(dataset, replace(plan, settings=replace(plan.settings, territories=rules)))
    assert (first.run.iterations, first.run.planned_iterations) == (12, 12)
    assert np.array_equal(first.territory, patient.territory)
    built = replace(hurried, accepted=replace(hurried.accepted, territories=first))
    assert plan_summary(dataset, built, evaluate(dataset, built))["solver"]["repeats_exactly"]
    by_time = replace(built, settings=replace(plan.settings, territories=replace(rules, iterations=None)))
    assert not plan_summary(dataset, by_time, evaluate(dataset, by_time))["solver"]["repeats_exactly"]


def test_a_build_by_time_rests_on_what_it_rested_on_before_there_was_a_number_of_tries(built):
    dataset, plan = built
    rules = plan.settings.territories
    with_tries = replace(plan, settings=replace(plan.settings, territories=replace(rules, iterations=5)))
    assert Stage.TERRITORIES not in evaluate(dataset, plan).stale
    assert Stage.TERRITORIES in evaluate(dataset, with_tries).stale
