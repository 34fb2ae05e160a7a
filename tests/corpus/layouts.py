"""Corpus: where lists lie in a workbook, and which of its rows are accounts."""

from functools import partial

from tests.corpus.lists import (
    ACCOUNTS,
    HEADERS,
    NORTH,
    ORDER_HEADERS,
    REP_HEADERS,
    REPS,
    SOUTH,
    TOTAL,
    book,
    changed,
    headed,
    plain,
    sheets,
    with_column,
)
from tests.corpus.raw_book import Book, Err, Formula, Sheet, write_raw

_TWO_YEARS_TOP = ["Customer", None, None, None, None, "2025", None, "2024", None]
_TWO_YEARS_LOW = ["Cust #", "Customer Name", "City", "State", "ZIP", "Sales", "GM", "Sales", "GM"]
_TWO_YEARS = [[*row, 7, 3] for row in ACCOUNTS]
_ORDERS = [
    ["I1", "2025-01-02", "C1", "Ann Arbor Tool", "MI", "48104", 100.005, 25],
    ["I1", "2025-01-02", "C1", "Ann Arbor Tool", "MI", "48104", 50.005, 10],
    ["I2", "2025-02-02", "C2", "Toledo Supply", "OH", "43604", 200, 50],
    ["I3", "2025-03-02", "C1", "Ann Arbor Tool", "MI", "48104", -20, -5],
]
_SPLIT_HEADERS = [*ORDER_HEADERS, "Order Source", "Product Family"]
_SPLIT = [
    [*row, *more]
    for row, more in zip(
        _ORDERS,
        [("EDI", "Consumables"), ("Web", "Equipment"), ("Counter", "Service"), ("EDI", "Consumables")],
        strict=True,
    )
]


def _raw(rows, **oddities):
    return lambda path: write_raw(path, Book({"Accounts": Sheet(rows)}, **oddities))


def _sheet(rows, **oddities):
    return partial(book, rows=rows, **oddities)


def _sheets(parts):
    return partial(sheets, parts=parts)


def _moved(rows, down, right):
    return [[] for _ in range(down)] + [[None] * right + list(row) for row in rows]


def _beside(left, right, gap=1):
    height = max(len(left), len(right))
    left = [list(row) for row in left] + [[None] * len(left[0])] * (height - len(left))
    right = [list(row) for row in right] + [[None] * len(right[0])] * (height - len(right))
    return [[*one, *[None] * gap, *other] for one, other in zip(left, right, strict=True)]


