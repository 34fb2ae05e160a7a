"""The six steps of a plan as the rail shows them."""

from dataclasses import dataclass
from enum import StrEnum

from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon


class StepId(StrEnum):
    """The steps, and so the pages, in order."""

    DATA = "data"
    SEGMENTS = "segments"
    CHANNELS = "channels"
    TERRITORIES = "territories"
    INSIDE = "inside"
    REVIEW = "review"


class StepState(StrEnum):
    """Where a step stands: nothing yet, done, or resting on something that has changed since."""

    TODO = "todo"
    DONE = "done"
    STALE = "stale"


ICONS = {
    StepId.DATA: Icon.DATA,
    StepId.SEGMENTS: Icon.SEGMENTS,
    StepId.CHANNELS: Icon.CHANNELS,
    StepId.TERRITORIES: Icon.TERRITORIES,
    StepId.INSIDE: Icon.INSIDE,
    StepId.REVIEW: Icon.REVIEW,
}


def step_title(step: StepId) -> str:
    """Return what a step is called."""
    return {
        StepId.DATA: tr("Data"),
        StepId.SEGMENTS: tr("Segments"),
        StepId.CHANNELS: tr("Channels"),
        StepId.TERRITORIES: tr("Territories"),
        StepId.INSIDE: tr("Inside reps"),
        StepId.REVIEW: tr("Review & export"),
    }[step]


@dataclass(frozen=True)
class StepView:
    """One step on the rail.

    Attributes:
        step: which.
        state: where it stands.
        line: its result in one line; for a stale step, why it is stale.
        reason: why it cannot be opened yet; empty if it can.
    """

    step: StepId
    state: StepState = StepState.TODO
    line: str = ""
    reason: str = ""
