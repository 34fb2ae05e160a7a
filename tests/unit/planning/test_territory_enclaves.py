"""Parts that lie apart join a neighbour before filling; what is left is named as the plan stands. ENGINE step 8."""

from dataclasses import replace

import numpy as np

from gtm_desktop.engine.problem import Solution
from gtm_desktop.planning import territory_enclaves
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.result import EnclaveReason
from gtm_desktop.planning.settings import ChannelRules, MadeOf, Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_task
from gtm_desktop.planning.territory_enclaves import without_enclaves
from gtm_desktop.tables.roster import Channel
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, territory_answer

WIDE = 20


def field():
    """A field of 20 × 5 accounts, 1 km apart, the western half one territory, the eastern the other."""
    column, row = np.divmod(np.arange(WIDE * 5), 5)
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * len(column), "lat": 42 + row / 100, "lon": -84 + column / 80})
    return data, (column >= WIDE // 2).astype(int)


def enclaves(territory, *, settings=None, **decided):
    data, _ = field()
    return evaluate(data, plan(settings, territories=territory_answer(territory.tolist()), **decided)).enclaves


def test_two_halves_hang_together_and_an_account_of_the_one_amid_the_other_does_not():
    _, halves = field()
    assert enclaves(halves) == ()
    halves[87] = 0
    (found,) = enclaves(halves)
    assert (found.territory_id, found.rows, found.neighbours) == ("T01", (87,), ("T02",))
    assert found.reason == EnclaveReason.NO_ROOM


def test_a_move_by_hand_makes_an_enclave_that_is_named_as_held():
    _, halves = field()
    (found,) = enclaves(halves, pins={"territory": {"A87": "T01"}})
    assert (found.rows, found.reason) == ((87,), EnclaveReason.HELD)


def test_ten_accounts_and_more_are_the_planners_to_decide():
    _, halves = field()
    halves[80:95] = 0
    assert [(len(each.rows), each.reason) for each in enclaves(halves)] == [(15, EnclaveReason.LARGE)]


def test_a_line_cuts_a_territory_in_two_and_one_that_is_not_drawn_does_not():
    _, halves = field()
    river = ((41.0, -84.0 + 4.5 / 80), (43.0, -84.0 + 4.5 / 80))
    rules = Settings(territories=TerritoryRules(lines=(river,)))
    (found,) = enclaves(halves, settings=rules)
    assert (found.territory_id, len(found.rows), found.reason) == ("T01", 25, EnclaveReason.LARGE)
    assert enclaves(halves, settings=Settings(territories=TerritoryRules(lines=((river[0],),)))) == ()


def test_an_account_that_leaves_its_channel_tears_no_territory_apart_and_is_no_enclave():
    _, halves = field()
    gap = {f"A{row}": Channel.INSIDE for row in range(20, 25)}
    assert enclaves(halves, pins={"channel": gap}) == ()
    halves[87] = 0
    assert enclaves(halves, pins={"channel": {"A87": Channel.INSIDE}}) == ()


def test_filled_accounts_are_no_enclaves():
    data, halves = field()
    halves[87] = 0
    answer = territory_answer(halves.tolist(), filled=[87])
    lines = Settings(channels=ChannelRules(outside_above=OUTSIDE_MARGIN))
    assert evaluate(data, plan(lines, territories=answer)).enclaves == ()


def test_what_is_left_is_a_problem_that_says_whose_it_is_and_why_it_stays():
    data, halves = field()
    halves[87] = 0
    result = evaluate(data, plan(territories=territory_answer(halves.tolist())))
    (problem,) = (each for each in result.problems if each.code == "enclave")
    assert problem.subject == "T01"
    assert problem.message.startswith(
        "1 account of Town 1 lies apart from the rest of it, next to Town 2: no neighbour"
    )


def test_many_parts_that_lie_apart_are_five_by_name_and_the_rest_as_one():
    data, halves = field()
    apart = [60, 62, 64, 75, 77, 79, 90, 92, 94]
    halves[apart] = 0
    result = evaluate(data, plan(territories=territory_answer(halves.tolist())))
    problems = [each for each in result.problems if each.code == "enclave"]
    assert len(result.enclaves) == len(apart)
    assert len(problems) == 6
    assert sorted(row for each in problems for row in each.rows) == sorted(
        row for enclave in result.enclaves for row in enclave.rows
    )


def test_the_ground_is_laid_once_for_a_set_of_places(monkeypatch):
    laid = []

    under = territory_enclaves.ground_under
    monkeypatch.setattr(territory_enclaves, "ground_under", lambda *given: laid.append(1) or under(*given))
    data, halves = field()
    decided = plan(territories=territory_answer(halves.tolist()))
    memo = Memo()
    for line in (2_000_000, 2_500_000, 3_500_000):
        rules = replace(decided.settings, channels=ChannelRules(outside_above=line))
        evaluate(data, replace(decided, settings=rules), memo)
    assert len(laid) == 1


def test_small_parts_join_a_neighbour_before_filling_only_where_the_rules_ask_for_it():
    data, halves = field()
    decided = plan(Settings(territories=TerritoryRules(number=2)))
    task = territory_task(territory_request(data, decided, phases(data, decided)))
    problem = replace(task.problem, lower=np.zeros(2, dtype=np.int64))
    halves[87] = 0
    torn = Solution(halves.astype(np.int64), np.array([0, 99]), 0.0)
    joined = without_enclaves(problem, torn, TerritoryRules())
    assert np.flatnonzero(joined.territory != halves).tolist() == [87]
    assert without_enclaves(problem, torn, TerritoryRules(moves_enclaves=False)) is torn


def test_accounts_of_one_county_hang_together_where_territories_are_made_of_counties():
    data, halves = field()
    county = np.where(halves == 0, "Kent", "Ottawa").astype(object)
    county[87], halves[87] = "Kent", 0
    given = {name: data.accounts[name] for name in ("gross_margin", "lat", "lon")}
    data = dataset(given | {"county": county, "state": np.full(len(county), "MI", dtype=object)})
    answer = territory_answer(halves.tolist())
    counties = Settings(territories=TerritoryRules(units=MadeOf.COUNTY))
    assert [each.rows for each in evaluate(data, plan(territories=answer)).enclaves] == [(87,)]
    assert evaluate(data, plan(counties, territories=answer)).enclaves == ()
