"""A sheet read in pieces holds what it holds when it is read whole."""

import zipfile

import pytest
import python_calamine
import xlsxwriter

from gtm_desktop.workbook.reading import read, sheet_pieces
from gtm_desktop.workbook.reading.sheet_pieces import read_in_pieces
from gtm_desktop.workbook.reading.sheet_scan import scan_workbook, sheet_parts, special_styles
from tests.corpus.expected import expected
from tests.corpus.generate import write_case

BOOKS = [each.file for each in expected() if each.file.endswith((".xlsx", ".xlsm")) and each.verdict != "refuse"]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sheet_pieces, "PIECE", 300)


def pieces(path, told=None):
    told = [] if told is None else told
    with zipfile.ZipFile(path) as archive:
        styles = special_styles(archive)
        return {
            name: read_in_pieces(archive, part, styles, tell=told.append) for name, part in sheet_parts(archive).items()
        }


def whole(path):
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def written(path, rows, **options):
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Accounts")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
            sheet.write_number(at, 6, 40000 + at, day)
    return path


ROWS = [["00123", "TRUE", True, 12.5, "", f"Account {number}"] for number in range(40)]


@pytest.mark.parametrize("name", BOOKS)
def test_a_sheet_of_the_corpus_is_the_same_in_pieces_or_is_read_whole(name, tmp_path):
    path = write_case(name, tmp_path)
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        facts = scan_workbook(archive)
    for sheet, cut in pieces(path).items():
        if cut is not None:
            assert cut.rows == (whole(path)[sheet] if cut.rows else [])
            assert repr(cut.rows) == repr(whole(path)[sheet] if cut.rows else [])
            assert cut.facts == facts[sheet]


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
def test_texts_flags_and_days_are_the_same_in_pieces(options, tmp_path):
    path = written(tmp_path / "list.xlsx", ROWS, **options)
    assert repr(pieces(path)["Accounts"].rows) == repr(whole(path)["Accounts"])


def test_many_shared_texts_are_read_once_a_reader(monkeypatch, tmp_path):
    monkeypatch.setattr(sheet_pieces, "_MANY_TEXTS", 0)
    path = written(tmp_path / "list.xlsx", ROWS)
    assert pieces(path)["Accounts"].rows == whole(path)["Accounts"]


def test_progress_of_a_sheet_never_runs_back_and_ends_at_the_whole(tmp_path):
    told = []
    pieces(written(tmp_path / "list.xlsx", ROWS), told)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(set(told)) > 10


def rewritten(path, change):
    """Return a copy of a workbook with its sheet's XML changed."""
    copy = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry.filename, change(data) if "sheet1" in entry.filename else data)
    return copy


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace(b'30"', b'3"'), id="rows out of their order"),
        pytest.param(lambda xml: xml.replace(b"<sheetData>", b"<sheetData ><!-- -->"), id="a comment"),
        pytest.param(lambda xml: xml.replace(b'<c r="A3"', b'<!--</row>--><c r="A3"'), id="a comment among cells"),
    ],
)
def test_what_cannot_be_cut_is_read_whole(change, tmp_path):
    path = rewritten(written(tmp_path / "list.xlsx", ROWS), change)
    assert pieces(path)["Accounts"] is None


def test_a_large_sheet_of_a_file_is_read_in_pieces_beside_small_ones(monkeypatch, tmp_path):
    monkeypatch.setattr(read, "LARGE", 4000)
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, length in (("Notes", 1), ("Accounts", 60)):
            sheet = book.add_worksheet(name)
            for at in range(length):
                sheet.write_row(at, 0, [f"C{at}", at / 4])
    said = []
    found = read.read_file(path, progress=read.Progress(on_report=said.append))
    assert {sheet.name: sheet.rows for sheet in found.sheets} == whole(path)
    assert max(each.done for each in said if each.stage == "Reading Accounts") == 100
