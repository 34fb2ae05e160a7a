"""A project from a plan file of format 1: its answers are judged once, in all scenarios and kept steps."""

from collections.abc import Iterator
from dataclasses import replace

from gtm_desktop.planning.earlier_answers import EarlierAnswers
from gtm_desktop.planning.plan import Plan, is_unjudged
from gtm_desktop.project.state import History, ProjectState, Scenarios, Step


def with_judged_answers(project: ProjectState) -> ProjectState:
    """Return the project in which answers of format 1 that are up to date say so; another project as it is."""
    if not any(_is_unjudged(plan) for plan in _plans(project)):
        return project
    answers = EarlierAnswers(project.datasets, list(_plans(project)))
    judged: dict[int, Plan] = {}

    def plan_of(plan: Plan) -> Plan:
        if id(plan) not in judged:
            judged[id(plan)] = answers.judged(plan)
        return judged[id(plan)]

    def scenarios_of(scenarios: Scenarios) -> Scenarios:
        return Scenarios(tuple((name, plan_of(plan)) for name, plan in scenarios.plans), scenarios.current)

    def step_of(step: Step) -> Step:
        return replace(step, before=scenarios_of(step.before), after=scenarios_of(step.after))

    history = History(*(tuple(map(step_of, steps)) for steps in (project.history.done, project.history.undone)))
    return replace(project, scenarios=scenarios_of(project.scenarios), history=history)


def _is_unjudged(plan: Plan) -> bool:
    answers = (plan.accepted.territories, plan.accepted.reps)
    return any(answer is not None and is_unjudged(answer.run) for answer in answers)


def _plans(project: ProjectState) -> Iterator[Plan]:
    """Give every plan of a project once: the open one, the scenarios, then the kept steps from the oldest on.

    What is not up to date in a scenario was so in the step that accepted it, the oldest that holds it.
    """
    kept = [scenarios for step in (*project.history.done, *project.history.undone)
            for scenarios in (step.before, step.after)]  # fmt: skip
    plans = [project.plan, *(plan for scenarios in (project.scenarios, *kept) for _, plan in scenarios.plans)]
    yield from {id(plan): plan for plan in plans}.values()
