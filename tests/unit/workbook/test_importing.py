"""The import as the window and the command line call it: through a child process."""

import zipfile

import pytest

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.workbook.importing import import_workbook
from tests.unit.workbook.books import HEADERS, accounts_book, read, row, write_book


def test_what_a_child_reads_is_what_is_read_here(tmp_path):
    headers = [*HEADERS, "Outside Rep", "Key account", "Notes"]
    path = accounts_book(
        tmp_path, [[*row("C1"), "R1", "Y", "Zoë"], [*row("C1", margin="x"), None, None, None]], headers=headers
    )
    reps = write_book(tmp_path / "r.xlsx", {"Reps": [["Rep Code", "Name", "Role"], ["R1", "Ann", "OSR"]]})
    here, there = read(path, reps), import_workbook(path, reps, progress=SILENT)
    assert there.dataset_id == here.dataset_id
    assert there.accounts.equals(here.accounts)
    assert there.reps.equals(here.reps)
    assert (there.findings, there.questions) == (here.findings, here.questions)
    assert (there.accounts_source, there.reps_source) == (here.accounts_source, here.reps_source)


def test_an_import_says_where_it_is(tmp_path):
    stages = []
    path = accounts_book(tmp_path, [row()])
    import_workbook(path, None, progress=Progress(on_report=lambda report: stages.append(report.stage)))
    assert list(dict.fromkeys(stages))[:2] == ["Opening the file", "Reading Accounts"]


def test_a_cancelled_import_gives_no_dataset(tmp_path):
    with pytest.raises(Cancelled):
        import_workbook(accounts_book(tmp_path, [row()]), None, progress=Progress(is_cancelled=lambda: True))


def test_one_stray_cell_at_the_end_of_the_sheet_is_refused_and_nothing_else_happens(tmp_path):
    rows = [HEADERS, row()]
    path = tmp_path / "far.xlsx"
    write_book(path, {"S": rows})
    far = _with_far_cell(path, tmp_path / "stray.xlsx")
    with pytest.raises(UserError) as caught:
        import_workbook(far, None, progress=SILENT)
    assert caught.value.code in ("too_large", "damaged")


def test_importing_leaves_no_file_behind(tmp_path):
    path = accounts_book(tmp_path, [row()])
    before = sorted(tmp_path.iterdir())
    import_workbook(path, None, progress=SILENT)
    assert sorted(tmp_path.iterdir()) == before


def _with_far_cell(source, target):
    """Copy a workbook, adding a cell at XFD1048576."""

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(entry, content)
    return target
