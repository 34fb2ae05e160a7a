"""Whatever stands in the cells of a list, nothing is lost in silence and nothing of ours breaks."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.accounts import COLUMNS
from gtm_desktop.tables.reps import COLUMNS as REP_COLUMNS
from gtm_desktop.workbook.choices import TableChoices
from gtm_desktop.workbook.cleaning.account_list import read_accounts
from gtm_desktop.workbook.cleaning.rep_list import read_reps
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.read import SheetCells
from gtm_desktop.workbook.reading.sheets import TableKind, chosen_table

TEXTS = st.sampled_from(
    [
        "C1",
        "c1",
        " C2",
        "C2",
        "000123",
        "123",
        "Total",
        "Grand total",
        "Michigan total",
        "NA",
        "MI",
        "Mass.",
        "48104",
        "2139",
        "48104-1234",
        "Ann Arbor",
        "$1,234.50",
        "(5)",
        "12.500",
        "25%",
        "yes",
        "Outside",
        "Field",
        "=1+1",
        "?",
        "2024-01-02",
        "Open - Toledo",
        "* a remark of five words",
        "Zoë",
        "1E5",
        "1E400",
        "",
        " ",
        "\xa0",
        "99999999999999999999",
    ]
)
CELLS = st.one_of(
    TEXTS,
    st.floats(),
    st.floats(-1e6, 1e6),
    st.integers(0, 99999).map(float),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.times(),
    st.just(dt.timedelta(hours=30)),
    st.text(max_size=8),
)


def sheets(columns):
    """Sheets whose headers are titles of `columns`, now and then twice or unknown, with any cells below."""
    titles = st.sampled_from([*(column.title for column in columns), "Notes", "", "GM $", "Sales 2024"])

    def with_rows(headers):
        rows = st.lists(st.tuples(*[CELLS] * len(headers)), max_size=8)
        return rows.map(lambda cells: SheetCells("S", is_visible=True, rows=[tuple(headers), *cells]))

    return st.lists(titles, min_size=2, max_size=9).flatmap(with_rows)


def named_rows(notes):
    return {row for finding in notes.findings for row in finding.rows}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(COLUMNS))
def test_every_row_of_any_list_is_an_account_or_named_in_a_finding(sheet):
    notes = Notes()
    table = chosen_table(sheet, TableKind.ACCOUNTS, TableChoices(header_row=1))
    try:
        accounts, _left_out, source = read_accounts("a.xlsx", table, notes)
    except UserError:  # a list without accounts
        return
    kept = set(accounts.source_row.tolist())
    assert not kept & notes.left_out
    assert notes.left_out <= named_rows(notes)
    assert source.rows_read == len(kept) + len(notes.left_out) == len(accounts) + len(notes.left_out)
    assert accounts.account_id.is_unique


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(REP_COLUMNS))
def test_every_row_of_any_roster_is_a_rep_or_named_in_a_finding(sheet):
    notes = Notes()
    table = chosen_table(sheet, TableKind.REPS, TableChoices(header_row=1))
    reps, source = read_reps("r.xlsx", table, notes)
    assert notes.left_out <= named_rows(notes)
    assert source.rows_read == len(reps) + len(notes.left_out)
