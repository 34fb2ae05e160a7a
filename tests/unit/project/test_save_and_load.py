"""Saving and opening: whole or not at all."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gtm_desktop import __version__
from gtm_desktop.core import files
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Blank, BlankKind, Option, Question
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.plan import TerritoryDecision
from gtm_desktop.project import backups, schema
from gtm_desktop.project.answers import restored, stored
from gtm_desktop.project.load import DamagedProjectError, newest_good_backup, open_project, project_from_bytes
from gtm_desktop.project.save import project_bytes, save_project
from gtm_desktop.project.state import ProjectState, new_project
from gtm_desktop.tables.left_out import left_out_table
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, scenarios
from tests.unit.workspace import builders


def worked_on() -> ProjectState:
    """A project with two scenarios, steps to undo and to redo, and a journal."""
    workspace = builders.workspace()
    workspace.apply(decisions.pin_channel(["A1", "A2"], Channel.OUTSIDE, reason="asked – wirklich"))
    workspace.change_scenarios(scenarios.copy_scenario("Lean"))
    workspace.apply(
        decisions.pin_territory(["A1"], "T2", reason="near", territory_name="Town T2", dataset=builders.dataset())
    )
    workspace.apply(decisions.keep_from(["A0"], "R2", reason="quarrel", rep_name="Bo Diaz"))
    workspace.apply(decisions.free_channel(["A2"]))
    workspace.undo()
    return workspace.project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.gtmplan"


def test_everything_comes_back(path: Path) -> None:
    project = worked_on()
    save_project(project, path)
    opened = open_project(path)
    assert opened.fingerprint == project.fingerprint
    assert opened.journal == project.journal
    assert [step.label for step in opened.history.undone] == [step.label for step in project.history.undone]
    pd.testing.assert_frame_equal(opened.dataset.accounts, project.dataset.accounts)
    pd.testing.assert_frame_equal(opened.dataset.reps, project.dataset.reps)
    for name in ("dataset_id", "findings", "questions", "accounts_source", "reps_source"):
        assert getattr(opened.dataset, name) == getattr(project.dataset, name)


def test_whose_home_a_territory_is_driven_from_comes_back() -> None:
    answer = replace(builders.territory_answer(), homes=(("T1", "R1"),))
    assert restored(stored("territories", answer)).fingerprint == answer.fingerprint


def test_plans_share_answers_and_a_plan_is_stored_once() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(project_bytes(worked_on()))
        counted = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("plans", "answers")
        }
    assert counted == {"plans": 5, "answers": 3}


def test_the_file_says_what_it_is(path: Path) -> None:
    save_project(worked_on(), path)
    data = path.read_bytes()
    assert int.from_bytes(data[68:72], "big") == schema.APPLICATION_ID
    assert int.from_bytes(data[60:64], "big") == schema.FORMAT == 2


def test_a_crash_between_writing_and_replacing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_project(builders.built_project(), path)
    before = path.read_bytes()

    def crash(_source: Path, _target: Path) -> None:
        raise OSError("the plug was pulled")

    monkeypatch.setattr(files, "replace_patiently", crash)
    with pytest.raises(UserError, match="could not be saved"):
        save_project(worked_on(), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_folder_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be saved") as refusal:
        save_project(worked_on(), tmp_path / "gone" / "plan.gtmplan")
    assert refusal.value.remedy


def test_a_name_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"does not end in \.gtmplan"):
        save_project(worked_on(), tmp_path / "plan.xlsx")


def test_a_newer_format_is_refused_untouched_and_both_are_named(path: Path) -> None:
    newer = bytearray(project_bytes(worked_on()))
    newer[60:64] = (7).to_bytes(4, "big")
    path.write_bytes(newer)
    with pytest.raises(UserError, match=r"of format 7, .* reads up to format 2\b") as refusal:
        open_project(path)
    assert refusal.value.code == "newer_format"
    assert path.read_bytes() == newer


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rules SET content = json_set(content, '$.size.by_moonlight', 1)",
        "UPDATE rules SET content = json_set(content, '$.size.level', 'galaxy')",
        "UPDATE pins SET kind = 'moon'",
        "UPDATE answers SET kind = 'moon' WHERE kind = 'reps'",
        "UPDATE accepted SET kind = 'moon' WHERE kind = 'reps'",
        "UPDATE answers SET content = json_set(content, '$.moon', 1)",
        "UPDATE answer_arrays SET name = 'moon' WHERE name = 'filled'",
        "UPDATE steps SET topics = '[\"moon\"]'",
        "UPDATE datasets SET notes = json_set(notes, '$.questions[0].moon', 1)",
    ],
)
def test_a_whole_file_that_holds_what_we_do_not_know_is_of_a_newer_program_and_not_damaged(
    path: Path, change: str
) -> None:
    path.write_bytes(resealed(worked_on(), f"{change}; UPDATE project SET written_by = '9.7'"))
    before = path.read_bytes()
    with pytest.raises(
        UserError, match=rf"saved by GTM Desktop 9\.7 .* GTM Desktop {re.escape(__version__)}"
    ) as refusal:
        open_project(path)
    assert refusal.value.code == "newer_format"
    assert path.read_bytes() == before


def test_a_whole_file_that_lacks_something_is_damaged(path: Path) -> None:
    path.write_bytes(resealed(worked_on(), "UPDATE rules SET content = json_remove(content, '$.size.level')"))
    with pytest.raises(UserError, match="is damaged"):
        open_project(path)


def resealed(project: ProjectState, change: str) -> bytes:
    """A project's file with a change that its seal holds."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(project_bytes(project))
        database.executescript(change)
        database.execute("UPDATE seal SET digest = ?", (schema.digest_of(database),))
        database.commit()
        return database.serialize()


