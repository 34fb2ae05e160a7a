"""On which page each stage of a plan is mended."""

from gtm_desktop.planning.result import Stage
from gtm_desktop.ui.shell.steps import StepId

STEP_OF_STAGE = {
    Stage.DATA: StepId.DATA,
    Stage.SEGMENTS: StepId.SEGMENTS,
    Stage.CHANNELS: StepId.CHANNELS,
    Stage.TERRITORIES: StepId.TERRITORIES,
    Stage.REPS: StepId.TERRITORIES,
    Stage.INSIDE: StepId.INSIDE,
}
