"""Corpus: lists as planners send them, with several oddities in one file."""

from functools import partial

from tests.corpus.formats import text_file
from tests.corpus.lists import ACCOUNTS, HEADERS, NORTH, SOUTH, TOTAL, book, changed, headed, plain, sheets

_THOUSANDTHS = changed(sales=[1, 2, 3, 4], margin=[0.25025, 0.5005, 0.74925, 1])
_NORTH_TOTAL = [None, None, None, None, 3000, 750.75]
_SOUTH_TOTAL = [None, None, None, None, 7000, 1749.25]
_LINES = [list(map(str, row)) for row in plain()]
_UNCLOSED = [*_LINES[:2], [_LINES[2][0], '"Toledo', *_LINES[2][2:]], *_LINES[3:]]
_GERMAN = [
    ["Kunden-Nr.", "Kundenname", "PLZ", "Ort", "Land", "Umsatz netto", "Bruttomarge"],
    ["00471", "Müller & Söhne", "50667", "Köln", "Deutschland", "1.234,50", "250,25"],
    ["00472", "Groß GmbH", "80331", "München", "Deutschland", "8.000,00", "-1.000,50"],
]


def _sheet(rows, **oddities):
    return partial(book, rows=rows, **oddities)


def _lines(rows, separator=","):
    return "".join(separator.join(row) + "\r\n" for row in rows)


CASES = {
    "short_headers.xlsx": _sheet(
        headed(id="Acct Nbr", name="CustName", state="Prov", zip="ZIP CD", sales="Net Sls Amt", margin="12 mo GM$")
    ),
    "headers_run_together.xlsx": _sheet(
        headed(id="CUSTNO", name="CustomerName", zip="ZipCode", sales="NetSalesTTM", margin="GrossMargin")
    ),
    "headers_of_a_pivot.xlsx": _sheet(headed(sales="Sum of Net Sales", margin="Sum of GM FY25/26")),
    "headers_unknown_above_list.xlsx": _sheet(
        [["Ident", "Wer", "Wo", "Wo genau", "Kode", "Ertrag A", "Ertrag B"], *ACCOUNTS]
    ),
    "german_1252.csv": text_file(_GERMAN, ";", "cp1252"),
    "german_850.csv": text_file(_GERMAN, ";", "cp850"),
    "thousands_in_title.xlsx": _sheet([["Sales by customer, in thousands"], [], HEADERS, *_THOUSANDTHS[1:]]),
    "thousands_in_unit_row.xlsx": _sheet([HEADERS, [None] * 5 + ["($000)", "($000)"], *_THOUSANDTHS[1:]]),
    "millions_in_header.xlsx": _sheet(
        [[*HEADERS[:5], "Sales ($M)", "GM ($MM)"], *[[*r[:5], r[5] / 1e6, r[6] / 1e6] for r in ACCOUNTS]]
    ),
    "currencies_in_headers.xlsx": _sheet(headed(sales="Sales (USD)", margin="GM (CAD)")),
    "euro_in_headers.xlsx": _sheet(headed(sales="Sales (EUR)", margin="GM (EUR)")),
    "groups_with_captions.xlsx": _sheet(
        [
            HEADERS,
            ["North"],
            *NORTH,
            ["North total", *_NORTH_TOTAL],
            ["South"],
            *SOUTH,
            ["South total", *_SOUTH_TOTAL],
            TOTAL,
        ]
    ),
    "groups_captioned_by_name.xlsx": _sheet(
        [
            HEADERS,
            [None, "North"],
            *NORTH,
            [None, "Subtotal North", *_NORTH_TOTAL[1:]],
            [],
            [None, "South"],
            *SOUTH,
            [None, "Subtotal South", *_SOUTH_TOTAL[1:]],
        ]
    ),
    "groups_summed_without_a_word.xlsx": _sheet(
        [HEADERS, *NORTH, ["North", *_NORTH_TOTAL], *SOUTH, ["South", *_SOUTH_TOTAL], ["Summe", *TOTAL[1:]]]
    ),
    "lines_drawn.xlsx": _sheet([HEADERS, ["-----"] * 7, *ACCOUNTS, ["=====", *[None] * 4, "=====", "====="], TOTAL]),
    "pages_with_heads.xlsx": _sheet(
        [
            HEADERS,
            *NORTH,
            ["Report 12", *[None] * 5, "Page 2"],
            HEADERS,
            *SOUTH,
            [None, "Average", *[None] * 3, 2500, 625],
        ]
    ),
    "rows_counted.xlsx": _sheet([["#", *HEADERS], *[[number, *row] for number, row in enumerate(ACCOUNTS, start=1)]]),
    "sheet_of_blanks.xlsx": partial(sheets, parts={"Sheet1": [[" ", ""]], "Accounts": plain()}),
    "amounts_cut_by_commas.csv": text_file([], before=_lines([*_LINES[:4], [*_LINES[4][:5], "4", "000", "1", "000"]])),
    "quote_never_closed.csv": text_file([], before=_lines(_UNCLOSED)),
    "ids_kept_by_formulas.csv": text_file(changed(id=['="0001"', '="0002"', '="0003"', '="0004"']), quote=True),
}
