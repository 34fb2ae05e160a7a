"""What the shell says, as frozen values."""

from dataclasses import dataclass

from gtm_desktop.ui.shell.steps import StepId, StepView


@dataclass(frozen=True)
class ShellView:
    """What rail, top bar and status bar show.

    Attributes:
        project: the project's name.
        file: the file's name; empty if it was never saved.
        scenarios: their names, in order.
        scenario: the open one.
        undo: what undo would undo; empty for nothing.
        redo: what redo would do again; empty for nothing.
        steps: the six steps.
        current: the open step.
        saved: whether the file holds everything, in words.
        is_saved: the same as a fact.
        totals: totals of the plan, in words; never other figures than the page's.
        problems: how many things need a look.
        problem: the next of them, in words.
        shows_people: scores, cost and homes are shown.
    """

    project: str
    file: str
    scenarios: tuple[str, ...]
    scenario: str
    undo: str
    redo: str
    steps: tuple[StepView, ...]
    current: StepId
    saved: str
    is_saved: bool
    totals: str
    problems: int
    problem: str
    shows_people: bool
