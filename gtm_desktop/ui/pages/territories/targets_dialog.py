"""The dialog about territories under their targets: the three ways out of each with their prices, and what was done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.table import DataTable

_WIDE, _HIGH = 1080, 320


class TargetsDialog(QDialog):
    """Shows the decisions; it deletes itself when it is closed.

    Args:
        table: one row a decision.
        acts: what the rules say is done about such territories, in a sentence.
    """

    def __init__(self, parent: QWidget, table: TableView, acts: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Territories under a target"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = DataTable()
        self.table.show_table(table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(theme().tokens.space["m"])
        layout.addWidget(label(acts, "soft", wrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(
            label(
                tr(
                    "Prices are a year: driving, handoffs and balance, what outside coverage adds, and "
                    "what the position costs. A way that is not there has a dash."
                ),
                "small",
                wrap=True,
            )
        )
        layout.addWidget(buttons)
        self.resize(theme().px(_WIDE), theme().px(_HIGH))
