"""A process that dies in native code leaves where it was, and the next start is told once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gtm_desktop.core import crash_traces, paths

ROOT = Path(__file__).resolve().parents[3]
START = "from gtm_desktop.core.crash_traces import leave_traces; leave_traces();"
DIES = (
    START
    + """
def bake_the_cake(secret):
    import os
    os.abort()
bake_the_cake("Acme Inc")
"""
)
ON_THE_WAY_OUT = (
    START
    + """
import os
class Last:
    def __init__(self):
        self.abort = os.abort
    def __del__(self):
        self.abort()
kept = Last()
"""
)


def _run(code):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode


def _folder():
    return paths.user_log_folder() / "crashes"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("code", [DIES, ON_THE_WAY_OUT])
def test_a_process_that_aborts_leaves_where_it_was_and_no_values(code):
    assert _run(code) == -6
    (trace,) = crash_traces.untold_traces()
    text = trace.read_text(encoding="utf-8")
    assert "Fatal Python error: Aborted" in text
    assert "bake_the_cake" in text or "__del__" in text
    assert "Acme" not in text


def test_a_trace_is_told_of_once_and_kept():
    _run(DIES)
    (trace,) = crash_traces.untold_traces()
    assert crash_traces.untold_traces() == []
    assert trace.exists()


def test_a_process_that_ends_well_leaves_nothing_after_the_next_start():
    assert _run(START) == 0
    assert crash_traces.untold_traces() == []
    assert _run(START) == 0
    assert len(list(_folder().iterdir())) == 1


def test_the_traces_of_one_that_runs_are_its_own():
    code = "from gtm_desktop.core import crash_traces as c, paths; import sys;"
    code += "(path,) = (paths.user_log_folder() / 'crashes').iterdir(); path.write_text('x');"
    code += "sys.exit(len(c.untold_traces()))"
    assert _run(START + code) == 0
    assert len(crash_traces.untold_traces()) == 1


def test_only_the_latest_traces_are_kept():
    _run(START)
    for at in range(15):
        (_folder() / f"crash-00000000-1-1-2026010{at // 10}-0000{at:02d}.told.txt").write_text("x")
    _run(START)
    assert len(list(_folder().glob("*.told.txt"))) == 10


def test_where_no_file_can_be_made_the_program_starts_all_the_same(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(paths, "user_log_folder", lambda: tmp_path / "file")
    crash_traces.leave_traces()
    assert crash_traces.untold_traces() == []
