"""What is asked where a plan's file is no longer the one that this window opened or saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from gtm_desktop.core.files import free_name
from gtm_desktop.core.words import tr
from gtm_desktop.ui.plain_text import message_box


def ask_whose(
    parent: QWidget,
    path: Path,
    on_both: Callable[[], None],
    on_theirs: Callable[[], None],
    on_overwrite: Callable[[], None],
) -> QMessageBox:
    """Ask what should become of two versions of a plan; Escape and Cancel change nothing."""
    box = message_box(
        parent,
        QMessageBox.Icon.Warning,
        tr("{file} was changed by somebody else.", file=path.name),
        tr(
            "It is no longer the file that you opened or saved last, and nothing was saved yet. Their version is kept "
            "among this plan's backups whatever you choose.\n\n"
            "Keep both: yours is saved as {other}.\n"
            "Open theirs: yours is kept among the backups.\n"
            "Replace theirs: yours takes its place.",
            other=free_name(path).name,
        ),
    )
    both = box.addButton(tr("Keep both"), QMessageBox.ButtonRole.AcceptRole)
    theirs = box.addButton(tr("Open theirs"), QMessageBox.ButtonRole.ActionRole)
    overwrite = box.addButton(tr("Replace theirs"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    both.clicked.connect(lambda _checked=False: on_both())
    theirs.clicked.connect(lambda _checked=False: on_theirs())
    overwrite.clicked.connect(lambda _checked=False: on_overwrite())
    box.setDefaultButton(both)
    box.setEscapeButton(cancel)
    box.open()
    return box


def ask_gone(
    parent: QWidget, path: Path, on_again: Callable[[], None], on_elsewhere: Callable[[], None]
) -> QMessageBox:
    """Ask where to save a plan whose file is no longer there; Escape and Cancel change nothing."""
    box = message_box(
        parent,
        QMessageBox.Icon.Warning,
        tr("{file} is no longer there.", file=path.name),
        tr(
            "Somebody has deleted, moved or renamed it in {folder} since you opened or saved it. "
            "Nothing was saved yet.",
            folder=path.parent,
        ),
    )
    again = box.addButton(tr("Save it there again"), QMessageBox.ButtonRole.AcceptRole)
    elsewhere = box.addButton(tr("Save under another name…"), QMessageBox.ButtonRole.ActionRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    again.clicked.connect(lambda _checked=False: on_again())
    elsewhere.clicked.connect(lambda _checked=False: on_elsewhere())
    box.setDefaultButton(elsewhere)
    box.setEscapeButton(cancel)
    box.open()
    return box


def ask_held(
    parent: QWidget,
    question: str,
    on_read_only: Callable[[], None],
    on_all_the_same: Callable[[], None],
    *,
    is_here: bool,
) -> QMessageBox:
    """Ask how to open a plan that is open elsewhere and cannot be shown there; Escape and Cancel open nothing."""
    there = tr("That window does not answer.") if is_here else tr("Somebody may be working on it there.")
    read_only = tr("Opened read only, it can be looked at and tried out; saving then asks for another name.")
    box = message_box(parent, QMessageBox.Icon.Warning, question, f"{there}\n\n{read_only}")
    look = box.addButton(tr("Open read only"), QMessageBox.ButtonRole.AcceptRole)
    all_the_same = box.addButton(tr("Open all the same"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    look.clicked.connect(lambda _checked=False: on_read_only())
    all_the_same.clicked.connect(lambda _checked=False: on_all_the_same())
    box.setDefaultButton(look)
    box.setEscapeButton(cancel)
    box.open()
    return box
