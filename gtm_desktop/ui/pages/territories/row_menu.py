"""The menu of a territory's row: every drag's other way."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.plan import OPEN
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables.reps import Role
from gtm_desktop.ui.pages.territories.view import TerritoriesView

Call = Callable[[], None]
Entry = tuple[str, Call | list[tuple[str, Call]], str]


class Does(Protocol):
    """What the entries call."""

    def toggle_lock(self, territory_id: str) -> None:
        """Lock or unlock a territory."""

    def put_rep(self, rep_id: str, territory_id: str) -> None:
        """Put a rep on a territory."""

    def free_rep(self, territory_id: str) -> None:
        """Let the matching decide again."""

    def rename(self, territory_id: str) -> None:
        """Ask for a name."""

    def move_selected(self, territory_id: str) -> None:
        """Move the selected accounts there."""

    def keep_from(self, rep_id: str, rep_name: str) -> None:
        """Ask why the selected accounts must not go to a rep."""

    def show_subject(self, subject_id: str) -> None:
        """Bring a territory into view."""


def row_entries(
    does: Does,
    view: TerritoriesView,
    result: PlanResult,
    *,
    territory_id: str,
    selected: int,
    shows_people: bool,
    warnings: Sequence[str] = (),
) -> list[Entry]:
    """Say what can be done with a territory, and why not where it cannot: (text, what, reason).

    `warnings` are what moving the selected accounts there breaks.
    """
    is_locked = territory_id in view.locked
    locked = tr("the territory is locked") if is_locked else ""
    moves = ntr("Move {n} selected account here", "Move {n} selected accounts here", selected)
    moves += tr(" – it {warnings}", warnings="; ".join(warnings)) if warnings else ""
    reason = locked if selected else tr("no accounts are selected on the map")
    people: list[tuple[str, Call]] = [
        (text, partial(does.put_rep, code, territory_id))
        for code, text in _people(view, result, shows_people=shows_people)
        if code != view.reps.get(territory_id)
    ]
    return [
        (tr("Show on the map"), partial(does.show_subject, territory_id), ""),
        (tr("Rename…\tF2"), partial(does.rename, territory_id), ""),
        (tr("Unlock\tCtrl+L") if is_locked else tr("Lock\tCtrl+L"), partial(does.toggle_lock, territory_id), ""),
        (tr("Put a rep here"), people, locked or ("" if people else tr("the list names no outside reps"))),
        (tr("Keep it open"), partial(does.put_rep, OPEN, territory_id), locked),
        (tr("Let the matching decide who has it"), partial(does.free_rep, territory_id), locked),
        _kept_from(does, view, result, territory_id=territory_id, selected=selected),
        (moves if selected else tr("Move selected accounts here"), partial(does.move_selected, territory_id), reason),
    ]


def _kept_from(does: Does, view: TerritoriesView, result: PlanResult, *, territory_id: str, selected: int) -> Entry:
    rep = view.reps.get(territory_id, "")
    name = result.owner_by_id[rep].name if rep else tr("its rep")
    keep = ntr("Keep {n} selected account from {rep}…", "Keep {n} selected accounts from {rep}…", selected, rep=name)
    text = keep if selected else tr("Keep selected accounts from {rep}…", rep=name)
    nobody = "" if rep else tr("the territory has no rep")
    return (
        text,
        partial(does.keep_from, rep, name),
        nobody or ("" if selected else tr("no accounts are selected on the map")),
    )


def _people(view: TerritoriesView, result: PlanResult, *, shows_people: bool) -> list[tuple[str, str]]:
    """Name outside people: first those who wait, then by what they have; waiting does not show in a workshop."""
    names = {owner.owner_id: owner.name for owner in result.owners if owner.role == Role.OUTSIDE}
    waiting = [(code, tr("{name} (waits)", name=names[code])) for code in result.bench if shows_people]
    placed = [
        (rep, tr("{name} (has {territory})", name=names[rep], territory=view.names[key]))
        for key, rep in view.reps.items()
        if rep in names
    ]
    return [*waiting, *placed]
