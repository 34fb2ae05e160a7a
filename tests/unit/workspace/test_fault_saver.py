"""The fault saver says a state only once it is kept, and `check` finds it without writing anything."""

from pathlib import Path

import pytest

from gtm_desktop import cli
from gtm_desktop.core import command_line
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.project import sessions
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.workspace import fault_saver, tasks
from tests.unit.workspace import builders


class Enough(Exception):  # noqa: N818 - not an error
    """Stop a saver."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fault.gtmplan"


def until(last: int, found: list[int], path: Path):
    def said(number: int) -> None:
        found.append(fault_saver.state_of(open_project(path)) or 0)
        if number == last:
            raise Enough

    return said


def test_each_state_lies_in_the_file_when_it_is_said(path: Path) -> None:
    found: list[int] = []
    with pytest.raises(Enough):
        fault_saver.save_on(path, until(3, found, path))
    assert found == [1, 2, 3]
    with pytest.raises(Enough):
        fault_saver.save_on(path, until(5, found, path))
    assert found == [1, 2, 3, 4, 5]


def test_recorded_states_are_those_that_opening_would_recover_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    with pytest.raises(Enough):
        fault_saver.record_on(path, until(3, found, path))
    assert found == [0, 0, 0]
    (session,) = (user_data_folder() / "recovery").iterdir()
    assert fault_saver.state_of(tasks.recover(session).project) == 3
    assert sessions.unfinished() == ()  # this process still runs


def test_a_state_that_cannot_be_kept_is_not_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    fault_saver._begin(path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="is full"):
        fault_saver.save_on(path, told.append)
    with pytest.raises(UserError, match="is full"):
        fault_saver.record_on(path, told.append)
    assert told == []


def test_check_prints_the_state_of_its_plans_and_of_no_others(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Enough):
        fault_saver.save_on(path, until(2, [], path))
    other = tmp_path / "other.gtmplan"
    save_project(builders.built_project(), other)
    before = sorted((each, each.stat().st_mtime_ns) for each in tmp_path.iterdir())
    for arguments, first in (
        (["check", str(path)], "STATE 2"),
        (["check", str(path), "--json"], "{"),
        (["check", str(other)], "4 accounts"),
    ):
        assert cli.run(command_line.parse(arguments), lambda: "") == cli.DONE
        assert capsys.readouterr().out.startswith(first)
    assert sorted((each, each.stat().st_mtime_ns) for each in tmp_path.iterdir()) == before


def test_the_hidden_verb_is_in_no_help(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = command_line.parse(["--fault-saver", "x.gtmplan", "--autosave"])
    assert (arguments.verb, arguments.plan, arguments.autosave) == ("fault-saver", Path("x.gtmplan"), True)
    for argv in (["--help"], ["check", "--help"]):
        with pytest.raises(SystemExit):
            command_line.parse(argv)
    assert "fault" not in capsys.readouterr().out
