"""Which rows of a list are accounts, and what is said of those that are not."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Severity
from tests.unit.workbook.books import HEADERS, accounts_book, codes_of, one, read, read_rows, row, write_book

ACCOUNTS = [row("C1", margin=10), row("C2", margin=20.5), row("C3", margin="$30")]


def test_titles_above_the_header_and_blank_rows_are_no_accounts(tmp_path):
    rows = [["Sales by customer"], [], HEADERS, ACCOUNTS[0], [], *ACCOUNTS[1:]]
    dataset = read(write_book(tmp_path / "a.xlsx", {"List": rows}))
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3"]
    assert dataset.accounts.source_row.tolist() == [4, 6, 7]
    assert dataset.accounts_source.header_row == 3
    assert dataset.accounts_source.rows_read == 3
    assert one(dataset.findings, "blank_rows").rows == (5,)
    assert dataset.questions == ()


def test_a_table_that_starts_below_and_right_of_a1_keeps_its_addresses(tmp_path):
    rows = [[], [None, None, *HEADERS], *[[None, None, *cells] for cells in ACCOUNTS]]
    dataset = read(write_book(tmp_path / "a.xlsx", {"List": rows}))
    assert dataset.accounts.source_row.tolist() == [3, 4, 5]
    assert [column.letter for column in dataset.accounts_source.columns] == list("CDEFGHI")


@pytest.mark.parametrize("label", ["Total", "Grand Total:", "TOTALS", "Sum"])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_total_row_is_left_out_and_said_to_tie(tmp_path, label, position):
    total = [None] * 5 + [300, 60.5]
    total[position] = label
    dataset = read_rows(tmp_path, [*ACCOUNTS, total])
    assert len(dataset.accounts) == 3
    found = one(dataset.findings, "totals_row")
    assert found.rows == (5,)
    assert "ties" in found.message
    assert dataset.questions == ()


def test_a_total_that_does_not_tie_is_a_warning_with_the_difference(tmp_path):
    dataset = read_rows(tmp_path, [*ACCOUNTS, ["Total", None, None, None, None, 300, 99.5]])
    found = one(dataset.findings, "totals_row_off")
    assert found.severity is Severity.WARNING
    assert "$39" in found.message


def test_subtotals_tie_with_the_rows_since_the_last_one(tmp_path):
    rows = [
        ACCOUNTS[0],
        ["Subtotal", None, None, None, None, 100, 10],
        *ACCOUNTS[1:],
        [None, "Michigan Total", None, None, None, 200, 50.5],
        ["Grand total", None, None, None, None, 300, 60.5],
    ]
    dataset = read_rows(tmp_path, rows)
    assert len(dataset.accounts) == 3
    assert [found.rows for found in dataset.findings if found.code == "totals_row"] == [(3,), (6,), (7,)]


def test_a_row_of_sums_without_a_label_is_a_total(tmp_path):
    dataset = read_rows(tmp_path, [*ACCOUNTS, [None, None, None, None, None, 300, 60.5]])
    assert len(dataset.accounts) == 3
    assert one(dataset.findings, "totals_row").rows == (5,)


@pytest.mark.parametrize("name", ["Total", "Total Wine & More", "Subtotal"])
def test_an_account_with_an_id_may_be_called_total(tmp_path, name):
    dataset = read_rows(tmp_path, [*ACCOUNTS, row("C9", name=name)])
    assert dataset.accounts.name.tolist()[-1] == name


def test_an_account_without_an_id_that_begins_like_a_total_but_has_a_place_stays(tmp_path):
    dataset = read_rows(tmp_path, [*ACCOUNTS, row(None, name="Total Tools")])
    assert len(dataset.accounts) == 4
    assert codes_of(dataset.questions) == ["missing_id"]


def test_footnotes_and_captions_are_left_out_and_named(tmp_path):
    rows = [*ACCOUNTS, [], ["* Margin before rebates"], ["Confidential"]]
    dataset = read_rows(tmp_path, rows)
    assert len(dataset.accounts) == 3
    assert one(dataset.findings, "remark_row").rows == (6, 7)
    assert dataset.questions == ()


def test_a_row_with_an_id_and_nothing_else_is_an_account(tmp_path):
    dataset = read_rows(tmp_path, [ACCOUNTS[0], ["C2"], ACCOUNTS[2], ["C4"]])
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3", "C4"]


def test_headers_that_come_again_are_left_out(tmp_path):
    dataset = read_rows(tmp_path, [ACCOUNTS[0], HEADERS, *ACCOUNTS[1:]])
    assert len(dataset.accounts) == 3
    assert one(dataset.findings, "repeated_header").rows == (3,)


def test_every_row_that_was_read_is_an_account_or_named_in_a_finding(tmp_path):
    rows = [
        ACCOUNTS[0], ACCOUNTS[0], HEADERS, row(None), row("C1", margin=7), [], ["Total", None, None, None, None, 1, 2],
        *ACCOUNTS[1:], ["See the note on page 2"],
    ]  # fmt: skip
    dataset = read_rows(tmp_path, rows)
    left_out = {"totals_row", "totals_row_off", "remark_row", "repeated_header", "duplicate_row"}
    named = [number for found in dataset.findings if found.code in left_out for number in found.rows]
    kept = dataset.accounts.source_row.tolist()
    assert sorted([*kept, *named]) == [2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert dataset.accounts_source.rows_read == len(kept) + len(named)


def test_names_that_look_like_nothing_stay_names(tmp_path):
    dataset = read_rows(
        tmp_path, [row(f"C{i}", name=name) for i, name in enumerate(["NA", "None", "TRUE", "=A1", "null"])]
    )
    assert dataset.accounts.name.tolist() == ["NA", "None", "TRUE", "=A1", "null"]


def test_columns_that_mean_nothing_are_kept_as_text_under_their_header(tmp_path):
    headers = [*HEADERS, "Freight", "Freight", None]
    dataset = read_rows(tmp_path, [[*row(), "Prepaid", 7, "x"]], headers=headers)
    extras = {name: dataset.accounts[name].tolist() for name in dataset.accounts if name.startswith("extra:")}
    assert extras == {"extra:Freight": ["Prepaid"], "extra:Freight (I)": ["7"], "extra:Column J": ["x"]}
    assert "extra_columns" in codes_of(dataset.findings)


def test_a_column_worth_having_that_is_missing_is_said_once_and_not_asked(tmp_path):
    dataset = read_rows(tmp_path, [row()])
    assert "Channel today" in one(dataset.findings, "missing_columns").message
    assert dataset.questions == ()


@pytest.mark.parametrize("rows", [[], [[]], [["Total", None, None, None, None, 1, 1]]])
def test_a_list_without_accounts_is_refused(tmp_path, rows):
    with pytest.raises(UserError) as caught:
        read(accounts_book(tmp_path, rows))
    assert caught.value.code == "no_data_rows"


def test_a_cell_that_cannot_be_read_is_missing_and_named_with_its_column(tmp_path):
    dataset = read_rows(tmp_path, [row(sales="ask Bob"), row("C2", sales=1e14)])
    assert dataset.accounts.revenue.isna().all()
    assert one(dataset.findings, "unreadable").rows == (2,)
    assert one(dataset.findings, "unreadable").column == "F"
    assert one(dataset.findings, "amount_too_large").rows == (3,)


def test_the_difference_that_rounding_makes_is_stated(tmp_path):
    dataset = read_rows(tmp_path, [row("C1", margin=1.005), row("C2", margin=1.005)])
    assert dataset.accounts.gross_margin.sum() == 202
    assert "0.0100" in one(dataset.findings, "rounding").message


def test_a_name_alone_above_a_group_is_its_caption(tmp_path):
    rows = [["North"], ACCOUNTS[0], ["North total", *[None] * 4, 100, 10], ["South"], *ACCOUNTS[1:]]
    dataset = read_rows(tmp_path, rows)
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3"]
    assert one(dataset.findings, "remark_row").rows == (2, 5)


def test_an_id_alone_between_accounts_stays_an_account(tmp_path):
    dataset = read_rows(tmp_path, [ACCOUNTS[0], ["C9"], *ACCOUNTS[1:]])
    assert dataset.accounts.account_id.tolist() == ["C1", "C9", "C2", "C3"]


def test_a_label_without_a_place_whose_amounts_are_the_group_s_sums_is_a_total(tmp_path):
    rows = [*ACCOUNTS[:2], ["MI", *[None] * 4, 200, 30.5], ACCOUNTS[2], row("C4"), ["OH", *[None] * 4, 200, 999]]
    dataset = read_rows(tmp_path, rows)
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3", "C4", "OH"]
    assert one(dataset.findings, "totals_row").rows == (4,)


def test_an_average_is_no_account_and_ties_with_nothing(tmp_path):
    dataset = read_rows(tmp_path, [*ACCOUNTS, ["Average", *[None] * 4, 100, 20]])
    assert len(dataset.accounts) == 3
    assert "tie" not in one(dataset.findings, "totals_row").message


def test_rows_of_drawn_lines_are_no_accounts(tmp_path):
    dataset = read_rows(tmp_path, [["----"] * 7, *ACCOUNTS, ["====", *[None] * 4, "====", "===="]])
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3"]
    assert one(dataset.findings, "remark_row").rows == (2, 6)
