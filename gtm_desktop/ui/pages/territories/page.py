"""The territories page."""

from gtm_desktop.ui.pages.page import Page, PageContext
from gtm_desktop.ui.pages.territories.controller import TerritoriesController
from gtm_desktop.ui.pages.territories.face import TerritoriesFace


class TerritoriesPage(Page):
    """Where territories are built, locked, moved and given reps."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.face = TerritoriesFace()
        self.controller = TerritoriesController(self.face, context)
        self.fill_with(self.face)

    def show_workspace(self) -> None:
        """Show the plan and its latest result."""
        self.controller.refresh()

    def show_subject(self, subject_id: str) -> None:
        """Bring a territory, a rep's territory or an account into view."""
        self.controller.show_subject(subject_id)


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return TerritoriesPage(context)