CASES = {
    "plain.xlsx": _sheet(plain()),
    "title_above.xlsx": _sheet([["Sales by customer 2025"], ["as of June"], [], *plain()]),
    "starts_at_c5.xlsx": _sheet(_moved(plain(), 4, 2)),
    "header_in_row_30.xlsx": _sheet(_moved(plain(), 29, 0)),
    "blank_rows_between.xlsx": _sheet([plain()[0], [], *plain()[1:3], [], [], *plain()[3:]]),
    "total_at_end.xlsx": _sheet([*plain(), TOTAL]),
    "total_with_formula.xlsx": _sheet(
        [*plain(), ["Total", None, None, None, None, Formula("SUM(F2:F5)", 10000), 2500]]
    ),
    "total_off.xlsx": _sheet([*plain(), ["Total", None, None, None, None, 10000, 2600]]),
    "total_at_top.xlsx": _sheet([plain()[0], TOTAL, *plain()[1:]]),
    "subtotals.xlsx": _sheet(
        [
            HEADERS,
            *NORTH,
            ["North total", None, None, None, None, 3000, 750.75],
            *SOUTH,
            ["South total", None, None, None, None, 7000, 1749.25],
            TOTAL,
        ]
    ),
    "total_without_label.xlsx": _sheet([*plain(), [None] * 5 + [10000, 2500]]),
    "footnotes.xlsx": _sheet([*plain(), [], ["* Margin before rebates"], ["Source: ERP, run by Pat"]]),
    "captions_between.xlsx": _sheet(
        [HEADERS, ["North region accounts only here"], *NORTH, ["South region accounts only here"], *SOUTH]
    ),
    "header_repeated.xlsx": _sheet([HEADERS, *NORTH, HEADERS, *SOUTH]),
    "account_named_total.xlsx": _sheet(changed(name=["Total Tools", "Total", "Subtotal Inc", "Grand Total LLC"])),
    "two_header_rows.xlsx": _sheet(
        [
            ["Customer", "Customer", None, None, "Zip", "Net", "Gross"],
            ["Number", "Name", "City", "State", "Code", "Sales", "Margin"],
            *ACCOUNTS,
        ]
    ),
    "two_years_captions.xlsx": _sheet(
        [_TWO_YEARS_TOP, _TWO_YEARS_LOW, *_TWO_YEARS], merges=["A1:E1", "F1:G1", "H1:I1"]
    ),
    "spacer_column.xlsx": _sheet([[*row[:3], None, *row[3:]] for row in plain()]),
    "beside_reps.xlsx": _sheet(_beside(plain(), [REP_HEADERS, *REPS])),
    "two_lists_beside.xlsx": _sheet(_beside([HEADERS, *NORTH], [HEADERS, *SOUTH], gap=2)),
    "beside_pivot.xlsx": _sheet(
        _beside(plain(), [["Region", "Total of Sales"], ["North", 3000], ["South", 7000]], gap=2)
    ),
    "on_its_side.xlsx": _sheet([list(row) for row in zip(*plain(), strict=True)]),
    "no_header.xlsx": _sheet(ACCOUNTS),
    "headers_unknown.xlsx": _sheet([["Alpha", "Beta", "Gamma", "Delta"], ["a", "b", "c", "d"]]),
    "regions_as_sheets.xlsx": _sheets({"North": [HEADERS, *NORTH], "South": [HEADERS, *SOUTH]}),
    "regions_as_sheets_other_order.xlsx": _sheets(
        {"North": [HEADERS, *NORTH], "South": [list(reversed(row)) for row in [HEADERS, *SOUTH]]}
    ),
    "years_as_sheets.xlsx": _sheets(
        {"2024": [HEADERS, *ACCOUNTS, ["C5", "Gone", "Lima", "OH", "45801", 1, 1]], "2025": plain()}
    ),
    "old_copy_first.xlsx": _sheets(
        {"Old list": [*plain(), ["C5", "Gone", "Lima", "OH", "45801", 1, 1]], "Accounts": plain()}
    ),
    "accounts_and_reps.xlsx": _sheets({"Accounts": plain(), "Reps": [REP_HEADERS, *REPS]}),
    "accounts_and_notes.xlsx": _sheets({"Read me": [["Made by Pat"]], "Accounts": plain()}),
    "hidden_stale_first.xlsx": _sheets({"Stale": Sheet(plain()[:3], state="hidden"), "Accounts": plain()}),
    "very_hidden.xlsx": _sheets({"Lists": Sheet([["MI"], ["OH"]], state="veryHidden"), "Accounts": plain()}),
    "chart_sheet.xlsx": _sheets({"Chart": Sheet(is_chart=True), "Accounts": plain()}),
    "empty_second_sheet.xlsx": _sheets({"Accounts": plain(), "Sheet2": [], "Sheet3": []}),
    "only_reps.xlsx": _sheet([REP_HEADERS, *REPS]),
    "empty.xlsx": _sheet([]),
    "header_only.xlsx": _sheet([HEADERS]),
    "title_and_header_only.xlsx": _sheet([["Accounts"], HEADERS]),
    "hidden_rows.xlsx": _sheet(plain(), hidden_rows=[3, 4]),
    "filtered_rows.xlsx": _sheet(plain(), hidden_rows=[3], filtered="A1:G5"),
    "grouped_rows.xlsx": _sheet(plain(), grouped_rows=[2, 3]),
    "hidden_title_row.xlsx": _sheet([["Internal"], *plain()], hidden_rows=[1]),
    "merged_state.xlsx": _sheet(
        changed(state=["MI", None, "OH", None], zip=["48104", "48060", "43604", "45801"], city=[None] * 4),
        merges=["D2:D3", "D4:D5"],
    ),
    "merged_extra.xlsx": _sheet(with_column("Buying group", ["A", None, "B", None]), merges=["H2:H3", "H4:H5"]),
    "merged_margin.xlsx": _sheet(changed(margin=[500, None, 500, 1500]), merges=["G2:G3"]),
    "rows_shuffled.xlsx": _sheet(plain(), shuffled=True),
    "no_dimension.xlsx": _sheet(plain(), dimension=None),
    "dimension_too_small.xlsx": _sheet(plain(), dimension="A1:B2"),
    "dimension_too_large.xlsx": _sheet(plain(), dimension="A1:XFD1048576"),
    "cells_without_address.xlsx": _sheet(plain(), bare=True),
    "inline_strings.xlsx": _raw(plain(), inline=True),
    "strict.xlsx": _raw(plain(), strict=True),
    "prefixed.xlsx": _raw(plain(), prefix="x"),
    "days_from_1904.xlsx": _raw(plain(), is_1904=True),
    "utf16_sheet.xlsx": _raw(plain(), encoding="utf-16"),
    "strings_missing.xlsx": _raw(plain(), drops_strings=True),
    "error_in_sales.xlsx": _sheet(changed(sales=[1000, Err("#REF!"), 3000, Err("#N/A")])),
    "error_in_margin.xlsx": _sheet(changed(margin=[250.25, Err("#DIV/0!"), 749.25, 1000])),
    "margin_not_calculated.xlsx": _sheet(changed(margin=[Formula(f"F{row}*0.25") for row in range(2, 6)])),
    "margin_calculated.xlsx": _sheet(
        changed(margin=[Formula("1", 250.25), Formula("2", 500.5), Formula("3", 749.25), 1000])
    ),
    "orders.xlsx": _sheet([ORDER_HEADERS, *_ORDERS]),
    "orders_with_total.xlsx": _sheet([ORDER_HEADERS, *_ORDERS, [None, None, "Total", None, None, None, 330.01, 80]]),
    "orders_split.xlsx": _sheet([_SPLIT_HEADERS, *_SPLIT]),
    "orders_cost.xlsx": _sheet([[*ORDER_HEADERS[:-1], "Line Cost"], *[[*row[:-1], 10] for row in _ORDERS]]),
    "orders_by_month.xlsx": _sheets({"Jan": [ORDER_HEADERS, *_ORDERS[:2]], "Feb": [ORDER_HEADERS, *_ORDERS[2:]]}),
    "orders_beside_accounts.xlsx": _sheets({"Accounts": plain(), "Orders": [ORDER_HEADERS, *_ORDERS]}),
    "wide.xlsx": _sheet([[*row, *[f"x{i}" for i in range(80)]] for row in plain()]),
    "erp_headers.xlsx": _sheet(
        headed(id="CUSTOMER_NO", name="CUST_NAME", zip="ZIP_CD", state="ST", sales="NET_SALES_TTM", margin="GP_DOLLARS")
    ),
    "line_breaks_in_headers.xlsx": _sheet(headed(id="Cust\n#", name="Customer\nName", margin="Gross\nMargin $")),
}
