"""Corpus: what other formats say beside their values, and tables below each other."""

from functools import partial

from tests.corpus.lists import changed, plain
from tests.corpus.other_books import Beside, write_ods, write_xls, write_xlsb

_BESIDE = {
    "hidden_rows": Beside(hidden=[3, 4]),
    "filtered_rows": Beside(hidden=[3], is_filtered=True),
    "grouped_rows": Beside(grouped=[2, 3]),
}
_MERGED = Beside(merged=[(2, 3, 4, 4), (4, 5, 4, 4)])
_MERGED_ROWS = changed(state=["MI", None, "OH", None], zip=["48104", "48060", "43604", "45801"], city=[None] * 4)
_WRITERS = {"xls": write_xls, "ods": write_ods, "xlsb": write_xlsb}

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
}