def test_a_backup_of_a_newer_program_is_no_good_one(path: Path) -> None:
    project = worked_on()
    save_project(project, path)
    good = backups.copies_of(path)[0]
    newer = good.with_name("2999-01-01 00-00-00.gtmplan")
    newer.write_bytes(with_format(good.read_bytes(), 7))
    assert newest_good_backup(path) == good


def with_format(data: bytes, number: int) -> bytes:
    return data[:60] + number.to_bytes(4, "big") + data[64:]


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"SQLite format 3\0" + bytes(200)])
def test_another_kind_of_file_is_no_plan(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match="is not a plan of GTM Desktop"):
        open_project(path)


def test_a_file_that_is_not_there_is_told_as_such(path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        open_project(path)


def test_a_damaged_file_names_the_newest_backup_that_can_be_opened(path: Path) -> None:
    project = worked_on()
    save_project(project, path)
    good = backups.copies_of(path)[0]
    path.write_bytes(path.read_bytes()[:-4096])
    worse = good.with_name("2999-01-01 00-00-00.gtmplan")
    worse.write_bytes(b"nothing")
    with pytest.raises(UserError, match="is damaged") as refusal:
        open_project(path)
    assert str(good) in refusal.value.remedy
    assert open_project(good).fingerprint == project.fingerprint


def test_a_damaged_file_without_a_backup_says_so(path: Path) -> None:
    path.write_bytes(project_bytes(worked_on())[:-4096])
    with pytest.raises(UserError, match="is damaged") as refusal:
        open_project(path)
    assert "no backup" in refusal.value.remedy


def test_a_changed_row_breaks_the_seal() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(project_bytes(worked_on()))
        database.execute("UPDATE pins SET reason = 'forged'")
        database.commit()
        forged = database.serialize()
    with pytest.raises(DamagedProjectError, match="seal"):
        project_from_bytes(forged)


def test_a_file_with_a_trigger_or_a_view_is_refused() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(project_bytes(worked_on()))
        database.execute("CREATE VIEW everything AS SELECT * FROM pins")
        forged = database.serialize()
    with pytest.raises(DamagedProjectError, match="more than tables"):
        project_from_bytes(forged)


def test_saving_through_a_link_keeps_the_link_and_the_permissions(tmp_path: Path, path: Path) -> None:
    save_project(builders.built_project(), path)
    path.chmod(0o640)
    link = tmp_path / "link.gtmplan"
    link.symlink_to(path)
    save_project(worked_on(), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert open_project(path).fingerprint == open_project(link).fingerprint


def test_a_dataset_keeps_the_id_it_was_imported_under() -> None:
    project = worked_on()
    known = project.dataset
    vars(known)["dataset_id"] = "digested by another pandas"
    plan = replace(project.plan, dataset_id=known.dataset_id)
    renamed = ProjectState({known.dataset_id: known}, builders.Scenarios((("Plan", plan),), "Plan"))
    assert project_from_bytes(project_bytes(renamed)).dataset.dataset_id == known.dataset_id


def test_what_was_done_about_territories_under_target_comes_back() -> None:
    decision = TerritoryDecision(
        "T9", "Gone", 81_000_000, 0, 100_000_000, None, ((WayOut.DISSOLVE, -154_000_00),), WayOut.DISSOLVE, (0, 2), (1,)
    )
    answer = replace(builders.territory_answer(), decisions=(decision,))
    assert restored(stored("territories", answer)).fingerprint == answer.fingerprint


def test_how_a_search_was_planned_comes_back() -> None:
    answer = builders.territory_answer()
    answer = replace(answer, run=replace(answer.run, planned_iterations=1800))
    assert restored(stored("territories", answer)).run == answer.run


def test_what_was_left_out_and_what_was_offered_come_back(path: Path) -> None:
    aside = left_out_table(
        pd.DataFrame({"reason": ["cash_sale"], "account_id": ["X1"], "gross_margin": [100_01], "source_row": [9]})
    )
    blank = Blank("CAD", "1 CAD in USD", BlankKind.RATE)
    offer = Question("period", "Which months?", "A full year.", options=(Option("months", "As typed.", (blank,)),))
    data = replace(builders.dataset(), left_out=aside, offers=(offer,), answered=((offer, "months?CAD=0.73"),))
    save_project(new_project(data, scenario="Plan"), path)
    opened = open_project(path).dataset
    pd.testing.assert_frame_equal(opened.left_out, aside)
    assert (opened.offers, opened.answered) == (data.offers, data.answered)
    assert opened.dataset_id == data.dataset_id
