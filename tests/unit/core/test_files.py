"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from gtm_desktop.core import files


def test_the_new_bytes_take_the_place_of_the_old_ones_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    for data in (b"old", b"new"):
        files.write_whole(path, data)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_put_in_place_leaves_the_old_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "kept").touch()
    with pytest.raises(OSError):  # noqa: PT011 - the message is the system's
        files.write_whole(folder, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_name_of_the_longest_length_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    files.write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_windows_is_tried_again_for_five_seconds_while_somebody_has_the_file_open(tmp_path: Path) -> None:
    now = [0.0]
    tried: list[float] = []

    def busy(_source: Path, _target: Path) -> None:
        tried.append(now[0])
        error = PermissionError("sharing violation")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    def pause(seconds: float) -> None:
        now[0] += seconds

    with pytest.raises(PermissionError):
        files.replace_patiently(tmp_path / "a", tmp_path / "b", replace=busy, pause=pause, clock=lambda: now[0])
    assert len(tried) > 40
    assert 4.9 <= tried[-1] <= files.RETRY_SECONDS + 0.2


def test_any_other_error_is_not_waited_for(tmp_path: Path) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError("disk full")

    def pause(_seconds: float) -> None:
        pytest.fail("it waited")

    with pytest.raises(OSError, match="disk full"):
        files.replace_patiently(tmp_path / "a", tmp_path / "b", replace=full, pause=pause)
