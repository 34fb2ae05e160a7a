"""Earlier versions of a plan: a list, a preview, and a button that opens one as a copy."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import tr
from gtm_desktop.ui.widgets.labels import label

_SIZE = (860, 460)
_LIST_WIDTH = 300


class VersionsDialog(QDialog):
    """Lists the kept versions of a plan and shows what is in the chosen one."""

    plan_chosen = Signal(int)  # its position in the list of plans
    version_chosen = Signal(int)  # its position in the list of versions
    open_wanted = Signal(int)  # the position of the version to be opened

    def __init__(self, parent: QWidget, plans: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Earlier versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._plans = QComboBox()
        self._plans.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._plans.addItems(list(plans))
        self._plans.setAccessibleName(tr("Plan"))
        self._plans.currentIndexChanged.connect(self.plan_chosen)
        self._list = QListView()
        self._list.setAccessibleName(tr("Versions"))
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFixedWidth(_LIST_WIDTH)
        self._versions = QStringListModel(self)
        self._list.setModel(self._versions)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._preview = label("", wrap=True)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview.setContentsMargins(16, 8, 16, 8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._open = buttons.addButton(tr("Open as a copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._open.clicked.connect(self._on_open_clicked)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        shown = QScrollArea()
        shown.setWidgetResizable(True)
        shown.setWidget(self._preview)
        columns = QHBoxLayout()
        columns.addWidget(self._list)
        columns.addWidget(shown, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self._plans)
        layout.addLayout(columns, 1)
        hint = tr(
            "A version opens as a plan without a file. Saving it over the plan is safe: what is there now stays in "
            "this list."
        )
        layout.addWidget(label(hint, "soft", wrap=True))
        layout.addWidget(buttons)

    def show_versions(self, plan: int, versions: Sequence[str]) -> None:
        """Show the versions of a plan, the first one chosen."""
        self._plans.blockSignals(True)  # displaying is not choosing
        self._plans.setCurrentIndex(plan)
        self._plans.blockSignals(False)
        self._versions.setStringList(list(versions))
        self.show_preview("", can_open=False)
        if versions:
            self._list.setCurrentIndex(self._versions.index(0))

    def show_preview(self, text: str, *, can_open: bool) -> None:
        """Show what is in the chosen version, or why that cannot be shown."""
        self._preview.setText(text)
        self._open.setEnabled(can_open)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.version_chosen.emit(current.row())

    def _on_open_clicked(self) -> None:
        row = self._list.currentIndex().row()
        self.accept()
        self.open_wanted.emit(row)
