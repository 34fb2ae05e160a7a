"""A few rounds of each fault program that is cheap: they hold, and they find a fault where there is one."""

import subprocess
import sys

import pytest


def run(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", *arguments], capture_output=True, text=True, check=False
    )


def test_a_damaged_plan_is_refused_in_words_or_is_exactly_what_was_saved() -> None:
    ended = run("corruptions", "--times", "21")
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="victims are forked")
def test_a_killed_program_leaves_no_half_state_and_nothing_behind() -> None:
    ended = run("kills", "--times", "4", "save", "autosave", "export", "migration", "backup")
    assert ended.returncode == 0, ended.stdout + ended.stderr
