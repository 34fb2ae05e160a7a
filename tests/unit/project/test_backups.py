"""Backups: numbered, thinned, one folder a project; a wrong clock costs nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gtm_desktop.project import backups
from gtm_desktop.project.save import project_bytes
from tests.unit.workspace import builders

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> bytes:
    """What opens as a plan."""
    return project_bytes(builders.built_project())


def test_the_newest_then_one_a_day_one_a_week_and_one_a_month_are_kept() -> None:
    every_two_hours = [NOON - timedelta(hours=2 * i) for i in range(12 * 500)]
    kept = [every_two_hours[position] for position in backups.thinned(every_two_hours)]
    assert kept[: backups.NEWEST_KEPT] == every_two_hours[: backups.NEWEST_KEPT]
    most = backups.NEWEST_KEPT + backups.DAYS_KEPT + backups.WEEKS_KEPT + backups.MONTHS_KEPT
    assert len(kept) <= most
    assert len({when.date() for when in kept if NOON - when < timedelta(days=11)}) == 12
    assert len({when.strftime("%G-%V") for when in kept}) >= 10
    assert len({when.strftime("%Y-%m") for when in kept}) == 9


def test_thinning_what_was_thinned_drops_nothing() -> None:
    times = [NOON - timedelta(hours=7 * i) for i in range(2000)]
    kept = [times[position] for position in backups.thinned(times)]
    assert backups.thinned(kept) == tuple(range(len(kept)))


def test_copies_are_listed_in_the_order_in_which_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    for hours in (0, 2, 1):
        backups.keep(path, str(hours).encode(), now=NOON + timedelta(hours=hours))
    copies = backups.copies_of(path)
    assert [copy.read_bytes() for copy in copies] == [b"1", b"2", b"0"]
    assert backups.saved_at(copies[1]) == NOON + timedelta(hours=2)
    assert [backups.number_of(copy) for copy in copies] == [3, 2, 1]


@pytest.mark.parametrize("years", [-40, -1, 1, 40])
def test_after_weeks_with_a_wrong_clock_the_new_copies_are_kept(tmp_path: Path, plan: bytes, years: int) -> None:
    path = tmp_path / "plan.gtmplan"
    wrong = NOON.replace(year=NOON.year + years)
    for number in range(40):
        backups.keep(path, plan, now=wrong + timedelta(days=number))
    for number in range(40):
        newest = backups.keep(path, plan, now=NOON + timedelta(hours=number))
        assert backups.copies_of(path)[0] == newest


def test_copies_beyond_the_kept_ones_are_deleted(tmp_path: Path, plan: bytes) -> None:
    path = tmp_path / "plan.gtmplan"
    for minutes in range(9):
        backups.keep(path, plan, now=NOON + timedelta(minutes=minutes))
    assert [backups.number_of(copy) for copy in backups.copies_of(path)] == [9, 8, 7, 6, 5]


@pytest.mark.parametrize("damage", [slice(0, 0), slice(0, -4096), slice(0, 200)])
def test_nothing_is_deleted_while_none_of_what_stays_opens(tmp_path: Path, plan: bytes, damage: slice) -> None:
    path = tmp_path / "plan.gtmplan"
    for minutes in range(9):
        data = plan if minutes < 3 else plan[damage]
        backups.keep(path, data, now=NOON + timedelta(minutes=minutes))
    assert plan in [copy.read_bytes() for copy in backups.copies_of(path)]
    backups.keep(path, plan, now=NOON + timedelta(minutes=10))
    assert len(backups.copies_of(path)) == backups.NEWEST_KEPT


def test_one_bit_is_enough_for_a_copy_not_to_count(tmp_path: Path, plan: bytes) -> None:
    path = tmp_path / "plan.gtmplan"
    flipped = bytearray(plan)
    flipped[-1] ^= 1
    backups.keep(path, plan, now=NOON)
    for minutes in range(1, 9):
        backups.keep(path, bytes(flipped), now=NOON + timedelta(minutes=minutes))
    assert backups.copies_of(path)[-1].read_bytes() == plan


def test_two_projects_of_one_name_do_not_share_copies(tmp_path: Path) -> None:
    backups.keep(tmp_path / "a" / "plan.gtmplan", b"a", now=NOON)
    assert backups.copies_of(tmp_path / "b" / "plan.gtmplan") == ()


def test_two_saves_within_a_second_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    for data in (b"theirs", b"mine"):
        backups.keep(path, data, now=NOON)
    assert [copy.read_bytes() for copy in backups.copies_of(path)] == [b"mine", b"theirs"]


def test_a_copy_that_another_window_keeps_in_the_same_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.gtmplan"
    backups.keep(path, b"theirs", now=NOON)
    listed = backups.copies_of
    monkeypatch.setattr(backups, "copies_of", lambda _path: ())
    backups.keep(path, b"mine", now=NOON)
    assert {copy.read_bytes() for copy in listed(path)} == {b"theirs", b"mine"}


def test_copies_of_earlier_programs_come_before_all_others(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    folder = backups.keep(path, b"new", now=NOON).parent
    for hour in (10, 14):
        (folder / f"2026-11-20 {hour}-00-00.gtmplan").write_text(f"old {hour}")
    copies = backups.copies_of(path)
    assert [copy.read_text() for copy in copies] == ["new", "old 14", "old 10"]
    assert [backups.number_of(copy) for copy in copies] == [1, 20261120140000, 20261120100000]


def test_every_project_with_copies_is_found_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "user_data_folder", lambda: tmp_path / "data")
    assert backups.projects() == ()
    for number, name in enumerate(("north", "south")):
        backups.keep(tmp_path / f"{name}.gtmplan", b"x", now=NOON + timedelta(hours=number))
    (backups.copies_of(tmp_path / "north.gtmplan")[0].parent / "of.txt").unlink()
    assert [path for path, _ in backups.projects()] == [tmp_path / "south.gtmplan", Path("north.gtmplan")]
