"""Small dialogs, all opened without blocking."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop import __version__
from gtm_desktop.core.words import tr
from gtm_desktop.geo.credits import all_sources
from gtm_desktop.ui.actions import Action
from gtm_desktop.ui.plain_text import message_box
from gtm_desktop.ui.widgets.labels import label

_ABOVE_HEADING = 10


def ask(parent: QWidget, question: str, detail: str, yes: str, on_yes: Callable[[], None]) -> QMessageBox:
    """Ask before something that should not happen by accident; Escape and Cancel do nothing."""
    box = message_box(parent, QMessageBox.Icon.Question, question, detail)
    box.addButton(QMessageBox.StandardButton.Cancel)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    accept.clicked.connect(lambda _checked=False: on_yes())
    box.open()
    return box


def ask_unsaved(
    parent: QWidget, project: str, on_save: Callable[[], None], on_discard: Callable[[], None]
) -> QMessageBox:
    """Ask what should become of changes that are not in a file."""
    question = tr("Save the changes to {project}?", project=project)
    box = message_box(parent, QMessageBox.Icon.Question, question, tr("What is not saved will be gone."))
    save = box.addButton(QMessageBox.StandardButton.Save)
    discard = box.addButton(QMessageBox.StandardButton.Discard)
    box.addButton(QMessageBox.StandardButton.Cancel)
    save.clicked.connect(lambda _checked=False: on_save())
    discard.clicked.connect(lambda _checked=False: on_discard())
    box.open()
    return box


def ask_recovery(
    parent: QWidget,
    question: str,
    detail: str,
    on_recover: Callable[[], None],
    on_discard: Callable[[], None],
    on_later: Callable[[], None],
    later: str,
) -> QMessageBox:
    """Offer to bring back unsaved work, to give it up, or to decide later: `later` says what happens then."""
    box = message_box(parent, QMessageBox.Icon.Question, question, detail)
    recover = box.addButton(tr("Bring it back"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Give it up"), QMessageBox.ButtonRole.DestructiveRole)
    put_off = box.addButton(later, QMessageBox.ButtonRole.RejectRole)
    recover.clicked.connect(lambda _checked=False: on_recover())
    discard.clicked.connect(lambda _checked=False: on_discard())
    put_off.clicked.connect(lambda _checked=False: on_later())
    box.setDefaultButton(recover)
    box.setEscapeButton(put_off)
    box.open()
    return box


def choose_target(
    parent: QWidget, title: str, suggestion: str, kinds: str, on_chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file to write to; it asks itself before a file that exists is taken."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(Path(suggestion).suffix.lstrip("."))
    dialog.selectFile(suggestion)
    dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def tell(parent: QWidget, title: str, text: str) -> QMessageBox:
    """Tell something that needs no answer."""
    box = message_box(parent, QMessageBox.Icon.Information, text, title=title)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def about(parent: QWidget) -> QMessageBox:
    """Say which version this is and where the data comes from."""
    return tell(
        parent,
        tr("About GTM Desktop"),
        tr(
            "GTM Desktop {version}\n\n{sources}\nMap: Leaflet through folium. Window: Qt for Python, LGPL.\n\n"
            "The program works offline. Nothing leaves this computer.",
            version=__version__,
            sources=all_sources(),
        ),
    )


class TextDialog(QDialog):
    """Asks for one line of text, such as a name or a reason."""

    def __init__(
        self, parent: QWidget, title: str, prompt: str, on_text: Callable[[str], None], text: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_text = on_text
        self._line = QLineEdit(text)
        self._line.setMinimumWidth(320)
        self._line.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(prompt, wrap=True))
        layout.addWidget(self._line)
        layout.addWidget(buttons)

    def _on_accepted(self) -> None:
        text = self._line.text().strip()
        self.accept()
        self._on_text(text)


class PasswordDialog(TextDialog):
    """Asks for a password, which does not show; blanks around it belong to it."""

    def __init__(self, parent: QWidget, title: str, prompt: str, on_text: Callable[[str], None]) -> None:
        super().__init__(parent, title, prompt, on_text)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)

    def _on_accepted(self) -> None:
        password = self._line.text()
        self.accept()
        if password:
            self._on_text(password)


class ShortcutsDialog(QDialog):
    """Lists every shortcut, under headings."""

    def __init__(self, parent: QWidget, groups: Sequence[tuple[str, Sequence[Action]]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout()
        columns.setSpacing(48)
        half = sum(1 + len(actions) for _, actions in groups) / 2
        form, rows = _column(columns), 0
        for heading, actions in groups:
            if rows + len(actions) / 2 > half:
                form, rows = _column(columns), 0
            title = label(heading, "strong")
            title.setContentsMargins(0, _ABOVE_HEADING if rows else 0, 0, 0)
            rows += 1 + len(actions)
            form.addRow(title)
            for action in actions:
                form.addRow(label(action.title), label(action.keys, "soft"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addWidget(buttons)


def _column(columns: QHBoxLayout) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(32)
    form.setVerticalSpacing(6)
    columns.addLayout(form)
    return form
