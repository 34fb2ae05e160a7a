"""The shell's actions: everything that can be done whatever page is open."""

from collections.abc import Mapping
from enum import StrEnum

from gtm_desktop.core.words import tr
from gtm_desktop.ui.actions import Action, ActionSpec
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.shell.steps import ICONS, StepId, step_title


class ActionId(StrEnum):
    """Stable names of the shell's actions."""

    OPEN_WORKBOOK = "file.open_workbook"
    OPEN_PLAN = "file.open_plan"
    OPEN_SAMPLE = "file.open_sample"
    SAVE = "file.save"
    SAVE_AS = "file.save_as"
    VERSIONS = "file.versions"
    EXPORT = "file.export_roster"
    CLOSE = "file.close"
    QUIT = "file.quit"
    UNDO = "edit.undo"
    REDO = "edit.redo"
    FIND = "view.find"
    PEOPLE = "view.people"
    THEME_SYSTEM = "view.theme_system"
    THEME_LIGHT = "view.theme_light"
    THEME_DARK = "view.theme_dark"
    PROJECTOR = "view.projector"
    NEXT_PROBLEM = "view.next_problem"
    SCENARIO_COPY = "scenario.copy"
    SCENARIO_RENAME = "scenario.rename"
    SCENARIO_DELETE = "scenario.delete"
    SHORTCUTS = "help.shortcuts"
    ABOUT = "help.about"


def shell_specs() -> tuple[ActionSpec, ...]:
    """Return what the shell's actions are called."""
    return (*_file_specs(), *_view_specs(), *_scenario_specs())


def _file_specs() -> tuple[ActionSpec, ...]:
    ids = ActionId
    return (
        ActionSpec(
            ids.OPEN_WORKBOOK, tr("Open a workbook…"),
            tr("Read an account list from a workbook or a text file"), "Ctrl+N", Icon.WORKBOOK,
        ),
        ActionSpec(ids.OPEN_PLAN, tr("Open a plan…"), tr("Open a plan that was saved"), "Ctrl+O", Icon.OPEN),
        ActionSpec(
            ids.OPEN_SAMPLE, tr("Open the sample plan"),
            tr("Look round with a made-up distributor"), "", Icon.SAMPLE,
        ),
        ActionSpec(ids.SAVE, tr("Save"), tr("Save the plan to its file"), "Ctrl+S", Icon.SAVE),
        ActionSpec(ids.SAVE_AS, tr("Save as…"), tr("Save the plan under another name"), "Ctrl+Shift+S"),
        ActionSpec(ids.VERSIONS, tr("Earlier versions…"), tr("See what each save has kept, and open it as a copy")),
        ActionSpec(ids.EXPORT, tr("Export roster…"), tr("Write the roster workbook"), "Ctrl+E"),
        ActionSpec(ids.CLOSE, tr("Close the plan"), tr("Go back to the start page"), "Ctrl+W"),
        ActionSpec(ids.QUIT, tr("Quit"), tr("Close the program"), "Ctrl+Q"),
        ActionSpec(ids.UNDO, tr("Undo"), tr("Undo the last step"), "Ctrl+Z", Icon.UNDO),
        ActionSpec(ids.REDO, tr("Redo"), tr("Do again what was undone"), "Ctrl+Shift+Z", Icon.REDO, also="Ctrl+Y"),
    )  # fmt: skip


def _view_specs() -> tuple[ActionSpec, ...]:
    ids = ActionId
    return (
        ActionSpec(ids.FIND, tr("Find…"), tr("Find an account, a rep or a territory"), "Ctrl+K", Icon.SEARCH),
        ActionSpec(
            ids.PEOPLE, tr("People: full or workshop"),
            tr("Show or hide scores, cost, seniority and homes"), "Ctrl+Shift+P", Icon.PEOPLE_FULL,
        ),
        ActionSpec(
            ids.THEME_SYSTEM, tr("Colours of the system"),
            tr("Light or dark as the system is"), "", None, is_toggle=True,
        ),
        ActionSpec(ids.THEME_LIGHT, tr("Light"), tr("Light colours"), "", None, is_toggle=True),
        ActionSpec(ids.THEME_DARK, tr("Dark"), tr("Dark colours"), "Ctrl+Shift+D", None, is_toggle=True),
        ActionSpec(
            ids.PROJECTOR, tr("Larger type"),
            tr("Larger type for a projector"), "Ctrl+Shift+L", None, is_toggle=True,
        ),
        ActionSpec(
            ids.NEXT_PROBLEM, tr("Next problem"),
            tr("Go to the next thing that needs a look"), "F8", Icon.NEXT,
        ),
    )  # fmt: skip


def _scenario_specs() -> tuple[ActionSpec, ...]:
    ids = ActionId
    return (
        ActionSpec(
            ids.SCENARIO_COPY, tr("Copy this scenario…"),
            tr("Start another scenario from this one"), "Ctrl+Shift+N", Icon.COPY,
        ),
        ActionSpec(
            ids.SCENARIO_RENAME, tr("Rename this scenario…"),
            tr("Give this scenario another name"), "", Icon.EDIT,
        ),
        ActionSpec(
            ids.SCENARIO_DELETE, tr("Delete this scenario"),
            tr("Delete this scenario; Undo brings it back"), "",
        ),
        ActionSpec(ids.SHORTCUTS, tr("Keyboard shortcuts"), tr("List every shortcut"), "F1", Icon.HELP),
        ActionSpec(
            ids.ABOUT, tr("About GTM Desktop"),
            tr("Version, licences and where the data comes from"), "", Icon.INFO,
        ),
    )  # fmt: skip


def step_spec(step: StepId, number: int) -> ActionSpec:
    """Return what the action that opens a step is called."""
    title = step_title(step)
    return ActionSpec(f"step.{step.value}", title, tr("Go to {step}", step=title), f"Ctrl+{number}", ICONS[step])


def shortcut_groups(actions: Mapping[str, Action]) -> list[tuple[str, list[Action]]]:
    """Return the actions that have a shortcut under headings, in the order they were made."""
    headings = {
        "file": tr("Plans and files"),
        "edit": tr("Undo"),
        "step": tr("Steps"),
        "view": tr("View"),
        "scenario": tr("Scenarios"),
        "segments": tr("Segments"),
        "channels": tr("Channels"),
        "territories": tr("Territories"),
        "map": tr("Map"),
        "help": tr("Help"),
    }
    groups = [
        (heading, [action for key, action in actions.items() if key.partition(".")[0] == group and action.keys])
        for group, heading in headings.items()
    ]
    return [(heading, listed) for heading, listed in groups if listed]
