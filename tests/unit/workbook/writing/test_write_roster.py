"""The roster workbook is read back with another library and held against the plan. R3.1, R3.12, R3.17, RULES 5."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.findings import Blank, BlankKind, Finding, Option, Question, Severity
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin, PinMap, Pins
from gtm_desktop.planning.plan import Accepted, Plan, TerritoryDecision
from gtm_desktop.planning.result import ChannelMap, Kpis, OwnerTotal, PlanProblem, PlanResult, Segmentation, Stage
from gtm_desktop.planning.settings import ChannelRules, MadeOf, Settings, TerritoryRules
from gtm_desktop.tables import accounts as ac
from gtm_desktop.tables import left_out
from gtm_desktop.tables import reps as rc
from gtm_desktop.tables import roster as ro
from gtm_desktop.tables import territories as tc
from gtm_desktop.tables.accounts import EXTRA_PREFIX, account_table
from gtm_desktop.tables.left_out import LeftOutReason, left_out_table
from gtm_desktop.tables.reps import rep_table
from gtm_desktop.tables.roster import Channel, ChannelReason, HandoffReason, roster_table
from gtm_desktop.tables.territories import territory_table
from gtm_desktop.workbook.writing import sheet_writer
from gtm_desktop.workbook.writing.roster_summaries import row_ranges
from gtm_desktop.workbook.writing.rules_in_words import rules_in_words
from gtm_desktop.workbook.writing.write_roster import write_roster
from tests.unit.planning.builders import territory_answer

MADE_AT = datetime(2026, 11, 16, 14, 30, tzinfo=UTC)
OUTSIDE, INSIDE, SELF_SERVE = Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE
NASTY = ("=SUM(A1)", "+1 Fabrication", "-40 Cold", "@Stone", "https://example.invalid", "00123", "1e5", "<b>&\u0007")


def a_dataset() -> Dataset:
    names = list(NASTY)
    accounts = pd.DataFrame(
        {
            ac.ACCOUNT_ID: [f"C{number}" for number in range(8)],
            ac.NAME: names,
            ac.CITY: "Toledo",
            ac.STATE: "OH",
            ac.POSTAL_CODE: ["01604", *["43606"] * 7],
            ac.GROSS_MARGIN: [3_000_001, 2_500_033, 1_000_010, 700_000, 100_007, -5_003, None, 20_000_000],
            ac.REVENUE: [9_000_000, 8_000_003, 4_000_000, 2_000_001, 400_000, 10_000, 777, 90_000_000],
            EXTRA_PREFIX + "Notes": ["=1+1", *[None] * 7],
        }
    )
    reps = pd.DataFrame(
        {
            rc.REP_ID: ["OS1", "OS2", "OS3", "IS1"],
            rc.NAME: ["Alice Halkamp", "Ben Ostworth", "Carla Idle", "Nate Brandley"],
            rc.ROLE: ["outside", "outside", "outside", "inside"],
            rc.MANAGER: ["Ruth Caldmere", None, None, None],
            rc.HOME_POSTAL_CODE: ["49506", "48083", "43606", "49503"],
            rc.SENIORITY: "Senior-secret",
            rc.PERFORMANCE_INDEX: 1.2345,
            rc.COST: 21_412_345,
        }
    )
    finding = Finding(Severity.NOTE, "total_row", "Row 9 adds up the others.", "It was left out.", "List", (9,), "B")
    question = Question("duplicate_ids", "Two rows have one id.", "Keep both.", (4, 7), "List")
    return Dataset(account_table(accounts), rep_table(reps), findings=(finding,), questions=(question,))


def a_result(dataset: Dataset, **changes: Any) -> PlanResult:
    channel = [OUTSIDE, OUTSIDE, INSIDE, INSIDE, SELF_SERVE, SELF_SERVE, INSIDE, Channel.KEY_ACCOUNT]
    roster = pd.DataFrame(
        {
            ro.ACCOUNT_ID: dataset.accounts[ac.ACCOUNT_ID],
            ro.SIZE_TIER: ["A", "A", "B", "B", "C", "C", "unknown", "A"],
            ro.WALLET_STAGE: "unknown",
            ro.SEGMENT: "A?",
            ro.CHANNEL_BY_RULE: channel,
            ro.CHANNEL: channel,
            ro.CHANNEL_REASON: ChannelReason.LINES,
            ro.TODAY_CHANNEL: [OUTSIDE, OUTSIDE, OUTSIDE, INSIDE, SELF_SERVE, INSIDE, None, None],
            ro.TERRITORY_ID: ["T01", "T02", *[None] * 6],
            ro.OWNER_ID: ["OS1", "OPEN-T02", "IS1", "IS1", "SELF-SERVE", "SELF-SERVE", "IS1", "OPEN-KEY-ACCOUNT"],
            ro.OWNER_NAME: ["Alice Halkamp", "Open – South", *["Nate Brandley"] * 2, *["Self-serve"] * 2,
                            "Nate Brandley", "Open – key accounts"],
            ro.TODAY_OWNER_ID: ["OS1", "OS3", "OS1", "IS1", None, "IS1", None, "GONE"],
            ro.CHANGES_HANDS: [False, True, True, False, False, True, False, False],
            ro.HANDOFF_REASON: [HandoffReason.SAME, HandoffReason.TERRITORY, HandoffReason.CHANNEL, HandoffReason.SAME,
                                HandoffReason.FIRST_ASSIGNMENT, HandoffReason.CHANNEL, HandoffReason.FIRST_ASSIGNMENT,
                                HandoffReason.LEAVER],
            ro.TO_BE_CHECKED: [*[False] * 6, True, False],
        }
    )  # fmt: skip
    territories = territory_table(
        pd.DataFrame(
            {
                tc.TERRITORY_ID: ["T01", "T02"],
                tc.NAME: ["North", "South"],
                tc.OWNER_ID: ["OS1", "OPEN-T02"],
                tc.OWNER_NAME: ["Alice Halkamp", "Open – South"],
                tc.LAT: [42.9, 41.6],
                tc.LON: [-85.6, -83.5],
                tc.ACCOUNTS: [1, 1],
                tc.OUTSIDE_ACCOUNTS: [1, 1],
                tc.FILLED_ACCOUNTS: [0, 0],
                tc.GROSS_MARGIN: [3_000_001, 2_500_033],
                tc.LOWER: [80.0, 80.0],
            }
        )
    )
    empty = pd.Series([""] * 8)
    given = PlanResult(
        plan_fingerprint="",
        segmentation=Segmentation(*[empty] * 11),
        channels=ChannelMap(dataset.accounts[ac.GROSS_MARGIN], empty, pd.Series(channel), empty, np.zeros(8, bool)),
        roster=roster_table(roster),
        territories=territories,
        cells=(),
        by_rule=(),
        final=(),
        today=(),
        owners=(
            owner("OS1", "Alice Halkamp", 1, 2),
            owner("OS2", "Ben Ostworth", 0, 1),
            owner("OS3", "Carla Idle", 0, 1),
            owner("OPEN-T02", "Open – South", 1, 0, is_open=True),
            owner("IS1", "Nate Brandley", 3, 2, role="inside"),
            owner("SELF-SERVE", "Self-serve", 2, 0, role="self_serve"),
        ),
        bench=("OS2", "OS3"),
        kpis=Kpis(),
        problems=(
            PlanProblem("under_target", "South holds 1 account.", Stage.TERRITORIES, "T02"),
            PlanProblem("not_placed", "Carla Idle has no territory.", Stage.REPS, "OS3"),
            PlanProblem("not_placeable_rep", "Dan Brief gets no accounts.", Stage.REPS, "OS4"),
        ),
    )
    return replace(given, **changes)


def owner(
    code: str, name: str, accounts: int, today: int, *, role: str = "outside", is_open: bool = False
) -> OwnerTotal:
    return OwnerTotal(
        code, name, role, is_open, accounts, accounts * 100, 0, 120, 80, 140, 21_412_345, today, 0, 0, 0, accounts
    )


def written(tmp_path: Path, plan: Plan | None = None, **changes: Any) -> openpyxl.Workbook:
    dataset = a_dataset()
    path = tmp_path / "roster.xlsx"
    write_roster(dataset, plan or Plan("d"), a_result(dataset, **changes), path, made_at=MADE_AT, progress=SILENT)
    return openpyxl.load_workbook(path)


def table(book: openpyxl.Workbook, sheet: str) -> pd.DataFrame:
    header, *rows = book[sheet].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(header))


def accounts_of(book: openpyxl.Workbook, sheet: str) -> pd.DataFrame:
    rows = table(book, sheet)
    return rows[rows["Account ID"].astype(str).str.startswith("C")]


def texts(book: openpyxl.Workbook) -> list[str]:
    return [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def test_every_account_stands_on_exactly_one_roster(tmp_path: Path) -> None:
    book = written(tmp_path)
    rosters = ["Outside roster", "Inside roster", "Self-serve roster", "Key account roster"]
    ids = [code for sheet in rosters for code in accounts_of(book, sheet)["Account ID"]]
    assert sorted(ids) == [f"C{number}" for number in range(8)]


def test_the_rosters_tie_with_the_account_list_to_the_cent(tmp_path: Path) -> None:
    dataset = a_dataset()
    path = tmp_path / "roster.xlsx"
    summary = write_roster(dataset, Plan("d"), a_result(dataset), path, made_at=MADE_AT)
    book = openpyxl.load_workbook(path)
    cells = [
        round(value * 100)
        for line in summary.totals.channels
        for value in accounts_of(book, line.sheet)["Gross margin"].dropna()
    ]
    assert sum(cells) == int(dataset.accounts[ac.GROSS_MARGIN].sum())
    assert summary.totals.difference == (0, 0, 0)


def test_the_first_sheet_states_both_sides_and_a_difference_of_nothing(tmp_path: Path) -> None:
    rows = {row[0]: row[2:] for row in written(tmp_path)["Read me"].iter_rows(max_col=5, values_only=True) if row[0]}
    assert rows["Account list as imported"] == (8, 272950.48, 1134107.81)
    assert rows["All rosters"] == rows["Account list as imported"]
    assert rows["Difference"] == (0, 0, 0)


def test_rosters_that_do_not_add_up_are_not_written(tmp_path: Path) -> None:
    dataset = a_dataset()
    result = a_result(dataset)
    short = replace(result, roster=roster_table(result.roster.iloc[:7]))
    with pytest.raises((ValueError, IndexError)):
        write_roster(dataset, Plan("d"), short, tmp_path / "roster.xlsx", made_at=MADE_AT)
    assert list(tmp_path.iterdir()) == []


def test_text_that_looks_like_a_formula_a_number_or_an_address_stays_text(tmp_path: Path) -> None:
    book = written(tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    named = {cell.value for cell in cells if cell.data_type == "s"}
    assert {name for name in NASTY if "\u0007" not in name} <= named
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells if cell.hyperlink and cell.hyperlink.target] == []


def test_a_postal_code_keeps_its_leading_zero(tmp_path: Path) -> None:
    assert "01604" in set(accounts_of(written(tmp_path), "Outside roster")["ZIP"])


def test_an_unknown_margin_is_an_empty_cell(tmp_path: Path) -> None:
    rows = accounts_of(written(tmp_path), "Inside roster").set_index("Account ID")
    assert pd.isna(rows.loc["C6", "Gross margin"])
    assert rows.loc["C6", "To be checked"] == "Yes"


def test_columns_that_nobody_mapped_come_last(tmp_path: Path) -> None:
    rows = accounts_of(written(tmp_path), "Outside roster").set_index("Account ID")
    assert rows.columns[-1] == "Notes"
    assert rows.loc["C0", "Notes"] == "=1+1"


def test_every_roster_says_in_words_why_an_account_has_its_channel(tmp_path: Path) -> None:
    rows = accounts_of(written(tmp_path), "Outside roster").set_index("Account ID")
    assert "over $20,000" in rows.loc["C0", "Why this channel"]


def test_an_open_position_names_its_interim_cover_on_both_sheets(tmp_path: Path) -> None:
    book = written(tmp_path)
    territories = table(book, "Territories").set_index("Territory")
    rows = accounts_of(book, "Outside roster").set_index("Account ID")
    assert territories.loc["South", "Interim cover"] == "Alice Halkamp"
    assert rows.loc["C1", "Interim cover"] == "Alice Halkamp"
    assert pd.isna(rows.loc["C0", "Interim cover"])


MEASURED = ("Capacity used, in accounts", "Upper limit of the person", "Accounts that the hours allow",
            "Margin target", "Potential target")  # fmt: skip


def test_territories_leave_out_targets_and_limits_that_say_nothing(tmp_path: Path) -> None:
    assert not set(MEASURED) & set(table(written(tmp_path), "Territories").columns)


def test_territories_show_targets_capacity_and_both_upper_limits_where_they_say_something(tmp_path: Path) -> None:
    """RULES 4."""
    said = {
        tc.LOAD: [1.0, 1.25], tc.UPPER_BY_PERSON: [140.0, 70.0], tc.UPPER_BY_HOURS: [200.0, 61.0],
        tc.VALUE_TARGET: [300_000_000, 150_000_000], tc.POTENTIAL_TARGET: [50_000_000, 25_000_000],
    }  # fmt: skip
    territories = territory_table(a_result(a_dataset()).territories.assign(**said))
    book = written(tmp_path, territories=territories)
    row = table(book, "Territories").set_index("Territory").loc["South"]
    assert [row[name] for name in MEASURED] == [1.25, 70, 61, 1_500_000, 250_000]


def test_the_rules_say_what_territories_are_made_of_beside_the_preset() -> None:
    lines = {line.title: line for line in rules_in_words(Settings(territories=TerritoryRules(units=MadeOf.COUNTY)))}
    said = lines["Territories are made of"]
    assert (said.value, said.preset) == ("whole counties", "single accounts")


def test_changes_hold_every_account_with_another_owner_largest_margin_first(tmp_path: Path) -> None:
    rows = accounts_of(written(tmp_path), "Changes")
    assert list(rows["Account ID"]) == ["C7", "C1", "C2", "C6", "C5"]
    assert list(rows["Owner today"])[:3] == ["GONE", "Carla Idle", "Alice Halkamp"]
    assert rows["Signed"].isna().all()


def test_accounts_of_nobody_that_stay_with_the_desk_are_no_change(tmp_path: Path) -> None:
    assert "C4" not in set(accounts_of(written(tmp_path), "Changes")["Account ID"])


def test_no_score_seniority_cost_or_home_of_a_person_is_written(tmp_path: Path) -> None:
    everything = " ".join(texts(written(tmp_path)))
    for secret in ("Senior-secret", "1.2345", "214123.45", "49506", "48083"):
        assert secret not in everything


def test_people_without_accounts_are_not_singled_out(tmp_path: Path) -> None:
    book = written(tmp_path)
    people = table(book, "Reps")
    assert not {"Ben Ostworth", "Carla Idle"} & set(people["Rep"])
    assert people.set_index("Rep").loc["All others together", "Accounts today"] == 2
    assert list(table(book, "Problems")["Code"]) == ["under_target"]


def test_decisions_by_hand_stand_with_reason_author_and_time(tmp_path: Path) -> None:
    pin = Pin(INSIDE, "They asked for it", "Ruth", datetime(2026, 11, 2, 9, 5, tzinfo=UTC))
    plan = Plan("d", pins=Pins(channel=PinMap().with_pins({"C2": pin})))
    [row] = table(written(tmp_path, plan), "Decisions").to_dict("records")
    assert (row["About"], row["Set to"], row["Reason"], row["Who"]) == (
        "C2 -40 Cold", "Inside", "They asked for it", "Ruth",
    )  # fmt: skip


def test_decisions_about_a_person_are_counted_but_not_written_out(tmp_path: Path) -> None:
    pin = Pin("OS1", "Weak closer", "Ruth", datetime(2026, 11, 2, tzinfo=UTC))
    book = written(tmp_path, Plan("d", pins=Pins(rep=PinMap().with_pins({"T01": pin}))))
    assert not any("Weak closer" in text for text in texts(book))
    assert any("1 decision about a person" in text for text in texts(book))


def test_what_was_done_about_territories_under_target_stands_on_the_first_sheet(tmp_path: Path) -> None:
    decision = TerritoryDecision(
        "T9", "Gone", 81_000_000, 0, 100_000_000, None,
        ((WayOut.DISSOLVE, -15_400_000), (WayOut.INSIDE, 1_200_000)), WayOut.DISSOLVE, (0, 2), (1,),
    )  # fmt: skip
    answer = replace(territory_answer([0]), decisions=(decision,))
    said = texts(written(tmp_path, Plan("d", accepted=Accepted(territories=answer))))
    assert "$810,000 of margin, target $1,000,000" in said
    assert "Dissolved: 2 accounts to neighbours, 1 inside" in said
    assert "A year: Dissolve into neighbours saves $154,000, Hand to inside costs $12,000" in said
    assert not any("under target" in text for text in texts(written(tmp_path)) if text.startswith("What was done"))


def test_questions_that_were_taken_as_suggested_stand_above_the_findings(tmp_path: Path) -> None:
    rows = table(written(tmp_path), "Data findings")
    assert list(rows["Code"]) == ["duplicate_ids", "total_row"]
    assert list(rows["Row numbers"]) == ["4, 7", "9"]


def test_a_changed_rule_stands_beside_its_preset(tmp_path: Path) -> None:
    plan = Plan("d", Settings(channels=ChannelRules(outside_above=1_500_000)))
    rows = {row[0]: row[1:3] for row in written(tmp_path, plan)["Read me"].iter_rows(values_only=True) if row[0]}
    assert rows["Outside is over"] == ("$15,000", "changed; preset $20,000")
    assert rows["Self-serve is under"] == ("$5,000", "preset")


def test_headers_are_frozen_and_filtered_and_repeated_in_print(tmp_path: Path) -> None:
    sheet = written(tmp_path)["Outside roster"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_a_workbook_too_large_for_memory_holds_the_same_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = [list(sheet.iter_rows(values_only=True)) for sheet in written(tmp_path)]
    monkeypatch.setattr(sheet_writer, "ROWS_IN_MEMORY", 1)
    assert [list(sheet.iter_rows(values_only=True)) for sheet in written(tmp_path)] == usual


def test_the_roster_replaces_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"old")
    assert "Read me" in written(tmp_path).sheetnames
    assert [path.name for path in tmp_path.iterdir()] == ["roster.xlsx"]


def test_a_target_that_is_open_elsewhere_is_named_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    (tmp_path / "roster.xlsx").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError, match=r"roster\.xlsx is open"):
        written(tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        written(tmp_path / "nowhere")
    assert caught.value.remedy


def test_a_cancelled_export_leaves_nothing_behind(tmp_path: Path) -> None:
    dataset = a_dataset()
    asked: list[int] = []
    progress = Progress(is_cancelled=lambda: asked.append(1) or len(asked) > 4)
    with pytest.raises(Cancelled):
        write_roster(
            dataset, Plan("d"), a_result(dataset), tmp_path / "roster.xlsx", made_at=MADE_AT, progress=progress
        )
    assert list(tmp_path.iterdir()) == []


def test_row_numbers_are_drawn_together() -> None:
    assert row_ranges((4, 5, 6, 9)) == "4–6, 9"
    assert row_ranges(tuple(range(1, 1_001, 2))).endswith(" and 100 more")


def with_left_out(tmp_path: Path, **said: Any) -> openpyxl.Workbook:
    """The roster of a dataset from whose list two rows of cash sales were left out."""
    aside = left_out_table(
        pd.DataFrame(
            {
                left_out.REASON: [LeftOutReason.CASH_SALE, LeftOutReason.CLOSED],
                ac.ACCOUNT_ID: ["X2", "X1"],
                ac.NAME: ["CASH SALES", "=Gone"],
                ac.GROSS_MARGIN: [100_01, None],
                ac.REVENUE: [500_00, 7],
                ac.SOURCE_ROW: [9, 4],
            }
        )
    )
    data = replace(a_dataset(), left_out=aside, **said)
    write_roster(data, Plan("d"), a_result(data), tmp_path / "roster.xlsx", made_at=MADE_AT)
    return openpyxl.load_workbook(tmp_path / "roster.xlsx", data_only=False)


def test_what_was_left_out_has_a_sheet_of_its_own_with_why_money_and_total(tmp_path: Path) -> None:
    sheet = with_left_out(tmp_path)["Left out"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = rows[0]
    assert [row[header.index("Account ID")] for row in rows[1:3]] == ["X1", "X2"]
    assert [row[0] for row in rows[1:3]] == ["Closed", "Cash or counter sale"]
    assert rows[2][header.index("Gross margin")] == 100.01
    assert rows[3][header.index("Revenue")] == 500.07


def test_the_first_sheet_ties_the_rosters_and_what_was_left_out_with_the_whole_list(tmp_path: Path) -> None:
    rows = {row[0]: row[2:] for row in with_left_out(tmp_path)["Read me"].iter_rows(values_only=True) if row[0]}
    listed, aside, whole = (rows[name] for name in ("Account list as imported", "Left out of the plan", "Whole list"))
    assert aside == (2, 100.01, 500.07)
    assert [round(one + other, 2) for one, other in zip(listed, aside, strict=True)] == list(whole)


def test_a_list_of_which_nothing_was_left_out_has_no_such_sheet(tmp_path: Path) -> None:
    assert "Left out" not in written(tmp_path).sheetnames


def test_rates_periods_and_what_margin_means_stand_on_the_first_sheet(tmp_path: Path) -> None:
    rate = Question(
        "mixed_currencies", "Several currencies.", "Keep.",
        options=(Option("rate", "Convert them at these rates.", (Blank("CAD", "1 CAD in USD", BlankKind.RATE),)),),
    )  # fmt: skip
    offer = Question("margin_means", "Before or after?", "Not said.", options=(Option("accept", "Not said."),))
    book = with_left_out(tmp_path, answered=((rate, "rate?CAD=0.73"),), offers=(offer,))
    rows = {row[0]: row[1] for row in book["Read me"].iter_rows(values_only=True)}
    assert rows["Currencies"] == "Convert them at these rates. 1 CAD in USD: 0.73."
    assert rows["Margin means"] == "Not said."
