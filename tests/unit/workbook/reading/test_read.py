"""Files that are refused before, or while, they are read."""

import os
import zipfile

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.workbook.reading.file_check import FileFormat, check_file
from gtm_desktop.workbook.reading.read import read_file
from tests.unit.workbook.books import HEADERS, row, write_book


def refusal_of(path):
    with pytest.raises(UserError) as caught:
        check_file(path)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value.code


def file_with(folder, content, name="a.xlsx"):
    (folder / name).write_bytes(content)
    return folder / name


def zip_with(folder, entries):
    path = folder / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refusal_of(tmp_path / "gone.xlsx") == "no_such_file"


def test_a_folder_is_refused(tmp_path):
    assert refusal_of(tmp_path) == "not_a_file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    assert refusal_of(tmp_path / "a.xlsx") == "not_a_file"


def test_an_empty_file_is_refused(tmp_path):
    assert refusal_of(file_with(tmp_path, b"")) == "empty_file"


def test_excels_lock_file_is_refused(tmp_path):
    assert refusal_of(file_with(tmp_path, b"x", "~$accounts.xlsx")) == "lock_file"


@pytest.mark.parametrize("content", [b"%PDF-1.4 x", b"<html><table></table></html>", b"\x7fELF" + bytes(range(32)) * 9])
def test_what_is_no_list_is_refused_whatever_it_is_called(tmp_path, content):
    assert refusal_of(file_with(tmp_path, content)) == "not_a_workbook"


def test_text_is_known_by_its_content_whatever_it_is_called(tmp_path):
    assert check_file(file_with(tmp_path, b"id,name\n1,A\n")) is FileFormat.TEXT


def test_an_encrypted_workbook_is_refused_by_that_name(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal_of(file_with(tmp_path, content)) == "encrypted"


def test_an_old_document_that_is_no_workbook_is_refused(tmp_path):
    assert refusal_of(file_with(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)) == "not_a_workbook"


@pytest.mark.parametrize(("entry", "code"), [("word/document.xml", "not_a_workbook"), ("../xl/workbook.xml", "unsafe")])
def test_other_files_in_a_zip_are_refused(tmp_path, entry, code):
    assert refusal_of(zip_with(tmp_path, {entry: "x"})) == code


def test_a_workbook_cut_short_is_refused(tmp_path):
    whole = write_book(tmp_path / "whole.xlsx", {"S": [HEADERS, row()]}).read_bytes()
    assert refusal_of(file_with(tmp_path, whole[: len(whole) // 2])) == "damaged"


def test_a_zip_bomb_is_refused_before_it_is_inflated(tmp_path):
    entries = {"xl/workbook.xml": "x", "xl/sharedStrings.xml": b"\0" * 210_000_000}
    assert refusal_of(zip_with(tmp_path, entries)) == "too_large"


def test_a_workbook_is_known_by_its_content_whatever_it_is_called(tmp_path):
    check_file(write_book(tmp_path / "accounts.csv", {"S": [HEADERS, row()]}))


def test_a_workbook_whose_sheet_is_broken_is_refused(tmp_path):
    path = zip_with(tmp_path, {"xl/workbook.xml": "<workbook><", "[Content_Types].xml": "<"})
    with pytest.raises(UserError) as caught:
        read_file(path, progress=SILENT)
    assert caught.value.code == "damaged"


def test_cells_keep_their_addresses(tmp_path):
    path = write_book(tmp_path / "a.xlsx", {"S": [[], [None, "B2"], [1.0, True]], "Empty": []})
    (sheet,) = read_file(path, progress=SILENT).sheets
    assert sheet.rows == [["", ""], ["", "B2"], [1.0, True]]
    assert sheet.is_visible
