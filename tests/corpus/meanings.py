"""Corpus: what headers, amounts, order lines, people and points mean where they could mean something else."""

from datetime import date
from functools import partial

from tests.corpus.lists import ACCOUNTS, ORDER_HEADERS, REP_HEADERS, REPS, book, headed, plain, sheets, without

IDS, NAMES, CITIES, STATES, ZIPS, SALES, MARGINS = map(list, zip(*ACCOUNTS, strict=True))
_DAY = date(2025, 3, 1)
_SHARES = [0.25, 0.25, 0.24975, 0.25]


def _listed(cells):
    return partial(book, rows=[list(cells), *map(list, zip(*cells.values(), strict=True))])


def _amounts(amounts, headers=("Cust #", "Name", "State", "ZIP")):
    """Return a writer of the list's ids, names, states and ZIP codes beside columns of amounts by header."""
    return _listed(dict(zip(headers, (IDS, NAMES, STATES, ZIPS), strict=True)) | amounts)


def _beside(rows, columns):
    wider = zip(rows, zip(*([header, *values] for header, values in columns.items()), strict=True), strict=True)
    return partial(book, rows=[[*row, *more] for row, more in wider])


def _line(order, account, amount, margin, *more, day=_DAY):
    number, name, _, state, code, *_ = ACCOUNTS[account]
    return [order, day, number, name, state, code, amount, margin, *more]


_LINES = [
    _line("1", 0, 600, 150.25),
    _line("1", 0, 400, 100),
    _line("2", 1, 2000, 500.5),
    _line("3", 2, 3000, 749.25),
    _line("4", 3, 4000, 1000),
]


def _orders(*more, header=None, values=(), headers=ORDER_HEADERS, **oddities):
    """Return a writer of order lines that come to the plain list's totals, with further lines or one more column."""
    rows = [[*line, value] for line, value in zip(_LINES, values, strict=True)] if header else _LINES
    return partial(book, rows=[[*headers, *([header] if header else [])], *rows, *more], **oddities)


def _people(reps, codes=("R1", "R1", "R2", "R2"), headers=REP_HEADERS):
    accounts = [[*row, code] for row, code in zip(plain(), ["Outside Rep", *codes], strict=True)]
    return partial(sheets, parts={"Accounts": accounts, "Reps": [headers, *reps]})


def _seen_by(codes):
    return _beside(plain(), {"Rep": codes})


def _points(lat, lon, rows=None):
    return _beside(rows or without("ZIP", "City"), {"Latitude": lat, "Longitude": lon})


_CAPACITY = ["Rep Code", "Name", "Role", "Home ZIP", "Capacity"]
_LAT, _LON = [42.28, 41.65, 42.97, 40.74], [-83.74, -83.54, -82.42, -84.1]

