"""docs/requirements.md lists every requirement, with a state that its tests bear out."""

from tests.architecture import sources
from tests.architecture.requirements_page import STATES, last_cell, modules_by_requirement, read_page

SERIES = {"R0.": 6, "R1.": 10, "R2.": 11, "R3.": 18, "A": 13, "D": 6, "M": 9, "C": 6, "X": 18, "RULES ": 6}


def test_every_requirement_is_listed_once_in_order() -> None:
    expected = [f"{prefix}{number}" for prefix, last in SERIES.items() for number in range(1, last + 1)]
    assert [requirement.name for requirement in read_page()] == expected


def test_every_state_is_a_known_one() -> None:
    sources.refuse([f"{row.name}: {row.state}" for row in read_page() if row.state not in STATES])


def test_what_is_done_in_whole_or_part_is_named_by_a_test() -> None:
    named = modules_by_requirement()
    sources.refuse(
        [f"{row.name} is {row.state}" for row in read_page() if row.state != "not yet" and row.name not in named]
    )


def test_no_test_names_a_requirement_that_is_not_listed() -> None:
    listed = {row.name for row in read_page()}
    sources.refuse(
        [f"{name} in {', '.join(where)}" for name, where in modules_by_requirement().items() if name not in listed]
    )


def test_the_page_lists_the_tests_that_name_each_requirement() -> None:
    named = modules_by_requirement()
    stale = [row.name for row in read_page() if row.tests != last_cell(named.get(row.name, []))]
    remedy = "run: .venv/bin/python -m tests.architecture.requirements_page"
    sources.refuse([f"{name}: the list of tests is out of date; {remedy}" for name in stale])
