"""New data, same rules: a project's scenarios over newer data, or over the same read otherwise; a job can make them."""

from dataclasses import dataclass, replace

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.renewal.carry_over import CarriedPlan, carry_over
from gtm_desktop.planning.renewal.data_changes import compare
from gtm_desktop.planning.renewal.newcomers import Proposal, with_proposals
from gtm_desktop.project.state import ProjectState, Scenarios
from gtm_desktop.workspace.edits import Edit, EditKind, ScenariosEdit, author, utc_now


@dataclass(frozen=True, eq=False)
class CarriedScenarios:
    """Scenarios over newer data.

    Attributes:
        dataset: the newer data.
        before: what was carried over.
        after: the same scenarios over the newer data.
    """

    dataset: Dataset
    before: Scenarios
    after: Scenarios


def carried_scenarios(project: ProjectState, dataset: Dataset) -> CarriedScenarios:
    """Carry every scenario of a project over to newer data; nothing of the project changes."""
    who, when = author(), utc_now()
    changes = {
        dataset_id: compare(project.datasets[dataset_id].accounts, dataset.accounts)
        for dataset_id in {plan.dataset_id for _, plan in project.scenarios.plans}
    }
    carried: list[tuple[str, CarriedPlan]] = []
    for name, plan in project.scenarios.plans:
        before = project.datasets[plan.dataset_id]
        made = carry_over(plan, changes[plan.dataset_id], before=before, after=dataset, who=who, when=when)
        carried.append((name, made))
    plans = tuple((name, made.plan) for name, made in carried)
    return CarriedScenarios(dataset, project.scenarios, replace(project.scenarios, plans=plans))


def reread_scenarios(project: ProjectState, dataset: Dataset) -> CarriedScenarios:
    """Put a project's scenarios over its workbooks read otherwise; nothing of the project changes.

    A project of one scenario about which nothing was decided yet gets the presets that its data has now; scenarios
    that hold a decision are carried over.
    """
    before = project.scenarios
    if len(before.plans) > 1 or before.plan.fingerprint != new_plan(project.dataset).fingerprint:
        return carried_scenarios(project, dataset)
    return CarriedScenarios(dataset, before, before.with_plan(new_plan(dataset)))


def put_newer(carried: CarriedScenarios, *, file: str) -> ScenariosEdit:
    """Put a newer list under all scenarios."""
    return _put(EditKind.NEWER_LIST, tr("New data: {file}", file=file), carried)


def put_reread(carried: CarriedScenarios) -> ScenariosEdit:
    """Put the same list, read otherwise, under all scenarios."""
    return _put(EditKind.READ_AGAIN, tr("Read the list again"), carried)


def put_decided(carried: CarriedScenarios, *, label: str) -> ScenariosEdit:
    """Put the list with what was decided about it under all scenarios; the label says what that was."""
    return _put(EditKind.LIST_DECIDED, label, carried)


def _put(kind: EditKind, label: str, carried: CarriedScenarios) -> ScenariosEdit:
    return ScenariosEdit(kind, label, lambda _before: carried.after)


def with_data(project: ProjectState, dataset: Dataset) -> ProjectState:
    """Return a project that holds this data too; data on which nothing rests any more is dropped."""
    used = {plan.dataset_id for _, plan in project.scenarios.plans}
    for step in (*project.history.done, *project.history.undone):
        used |= {plan.dataset_id for state in (step.before, step.after) for _, plan in state.plans}
    kept = {dataset_id: each for dataset_id, each in project.datasets.items() if dataset_id in used}
    return replace(project, datasets=kept | {dataset.dataset_id: dataset})


def accept_newcomers(accepted: tuple[Proposal, ...], dataset: Dataset) -> Edit:
    """Put accounts that nobody has where it was proposed; no other account moves."""
    label = ntr("Place {n} new account", "Place {n} new accounts", len(accepted))
    return Edit(EditKind.NEWCOMERS_PLACED, label, lambda plan: with_proposals(plan, accepted, dataset))
