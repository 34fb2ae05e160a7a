"""Preferences: damage costs the damaged ones only."""

import json
from pathlib import Path

import pytest

from gtm_desktop.workspace import preferences
from gtm_desktop.workspace.preferences import Preferences


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "preferences.json"


def test_what_is_remembered_comes_back(file: Path) -> None:
    kept = Preferences(("a.gtmplan",), "dark", "workshop", "AAEC", "/plans")
    preferences.save_preferences(kept, file)
    assert preferences.load_preferences(file) == kept


def test_nothing_is_remembered_at_first(file: Path) -> None:
    assert preferences.load_preferences(file) == Preferences()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'"dark"'])
def test_a_damaged_file_means_the_presets(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert preferences.load_preferences(file) == Preferences()


def test_one_damaged_preference_costs_only_itself(file: Path) -> None:
    file.write_text(json.dumps({"theme": 7, "people": "workshop", "unknown": 1}))
    assert preferences.load_preferences(file) == Preferences(people="workshop")


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path) -> None:
    preferences.save_preferences(Preferences(), tmp_path / "gone" / "preferences.json")


def test_the_latest_project_comes_first_and_once(tmp_path: Path) -> None:
    kept = Preferences()
    for name in [*"abcdefghijkl", "a"]:
        kept = preferences.with_recent(kept, tmp_path / name)
    assert [Path(each).name for each in kept.recent] == ["a", *"lkjihgfed"]
    assert preferences.without_recent(kept, tmp_path / "a").recent == kept.recent[1:]
