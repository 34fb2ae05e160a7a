"""What a file is, by its content, and what is refused before anything of it is read."""

import stat
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO

from gtm_desktop.core.child_ends import ChildFailed
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr

INFLATED_BYTES = 4_000_000_000
_SUSPECT_BYTES = 200_000_000
_SUSPECT_RATIO = 300
_ENTRIES = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOOKED_AT = 4_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_LOOKED_AT = 65_536
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<style")
_OWN_FOLDERS = frozenset(("xl", "_rels", "docProps", "customXml", "META-INF", "[Content_Types].xml"))
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")
_MOST_CONTROLS = 0.001


class FileFormat(StrEnum):
    """What a file holds."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    ENCRYPTED = "encrypted"
    """A workbook inside an encrypted envelope; what it is shows after decryption."""


_MAIN_PARTS = {"xl/workbook.xml": FileFormat.XLSX, "xl/workbook.bin": FileFormat.XLSB, "content.xml": FileFormat.ODS}


def check_file(path: Path, *, password: str | None = None) -> FileFormat:
    """Return what a file is; refuse, without inflating anything, what cannot be a list or would not fit.

    Raises:
        UserError: with the codes no_such_file, not_a_file, no_permission, empty_file, lock_file, encrypted,
            not_a_workbook, unsafe, damaged or too_large.
    """
    name = path.name
    try:
        mode, size = path.stat().st_mode, path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        raise no_such_file(path) from None
    except (OSError, ValueError) as error:
        raise no_permission(path) from error
    if stat.S_ISDIR(mode):
        raise _refusal("not_a_file", tr("{file} is a folder, not a workbook.", file=name), _CHOOSE_ANOTHER)
    if not stat.S_ISREG(mode):
        raise _refusal("not_a_file", tr("{file} is not an ordinary file.", file=name), _CHOOSE_ANOTHER)
    if name.startswith(("~$", ".~lock.")):
        raise _refusal("lock_file", tr("{file} is a mark that Excel leaves beside an open file.", file=name), _LOOK)
    if size == 0:
        raise _refusal("empty_file", tr("{file} is empty.", file=name), _CHOOSE_ANOTHER)
    try:
        with path.open("rb") as file:
            found = format_of(file, path)
    except FileNotFoundError:
        raise no_such_file(path) from None
    except OSError as error:
        raise no_permission(path) from error
    if found is FileFormat.ENCRYPTED and not password:
        raise encrypted(path)
    return found


def format_of(file: IO[bytes], path: Path) -> FileFormat:
    """Return what an open file holds, by its content; `path` only names it.

    Raises:
        UserError: with the codes encrypted, not_a_workbook, unsafe, damaged or too_large.
        OSError: it cannot be read.
    """
    start = file.read(_LOOKED_AT)
    if start.startswith(_OLE):
        content = start + file.read(_OLE_LOOKED_AT)
        if _ENCRYPTED in content:
            return FileFormat.ENCRYPTED
        if any(name in content for name in _OLD_BOOKS):
            return FileFormat.XLS
        raise not_a_workbook(path)
    if start.startswith(b"PK"):
        return _zip_format(file, path)
    if _looks_like_text(start):
        return FileFormat.TEXT
    raise not_a_workbook(path)


def _zip_format(file: IO[bytes], path: Path) -> FileFormat:
    """Look at the zip directory before anything is inflated."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise damaged(path) from error
    names = {entry.filename.lstrip("/").lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted(path)
    if any(_leads_out(entry.filename) for entry in entries):
        raise unsafe(path)
    inflated = sum(entry.file_size for entry in entries)
    if _is_bomb(entries) or inflated > INFLATED_BYTES or len(entries) > _ENTRIES:
        raise too_large(path)
    for part, found in _MAIN_PARTS.items():
        if part in names:
            return found
    raise not_a_workbook(path)


def _leads_out(name: str) -> bool:
    """Return whether an entry's name is no place within the workbook; "/xl/…" is one that some programs write."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or ":" in parts[0] or (not parts[0] and len(parts) > 1 and parts[1] not in _OWN_FOLDERS)


def _is_bomb(entries: Sequence[zipfile.ZipInfo]) -> bool:
    return any(
        entry.file_size > _SUSPECT_BYTES and entry.file_size > _SUSPECT_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )


def _looks_like_text(start: bytes) -> bool:
    """Return whether bytes are a list in text form: few control characters, no web page and no XML."""
    if start.startswith(_UTF16_MARKS):
        return True
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_WEB_PAGES) or start.startswith(b"%PDF"):
        return False
    if start[1:200:2].count(0) > len(start[1:200:2]) * 0.6 or start[0:200:2].count(0) > len(start[0:200:2]) * 0.6:
        return True
    controls = sum(1 for byte in start if byte < 32 and byte not in _TEXT_CONTROLS)
    return controls <= len(start) * _MOST_CONTROLS


def no_such_file(path: Path) -> UserError:
    """Return the refusal of a file that is not there, or not any more."""
    return _refusal("no_such_file", tr("There is no file {file}.", file=path), _LOOK)


def damaged(path: Path) -> UserError:
    """Return the refusal of a file that cannot be parsed."""
    return _refusal("damaged", tr("{file} is damaged and cannot be read.", file=path.name), _SAVE_AGAIN)


def too_large(path: Path) -> UserError:
    """Return the refusal of a file that would need more memory or time than reading may take."""
    message = tr("{file} holds more than this program reads at once.", file=path.name)
    return _refusal("too_large", message, _SAVE_SMALLER)


def not_read(path: Path, error: ChildFailed) -> UserError:
    """Return the refusal of a file whose reading ended in the midst of it, which need not be the file's fault."""
    message = tr("{file} was not read: {reason}.", file=path.name, reason=error.reason)
    if error.code == "child_crashed":
        return _refusal(error.code, message, _AGAIN_OR_SAVE)
    return UserError(message, error.remedy, code=error.code)


def encrypted(path: Path) -> UserError:
    """Return the refusal of a file that needs a password."""
    return _refusal("encrypted", tr("{file} is protected by a password.", file=path.name), _REMOVE_PASSWORD)


def wrong_password(path: Path) -> UserError:
    """Return the refusal of a password that does not open the file."""
    message = tr("The password does not open {file}.", file=path.name)
    return _refusal("wrong_password", message, _REMOVE_PASSWORD)


def unsafe(path: Path) -> UserError:
    """Return the refusal of a file that holds what no spreadsheet program writes."""
    message = tr("{file} holds parts that no spreadsheet program writes.", file=path.name)
    return _refusal("unsafe", message, _SAVE_AGAIN)


def no_permission(path: Path) -> UserError:
    """Return the refusal of a file that cannot be opened."""
    return _refusal("no_permission", tr("{file} cannot be opened.", file=path.name), _ASK_FOR_ACCESS)


def not_a_workbook(path: Path) -> UserError:
    """Return the refusal of a file that is no workbook and no list in text form."""
    return _refusal("not_a_workbook", tr("{file} is not an Excel workbook.", file=path.name), _SAVE_AS_XLSX)


def _refusal(code: str, message: str, remedy: str) -> UserError:
    return UserError(message, tr(remedy), code=code)


_LOOK = "Look where the workbook lies and choose it again."
_CHOOSE_ANOTHER = "Choose the workbook that holds the account list."
_ASK_FOR_ACCESS = "Close it elsewhere or ask for access, and try again."
_SAVE_AGAIN = "Open it in Excel, save it again as .xlsx and choose the new file."
_AGAIN_OR_SAVE = "Try again. If it happens again, open it in Excel, save it again as .xlsx and choose the new file."
_SAVE_AS_XLSX = "Open it in Excel or another spreadsheet program and save it as .xlsx."
_SAVE_SMALLER = "Delete unused sheets, rows and columns in Excel, and save it again."
_REMOVE_PASSWORD = "Give its password, or open it in Excel, remove the password and save it again."
