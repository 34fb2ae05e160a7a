"""The segments page."""

from gtm_desktop.ui.pages.page import Page, PageContext
from gtm_desktop.ui.pages.segments.controller import SegmentsController
from gtm_desktop.ui.pages.segments.face import SegmentsFace


class SegmentsPage(Page):
    """Where accounts are parted by size, mix, pattern and share of wallet, and the grid's cells are decided."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.face = SegmentsFace()
        self.controller = SegmentsController(self.face, context)
        self.fill_with(self.face)

    def show_workspace(self) -> None:
        """Show the plan and its latest result."""
        self.controller.refresh()

    def show_subject(self, subject_id: str) -> None:
        """Select an account in the table."""
        self.controller.show_account(subject_id)


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return SegmentsPage(context)
