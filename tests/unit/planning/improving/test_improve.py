"""Improving the plan at hand: what the plan reports as changing hands never exceeds the limit. RULES 4."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.disruption import improved
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.change_rules import ChangeBudget
from gtm_desktop.planning.changes import allowed_changes, changes_of
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.settings import Level, Settings, TerritoryRules
from gtm_desktop.tables import roster as columns
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, pin, plan

TEAM = {
    "rep_id": ["R0", "R1", "R2", "I0"],
    "name": ["Ann", "Bob", "Cid", "Ida"],
    "role": ["outside"] * 3 + ["inside"],
}


def quick_solve(problem, **keywords):
    return solve(problem, **keywords | {"seconds": 5.0, "iterations": 40})


def quick_improve(problem, **keywords):
    return improved(problem, **keywords | {"seconds": 5.0, "iterations": 40})


def market(*, inside=0, mixed=60, seed=3):
    """300 outside accounts round three towns; `mixed` of them are with the rep of another town."""
    rng = np.random.default_rng(seed)
    town = np.repeat([0, 1, 2], 100)
    owner = town.copy()
    wrong = rng.choice(300, mixed, replace=False)
    owner[wrong] = (owner[wrong] + 1) % 3
    lat = 36 + 2.5 * town + rng.normal(0, 0.1, 300)
    lon = -90 + 2.5 * town + rng.normal(0, 0.1, 300)
    reps = [f"R{at}" for at in owner] + ["I0"] * inside
    return dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * 300 + [INSIDE_MARGIN] * inside,
            "lat": np.r_[lat, np.full(inside, 60.0)],
            "lon": np.r_[lon, np.full(inside, -120.0)],
            "outside_rep": np.array([rep if rep[0] == "R" else None for rep in reps], dtype=object),
            "inside_rep": np.array([rep if rep[0] == "I" else None for rep in reps], dtype=object),
        },
        TEAM,
    )


def limited(**budget):
    return Settings(changes=ChangeBudget(**budget))


def with_20_inside(data):
    """The first 20 accounts are inside by the lines, and nothing is filled."""
    margin = data.accounts["gross_margin"].mask(np.arange(len(data.accounts)) < 20, INSIDE_MARGIN)
    return replace(data, accounts=data.accounts.assign(gross_margin=margin))


def improve(data, decided):
    return improve_plan(data, decided, improve=quick_improve)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.2])
def test_no_more_accounts_change_hands_after_improving_than_the_limit_allows(share):
    data = market(inside=50)
    after = improve(data, plan(limited(accounts_share=share)))
    kpis = evaluate(data, after).kpis
    assert kpis.base_accounts == 350
    assert kpis.changing_accounts <= share * 350
    assert after.accepted.territories.budget_use.accounts == kpis.changing_accounts
    assert after.accepted.territories.budget_use.margin == kpis.changing_margin


def test_no_more_margin_changes_hands_after_improving_than_the_limit_allows():
    data = market()
    kpis = evaluate(data, improve(data, plan(limited(margin_share=0.05)))).kpis
    assert 0 < kpis.changing_margin <= 0.05 * kpis.base_margin


def test_no_rep_loses_more_accounts_by_improving_than_the_limit_allows():
    data = market()
    after = improve(data, plan(limited(accounts_per_rep=4)))
    roster = evaluate(data, after).roster
    lost = roster[roster[columns.CHANGES_HANDS]][columns.TODAY_OWNER_ID].value_counts()
    assert after.accepted.territories.budget_use.most_of_one_rep == max(lost.tolist(), default=0) <= 4


def test_more_change_brings_all_accounts_to_the_rep_of_their_town():
    data = market()
    kpis = evaluate(data, improve(data, plan(limited(accounts_share=0.2)))).kpis
    assert kpis.changing_accounts == 60


def test_building_anew_keeps_to_the_limit_of_changes():
    data = market(inside=50)
    built = build_all(data, plan(limited(accounts_share=0.1)), solve=quick_solve)
    assert 0 < evaluate(data, built).kpis.changing_accounts <= 35


def test_one_more_percent_of_change_has_its_price_and_nothing_more_where_all_are_in_their_town():
    data = market()
    tight = improve(data, plan(limited(accounts_share=0.02))).accepted.territories.budget_use
    assert (tight.next_accounts, tight.next_gain > 0) == (3, True)
    wide = improve(data, plan(limited(accounts_share=0.5))).accepted.territories.budget_use
    assert wide.next_gain < 0.01 * tight.next_gain


def test_without_a_limit_improving_goes_as_far_as_it_pays_and_prices_nothing():
    data = market()
    use = improve(data, plan(limited())).accepted.territories.budget_use
    assert (use.accounts, use.next_gain, use.next_accounts) == (60, None, None)


def test_accounts_that_change_their_channel_use_the_limit_first():
    data = with_20_inside(market())
    settings = replace(limited(accounts_share=0.1), territories=TerritoryRules(is_filled=False))
    roster = evaluate(data, improve(data, plan(settings))).roster
    assert int(roster[columns.CHANGES_HANDS].sum()) <= 30
    assert int((roster[columns.CHANGES_HANDS] & (roster[columns.HANDOFF_REASON] == "channel")).sum()) == 20


def test_a_limit_below_what_rules_alone_change_is_refused_with_both_numbers():
    settings = replace(limited(accounts_share=0.05), territories=TerritoryRules(is_filled=False))
    with pytest.raises(UserError, match=r"20 accounts; the limit allows 15") as refusal:
        improve(with_20_inside(market()), plan(settings))
    assert refusal.value.code == "budget_too_small"


def test_leavers_accounts_use_no_budget():
    data = market(mixed=0)
    reps = data.reps.assign(leaving=data.reps["leaving"].mask(data.reps["rep_id"] == "R2", np.datetime64("2026-12-01")))
    data = replace(data, reps=reps)
    kpis = evaluate(data, improve(data, plan(limited(accounts_share=0.0)))).kpis
    assert (kpis.base_accounts, kpis.changing_accounts) == (200, 0)


def test_improving_starts_from_the_accepted_answer_and_keeps_its_territories_and_people():
    data = market()
    built = build_all(data, plan(limited()), solve=quick_solve)
    after = improve(data, built)
    assert after.accepted.territories.ids == built.accepted.territories.ids
    assert after.accepted.territories.names == built.accepted.territories.names
    assert after.accepted.reps.rep_ids == built.accepted.reps.rep_ids
    assert after.accepted.territories.run.objective <= built.accepted.territories.run.objective + 1e-6


def test_what_was_moved_by_hand_stays_when_the_plan_is_improved():
    data = market()
    built = build_all(data, plan(limited()), solve=quick_solve)
    other = built.accepted.territories.ids[(built.accepted.territories.territory[0] + 1) % 3]
    moved = replace(built, pins=built.pins.with_kind("territory", {"A0": pin(other)}))
    after = improve(data, moved)
    assert evaluate(data, after).roster[columns.TERRITORY_ID].iloc[0] == other


def test_rebalancing_moves_only_what_is_free_and_leaves_locked_territories_as_they_were():
    data = market()
    built = improve(data, plan(limited(accounts_share=0.0)))
    answer = built.accepted.territories
    locked = replace(built, pins=built.pins.with_kind("locked", {answer.ids[0]: pin("locked")}))
    locked = replace(locked, settings=limited())
    after = improve(data, locked)
    before, now = (evaluate(data, each).roster for each in (built, after))
    of_locked = (before[columns.TERRITORY_ID] == answer.ids[0]).to_numpy()
    assert (before[columns.OWNER_ID][of_locked] == now[columns.OWNER_ID][of_locked]).all()
    assert ((now[columns.TERRITORY_ID] == answer.ids[0]).to_numpy() == of_locked).all()
    assert (before[columns.TERRITORY_ID] != now[columns.TERRITORY_ID]).any()


def test_there_is_nothing_to_improve_where_nobody_has_an_account_and_nothing_was_built():
    with pytest.raises(UserError) as refusal:
        improve(replace(market(), reps=market().reps.iloc[:0]), plan(limited()))
    assert refusal.value.code == "nothing_to_improve"


def test_the_limit_in_whole_accounts_is_rounded_down_and_a_tenth_of_70_is_7():
    data = market()
    today = phases(data, plan())[0]
    seventy = replace(today, is_active=np.arange(300) < 70)
    assert allowed_changes(data, ChangeBudget(accounts_share=0.1), seventy).accounts == 7
    assert allowed_changes(data, ChangeBudget(accounts_share=0.019), seventy).accounts == 1


def test_what_changes_hands_is_the_figure_of_the_plan():
    data = market()
    built = build_all(data, plan(limited()), solve=quick_solve)
    result = evaluate(data, built)
    changes = changes_of(data, result.roster)
    assert (changes.accounts, changes.margin) == (result.kpis.changing_accounts, result.kpis.changing_margin)
    assert sum(changes.by_rep.values()) == changes.accounts


def test_sites_of_one_customer_that_change_hands_together_all_count():
    data = market()
    parents = np.array([f"P{at // 3}" for at in range(300)], dtype=object)
    data = replace(data, accounts=data.accounts.assign(parent_id=parents))
    rules = TerritoryRules(assigned_level=Level.PARENT)
    settings = replace(limited(accounts_share=0.25), territories=rules)
    with pytest.raises(UserError, match="the limit allows 15"):
        improve(data, plan(replace(settings, changes=ChangeBudget(accounts_share=0.05))))
    result = evaluate(data, improve(data, plan(settings)))
    assert result.kpis.changing_accounts <= 75
    together = result.roster[columns.TERRITORY_ID].groupby(parents).nunique()
    assert (together == 1).all()
