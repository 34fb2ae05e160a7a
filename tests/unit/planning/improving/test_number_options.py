"""One territory fewer, as many and one more, side by side."""

from dataclasses import replace

import pytest

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.planning.improving.number_options import number_options
from gtm_desktop.planning.plan import OPEN
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.settings import TerritoryRules
from tests.unit.planning.test_build import quick, state


@pytest.fixture(scope="module")
def options():
    dataset = state()
    return number_options(dataset, new_plan(dataset), solve=quick)


def test_the_rules_own_number_stands_between_one_fewer_and_one_more(options):
    assert [option.asked for option in options] == [2, 3, 4]


def test_one_more_than_the_people_there_are_is_one_hire(options):
    assert [option.open_positions for option in options] == [0, 0, 1]
    assert OPEN in dict(options[-1].plan.accepted.reps.rep_ids).values()
    assert options[-1].outside_cost - options[1].outside_cost == options[1].plan.settings.economics.outside.loaded_cost


def test_an_option_asks_for_its_number_and_the_own_one_leaves_the_rules_alone(options):
    assert [option.plan.settings.territories.number for option in options] == [2, None, 4]
    assert [option.is_own for option in options] == [False, True, False]


def test_a_single_territory_has_no_option_of_none():
    dataset = state(outside=90)
    plan = new_plan(dataset)
    one = replace(plan, settings=replace(plan.settings, territories=TerritoryRules(number=1)))
    assert [option.asked for option in number_options(dataset, one, solve=quick)] == [1, 2]


def test_a_cancel_after_the_own_number_keeps_what_is_there():
    dataset, calls = state(), []

    def once(problem, *, seed, seconds, progress):
        calls.append(problem.territories)
        if len(calls) > 1:
            raise Cancelled
        return quick(problem, seed=seed, seconds=seconds, progress=progress)

    assert [option.asked for option in number_options(dataset, new_plan(dataset), solve=once)] == [3]
