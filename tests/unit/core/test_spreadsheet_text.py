"""Cells for spreadsheets: text stays text, figures stay figures, and the way back is exact."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm_desktop.core.spreadsheet_text import (
    CellColumn,
    clipboard_text,
    csv_text,
    guarded,
    guarded_lines,
    unguarded,
)
from gtm_desktop.workbook.reading.text_file import read_text

LIVE = [
    "=1+1",
    "+1 555 0100",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\nName",
    "\tName",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "﹦1",
    "  =1+1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff@x",
    '"=1+1',
    "'=1+1",
    "''-x",
    " ' =1",
    "“=1”",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '="00123"',
]
PLAIN = ["", "Acme", "O'Hara", "'Ohana Foods", '"Best" Bolts', "7-Eleven", "a=b", "3M", "–", "(12)", "00123", "½ Inch"]
_HOSTILE = st.text(st.sampled_from("=+-@\t\r\n ＝＋'\"“,;|a1\u200b") | st.characters(codec="utf-8"), max_size=12)


@pytest.mark.parametrize("text", LIVE)
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_no_spreadsheet_would_run_is_unchanged(text):
    assert guarded(text) == text == unguarded(text)


@given(_HOSTILE)
def test_the_way_back_is_exact_for_every_text(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("figure", ["-5.00", "-5", "-$1,234.50", "+3%", "12", "-0.05", "-CA$5", "-$2K"])
def test_a_figure_stays_a_figure(figure):
    column = CellColumn("x", [figure], are_figures=True)
    assert list(csv.reader(io.StringIO(csv_text([column])))) == [["x"], [figure]]
    assert clipboard_text([column]) == f"x\n{figure}"


@pytest.mark.parametrize("cell", ["-1+cmd|' /C calc'!A0", "=1", "-A1", "+3 more"])
def test_words_among_figures_are_guarded_like_any_text(cell):
    assert clipboard_text([CellColumn("x", [cell], are_figures=True)]) == f"x\n'{cell}"


@pytest.mark.parametrize(("write", "separator"), [(csv_text, ","), (clipboard_text, "\t")])
def test_no_text_reaches_into_another_cell(write, separator):
    texts = [*LIVE, "a,=1", "a\t=1", "a;=1", "a|b", "a\n=1", "a\r=1", 'a"b', " a "]
    columns = [CellColumn("=x", texts), CellColumn("n", ["-1"] * len(texts), are_figures=True)]
    rows = list(csv.reader(io.StringIO(write(columns), newline=""), delimiter=separator))
    assert rows[0] == ["'=x", "n"]
    assert [unguarded(row[0]) for row in rows[1:]] == texts
    assert [row[1] for row in rows[1:]] == ["-1"] * len(texts)


@pytest.mark.parametrize(("write", "name"), [(csv_text, "a.csv"), (clipboard_text, "a.txt")])
def test_our_own_reading_takes_the_apostrophes_off_again(tmp_path, write, name):
    texts = [*LIVE, *PLAIN[1:], "a,=1", "a\t=1", "a\n=1"]
    columns = [CellColumn("id", [str(at) for at in range(len(texts))]), CellColumn("name", texts)]
    columns.append(CellColumn("n", ["-1"] * len(texts), are_figures=True))
    path = tmp_path / name
    path.write_text(write(columns), encoding="utf-8", newline="")
    read = read_text(path).rows[1:]
    assert [row[1].replace("\r", "\n").strip() for row in read] == [text.replace("\r", "\n").strip() for text in texts]
    assert {row[2] for row in read} == {"-1"}


def test_ids_that_are_dragged_are_texts_too():
    assert guarded_lines(["=1", "A\t2", "B"]) == '\'=1\n"A\t2"\nB'
