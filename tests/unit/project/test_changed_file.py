"""A file that somebody else has replaced or deleted: told by its content, kept, and never replaced unasked."""

import os
from pathlib import Path

import pytest

from gtm_desktop.core import files
from gtm_desktop.core.errors import UserError
from gtm_desktop.project import backups, save
from gtm_desktop.project.load import read_project
from gtm_desktop.project.save import GONE, ChangedFileError, save_project
from tests.unit.workspace import builders


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "north.gtmplan"


def theirs() -> bytes:
    return save.project_bytes(builders.built_project(6))


def test_what_was_opened_or_saved_is_replaced_without_a_word(path: Path) -> None:
    first = save_project(builders.built_project(), path)
    assert read_project(path)[1] == first
    second = save_project(builders.built_project(6), path, expected=first)
    assert read_project(path)[1] == second


def test_another_version_is_left_alone_and_kept_as_a_backup(path: Path) -> None:
    expected = save_project(builders.built_project(), path)
    other = theirs()
    path.write_bytes(other)
    with pytest.raises(ChangedFileError) as refused:
        save_project(builders.built_project(8), path, expected=expected)
    assert path.read_bytes() == other
    assert refused.value.digest == files.digest_of(other)
    assert other in [copy.read_bytes() for copy in backups.copies_of(path)]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_once_it_is_known_it_is_replaced_and_its_backup_stays(path: Path) -> None:
    expected = save_project(builders.built_project(), path)
    other = theirs()
    path.write_bytes(other)
    with pytest.raises(ChangedFileError) as refused:
        save_project(builders.built_project(8), path, expected=expected)
    saved = save_project(builders.built_project(8), path, expected=refused.value.digest)
    assert read_project(path)[1] == saved
    assert other in [copy.read_bytes() for copy in backups.copies_of(path)]


def test_a_file_of_an_older_format_is_kept_as_a_backup_before_it_is_replaced(path: Path) -> None:
    older = (Path(__file__).resolve().parents[2] / "formats" / "format1.gtmplan").read_bytes()
    path.write_bytes(older)
    project, digest = read_project(path)
    again = save_project(project, path, expected=digest)
    assert older in [copy.read_bytes() for copy in backups.copies_of(path)]
    save_project(project, path, expected=again)
    assert [copy.read_bytes() for copy in backups.copies_of(path)].count(older) == 1


def test_a_file_chosen_anew_is_replaced_but_kept_as_a_backup_first(path: Path) -> None:
    other = theirs()
    path.write_bytes(other)
    save_project(builders.built_project(), path)
    assert other in [copy.read_bytes() for copy in backups.copies_of(path)]


def test_a_deleted_file_is_not_made_again_unasked(path: Path) -> None:
    expected = save_project(builders.built_project(), path)
    path.unlink()
    with pytest.raises(ChangedFileError) as refused:
        save_project(builders.built_project(6), path, expected=expected)
    assert refused.value.digest == GONE
    assert not path.exists()
    save_project(builders.built_project(6), path, expected=GONE)
    assert path.exists()


def test_a_file_that_came_where_none_was_is_not_replaced_unasked(path: Path) -> None:
    path.write_bytes(theirs())
    with pytest.raises(ChangedFileError):
        save_project(builders.built_project(), path, expected=GONE)


def test_a_file_that_was_only_touched_or_written_again_is_no_other(path: Path) -> None:
    expected = save_project(builders.built_project(), path)
    same = path.read_bytes()
    path.unlink()
    path.write_bytes(same)
    os.utime(path, (1, 1))
    save_project(builders.built_project(6), path, expected=expected)


def test_it_is_compared_after_the_new_file_is_complete_just_before_it_takes_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = save_project(builders.built_project(), path)
    other = theirs()
    fsync = os.fsync

    def somebody_else_saves_meanwhile(handle: int) -> None:
        fsync(handle)
        path.write_bytes(other)

    monkeypatch.setattr("os.fsync", somebody_else_saves_meanwhile)
    with pytest.raises(ChangedFileError):
        save_project(builders.built_project(8), path, expected=expected)
    assert path.read_bytes() == other


def test_where_their_version_cannot_be_kept_it_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = theirs()
    path.write_bytes(other)

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "keep", full)
    with pytest.raises(UserError, match="is full"):
        save_project(builders.built_project(), path)
    assert path.read_bytes() == other
