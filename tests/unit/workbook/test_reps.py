"""The rep roster, and reps as the account list writes them."""

import datetime as dt

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.reps import LANGUAGES, LEAVING, Role
from tests.unit.workbook.books import HEADERS, accounts_book, codes_of, one, read, row, write_book

REP_HEADERS = ["Rep Code", "Name", "Role", "Home ZIP", "Employment %", "Start Date", "Leaving Date", "Cost"]


def rep(code="R1", name="Ann Lee", role="Outside Rep", home="48104", share=100, **cells):
    return [code, name, role, home, share, cells.get("start"), cells.get("leaving"), cells.get("cost", 200_000)]


def read_with(folder, reps, accounts=None, *, headers=REP_HEADERS, account_headers=HEADERS):
    """Read a list of one account and a roster."""
    write_book(folder / "a.xlsx", {"Accounts": [account_headers, *(accounts or [row()])]})
    write_book(folder / "r.xlsx", {"Reps": [headers, *reps]})
    return read(folder / "a.xlsx", folder / "r.xlsx")


def test_a_roster_becomes_the_rep_table(tmp_path):
    start, leaving = dt.date(2020, 5, 1), dt.date(2026, 12, 31)
    dataset = read_with(tmp_path, [rep(start=start, leaving=leaving, cost="$185,500.50")])
    (person,) = dataset.reps.itertuples()
    assert (person.rep_id, person.name, person.role, person.is_open) == ("R1", "Ann Lee", "outside", False)
    assert (person.start.date(), person.leaving.date()) == (start, leaving)
    assert person.cost == 18_550_050
    assert round(person.lat) == 42
    assert dataset.questions == ()
    assert dataset.reps_source.file == "r.xlsx"


def test_roles_are_understood_in_their_spellings(tmp_path):
    roles = ["OSR", "Inside Sales", "Key Account Manager", "Product specialist", "Driver"]
    dataset = read_with(tmp_path, [rep(f"R{i}", f"P {i}", role) for i, role in enumerate(roles)])
    assert dataset.reps.role.tolist() == [Role.OUTSIDE, Role.INSIDE, Role.KEY_ACCOUNT, Role.SPECIALIST, Role.OTHER]
    assert one(dataset.findings, "role_unknown").rows == (6,)


def test_employment_is_a_share_however_it_is_written(tmp_path):
    dataset = read_with(tmp_path, [rep(f"R{i}", f"P {i}", share=s) for i, s in enumerate([0.5, 50, "50%", 1, 100])])
    assert dataset.reps.employment_share.tolist() == [0.5, 0.5, 0.5, 1.0, 1.0]


def test_a_missing_employment_share_is_full_time_and_asked_about(tmp_path):
    dataset = read_with(tmp_path, [rep(), rep("R2", "Bo", share=None), rep("R3", "Cy", share="part")])
    assert dataset.reps.employment_share.tolist() == [1.0, 1.0, 1.0]
    assert one(dataset.questions, "missing_capacity").rows == (3, 4)


def test_an_outside_rep_without_a_home_is_asked_about_and_an_inside_rep_is_not(tmp_path):
    dataset = read_with(tmp_path, [rep(home=None), rep("R2", "Bo", "Inside", None), rep("R3", "Open", home=None)])
    assert one(dataset.questions, "missing_home").rows == (2,)


@pytest.mark.parametrize("name", ["Open", "VACANT", "Open - Toledo", "TBD", "Open position 2"])
def test_an_open_position_is_known_by_its_name(tmp_path, name):
    assert read_with(tmp_path, [rep(), rep("R2", name)]).reps.is_open.tolist() == [False, True]


def test_an_open_position_is_known_by_its_status(tmp_path):
    headers = [*REP_HEADERS, "Status"]
    dataset = read_with(tmp_path, [[*rep(), "Active"], [*rep("R2", None), "Open position"]], headers=headers)
    assert dataset.reps.is_open.tolist() == [False, True]


def test_a_rep_code_that_occurs_again_is_asked_about(tmp_path):
    dataset = read_with(tmp_path, [rep(), rep(name="Bo Ray")])
    assert dataset.reps.rep_id.tolist() == ["R1", "R1-2"]
    assert one(dataset.questions, "duplicate_rep_codes").rows == (2, 3)


