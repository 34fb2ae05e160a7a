"""Corpus: kinds of files, texts in their encodings, and what is no list at all or means harm."""

import io
import os
import zipfile
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import msoffcrypto

from tests.corpus.lists import book, changed, plain
from tests.corpus.other_books import write_ods, write_xls, write_xlsb
from tests.corpus.raw_book import Book, Sheet, book_bytes, write_raw

PASSWORD = "open sesame"


def text_file(rows, separator=",", encoding="utf-8", *, before="", quote=False):
    """Return a writer of a list in text form; `before` stands above it as it is."""

    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if quote or separator in text or '"' in text else text

    content = before + "".join(separator.join(map(cell, row)) + "\r\n" for row in rows)
    return lambda path: path.write_bytes(content.encode(encoding))


def _bytes(content):
    return lambda path: path.write_bytes(content)


def _encrypted(path: Path) -> None:
    with path.open("wb") as file:
        padding = {"docProps/thumbnail.bin": Random(3).randbytes(9000)}  # the library cannot read its own short files
        whole = io.BytesIO(book_bytes(Book({"Accounts": Sheet(plain())}, extra_parts=padding)))
        msoffcrypto.OfficeFile(whole).encrypt(PASSWORD, file)


def _cut(path: Path) -> None:
    content = book_bytes(Book({"Accounts": Sheet(plain())}))
    path.write_bytes(content[: len(content) // 2])


def _overwritten(path: Path) -> None:
    """Write a workbook whose sheet is overwritten in its packed form, though the zip's directory is whole."""
    content = bytearray(book_bytes(Book({"Accounts": Sheet(plain())})))
    content[200:204] = bytes(4)
    path.write_bytes(content)


def _raw(rows=None, **oddities):
    return lambda path: write_raw(path, Book({"Accounts": Sheet(rows or plain())}, **oddities))


def _zip(entries):
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)

    return write


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(21):
                part.write(bytes(10_000_000))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


_LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\n"
_OUTSIDE = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n"
_EURO = [
    ["Cust #", "Customer Name", "State", "ZIP", "Gross Margin"],
    ["C1", "Söhne", "MI", "48104", "1.250,25"],
    ["C2", "Müller", "OH", "43604", "500,50"],
]
_UMLAUTS = changed(name=["Zoë Söhne", "Müller", "Café Huron", "Niño Welding"])

CASES = {
    "macros.xlsm": partial(book, rows=plain()),
    "old.xls": partial(write_xls, rows=plain()),
    "open.ods": partial(write_ods, rows=plain()),
    "binary.xlsb": partial(write_xlsb, rows=plain()),
    "xls_called_xlsx.xlsx": partial(write_xls, rows=plain()),
    "xlsx_called_csv.csv": partial(book, rows=plain()),
    "csv_called_xlsx.xlsx": text_file(plain()),
    "csv_called_xls.xls": text_file(plain(), "\t"),
    "commas.csv": text_file(plain()),
    "quoted.csv": text_file(changed(name=['A, "B" & C', "D\nE", "F", "G"]), quote=True),
    "semicolons.csv": text_file(plain(), ";"),
    "semicolons_european.csv": text_file(_EURO, ";"),
    "tabs.tsv": text_file(plain(), "\t"),
    "bars.txt": text_file(plain(), "|"),
    "sep_line.csv": text_file(plain(), ";", before="sep=;\r\n"),
    "utf8_bom.csv": text_file(_UMLAUTS, encoding="utf-8-sig"),
    "utf8.csv": text_file(_UMLAUTS),
    "utf16.csv": text_file(_UMLAUTS, "\t", "utf-16"),
    "utf16_without_mark.csv": text_file(_UMLAUTS, "\t", "utf-16-le"),
    "cp1252.csv": text_file(_UMLAUTS, encoding="cp1252"),
    "cp850.csv": text_file(_UMLAUTS, encoding="cp850"),
    "cp437.csv": text_file(_UMLAUTS, encoding="cp437"),
    "title_lines.csv": text_file([["Sales by customer"], [], *plain()]),
    "ragged.csv": text_file([*plain(), ["C5", "Short"]]),
    "ids_kept.csv": text_file(changed(id=["000123", "1E5", "3-4", "00"])),
    "no_list.txt": _bytes(b"Dear Pat,\n\nplease find the list attached.\n"),
    "encrypted.xlsx": _encrypted,
    "cut.xlsx": _cut,
    "nothing.xlsx": _bytes(b""),
    "web_page.xls": _bytes(b"<html><table><tr><td>Cust #</td></tr></table></html>"),
    "picture.xlsx": _bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    "document.xlsx": _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "zip_of_csv.xlsx": _zip({"accounts.csv": "a,b"}),
    "zip_leads_out.xlsx": _raw(extra_parts={"../../evil.txt": b"x"}),
    "zip_leads_to_root.xlsx": _raw(extra_parts={"/etc/evil.txt": b"x"}),
    "overwritten.xlsx": _overwritten,
    "broken_xml.xlsx": _zip({"xl/workbook.xml": "<workbook><", "[Content_Types].xml": "<"}),
    "billion_laughs.xlsx": _raw(prolog=_LAUGHS),
    "entity_outside.xlsx": _raw(prolog=_OUTSIDE),
    "zip_bomb.xlsx": _zip_bomb,
    "~$lock.xlsx": _bytes(b"Pat"),
    "folder.xlsx": lambda path: path.mkdir(),
    "pipe.xlsx": _fifo,
    "gone.xlsx": lambda path: None,
    "far_cell.xlsx": partial(book, rows=plain(), far=("XFD1048576", 1)),
    "row_at_the_end.xlsx": partial(book, rows=plain(), far=("A1048576", "C9")),
}

HOSTILE = ("far_cell.xlsx", "row_at_the_end.xlsx", "strings_missing.xlsx", "broken_xml.xlsx")
"""Files that are read in a child process in tests too."""
