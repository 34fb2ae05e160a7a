"""Backups: dated, thinned, one folder a project."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from gtm_desktop.project import backups

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_newest_then_one_a_day_then_one_a_week_are_kept() -> None:
    every_two_hours = [NOON - timedelta(hours=2 * i) for i in range(12 * 200)]
    kept = backups.thinned(every_two_hours)
    assert kept[: backups.NEWEST_KEPT] == tuple(every_two_hours[: backups.NEWEST_KEPT])
    assert len(kept) <= backups.NEWEST_KEPT + backups.DAYS_KEPT + backups.WEEKS_KEPT
    assert len({when.date() for when in kept if NOON - when < timedelta(days=7)}) == 7
    assert NOON - kept[-1] > timedelta(weeks=backups.WEEKS_KEPT - 2)


def test_thinning_what_was_thinned_drops_nothing() -> None:
    kept = backups.thinned(NOON - timedelta(hours=7 * i) for i in range(900))
    assert backups.thinned(kept) == kept


def test_copies_are_listed_newest_first_and_know_when_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    for hours in (0, 2, 1):
        backups.keep(path, str(hours).encode(), now=NOON + timedelta(hours=hours))
    copies = backups.copies_of(path)
    assert [copy.read_bytes() for copy in copies] == [b"2", b"1", b"0"]
    assert backups.saved_at(copies[0]) == NOON + timedelta(hours=2)


def test_copies_beyond_the_kept_ones_are_deleted(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    for minutes in range(9):
        backups.keep(path, b"x", now=NOON + timedelta(minutes=minutes))
    assert len(backups.copies_of(path)) == backups.NEWEST_KEPT


def test_two_projects_of_one_name_do_not_share_copies(tmp_path: Path) -> None:
    backups.keep(tmp_path / "a" / "plan.gtmplan", b"a", now=NOON)
    assert backups.copies_of(tmp_path / "b" / "plan.gtmplan") == ()


def test_two_saves_within_a_second_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    for data in (b"theirs", b"mine"):
        backups.keep(path, data, now=NOON)
    assert [copy.read_bytes() for copy in backups.copies_of(path)] == [b"mine", b"theirs"]
