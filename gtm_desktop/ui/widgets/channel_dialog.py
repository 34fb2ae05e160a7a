"""The dialog that asks for a channel and the reason why it is set by hand."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.widgets.labels import label


class ChannelDialog(QDialog):
    """Asks which channel and why; open it with `open()`. It deletes itself when it is closed.

    Args:
        title: whose channel is set.
        choices: (channel code, what it is called), in order.
        chosen: the code chosen at first.
        on_chosen: called with channel code and reason.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        choices: Sequence[tuple[str, str]],
        chosen: str,
        on_chosen: Callable[[str, str], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._on_chosen = on_chosen
        self._codes = [code for code, _ in choices]
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.addWidget(label(title, "cardTitle", wrap=True))
        for number, (code, name) in enumerate(choices):
            radio = QRadioButton(name)
            radio.setChecked(code == chosen)
            self._group.addButton(radio, number)
            layout.addWidget(radio)
        layout.addSpacing(8)
        layout.addWidget(label(tr("Reason, for the minutes and for the rep"), "soft"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("such as: new plant opens in spring"))
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.textChanged.connect(self._refresh)
        layout.addWidget(self.reason)
        layout.addWidget(label(tr("It stays whatever the lines and cells say, until you free it."), "small", wrap=True))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Set channel"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self._group.idToggled.connect(lambda *_: self._refresh())
        self._refresh()

    def choose(self, code: str) -> None:
        """Choose a channel."""
        self._group.button(self._codes.index(code)).setChecked(True)

    def _refresh(self) -> None:
        missing = ""
        if self._group.checkedId() < 0:
            missing = tr("Choose a channel first.")
        elif not self.reason.text().strip():
            missing = tr("Type a reason first.")
        accept = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        accept.setEnabled(not missing)
        set_tip(accept, missing)

    def _on_accepted(self) -> None:
        channel, reason = self._codes[self._group.checkedId()], self.reason.text().strip()
        self.accept()
        self._on_chosen(channel, reason)
