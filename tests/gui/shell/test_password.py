"""A workbook under a password: it is asked for, and asked for again where it was wrong."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.tables import accounts as columns
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.session import files as session_files
from gtm_desktop.ui.shell.dialogs import PasswordDialog
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workspace.recording import Recording
from tests.unit.planning.builders import dataset


@pytest.fixture
def bridge(qapp):
    made = WorkspaceBridge(partial(evaluate, memo=Memo()), Recording())
    yield made
    made.workspace.close()
    made.close()


def _asked(window):
    return [each for each in window.findChildren(PasswordDialog) if each.isVisible()]


def test_a_password_is_asked_for_until_it_opens_the_workbook(qtbot, bridge, monkeypatch):
    tried = []

    def read(request, *, progress):
        tried.append(request.choices.accounts_file.password)
        if tried[-1] != " right ":
            raise UserError(
                "list.xlsx is protected by a password.", "", code="encrypted" if tried[-1] is None else "wrong_password"
            )
        return dataset({columns.GROSS_MARGIN: [100]})

    monkeypatch.setattr(session_files, "read_dataset", read)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    files = session_files.ProjectFiles(window, bridge, lambda *_: None)
    files.read(ReadRequest(Path("list.xlsx")))
    for password in ("wrong", " right "):
        qtbot.waitUntil(lambda: len(_asked(window)) == 1)
        (dialog,) = _asked(window)
        line = dialog.findChild(QLineEdit)
        assert line.echoMode() is QLineEdit.EchoMode.Password
        line.setText(password)
        dialog._on_accepted()
    qtbot.waitUntil(lambda: bridge.workspace.is_open)
    assert tried == [None, "wrong", " right "]
