"""Holding the open plan's lock: a plan that another window has open is looked at there, or opened read only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import day, moment, tr
from gtm_desktop.project import locks
from gtm_desktop.project.locks import Holder
from gtm_desktop.ui.session.first_window import Errand, FrontDesk
from gtm_desktop.ui.shell import conflict_dialogs


class PlanHolding(QObject):
    """Holds the lock of the plan that this window has open, and knows whether it may save to its file."""

    noted = Signal(str)  # one sentence: what has just happened
    went_to_first = Signal()  # the plan is in front in another window

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._desk = FrontDesk(self._come_to_front, self)
        self._held: Path | None = None
        self._in_spite_of: Holder | None = None
        self.is_read_only = False

    def before_opening(self, path: Path, go_on: Callable[[], None]) -> None:
        """Go on if no other window has the plan open; else go there, or ask."""
        self._in_spite_of = None
        holder = locks.holder_of(path)
        if holder is None:
            go_on()
        elif holder.owner.is_here and holder.listens_at:
            Errand(holder.listens_at, lambda came: self._on_errand_ended(holder, go_on, came=came), self)
        else:
            self._ask(holder, go_on)

    def hold(self, path: Path | None) -> str:
        """Hold the lock of the plan that is open now instead of the one before; read only where another has it.

        Returns:
            A sentence to say, or nothing.
        """
        if self._held is not None and self._held != path:
            locks.give_back(self._held)
        self._held, self.is_read_only = path, False
        if path is None:
            return ""
        taken = locks.take(path, self._desk.name, in_spite_of=self._in_spite_of)
        self._in_spite_of = None
        self.is_read_only = taken.holder is not None
        if self.is_read_only:
            self._held = None
        if taken.is_cleared:
            return tr("{file} was held by a window that ended without closing it. It is free again.", file=path.name)
        return ""

    def refuse_held(self, path: Path) -> None:
        """Refuse to save over a plan that another window has open.

        Raises:
            UserError: with the code held_elsewhere.
        """
        holder = locks.holder_of(path)
        if holder is not None:
            raise UserError(
                who_holds(holder), tr("Choose another name, or close it there first."), code="held_elsewhere"
            )

    def close(self) -> None:
        """Give everything back."""
        self.hold(None)
        self._desk.close()

    def _on_errand_ended(self, holder: Holder, go_on: Callable[[], None], *, came: bool) -> None:
        if came:
            self.noted.emit(tr("{file} is open in another window, which is in front now.", file=holder.path.name))
            self.went_to_first.emit()
        else:
            self._ask(holder, go_on)

    def _ask(self, holder: Holder, go_on: Callable[[], None]) -> None:
        conflict_dialogs.ask_held(
            self._window,
            who_holds(holder),
            go_on,
            partial(self._go_on_in_spite, holder, go_on),
            is_here=holder.owner.is_here,
        )

    def _go_on_in_spite(self, holder: Holder, go_on: Callable[[], None]) -> None:
        self._in_spite_of = holder
        go_on()

    def _come_to_front(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def who_holds(holder: Holder) -> str:
    """Say where a plan is open, and since when."""
    when = holder.since.astimezone()
    since = tr("{day}, {time}", day=day(when.date()), time=moment(when))
    if holder.owner.is_here:
        return tr("{file} is open in another window, since {since}.", file=holder.path.name, since=since)
    return tr(
        "{file} is open on the computer {host}, since {since}.",
        file=holder.path.name,
        host=holder.owner.host,
        since=since,
    )
