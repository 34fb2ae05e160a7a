"""Which page belongs to which step. A page's folder offers ``page.create_page(context)``."""

import importlib
import importlib.util
from types import ModuleType
from typing import cast

from PySide6.QtWidgets import QVBoxLayout

from gtm_desktop.core.words import tr
from gtm_desktop.ui.pages.page import Page, PageContext
from gtm_desktop.ui.shell.steps import ICONS, StepId, step_title
from gtm_desktop.ui.widgets.states import EmptyState


class _ComingPage(Page):
    """Stands in for a step whose page is not part of this version."""

    def __init__(self, context: PageContext, step: StepId) -> None:
        super().__init__(context)
        words = tr("This step has no page in this version yet.")
        layout = QVBoxLayout(self)
        layout.addWidget(EmptyState(ICONS[step], step_title(step), words))

    def show_workspace(self) -> None:
        """Show nothing of the plan."""


def load_pages() -> None:
    """Import every page, so that making them later is quick. Fit for a thread: no widget is made."""
    for step in StepId:
        _module(step)


def create_page(step: StepId, context: PageContext) -> Page:
    """Make the page of a step."""
    module = _module(step)
    return _ComingPage(context, step) if module is None else cast(Page, module.create_page(context))


def _module(step: StepId) -> ModuleType | None:
    folder = f"{__package__}.{step.value}"
    if importlib.util.find_spec(folder) is None or importlib.util.find_spec(f"{folder}.page") is None:
        return None
    return importlib.import_module(f"{folder}.page")
