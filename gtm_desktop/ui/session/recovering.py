"""Offering unsaved work: at every start, before its plan is opened, and on the start page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.paths import whole
from gtm_desktop.core.words import day, moment, ntr, tr
from gtm_desktop.project import recovery, sessions
from gtm_desktop.project.sessions import Unfinished
from gtm_desktop.ui.shell import dialogs


class RecoveryOffers(QObject):
    """Offers the work of sessions that ended without being closed, one after the other, the latest first.

    What was put off is offered again when its plan is opened, and at the next start.
    """

    def __init__(
        self,
        window: QWidget,
        bring_back: Callable[[Path, Callable[[Path], None]], None],
    ) -> None:
        """Take what brings the work in a folder back, and then calls what it is given."""
        super().__init__(window)
        self._window = window
        self._bring_back = bring_back
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
        return [each for each in sessions.unfinished() if each.folder not in self._dealt_with]

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
        sessions.drop(folder)
        go_on()

    def _later(self, folder: Path, go_on: Callable[[], None]) -> None:
        self._put_off.add(folder)
        go_on()

    def _on_dealt_with(self, folder: Path) -> None:
        self._dealt_with.add(folder)


def question_of(found: Unfinished) -> str:
    """Say whose unsaved work was found."""
    if found.path is not None:
        name = found.path.stem
    else:
        name = tr("a plan that was never saved") if found.is_known else tr("a plan whose name cannot be read")
    return tr("Unsaved work in {project} was found.", project=name)


def detail_of(found: Unfinished, file: Path | None) -> str:
    """Say from when it is, whether its file has changed since, and what is opened if it is not brought back."""
    number = recovery.steps_since_save(found.folder)
    if found.path is None:
        steps = ntr("{n} step", "{n} steps", number)
    else:
        steps = ntr("{n} step since it was saved", "{n} steps since it was saved", number)
    words = tr(
        "Last change: {when}; {steps}. The program ended without closing it.", when=_when(found.when), steps=steps
    )
    lines = [words]
    if not found.is_known:
        lines.append(tr("What the program noted about it is damaged. The work comes back as a copy without a file."))
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
    return [each for each in found if file is not None and each.path == whole(file)]


def _nothing() -> None:
    pass
