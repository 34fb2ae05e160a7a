"""Fill before test, test before giving up: what becomes of territories under their targets. R3.5 to R3.9."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.build import build_territories
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Economics, RoleEconomics, Settings, TerritoryRules
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.planning.why import why_card
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.roster import Channel, ChannelReason
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, joined_columns, plan, towns

NORTH, SOUTH, FAR = (42.0, -84.0), (41.6, -84.0), (46.5, -100.0)


def quick(problem, *, seed, seconds, progress):
    return solve(problem, seed=seed, seconds=seconds, iterations=20, progress=progress)


def block(number, margin=OUTSIDE_MARGIN, at=NORTH, rep=None, **more):
    return (
        {
            "gross_margin": [margin] * number,
            "outside_rep": np.array([rep] * number, dtype=object),
            "state": np.array(["MI"] * number, dtype=object),
        }
        | towns(number, lat=at[0], lon=at[1])
        | more
    )


def rules(value_target=None, **more):
    return Settings(territories=TerritoryRules(value_target=value_target, **more))


def built(data, decided):
    answer = build_territories(data, decided, solve=quick)
    return answer, evaluate(data, replace(decided, accepted=replace(decided.accepted, territories=answer)))


def placed_once(data, answer, result):
    """Every account is in one place, and the territories add up to their roster rows."""
    assert result.roster[columns.ACCOUNT_ID].tolist() == data.accounts["account_id"].tolist()
    assert set(answer.territory.tolist()) <= set(range(-1, len(answer.ids)))
    assert not (answer.out_of_reach & (answer.territory >= 0)).any()
    in_one = result.roster[columns.TERRITORY_ID].notna()
    assert int(result.territories[territory_columns.ACCOUNTS].sum()) == int(in_one.sum())
    outside = result.roster[columns.CHANNEL].isin([Channel.OUTSIDE, Channel.JOINT])
    assert (outside == in_one).all()
    assert sum(total.accounts for total in result.final) == len(data.accounts)


SIXTY_AND_NINETY = joined_columns(block(60, rep="R0"), block(90, INSIDE_MARGIN))
TARGET = 60 * OUTSIDE_MARGIN + 60 * INSIDE_MARGIN


def test_sixty_outside_with_the_top_sixty_of_ninety_inside_pass_a_target_exactly():
    data = dataset(SIXTY_AND_NINETY, {"name": ["Ann"]})
    answer, result = built(data, plan(rules(TARGET)))
    assert answer.decisions == ()
    assert int(answer.filled.sum()) == 60
    assert result.territories[territory_columns.GROSS_MARGIN].tolist() == [TARGET]
    placed_once(data, answer, result)


def test_the_same_sixty_alone_fail_it_and_go_inside_with_their_reason():
    data = dataset(SIXTY_AND_NINETY, {"name": ["Ann"]})
    answer, result = built(data, plan(rules(TARGET, is_filled=False)))
    (decision,) = answer.decisions
    assert (decision.taken, decision.value, decision.value_target) == (WayOut.INSIDE, 60 * OUTSIDE_MARGIN, TARGET)
    assert decision.inside == tuple(range(60))
    assert answer.ids == ()
    assert set(result.roster[columns.CHANNEL]) == {Channel.INSIDE}
    assert (result.roster[columns.CHANNEL_REASON][:60] == ChannelReason.TERRITORY_FAILED).all()
    placed_once(data, answer, result)


def test_a_blank_line_is_not_tested():
    answer, _ = built(dataset(block(90, rep="R0"), {"name": ["Ann"]}), plan(rules(None)))
    assert answer.decisions == ()
    assert len(answer.ids) == 1


def test_a_cent_under_the_line_fails_and_a_failing_territory_may_only_be_reported():
    data = dataset(SIXTY_AND_NINETY, {"name": ["Ann"]})
    answer, result = built(data, plan(rules(TARGET + 1, acts_on_failing=False)))
    (decision,) = answer.decisions
    assert (decision.taken, decision.moved, decision.inside, decision.name) == (None, (), (), answer.names[0])
    assert [way for way, _ in decision.prices] == [WayOut.INSIDE]
    assert int((answer.territory == 0).sum()) == 120
    placed_once(data, answer, result)


def test_handing_inside_costs_what_outside_adds_and_inside_costs_less_the_drive_and_the_rep():
    """Break-even: 60 of 100 parts of the target add 60 % of 200,000; 60 places inside cost 333.33 each."""
    places = {"lat": [42.0] * 60, "lon": [-84.0] * 60}
    data = dataset(block(60, rep="GONE") | places, {"name": ["Ann"]})
    answer, _ = built(data, plan(rules(100 * OUTSIDE_MARGIN, acts_on_failing=False)))
    (price,) = (price for way, price in answer.decisions[0].prices if way is WayOut.INSIDE)
    assert price == pytest.approx(12_000_000 + 60 * 33_333 - 20_000_000 - _balance(60, 100), abs=10)


def _balance(held, wanted):
    """Half a percent of what is missing under the target is in the objective, and no longer when it is given up."""
    return 0.005 * (wanted - held) * OUTSIDE_MARGIN


def test_an_assumed_lift_takes_the_place_of_the_break_even():
    lifted = RoleEconomics(20_000_000, 120, 80, 140, assumed_lift=0.10)
    settings = replace(rules(100 * OUTSIDE_MARGIN, acts_on_failing=False), economics=Economics(outside=lifted))
    data = dataset(block(60, rep="GONE") | {"lat": [42.0] * 60, "lon": [-84.0] * 60}, {"name": ["Ann"]})
    answer, _ = built(data, plan(settings))
    (price,) = (price for way, price in answer.decisions[0].prices if way is WayOut.INSIDE)
    assert price == pytest.approx(60 * 300_000 + 60 * 33_333 - 20_000_000 - _balance(60, 100), abs=10)


def test_a_sparse_territory_under_its_target_is_dissolved_into_its_neighbour():
    data = dataset(joined_columns(block(100, rep="R0"), block(30, at=SOUTH, rep="R1")), {"name": ["Ann", "Bob"]})
    answer, result = built(data, plan(rules(90 * OUTSIDE_MARGIN, number=2)))
    (decision,) = answer.decisions
    assert decision.taken is WayOut.DISSOLVE
    assert len(answer.ids) == 1
    assert decision.territory_id not in answer.ids
    assert (answer.territory == 0).all()
    assert decision.value == len(decision.moved) * OUTSIDE_MARGIN
    assert decision.inside == ()
    assert (answer.upper.tolist(), len(answer.cut_line), answer.formed_for) == ([140.0], 1, ("R0",))
    assert "R1" in result.bench
    placed_once(data, answer, result)


def test_a_territory_with_faithful_customers_that_lacks_little_is_raised_by_its_neighbour():
    """Dissolving takes 88 accounts from their rep at 500 each; being raised takes a few. Nobody has room for all."""
    loyal = Economics(handoff_loss=0.5, review_years=1)
    data = dataset(joined_columns(block(100, rep="R0"), block(88, at=SOUTH, rep="R1")), {"name": ["Ann", "Bob"]})
    answer, result = built(data, plan(replace(rules(90 * OUTSIDE_MARGIN, number=2), economics=loyal)))
    (decision,) = answer.decisions
    assert decision.taken is WayOut.RAISE
    assert {way for way, _ in decision.prices} == set(WayOut)
    assert sorted(np.bincount(answer.territory).tolist()) == [90, 98]
    assert len(decision.moved) == 2
    assert (result.territories[territory_columns.GROSS_MARGIN] >= 90 * OUTSIDE_MARGIN).all()
    placed_once(data, answer, result)


def test_a_territory_beyond_reach_of_its_neighbours_goes_inside_and_the_others_keep_their_ids():
    data = dataset(
        joined_columns(block(100, rep="R0"), block(30, at=FAR, rep="R1"), block(95, at=SOUTH, rep="R2")),
        {"name": ["Ann", "Bob", "Cid"]},
    )
    answer, result = built(data, plan(rules(90 * OUTSIDE_MARGIN, number=3)))
    (decision,) = answer.decisions
    assert decision.inside == tuple(range(100, 130))
    assert (answer.ids, decision.territory_id) == (("T01", "T03"), "T02")
    assert set(answer.territory[130:].tolist()) == {1}
    placed_once(data, answer, result)


def test_a_locked_territory_that_fails_stays_and_is_named():
    data = dataset(joined_columns(block(100, rep="R0"), block(30, at=SOUTH, rep="R1")), {"name": ["Ann", "Bob"]})
    first = build_territories(data, plan(rules(number=2)), solve=quick)
    small = first.ids[int(first.territory[129])]
    decided = plan(rules(70 * OUTSIDE_MARGIN, number=2), territories=first, pins={"locked": {small: ""}})
    answer, result = built(data, decided)
    (decision,) = answer.decisions
    assert (decision.territory_id, decision.taken, decision.prices) == (small, None, ())
    assert len(answer.ids) == 2
    assert ("under_target", small) in {(problem.code, problem.subject) for problem in result.problems}


def test_a_territory_that_holds_an_account_put_there_by_hand_is_not_given_up():
    data = dataset(joined_columns(block(100, rep="R0"), block(30, at=FAR, rep="R1")), {"name": ["Ann", "Bob"]})
    first = build_territories(data, plan(rules(number=2)), solve=quick)
    small = first.ids[int(first.territory[129])]
    decided = plan(rules(90 * OUTSIDE_MARGIN, number=2), territories=first, pins={"territory": {"A129": small}})
    answer, _ = built(data, decided)
    assert small in answer.ids
    assert answer.decisions[-1].taken is None


def test_a_target_that_no_territory_can_reach_is_only_reported():
    """A slip of the keyboard hands nobody's customers inside."""
    data = dataset(joined_columns(block(100, rep="R0"), block(90, at=SOUTH, rep="R1")), {"name": ["Ann", "Bob"]})
    answer, result = built(data, plan(rules(1_000_000 * OUTSIDE_MARGIN, number=2)))
    assert len(answer.ids) == 2
    assert [decision.taken for decision in answer.decisions] == [None, None]
    assert not answer.out_of_reach.any()
    assert sum(problem.code == "under_target" for problem in result.problems) == 2


