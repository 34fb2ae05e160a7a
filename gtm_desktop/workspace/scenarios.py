"""Scenarios: named plans over the same list, and the edits that open, copy, rename and delete them."""

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import Scenarios
from gtm_desktop.workspace.edits import EditKind, ScenariosEdit


def first_name() -> str:
    """Return what the scenario of a new project is called."""
    return tr("Plan")


def free_name(scenarios: Scenarios) -> str:
    """Return a name for a copy of the open scenario that none has yet."""
    number = 2
    taken = {name.casefold() for name in scenarios.names}
    while (name := tr("{scenario} {n}", scenario=scenarios.current, n=number)).casefold() in taken:
        number += 1
    return name


def open_scenario(name: str) -> ScenariosEdit:
    """Open another scenario."""
    label = tr("switch to {scenario}", scenario=name)
    return ScenariosEdit(EditKind.SCENARIO_OPENED, label, lambda old: switched(old, name))


def copy_scenario(name: str) -> ScenariosEdit:
    """Copy the open scenario under a new name and open the copy."""
    label = tr("copy scenario to {scenario}", scenario=name)
    return ScenariosEdit(EditKind.SCENARIO_COPIED, label, lambda old: copied(old, name))


def rename_scenario(name: str) -> ScenariosEdit:
    """Give the open scenario another name."""
    label = tr("rename scenario to {scenario}", scenario=name)
    return ScenariosEdit(EditKind.SCENARIO_RENAMED, label, lambda old: renamed(old, name))


def delete_scenario(name: str) -> ScenariosEdit:
    """Delete a scenario."""
    label = tr("delete {scenario}", scenario=name)
    return ScenariosEdit(EditKind.SCENARIO_DELETED, label, lambda old: deleted(old, name))


def switched(scenarios: Scenarios, name: str) -> Scenarios:
    """Open another scenario."""
    _refuse_unknown(scenarios, name)
    return Scenarios(scenarios.plans, name)


def copied(scenarios: Scenarios, name: str) -> Scenarios:
    """Copy the open scenario under a new name, behind it, and open the copy."""
    name = _checked(scenarios, name)
    plans: list[tuple[str, Plan]] = []
    for old, plan in scenarios.plans:
        plans.append((old, plan))
        if old == scenarios.current:
            plans.append((name, plan))
    return Scenarios(tuple(plans), name)


def renamed(scenarios: Scenarios, name: str) -> Scenarios:
    """Give the open scenario another name."""
    name = _checked(scenarios, name, but=scenarios.current)
    plans = tuple((name if old == scenarios.current else old, plan) for old, plan in scenarios.plans)
    return Scenarios(plans, name)


def deleted(scenarios: Scenarios, name: str) -> Scenarios:
    """Delete a scenario; where it was open, the one before it is opened, or the first.

    Raises:
        UserError: it is the only one, or there is none of that name.
    """
    _refuse_unknown(scenarios, name)
    if len(scenarios.plans) == 1:
        raise UserError(
            tr("{scenario} is the only scenario.", scenario=name), tr("Copy it first."), code="only_scenario"
        )
    position = scenarios.names.index(name)
    plans = tuple(each for each in scenarios.plans if each[0] != name)
    current = plans[max(position - 1, 0)][0] if scenarios.current == name else scenarios.current
    return Scenarios(plans, current)


def _checked(scenarios: Scenarios, name: str, *, but: str = "") -> str:
    name = name.strip()
    if not name:
        raise UserError(tr("A scenario needs a name."), tr("Type one."), code="scenario_name")
    if any(name.casefold() == other.casefold() for other in scenarios.names if other != but):
        raise UserError(
            tr("There is a scenario {scenario} already.", scenario=name),
            tr("Choose another name."),
            code="scenario_name",
        )
    return name


def _refuse_unknown(scenarios: Scenarios, name: str) -> None:
    if name not in scenarios.names:
        raise UserError(
            tr("There is no scenario {scenario}.", scenario=name),
            tr("Choose one from the list."),
            code="unknown_scenario",
        )