CASES = {
    "rev_this_and_last_year.xlsx": _amounts({"Rev LY": [1] * 4, "Rev TY": SALES, "GP LY": [9] * 4, "GP TY": MARGINS}),
    "years_with_apostrophes.xlsx": _amounts(
        {"Sales '24": [1] * 4, "Sales '25": SALES, "GP '24": [9] * 4, "GP '25": MARGINS}
    ),
    "budget_and_actual.xlsx": _amounts({"GM Budget": [1] * 4, "GM Actual": MARGINS, "Sales Actual": SALES}),
    "moving_annual_total.xlsx": partial(book, rows=headed(sales="MAT Sales", margin="R12M GM")),
    "up_to_a_day.xlsx": partial(book, rows=headed(sales="Sales thru 9/30/2025", margin="GM thru 9/30/2025")),
    "up_to_december.xlsx": partial(book, rows=headed(sales="Sales thru 12/31/2025", margin="GM thru Dec")),
    "three_quarters.xlsx": partial(book, rows=headed(sales="Q1-Q3 Sales", margin="Q1-Q3 GM")),
    "month_to_date.xlsx": partial(book, rows=headed(sales="MTD Sales", margin="MTD GM")),
    "two_margin_columns.xlsx": _amounts({"Sales": SALES, "Gross Margin": MARGINS, "Gross Profit": [9] * 4}),
    "two_margin_columns_equal.xlsx": _amounts({"Sales": SALES, "Gross Margin": MARGINS, "Gross Profit": MARGINS}),
    "gross_and_net_sales.xlsx": _amounts({"Gross Sales": [5000] * 4, "Net Sales": SALES, "GM $": MARGINS}),
    "two_number_columns.xlsx": _amounts(
        {"Account #": ["X1", "X2", "X3", "X4"], "Sales": SALES, "GM": MARGINS}, ("Cust No", "Name", "State", "ZIP")
    ),
    "margin_as_percent_text.xlsx": _amounts({"Sales": SALES, "GP": ["25%"] * 4}),
    "profit_beside_margin_shares.xlsx": _amounts({"Sales": SALES, "Gross Profit": MARGINS, "Gross Margin": _SHARES}),
    "sales_is_who_sells.xlsx": _amounts({"Sales": ["Ann Lee", "Bob Ray"] * 2, "GM $": MARGINS}),
    "sales_and_revenue.xlsx": _amounts({"Sales": ["Ann Lee", "Bob Ray"] * 2, "Revenue": SALES, "GM $": MARGINS}),
    "code_and_two_names.xlsx": _listed(
        {"Code": IDS, "Name 1": NAMES, "Name 2": ["", "c/o X", "", ""], "ST": STATES, "Zip/Postal": ZIPS}
        | {"Sales": SALES, "GP": MARGINS}
    ),
    "currency_not_known.xlsx": _beside(plain(), {"Currency": ["USD", "ZAR", "USD", "USD"]}),
    "lines_in_two_currencies.xlsx": _orders(header="Currency", values=["USD", "USD", "USD", "USD", "CAD"]),
    "lines_in_euro_by_sign.xlsx": _orders(_line("5", 0, "€500.00", "€100.00")),
    "lines_in_thousands.xlsx": _orders(headers=[*ORDER_HEADERS[:6], "Net Amount ($000)", "Line GP ($000)"]),
    "lines_ambiguous.xlsx": _orders(_line("5", 0, "12.500", 1)),
    "lines_hidden.xlsx": _orders(hidden_rows=[3]),
    "lines_credited.xlsx": _orders(_line("CM9", 3, "(500.00)", "100.00-")),
    "lines_cancelled.xlsx": _orders(_line("9", 0, 777, 77, "Cancelled"), header="Order Status", values=["Shipped"] * 5),
    "lines_twice.xlsx": _orders(_LINES[0]),
    "lines_twice_by_number.xlsx": _orders(_line("1", 0, 600, 150.25, 1), header="Line", values=[1, 2, 1, 1, 1]),
    "lines_without_margin.xlsx": _orders(_line("5", 0, 100, None)),
    "lines_over_two_years.xlsx": _orders(_line("0", 0, 100, 10, day=date(2023, 2, 1))),
    "lines_of_two_places.xlsx": _orders(["7", _DAY, "C1", "Ann Arbor Tool", "OH", "43604", 0, 0]),
    "lines_without_orders.xlsx": partial(
        book,
        rows=[
            ["Date", "Cust #", "Name", "ZIP", "State", "Item", "Ext Price", "Ext Cost"],
            [_DAY, "C1", "Ann Arbor Tool", "48104", "MI", "Drill", 600, 300],
            [_DAY, "C1", "Ann Arbor Tool", "48104", "MI", "Saw", 400, 200],
            [_DAY, "C2", "Toledo Supply", "43604", "OH", "Drill", 2000, 1000],
        ],
    ),
    "lines_priced.xlsx": partial(
        book,
        rows=[
            ["Order No", "Date", "Cust #", "Name", "ZIP", "State", "Qty", "Unit Price", "Unit Cost"],
            ["1", _DAY, "C1", "Ann Arbor Tool", "48104", "MI", 3, 0.335, 0.1],
            ["2", _DAY, "C2", "Toledo Supply", "43604", "OH", -1, 10, 7.5],
        ],
    ),
    "reps_spelled_without_roster.xlsx": _seen_by(["Ann Lee", "ANN LEE", "Bob Ray", "Lee, Ann"]),
    "reps_codes_spelled_without_roster.xlsx": _seen_by(["R01", "R1", "r1", "R2"]),
    "reps_code_and_name.xlsx": _people(REPS, ["R1 - Ann Lee", "R1", "R2 / Bob Ray", "R2"]),
    "reps_capacity_counted.xlsx": _people([[*REPS[0][:4], 120], [*REPS[1][:4], 300]], headers=_CAPACITY),
    "reps_capacity_none.xlsx": _people([[*REPS[0][:4], 0], [*REPS[1][:4], 300]], headers=_CAPACITY),
    "reps_capacity_unread.xlsx": _people([[*REPS[0][:4], "n/a"], [*REPS[1][:4], 300]], headers=_CAPACITY),
    "reps_capacity_absurd.xlsx": _people([[*REPS[0][:4], 1.5], REPS[1]]),
    "reps_open_position.xlsx": _people([*REPS, ["R3", "VACANT", "Outside", None, None]]),
    "reps_first_and_last_name.xlsx": _people(
        [["R1", "Ann", "Lee", "Outside", "48104", 1], ["R2", "Bob", "Ray", "Inside", "43604", 1]],
        ["Ann Lee", "R1", "R2", "R2"],
        ["Rep Code", "First Name", "Last Name", "Role", "Home ZIP", "FTE"],
    ),
    "reps_home_in_words.xlsx": _people(
        [["R1", "Ann Lee", "Outside", "Ann Arbor, MI", 1], ["R2", "Bob Ray", "Inside", "Toledo, OH", 1]],
        headers=["Rep Code", "Name", "Role", "Home", "FTE"],
    ),
    "reps_days_in_words.xlsx": _people(
        [[*REPS[0], "1-Mar-2020", "March 31, 2027"], [*REPS[1], "2021.05.06", "31.12.2027"]],
        headers=[*REP_HEADERS, "Hire Date", "Last Day"],
    ),
    "reps_days_first.xlsx": _people(
        [[*REPS[0], "03/04/2020"], [*REPS[1], "25/12/2021"]], headers=[*REP_HEADERS, "Hire Date"]
    ),
    "coordinates_far_from_zip.xlsx": _points([33.4, *_LAT[1:]], [-112.0, *_LON[1:]], plain()),
    "coordinates_outside_state.xlsx": _points([33.4, *_LAT[1:]], [-112.0, *_LON[1:]]),
    "coordinates_east_without_state.xlsx": _points(_LAT, [-lon for lon in _LON], without("ZIP", "City", "State")),
    "coordinates_abroad_without_state.xlsx": _points(
        [48.1, 65.0, 38.7, -33.9], [11.6, 25.5, -9.1, 151.2], without("ZIP", "City", "State")
    ),
}
