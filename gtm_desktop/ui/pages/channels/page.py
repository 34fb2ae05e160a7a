"""The channels page."""

from gtm_desktop.ui.pages.channels.controller import ChannelsController
from gtm_desktop.ui.pages.channels.face import ChannelsFace
from gtm_desktop.ui.pages.page import Page, PageContext


class ChannelsPage(Page):
    """Where the two lines and the costs decide which channel covers which account."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.face = ChannelsFace()
        self.controller = ChannelsController(self.face, context)
        self.fill_with(self.face)

    def show_workspace(self) -> None:
        """Show the plan and its latest result."""
        self.controller.refresh()

    def show_subject(self, subject_id: str) -> None:
        """Select an account in the table."""
        self.controller.show_account(subject_id)


def create_page(context: PageContext) -> Page:
    """Make the page."""
    return ChannelsPage(context)
