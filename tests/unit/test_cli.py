"""The command line's one clear message: what the system refuses is no defect of ours."""

import errno
import os
from pathlib import Path

import pytest

from gtm_desktop import cli
from gtm_desktop.core import command_line
from gtm_desktop.project import backups
from gtm_desktop.project.save import save_project
from tests.unit.workspace import builders

REFUSALS = [errno.ELOOP, errno.EIO, errno.EROFS, errno.ENAMETOOLONG, errno.EACCES, errno.ESTALE, errno.ENOSPC]


def check(path: Path) -> int:
    return cli.run(command_line.parse(["check", str(path)]), try_window=lambda: "")


@pytest.mark.parametrize("error", REFUSALS, ids=errno.errorcode.get)
def test_what_the_system_refuses_is_no_defect(
    error: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "plan.gtmplan"

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error), str(path))

    monkeypatch.setattr(cli.headless, "check_with_state", refuse)
    assert check(path) == cli.REFUSED
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert "defect" not in said


@pytest.mark.logs_errors("a part of the program is missing, which is ours")
def test_a_part_of_the_program_that_is_missing_is_a_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise FileNotFoundError("the program's resources are missing")

    monkeypatch.setattr(cli.headless, "check_with_state", refuse)
    assert check(tmp_path / "plan.gtmplan") == cli.DEFECT
    assert "defect" in capsys.readouterr().err


def test_a_name_that_is_too_long_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        command_line.parse(["x" * 5000 + ".gtmplan"])
    assert refusal.value.code == cli.REFUSED
    assert "there is no file" in capsys.readouterr().err


def test_versions_are_listed_and_one_is_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backups, "user_data_folder", lambda: tmp_path / "data")
    path, out = tmp_path / "north.gtmplan", tmp_path / "again.gtmplan"
    arguments = ["backups", str(path)]
    assert cli.run(command_line.parse(arguments), try_window=lambda: "") == cli.REFUSED
    digest = save_project(builders.built_project(), path)
    save_project(builders.built_project(), path, expected=digest)
    assert cli.run(command_line.parse(arguments), try_window=lambda: "") == cli.DONE
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == ["2", "1"]
    restoring = command_line.parse([*arguments, "--restore", "1", "--out", str(out)])
    assert cli.run(restoring, try_window=lambda: "") == cli.DONE
    assert out.read_bytes() == backups.copies_of(path)[-1].read_bytes()


def test_restoring_needs_a_file_to_write_to() -> None:
    with pytest.raises(SystemExit) as refusal:
        command_line.parse(["backups", "north.gtmplan", "--restore", "1"])
    assert refusal.value.code == cli.REFUSED
