"""Answers of plan files of format 1 are marked out of date as they were; inside books, which nobody can judge, are."""

import itertools
from dataclasses import replace

import pytest

from gtm_desktop.planning.build import assign_inside, assign_reps
from gtm_desktop.planning.checking.checks import check_plan
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.format1_inputs import format1_rep_inputs, format1_territory_inputs
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.settings import ChannelRules, RepRules, Settings
from gtm_desktop.project.state import History, ProjectState, Scenarios, Step, Topic
from gtm_desktop.workspace.earlier_answers import with_judged_answers
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, plan, territory_answer, towns

DATA = dataset(
    {"gross_margin": [OUTSIDE_MARGIN] * 4 + [INSIDE_MARGIN] * 3, **towns(7)},
    {"name": ["Ann", "Bob", "Ida"], "role": ["outside", "outside", "inside"]},
)
MOVED = Settings(channels=ChannelRules(outside_above=INSIDE_MARGIN - 1))


def as_format_1(answer, digest):
    return replace(answer, run=replace(answer.run, inputs="", format1_inputs=digest))


@pytest.fixture(scope="module")
def migrated():
    """Return a plan in which every answer was up to date when it was saved in format 1."""
    rules = Settings()
    territories = territory_answer([0, 0, 1, 1, -1, -1, -1])
    found = phases(DATA, plan(rules))
    territories = as_format_1(territories, format1_territory_inputs(DATA, rules, found))
    reps = assign_reps(DATA, plan(rules, territories=territories))
    reps = as_format_1(reps, format1_rep_inputs(DATA, plan(rules, territories=territories), found))
    built = plan(rules, territories=territories, reps=reps)
    built = plan(rules, territories=territories, reps=reps, inside=as_format_1(assign_inside(DATA, built), "digest"))
    return replace(built, dataset_id=DATA.dataset_id)


def project(current, *kept):
    """Return a project whose open scenario is one plan, with one step from each kept plan to the next and to it."""
    plans = [*kept, current]
    steps = [
        Step("A step", frozenset(Topic), Scenarios((("Plan", one),), "Plan"), Scenarios((("Plan", other),), "Plan"))
        for one, other in itertools.pairwise(plans)
    ]
    return ProjectState({DATA.dataset_id: DATA}, Scenarios((("Plan", current),), "Plan"), History(tuple(steps)))


def test_what_was_up_to_date_is_so_still_and_inside_books_say_why_nobody_knows(migrated):
    assert evaluate(DATA, migrated).stale == {Stage.TERRITORIES, Stage.REPS, Stage.INSIDE}
    opened = with_judged_answers(project(migrated)).plan
    result = evaluate(DATA, opened)
    assert result.stale == {Stage.INSIDE}
    said = [each.message for each in check_plan(DATA, opened, result) if each.code == "stale"]
    assert said == ["The inside books were made by an earlier version: spread again to be sure."]
    spread = replace(opened, accepted=replace(opened.accepted, inside=assign_inside(DATA, opened)))
    assert evaluate(DATA, spread).stale == frozenset()


def test_what_was_out_of_date_is_so_still(migrated):
    priced = Settings(reps=RepRules(home_cost_per_km=1))
    for rules, stale in ((MOVED, Stage.TERRITORIES), (priced, Stage.REPS)):
        opened = with_judged_answers(project(replace(migrated, settings=rules))).plan
        assert stale in evaluate(DATA, opened).stale


def test_a_line_that_is_dragged_back_makes_the_answer_of_a_kept_step_up_to_date_again(migrated):
    moved = replace(migrated, settings=MOVED)
    opened = with_judged_answers(project(moved, migrated))
    assert Stage.TERRITORIES in evaluate(DATA, opened.plan).stale
    assert evaluate(DATA, replace(opened.plan, settings=Settings())).stale == {Stage.INSIDE}
    (step,) = opened.history.done
    assert evaluate(DATA, step.before.plan).stale == {Stage.INSIDE}
    assert step.after.plan is opened.plan


def test_a_project_of_now_is_left_as_it_is(migrated):
    judged = with_judged_answers(project(migrated))
    assert with_judged_answers(judged) is judged
