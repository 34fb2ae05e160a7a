"""Quick edits and saves from the real window: after each round the file is the last state that was saved.

    python -m tests.faults.window_rounds [--rounds 1000]

In a round three decisions are made and Ctrl+S is pressed after each, without waiting; then it is waited until nothing
is written any more. Wrong is a file that holds another state than the last, a window that does not say "saved", and a
plan of which the window says "saved" while its file holds another.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from gtm_desktop.core.log import start_logging
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions, fault_saver
from tests.faults.victims import ground

SAVES = 3
_LONGEST_MS = 60_000


def count_failures(rounds: int, path: Path) -> list[str]:
    """Make so many rounds and return what was wrong, one line a fault."""
    make_application()
    start_logging()
    save_project(fault_saver.first_project(), path)
    window = MainWindow()
    session = Session(window, Remembered(window))
    window.show()
    _until(session.controller.files.opened, lambda: session.controller.files.open_file(path))
    wrong = [fault for number in range(rounds) if (fault := _round(window, session, path, number))]
    session.bridge.workspace.close()
    session.close()
    window.close_now()
    return wrong


def _round(window: MainWindow, session: Session, path: Path, number: int) -> str:
    workspace = session.bridge.workspace
    for save in range(SAVES):
        channel = (Channel.INSIDE, Channel.OUTSIDE)[(number + save) % 2]
        workspace.apply(decisions.pin_channel([f"FAULT-{save + 1}"], channel, reason=f"round {number}"))
        window.commands[ActionId.SAVE].trigger()
    queue = session.controller.files.saving._queue
    loop = QEventLoop()
    QTimer.singleShot(_LONGEST_MS, loop, lambda: loop.exit(1))
    queue.when_idle(lambda: QTimer.singleShot(0, loop, loop.quit))
    if loop.exec():
        return f"round {number}: the saves do not end"
    if open_project(path).scenarios.fingerprint != workspace.project.scenarios.fingerprint:
        said = "saved" if workspace.is_saved else "not saved"
        return f"round {number}: an older state is in the file, and the window says {said}"
    return "" if workspace.is_saved else f"round {number}: the window does not say that it is saved"


def _until(signal: object, act: object) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    act()
    loop.exec()


def main() -> int:
    """Count and print; the exit status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.window_rounds")
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="faults-") as root, ground(Path(root) / "ground") as place:
        wrong = count_failures(rounds, place.folder / "plan.gtmplan")
    sys.stdout.write(f"{rounds} rounds of {SAVES} edits and saves, {len(wrong)} wrong\n")
    sys.stdout.writelines(f"  {line}\n" for line in wrong[:20])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