def test_potential_is_a_line_of_its_own():
    spend = {"revenue": [4_000_000] * 200, "wallet": [5_000_000] * 100 + [4_100_000] * 100}
    areas = joined_columns(block(100, rep="R0"), block(100, at=FAR, rep="R1")) | spend
    answer, _ = built(dataset(areas, {"name": ["Ann", "Bob"]}), plan(rules(potential_target=50_000_000)))
    (decision,) = answer.decisions
    assert (decision.potential, decision.value_target, decision.potential_target) == (10_000_000, None, 50_000_000)
    assert decision.taken is WayOut.INSIDE


def test_of_150_outside_in_one_territory_the_top_140_stay_and_the_rest_go_inside():
    areas = block(150, rep="R0") | {"gross_margin": [3_000_000 + row for row in range(150)]}
    data = dataset(areas, {"name": ["Ann"]})
    answer, result = built(data, plan(rules(100 * OUTSIDE_MARGIN)))
    assert np.flatnonzero(answer.territory == 0).tolist() == list(range(10, 150))
    assert (result.roster[columns.CHANNEL_REASON][:10] == ChannelReason.OVER_THE_CUT).all()
    placed_once(data, answer, result)


def test_of_150_outside_the_rest_go_to_a_neighbour_with_room():
    data = dataset(joined_columns(block(150, rep="R0"), block(100, at=SOUTH, rep="R1")), {"name": ["Ann", "Bob"]})
    answer, result = built(data, plan(rules(100 * OUTSIDE_MARGIN)))
    assert sorted(np.bincount(answer.territory).tolist()) == [110, 140]
    assert not answer.out_of_reach.any()
    placed_once(data, answer, result)


