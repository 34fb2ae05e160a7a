"""The segments page's controller: what the user meant becomes edits, what the plan comes to is shown."""

from PySide6.QtCore import QObject

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.settings import Dimension, Level, SizeYear
from gtm_desktop.tables import roster
from gtm_desktop.ui.pages.account_columns import AccountColumns, account_columns, channel_choices
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.segments.face import SegmentsFace
from gtm_desktop.ui.pages.segments.table import accounts_table, rows_of_cell
from gtm_desktop.ui.pages.segments.view import Measure, segments_view
from gtm_desktop.ui.widgets.channel_dialog import ChannelDialog
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.edits import Edit
from gtm_desktop.workspace.rule_edits import SizeLine


class SegmentsController(QObject):
    """Connects one `SegmentsFace` with the workspace."""

    def __init__(self, face: SegmentsFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._bridge = context.bridge
        self._measure = Measure.MARGIN
        self._cell: tuple[str, str] | None = None
        self._fixed: tuple[Dataset, AccountColumns] | None = None
        self._drags = 0
        self.dialog: ChannelDialog | None = None
        self._listen()

    def _listen(self) -> None:
        face = self._face
        face.size_card.line_dragged.connect(self._on_line_dragged)
        face.size_card.line_released.connect(self._on_line_released)
        face.size_card.line_typed.connect(
            lambda line, cents: self._apply(rule_edits.set_size_line(SizeLine(line), cents))
        )
        face.size_card.basis_chosen.connect(self._on_basis_chosen)
        face.size_card.year_chosen.connect(self._on_year_chosen)
        face.mix_card.bands_typed.connect(lambda low, high: self._apply(rule_edits.set_mix_bands(low, high)))
        face.wallet_card.bands_typed.connect(lambda low, high: self._apply(rule_edits.set_wallet_bands(low, high)))
        for card in (face.size_card, face.mix_card, face.wallet_card):
            card.refused.connect(self._on_refused)
        face.rows_chosen.connect(self._on_rows_chosen)
        face.columns_chosen.connect(self._on_columns_chosen)
        face.measure_chosen.connect(self._on_measure_chosen)
        face.grid.cell_selected.connect(self._on_cell_selected)
        face.grid.cell_opened.connect(lambda _row, _column: face.table.setFocus())
        face.grid.cell_renamed.connect(
            lambda row, column, name: self._apply(rule_edits.name_cell(row, column, name=name))
        )
        face.cell_reset.connect(lambda row, column: self._apply(rule_edits.name_cell(row, column, name="")))
        face.cell_channel_chosen.connect(
            lambda row, column, channel: self._apply(rule_edits.route_cell(row, column, channel=channel))
        )
        face.all_requested.connect(self._on_all_requested)
        face.channel_requested.connect(self._on_channel_requested)
        face.free_requested.connect(lambda ids: self._apply(decisions.free_channel(ids)))
        face.table.row_opened.connect(self._context.show_why)
        face.narrowed.connect(self._show_accounts)

    def refresh(self) -> None:
        """Show the plan and its latest result."""
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            self._cell = None
            self._face.grid.clear_selection()
            self._face.show_waiting()
            return
        view = segments_view(workspace.plan, result, self._measure)
        if self._cell is not None and self._cell not in {(cell.row, cell.column) for cell in result.cells}:
            self._cell = None
            self._face.grid.clear_selection()
        self._face.show_view(view, self._measure)
        self._show_accounts()

    def show_account(self, account_id: str) -> None:
        """Select an account in the table, out of whatever cell."""
        self._on_all_requested()
        self._face.table.select_ids([account_id])

    def _show_accounts(self) -> None:
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            return
        rows = rows_of_cell(result, self._cell)
        fixed, is_narrow = self._columns(workspace.dataset), self._face.is_narrow
        table = accounts_table(fixed, workspace.plan, result, rows, is_narrow=is_narrow)
        names = {(cell.row, cell.column): cell.name for cell in result.cells}
        title = tr("All accounts") if self._cell is None else names[self._cell]
        self._face.show_accounts(title, table, is_all=self._cell is None)

    def _columns(self, dataset: Dataset) -> AccountColumns:
        if self._fixed is None or self._fixed[0] is not dataset:
            self._fixed = (dataset, account_columns(dataset))
        return self._fixed[1]

    def _apply(self, edit: Edit) -> None:
        if not self._bridge.apply(edit):
            self.refresh()

    def _on_refused(self, message: str) -> None:
        self._bridge.failed.emit(UserError(message, tr("Nothing was changed."), code="not_a_figure"))

    def _on_line_dragged(self, line: str, cents: int) -> None:
        self._apply(rule_edits.set_size_line(SizeLine(line), cents, merge_key=f"size-drag-{self._drags}"))

    def _on_line_released(self, line: str, cents: int) -> None:
        self._on_line_dragged(line, cents)
        self._drags += 1

    def _on_basis_chosen(self, metric: str, level: Level) -> None:
        self._apply(rule_edits.set_size_basis(metric, level))

    def _on_year_chosen(self, year: SizeYear) -> None:
        self._apply(rule_edits.set_size_year(year))

    def _on_rows_chosen(self, dimension: Dimension) -> None:
        rules = self._bridge.workspace.plan.settings.grid
        self._span(dimension, rules.rows if dimension is rules.columns else rules.columns)

    def _on_columns_chosen(self, dimension: Dimension) -> None:
        rules = self._bridge.workspace.plan.settings.grid
        self._span(rules.columns if dimension is rules.rows else rules.rows, dimension)

    def _span(self, rows: Dimension, columns: Dimension) -> None:
        before = len(self._bridge.workspace.plan.settings.grid.cells)
        self._apply(rule_edits.set_grid(rows, columns))
        dropped = before - len(self._bridge.workspace.plan.settings.grid.cells)
        if dropped:
            said = ntr(
                "{n} cell's name or channel belonged to the other grid; Undo brings it back.",
                "{n} cells' names and channels belonged to the other grid; Undo brings them back.",
                dropped,
            )
            self._bridge.noted.emit(said)

    def _on_measure_chosen(self, measure: Measure) -> None:
        self._measure = measure
        self.refresh()

    def _on_cell_selected(self, row: str, column: str) -> None:
        self._cell = (row, column)
        self._show_accounts()

    def _on_all_requested(self) -> None:
        self._cell = None
        self._face.grid.clear_selection()
        self._show_accounts()

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
