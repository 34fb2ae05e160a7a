"""The import as the window and the command line call it: through a child process."""

import errno
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gtm_desktop.core import child_ends
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.workbook import importing
from gtm_desktop.workbook.importing import import_workbook, run_reader
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
    assert caught.value.code == "too_large"


def end_by(_paths, number, *, progress):
    os.kill(os.getpid(), number)
    signal.pause()


def without_memory(_paths, *, progress):
    raise OSError(errno.ENOMEM, "Cannot allocate memory")


def refusal_of_child(function, *arguments):
    with pytest.raises(UserError) as caught:
        run_reader(f"{__name__}:{function.__name__}", [Path("List.xlsx")], *arguments, progress=SILENT)
    return caught.value


def test_a_reading_process_that_is_killed_says_nothing_against_the_file():
    refusal = refusal_of_child(end_by, int(signal.SIGKILL))
    assert refusal.code == "child_killed"
    assert refusal.message.startswith("List.xlsx was not read: the reading process was ended from outside (signal 9")
    assert "Try again" in refusal.remedy
    assert "damaged" not in str(refusal)


def test_a_reading_process_that_crashes_may_be_the_file_or_not():
    refusal = refusal_of_child(end_by, int(signal.SIGSEGV))
    assert refusal.code == "child_crashed"
    assert refusal.message == "List.xlsx was not read: the reading process crashed (signal 11, SIGSEGV)."
    assert refusal.remedy.startswith("Try again. If it happens again, open it in Excel")


def test_a_machine_without_memory_is_no_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(child_ends, "allowed_mb", lambda: 600)
    refusal = refusal_of_child(without_memory)
    assert refusal.code == "out_of_memory"
    words = "List.xlsx was not read: the reading process ran out of memory: no more than 600 MB may be used here."
    assert refusal.message == words
    assert refusal.remedy == "Close other programs and try again."


def test_a_file_that_needs_more_than_reading_may_use_is_too_large(monkeypatch):
    monkeypatch.setattr(importing, "_memory_mb", lambda: 1_000)
    assert refusal_of_child(hungry).code == "too_large"


def hungry(_paths, *, progress):
    return len(bytearray(3_000_000_000))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space")
def test_a_workbook_is_read_where_memory_is_limited_below_what_reading_may_use(tmp_path):
    path = accounts_book(tmp_path, [row("C1"), row("C2")])
    code = (
        "import resource, sys\n"
        "from gtm_desktop.__main__ import main\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)\n"
        "sys.exit(main(['inspect', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert ": ok" in done.stdout or ": ask" in done.stdout


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
