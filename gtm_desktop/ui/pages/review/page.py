"""The review page."""

from gtm_desktop.ui.pages.page import Page, PageContext
from gtm_desktop.ui.pages.review.controller import ReviewController
from gtm_desktop.ui.pages.review.face import ReviewFace


class ReviewPage(Page):
    """Where scenarios are compared, handoffs and decisions read, and the roster is exported."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.face = ReviewFace()
        self.controller = ReviewController(self.face, context)
        self.fill_with(self.face)

    def show_workspace(self) -> None:
        """Show the plan, the other scenarios and the journal."""
        self.controller.refresh()


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return ReviewPage(context)
