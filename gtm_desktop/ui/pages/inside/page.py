"""The Inside page: which inside rep has which account."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gtm_desktop.ui.pages.inside.controller import InsideController
from gtm_desktop.ui.pages.inside.face import InsideFace
from gtm_desktop.ui.pages.page import Page, PageContext


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return InsidePage(context)


class InsidePage(Page):
    """Shows inside books and lets accounts be spread, dragged and given."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.face = InsideFace()
        self.controller = InsideController(self.face, context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.face)

    def show_workspace(self) -> None:
        """Show the plan's inside books."""
        self.controller.show()

    def show_subject(self, subject_id: str) -> None:
        """Show a rep's lane, or the lane of an account with the account selected."""
        self.controller.show_subject(subject_id)