def test_a_rep_without_a_name_is_kept_and_said(tmp_path):
    dataset = read_with(tmp_path, [rep(), rep("R2", None)])
    assert dataset.reps.rep_id.tolist() == ["R1", "R2"]
    assert one(dataset.findings, "rep_without_name").rows == (3,)


def test_two_reps_of_one_name_are_a_finding(tmp_path):
    assert one(read_with(tmp_path, [rep(), rep("R2")]).findings, "equal_rep_names").rows == (2, 3)


def test_accounts_name_reps_by_code_or_name_and_get_codes(tmp_path):
    accounts = [[*row("C1"), "R1"], [*row("C2"), "BO RAY"], [*row("C3"), "House"], [*row("C4"), None]]
    dataset = read_with(tmp_path, [rep(), rep("R2", "Bo Ray")], accounts, account_headers=[*HEADERS, "Outside Rep"])
    assert dataset.accounts.outside_rep.tolist()[:3] == ["R1", "R2", "House"]
    assert dataset.accounts.outside_rep.isna().tolist() == [False, False, False, True]
    found = one(dataset.findings, "house_accounts")
    assert found.rows == (4,)
    assert "House" in found.message
    assert dataset.questions == ()


@pytest.mark.parametrize("written", ["r1", "R001", "Lee, Ann", "ANN  LEE (OSR)"])
def test_a_rep_written_almost_like_the_roster_is_taken_and_asked_about(tmp_path, written):
    accounts = [[*row("C1"), written]]
    roster = [rep("R1", "Ann Lee"), rep("R2", "Bo Ray")]
    dataset = read_with(tmp_path, roster, accounts, account_headers=[*HEADERS, "Outside Rep"])
    assert dataset.accounts.outside_rep.tolist() == ["R1"]
    assert one(dataset.questions, "rep_spellings").rows == (2,)


def test_a_rep_who_is_nobody_in_the_roster_is_listed(tmp_path):
    dataset = read_with(tmp_path, [rep()], [[*row("C1"), "R9"]], account_headers=[*HEADERS, "Outside Rep"])
    assert one(dataset.findings, "rep_unmatched").rows == (2,)
    assert dataset.accounts.outside_rep.tolist() == ["R9"]


def test_a_rep_without_capacity_is_a_finding(tmp_path):
    headers = ["Rep Code", "Name", "Role", "Home ZIP", "FTE %"]
    reps = write_book(tmp_path / "r.xlsx", {"Reps": [headers, ["R1", "Ann Lee", "OSR", "48104", 0]]})
    dataset = read(accounts_book(tmp_path, [row()]), reps)
    assert one(dataset.findings, "capacity_zero").rows == (2,)
    assert dataset.questions == ()


def test_a_rep_written_in_several_ways_is_asked_about(tmp_path):
    accounts = [[*row("C1"), "R1"], [*row("C2"), "ann lee"]]
    dataset = read_with(tmp_path, [rep()], accounts, account_headers=[*HEADERS, "Outside Rep"])
    assert dataset.accounts.outside_rep.tolist() == ["R1", "R1"]
    assert one(dataset.questions, "rep_spellings").rows == (2, 3)


def test_a_name_that_two_reps_share_is_matched_to_nobody_and_asked_about(tmp_path):
    dataset = read_with(tmp_path, [rep(), rep("R2")], [[*row(), "Ann Lee"]], account_headers=[*HEADERS, "Outside Rep"])
    assert dataset.accounts.outside_rep.tolist() == ["Ann Lee"]
    assert codes_of(dataset.questions) == ["rep_ambiguous"]


def test_numeric_rep_codes_match_whether_text_or_number(tmp_path):
    dataset = read_with(tmp_path, [rep("101")], [[*row(), 101]], account_headers=[*HEADERS, "Outside Rep"])
    assert dataset.accounts.outside_rep.tolist() == ["101"]
    assert "rep_unmatched" not in codes_of(dataset.findings)