def test_an_account_without_a_place_stays_with_what_is_left():
    areas = joined_columns(block(100, rep="R0"), block(30, at=SOUTH, rep="R1"))
    areas["lat"][129] = np.nan
    data = dataset(areas, {"name": ["Ann", "Bob"]})
    answer, result = built(data, plan(rules(90 * OUTSIDE_MARGIN, number=2)))
    assert len(answer.ids) == 1
    assert answer.territory[129] == 0
    placed_once(data, answer, result)


def test_the_prices_of_a_failing_territory_make_the_answer_stale_only_where_a_line_is_set():
    data = dataset(block(90, rep="R0"), {"name": ["Ann"]})
    costly = Economics(inside=RoleEconomics(30_000_000, 300, 200, 350))
    for target, is_stale in ((None, False), (90 * OUTSIDE_MARGIN, True)):
        answer = build_territories(data, plan(rules(target)), solve=quick)
        later = evaluate(data, plan(replace(rules(target), economics=costly), territories=answer))
        assert ("territories" in later.stale) is is_stale


def test_what_was_decided_is_told_account_by_account_and_in_the_figures():
    areas = joined_columns(block(100, rep="R0"), block(30, at=FAR, rep="R1"), block(95, at=SOUTH, rep="R2"))
    data = dataset(areas, {"name": ["Ann", "Bob", "Cid"]})
    decided = plan(rules(90 * OUTSIDE_MARGIN, number=3))
    answer, result = built(data, decided)
    whole = replace(decided, accepted=replace(decided.accepted, territories=answer))
    moved, inside = answer.decisions[0].moved[0], answer.decisions[0].inside[0]
    assert "was dissolved into its neighbours; none within reach had room" in _why(
        data, whole, result, inside, "Channel"
    )
    assert "was dissolved into its neighbours, which saves $" in _why(data, whole, result, moved, "Territory")
    (told,) = plan_summary(data, whole, result)["decisions"]
    assert (told["territory"], told["taken"], told["inside_accounts"]) == ("T02", "dissolve", 30)
    assert set(told["prices"]) == {"dissolve", "inside"}
    assert "territory_failed" in {problem.code for problem in result.problems}


