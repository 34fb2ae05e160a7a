"""Corpus: what other formats say beside their values, and tables below each other."""

from functools import partial

from tests.corpus.lists import ACCOUNTS, HEADERS, NORTH, REP_HEADERS, REPS, SOUTH, TOTAL, book, changed, plain
from tests.corpus.other_books import Beside, write_ods, write_xls, write_xlsb

_BESIDE = {
    "hidden_rows": Beside(hidden=[3, 4]),
    "filtered_rows": Beside(hidden=[3], is_filtered=True),
    "grouped_rows": Beside(grouped=[2, 3]),
}
_MERGED = Beside(merged=[(2, 3, 4, 4), (4, 5, 4, 4)])
_MERGED_ROWS = changed(state=["MI", None, "OH", None], zip=["48104", "48060", "43604", "45801"], city=[None] * 4)
_WRITERS = {"xls": write_xls, "ods": write_ods, "xlsb": write_xlsb}

_GAP = [[], []]
_OTHER_ORDER = [list(reversed(row)) for row in [HEADERS, *SOUTH]]
_PAGES = [line for page in range(5) for row in ACCOUNTS for line in (HEADERS, [f"{row[0]}-{page}", *row[1:]], [])]

CASES = {
    **{
        f"{name}.{ending}": partial(write, rows=plain(), beside=beside)
        for ending, write in _WRITERS.items()
        for name, beside in _BESIDE.items()
        if (ending, name) != ("xls", "filtered_rows")  # the library that writes them knows no filters
    },
    **{
        f"merged_state.{ending}": partial(write, rows=_MERGED_ROWS, beside=_MERGED)
        for ending, write in _WRITERS.items()
    },
    **{
        f"error_in_margin.{ending}": partial(write, rows=plain(), beside=Beside(errors=[(3, 7)]))
        for ending, write in _WRITERS.items()
    },
    "margin_in_euro.ods": partial(write_ods, rows=plain(), beside=Beside(currency="EUR")),
    "two_lists_below.xlsx": partial(book, rows=[HEADERS, *NORTH, *_GAP, HEADERS, *SOUTH]),
    "two_lists_below_with_captions.xlsx": partial(
        book,
        rows=[
            ["Michigan"],
            HEADERS,
            *NORTH,
            ["North total", None, None, None, None, 3000, 750.75],
            *_GAP,
            ["Ohio"],
            ["as of June"],
            HEADERS,
            *SOUTH,
        ],
    ),
    "two_lists_below_other_order.xlsx": partial(book, rows=[HEADERS, *NORTH, *_GAP, *_OTHER_ORDER]),
    "list_again_below.xlsx": partial(book, rows=[*plain(), *_GAP, ["Last year"], *plain()]),
    "reps_below.xlsx": partial(book, rows=[*plain(), TOTAL, *_GAP, ["Our reps"], REP_HEADERS, *REPS]),
    "reps_above.xlsx": partial(book, rows=[REP_HEADERS, *REPS, *_GAP, *plain()]),
    "hidden_rows_in_lower_list.xlsx": partial(book, rows=[HEADERS, *NORTH, *_GAP, HEADERS, *SOUTH], hidden_rows=[7, 8]),
    "pages_of_a_report.xlsx": partial(book, rows=_PAGES),
}
