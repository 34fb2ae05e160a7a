"""Reading workbooks that may be under a password: it is asked for, and kept for this session only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.ui.shell.dialogs import PasswordDialog
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workbook.reading.file_check import encrypted, wrong_password

T = TypeVar("T")

_ASK = ("encrypted", "wrong_password")


@dataclass(frozen=True)
class Locked:
    """What reading gave instead of a value: a refusal that a password ends."""

    refusal: UserError


@dataclass(frozen=True, eq=False)
class Opened(Generic[T]):
    """What reading gave."""

    value: T


def unless_locked(read: Callable[[], T]) -> Opened[T] | Locked:
    """Read, and return the refusal where only a password is missing or wrong.

    Raises:
        UserError: any other refusal.
        Cancelled: the user stopped it.
    """
    try:
        return Opened(read())
    except UserError as refusal:
        if refusal.code not in _ASK:
            raise
        return Locked(refusal)


def ask_password(
    window: QWidget, request: ReadRequest, locked: Locked, on_given: Callable[[ReadRequest], None]
) -> None:
    """Ask for the password of the workbook that was refused; `on_given` gets the request with it."""

    def give(password: str) -> None:
        on_given(with_password(request, locked.refusal, password))

    PasswordDialog(window, tr("Password"), locked.refusal.message, give).open()


def with_password(request: ReadRequest, refusal: UserError, password: str) -> ReadRequest:
    """Return the request with the password of the workbook that a refusal names.

    Where both workbooks have one name it is the first one's, unless that one had a password and the other none.
    """
    choices, reps = request.choices, request.reps
    said = (encrypted, wrong_password)
    is_accounts = refusal.message in {of(request.accounts).message for of in said}
    if reps is not None and reps.name == request.accounts.name:
        is_accounts = refusal.code != "encrypted" or choices.accounts_file.password is None
    if is_accounts or reps is None:
        choices = replace(choices, accounts_file=replace(choices.accounts_file, password=password))
    else:
        choices = replace(choices, reps_file=replace(choices.reps_file, password=password))
    return replace(request, choices=choices)
