"""Offering unsaved work: at every start, before its plan is opened, and on the start page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.words import day, moment, tr
from gtm_desktop.project import recovery
from gtm_desktop.project.recovery import Unfinished
from gtm_desktop.ui.shell import dialogs


class RecoveryOffers(QObject):
    """Offers the work of sessions that ended without being closed, one after the other, the latest first.

    What was put off is offered again when its plan is opened, and at the next start.
    """

    def __init__(
        self,
        window: QWidget,
        bring_back: Callable[[Path, Callable[[Path], None]], None],
        forget: Callable[[Path], None],
    ) -> None:
        """Take what brings the work in a folder back (and then calls what it is given), and what gives it up."""
        super().__init__(window)
        self._window = window
        self._bring_back = bring_back
        self._forget = forget
        self._dealt_with: set[Path] = set()
        self._put_off: set[Path] = set()

    def at_start(self, file: Path | None, go_on: Callable[[], None]) -> None:
        """Offer all there is, that of `file` first; `go_on` opens the file unless something is brought back."""
        found = self._found()
        self._offer([*_of(found, file), *(each for each in found if each not in _of(found, file))], file, go_on)

    def before_opening(self, file: Path, go_on: Callable[[], None]) -> None:
        """Offer the unsaved work of one file; `go_on` opens the file unless that is brought back."""
        self._offer(_of(self._found(), file), file, go_on)

    def on_start_page(self) -> None:
        """Offer what was not put off since the program started."""
        self._offer([each for each in self._found() if each.folder not in self._put_off], None, _nothing)

    def _found(self) -> list[Unfinished]:
        return [each for each in recovery.unfinished() if each.folder not in self._dealt_with]

    def _offer(self, found: Sequence[Unfinished], file: Path | None, go_on: Callable[[], None]) -> None:
        if not found:
            go_on()
            return
        first, rest = found[0], partial(self._offer, found[1:], file, go_on)
        is_of_file = bool(_of([first], file))
        dialogs.ask_recovery(
            self._window,
            question_of(first),
            detail_of(first, file),
            partial(self._bring_back, first.folder, self._on_dealt_with),
            partial(self._give_up, first.folder, rest),
            partial(self._later, first.folder, rest),
            tr("Open the saved file") if is_of_file else tr("Ask me later"),
        )

    def _give_up(self, folder: Path, go_on: Callable[[], None]) -> None:
        self._on_dealt_with(folder)
        go_on()

    def _later(self, folder: Path, go_on: Callable[[], None]) -> None:
        self._put_off.add(folder)
        go_on()

    def _on_dealt_with(self, folder: Path) -> None:
        self._dealt_with.add(folder)
        self._forget(folder)


def question_of(found: Unfinished) -> str:
    """Say whose unsaved work was found."""
    name = found.path.stem if found.path is not None else tr("a plan that was never saved")
    return tr("Unsaved work in {project} was found.", project=name)


def detail_of(found: Unfinished, file: Path | None) -> str:
    """Say from when it is, whether its file has changed since, and what is opened if it is not brought back."""
    lines = [tr("Last change: {when}. The program ended without closing it.", when=_when(found.when))]
    if found.path is not None and found.changed_at is not None:
        lines.append(
            tr(
                "{file} was saved outside that session: {when}. The work comes back as a copy without a file, so that "
                "saving it cannot replace what is in {file}.",
                file=found.path.name,
                when=_when(found.changed_at),
            )
        )
    if file is not None and not _of([found], file):
        lines.append(tr("{file} is opened unless you bring it back.", file=file.name))
    return "\n\n".join(lines)


def _when(value: datetime) -> str:
    return tr("{day}, {time}", day=day(value.astimezone().date()), time=moment(value))


def _of(found: Sequence[Unfinished], file: Path | None) -> list[Unfinished]:
    return [each for each in found if file is not None and each.path == file.resolve()]


def _nothing() -> None:
    pass
