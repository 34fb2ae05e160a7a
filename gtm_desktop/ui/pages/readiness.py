"""Whether what is shown is the plan as it is now, and if not, why: in words that fit into a sentence."""

from gtm_desktop.core.words import tr
from gtm_desktop.workspace.workspace import Workspace


def unready_reason(workspace: Workspace) -> str:
    """Say why the latest result is not that of the open plan as it is; empty where it is."""
    if workspace.is_result_current:
        return ""
    if workspace.failure is not None:
        return tr("the plan could not be worked out")
    return tr("the plan is still being worked out")