def test_a_reported_territory_says_what_each_way_out_costs():
    data = dataset(SIXTY_AND_NINETY, {"name": ["Ann"]})
    _, result = built(data, plan(rules(TARGET + 1, acts_on_failing=False)))
    (problem,) = (each for each in result.problems if each.code == "under_target")
    assert "Hand to inside costs $" in problem.message


def _why(data, decided, result, row, question):
    return next(line.because for line in why_card(data, decided, result, row).lines if line.question == question)


def test_the_target_of_a_half_time_rep_is_half_of_a_full_time_ones():
    data = dataset(
        joined_columns(block(100, rep="R0"), block(50, at=FAR, rep="R1")),
        {"name": ["Ann", "Bob"], "employment_share": [1.0, 0.5]},
    )
    answer, result = built(data, plan(rules(100 * OUTSIDE_MARGIN, number=2)))
    assert answer.decisions == ()
    targets = dict(zip(answer.formed_for, result.territories[territory_columns.VALUE_TARGET], strict=True))
    assert targets == {"R0": 100 * OUTSIDE_MARGIN, "R1": 50 * OUTSIDE_MARGIN}
    short, _ = built(data, plan(rules(101 * OUTSIDE_MARGIN, number=2, acts_on_failing=False)))
    assert sorted(each.value_target for each in short.decisions) == [int(50.5 * OUTSIDE_MARGIN), 101 * OUTSIDE_MARGIN]
