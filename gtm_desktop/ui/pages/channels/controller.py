"""The channels page's controller: what the user meant becomes edits, what the plan comes to is shown."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.settings import Economics, RoleEconomics
from gtm_desktop.tables import roster
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.account_columns import AccountColumns, account_columns, channel_choices
from gtm_desktop.ui.pages.channels.face import ChannelsFace
from gtm_desktop.ui.pages.channels.sweep import sweep_view
from gtm_desktop.ui.pages.channels.table import Filter, Show, channels_table, filter_name, rows_shown
from gtm_desktop.ui.pages.channels.view import channels_view, web_effect_words
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.widgets.channel_dialog import ChannelDialog
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.edits import Edit
from gtm_desktop.workspace.rule_edits import ChannelLine

_REST_MS = 250
"""The effect of the switch maps all channels again; it waits until lines have rested so long."""


class ChannelsController(QObject):
    """Connects one `ChannelsFace` with the workspace."""

    def __init__(self, face: ChannelsFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._bridge = context.bridge
        self._filter = Filter()
        self._fixed: tuple[Dataset, AccountColumns] | None = None
        self._drags = 0
        self.dialog: ChannelDialog | None = None
        self._web_effect = QTimer(self)
        self._web_effect.setSingleShot(True)
        self._web_effect.setInterval(_REST_MS)
        self._web_effect.timeout.connect(self._show_web_effect)
        self._listen()

    def _listen(self) -> None:
        face = self._face
        lines, costs = face.thresholds_card, face.costs_card
        lines.line_dragged.connect(self._on_line_dragged)
        lines.line_released.connect(self._on_line_released)
        lines.line_typed.connect(lambda line, cents: self._apply(rule_edits.set_channel_line(ChannelLine(line), cents)))
        lines.web_switched.connect(lambda is_out: self._apply(rule_edits.set_leave_out_web(is_left_out=is_out)))
        costs.cost_typed.connect(lambda channel, cents: self._set_role(channel, loaded_cost=cents))
        costs.planned_typed.connect(lambda channel, number: self._set_role(channel, planned=number))
        costs.lift_typed.connect(lambda channel, share: self._set_role(channel, assumed_lift=share))
        costs.self_serve_cost_typed.connect(
            lambda cents: self._apply(rule_edits.set_economics(replace(self._economics(), self_serve_cost=cents)))
        )
        lines.refused.connect(self._on_refused)
        costs.refused.connect(self._on_refused)
        face.matrix.pair_chosen.connect(lambda today, final: self._show(Filter(pair=(today, final))))
        face.show_chosen.connect(lambda show: self._show(Filter(show)))
        face.channel_requested.connect(self._on_channel_requested)
        face.free_requested.connect(lambda ids: self._apply(decisions.free_channel(ids)))
        face.table.row_opened.connect(self._context.show_why)
        face.narrowed.connect(lambda: self._show(self._filter))

    def refresh(self) -> None:
        """Show the plan and its latest result."""
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            self._face.show_waiting()
            return
        is_full = self._bridge.people is PeopleMode.FULL
        view = channels_view(workspace.plan, result, shows_cost=is_full)
        self._face.show_view(view, sweep_view(workspace.plan, result))
        self._show(self._filter)
        self._web_effect.start()

    def _show_web_effect(self) -> None:
        workspace = self._bridge.workspace
        if workspace.is_open and workspace.result is not None and workspace.is_result_current:
            words = web_effect_words(workspace.dataset, workspace.plan, workspace.result)
            self._face.thresholds_card.show_web_effect(words)

    def show_account(self, account_id: str) -> None:
        """Select an account in the table, among all."""
        self._show(Filter(Show.ALL))
        self._face.table.select_ids([account_id])

    def _show(self, chosen: Filter) -> None:
        self._filter = chosen
        workspace = self._bridge.workspace
        if workspace.result is None:
            return
        rows = rows_shown(workspace.plan, workspace.result, chosen)
        fixed, is_narrow = self._columns(workspace.dataset), self._face.is_narrow
        table = channels_table(fixed, workspace.plan, workspace.result, rows, is_narrow=is_narrow)
        self._face.show_accounts(filter_name(chosen), table)

    def _columns(self, dataset: Dataset) -> AccountColumns:
        if self._fixed is None or self._fixed[0] is not dataset:
            self._fixed = (dataset, account_columns(dataset))
        return self._fixed[1]

    def _apply(self, edit: Edit) -> None:
        if not self._bridge.apply(edit):
            self.refresh()

    def _economics(self) -> Economics:
        return self._bridge.workspace.plan.settings.economics

    def _set_role(self, channel: str, **changed: int | float | None) -> None:
        economics = self._economics()
        role: RoleEconomics | None = economics.of_channel(channel)
        if role is None:
            return
        role = replace(role, **changed)  # type: ignore[arg-type]
        edited = {
            Channel.OUTSIDE: replace(economics, outside=role),
            Channel.INSIDE: replace(economics, inside=role),
            Channel.KEY_ACCOUNT: replace(economics, key_account=role),
        }[channel]
        self._apply(rule_edits.set_economics(edited))

    def _on_refused(self, message: str) -> None:
        self._bridge.failed.emit(UserError(message, tr("Nothing was changed."), code="not_a_figure"))

    def _on_line_dragged(self, line: str, cents: int) -> None:
        self._apply(rule_edits.set_channel_line(ChannelLine(line), cents, merge_key=f"channel-drag-{self._drags}"))

    def _on_line_released(self, line: str, cents: int) -> None:
        self._on_line_dragged(line, cents)
        self._drags += 1

    def _on_channel_requested(self, ids: list[str]) -> None:
        result = self._bridge.workspace.result
        if result is None or not ids:
            return
        first = result.roster.loc[result.roster[roster.ACCOUNT_ID] == ids[0], roster.CHANNEL]
        self.dialog = ChannelDialog(
            self._face,
            ntr("Set the channel of {n} account", "Set the channel of {n} accounts", len(ids)),
            choices=channel_choices(),
            chosen=str(first.iloc[0]),
            on_chosen=lambda channel, reason: self._apply(decisions.pin_channel(ids, channel, reason=reason)),
        )
        self.dialog.open()
