"""Scenarios: named plans over the same list. PRODUCT R3.10."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import Scenarios
from gtm_desktop.workspace import scenarios

ONE = Scenarios((("Plan", Plan("data")),), "Plan")


def test_a_copy_stands_behind_its_original_and_is_open() -> None:
    two = scenarios.copied(scenarios.copied(ONE, "B"), "C")
    three = scenarios.copied(scenarios.switched(two, "Plan"), "D")
    assert three.names == ("Plan", "D", "B", "C")
    assert three.current == "D"
    assert three.plan is ONE.plan


@pytest.mark.parametrize("name", ["", "  ", "plan", "PLAN "])
def test_a_name_must_be_there_and_be_the_only_one(name: str) -> None:
    with pytest.raises(UserError):
        scenarios.copied(ONE, name)


def test_a_scenario_may_change_the_case_of_its_own_name() -> None:
    assert scenarios.renamed(ONE, "PLAN").names == ("PLAN",)


def test_the_only_scenario_cannot_be_deleted() -> None:
    with pytest.raises(UserError, match="only scenario"):
        scenarios.deleted(ONE, "Plan")


def test_deleting_the_open_scenario_opens_the_one_before_it() -> None:
    three = scenarios.copied(scenarios.copied(ONE, "B"), "C")
    assert scenarios.deleted(three, "C").current == "B"
    assert scenarios.deleted(scenarios.switched(three, "Plan"), "Plan").current == "B"
    assert scenarios.deleted(three, "B").current == "C"


def test_the_free_name_is_taken_by_nobody() -> None:
    two = scenarios.switched(scenarios.copied(ONE, scenarios.free_name(ONE)), "Plan")
    assert two.names == ("Plan", "Plan 2")
    assert scenarios.free_name(two) == "Plan 3"


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(UserError):
        scenarios.switched(ONE, "Nothing")