def test_a_roster_in_another_sheet_of_the_account_workbook_is_found_without_asking(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"Team": [REP_HEADERS, rep()], "Accounts": [HEADERS, row()]})
    dataset = read(book)
    assert dataset.reps.rep_id.tolist() == ["R1"]
    assert dataset.accounts.account_id.tolist() == ["C1"]
    assert dataset.questions == ()


def test_a_roster_file_without_a_roster_is_refused(tmp_path):
    write_book(tmp_path / "a.xlsx", {"Accounts": [HEADERS, row()]})
    with pytest.raises(UserError) as caught:
        read(tmp_path / "a.xlsx", tmp_path / "a.xlsx")
    assert caught.value.code == "no_rep_roster"


def test_people_who_leave_and_hold_accounts_are_listed_with_accounts_and_money(tmp_path):
    book = write_book(
        tmp_path / "both.xlsx",
        {
            "Accounts": [[*HEADERS, "Outside Rep"], [*row("C1"), "R1"], [*row("C2"), "R1"], [*row("C3"), "R2"]],
            "Reps": [
                ["Rep Code", "Name", "Role", "Home ZIP", "Leaving date", "Languages"],
                ["R1", "Ann Lee", "Outside", "48104", dt.date(2026, 3, 31), "English, Spanish"],
                ["R2", "Bob Ray", "Outside", "43604", None, None],
            ],
        },
    )
    dataset = read(book)
    found = next(each for each in dataset.findings if each.code == "leavers_with_accounts")
    assert found.rows == (2, 3)
    assert found.message == (
        "Outside rep today: people who leave hold accounts: Ann Lee (Mar 31, 2026): 2 accounts, $50 gross margin."
    )
    assert dataset.reps[LANGUAGES].fillna("").tolist() == ["English, Spanish", ""]


def test_a_leave_is_read_apart_from_leaving(tmp_path):
    headers = [*REP_HEADERS, "Leave Start", "Return Date"]
    dataset = read_with(tmp_path, [[*rep(), dt.date(2027, 4, 1), dt.date(2027, 6, 30)]], headers=headers)
    (person,) = dataset.reps.itertuples()
    assert (person.leave_start.date(), person.leave_end.date()) == (dt.date(2027, 4, 1), dt.date(2027, 6, 30))
    assert dataset.reps[LEAVING].isna().all()


def test_spellings_of_one_person_without_a_roster_become_that_of_most_accounts(tmp_path):
    reps = ["Ann Lee", "LEE, ANN", "Ann Lee", "R01", "r1", "HOUSE", "House"]
    rows = [[*row(f"C{i}"), name] for i, name in enumerate(reps)]
    dataset = read(accounts_book(tmp_path, rows, headers=[*HEADERS, "Rep"]))
    assert dataset.accounts.outside_rep.tolist() == ["Ann Lee"] * 3 + ["R01"] * 2 + ["HOUSE", "House"]
    assert codes_of(dataset.questions) == ["rep_spellings"]


def test_a_capacity_of_nothing_takes_no_accounts_and_one_in_accounts_is_kept_beside(tmp_path):
    headers = ["Rep Code", "Name", "Role", "Home ZIP", "Max Accounts"]
    people = [["R1", "Ann", "OSR", "48104", 0], ["R2", "Bob", "OSR", "48104", 90], ["R3", "Cy", "OSR", "48104", "?"]]
    dataset = read_with(tmp_path, people, headers=headers)
    assert dataset.reps.employment_share.tolist() == [0, 1, 1]
    assert one(dataset.questions, "missing_capacity").rows == (4,)


def test_an_employment_that_nobody_has_is_asked_about(tmp_path):
    dataset = read_with(tmp_path, [rep(share=1.5), rep("R2", "Bob", share=150), rep("R3", "Cy", share=80)])
    assert dataset.reps.employment_share.tolist() == [1, 1, 0.8]
    assert one(dataset.questions, "missing_capacity").rows == (2, 3)


def test_first_and_last_names_in_two_columns_are_one_name(tmp_path):
    headers = ["Rep Code", "First Name", "Last Name", "Role", "Home ZIP"]
    dataset = read_with(tmp_path, [["R1", "Ann", "Lee", "OSR", "48104"]], headers=headers)
    assert dataset.reps.name.tolist() == ["Ann Lee"]
