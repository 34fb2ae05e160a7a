"""The program needs no network: the whole run, window and map included, in an empty network namespace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gtm_desktop.core.paths import sample_workbook

ROOT = Path(__file__).resolve().parents[2]
ALONE = ["unshare", "--map-root-user", "--net"]


def may_unshare():
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    not may_unshare(), reason="this machine does not allow a network namespace of one's own"
)


def gtm_alone(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    if os.geteuid() == 0:
        environment["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu"
    command = [*ALONE, sys.executable, "-m", "gtm_desktop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)


def test_an_empty_namespace_has_no_way_out():
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    run = subprocess.run([*ALONE, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in run.stderr


def test_a_plan_is_made_without_any_network(tmp_path):
    run = gtm_alone("plan", sample_workbook("small_clean.xlsx"), "--seconds", 1, "--out", tmp_path / "roster.xlsx")
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "roster.xlsx").is_file()


def test_the_self_test_passes_with_window_and_map_and_without_any_network():
    run = gtm_alone("self-test")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Window and map: in order." in run.stdout
