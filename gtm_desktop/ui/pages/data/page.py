"""The Data page: what was read from the workbooks, shown and corrected."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gtm_desktop.ui.pages.data.controller import DataController
from gtm_desktop.ui.pages.data.face import DataFace
from gtm_desktop.ui.pages.page import Page, PageContext


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return DataPage(context)


class DataPage(Page):
    """Shows what was read and lets it be corrected."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.face = DataFace()
        self.controller = DataController(self.face, context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.face)

    def show_workspace(self) -> None:
        """Show the open dataset."""
        self.controller.show()
