"""Corpus: what stands in the cells: amounts, ids, names, places, levels."""

from datetime import date
from functools import partial

from tests.corpus.lists import (
    ACCOUNTS,
    HEADERS,
    REP_HEADERS,
    REPS,
    book,
    changed,
    headed,
    margins,
    plain,
    sheets,
    with_column,
    without,
)
from tests.corpus.raw_book import Styled


def _sheet(rows, **oddities):
    return partial(book, rows=rows, **oddities)


def _accounts_and_reps(reps, codes, headers=REP_HEADERS):
    return partial(sheets, parts={"Accounts": with_column("Outside Rep", codes), "Reps": [headers, *reps]})


_EUROPE = [
    ["C1", "Berlin GmbH", "Berlin", "", "10115", "Germany", "1.000,00", "250,25"],
    ["C2", "Lyon SA", "Lyon", "", "69001", "France", "2.000,00", "500,50"],
]
_EUROPE_HEADERS = ["Cust #", "Customer Name", "City", "State", "Postal Code", "Country", "Sales", "Gross Margin"]
_CURRENCIES = ["Curr", "USD", "CAD", "USD", "USD"]

CASES = {
    "money_dollars.xlsx": _sheet(margins("$250.25", "$ 500.50", "749.25 $", "$1,000")),
    "money_brackets.xlsx": _sheet(margins("250.25", "(500.50)", "749.25", "1,000")),
    "money_trailing_minus.xlsx": _sheet(margins("250.25", "500.50-", "749.25", "1,000")),
    "money_unicode_minus.xlsx": _sheet(margins("250.25", "\u2212500.50", "749.25", "1000")),
    "money_nbsp.xlsx": _sheet(margins("250.25", "500.50", "749.25", "1\u00a0000.00")),
    "money_thin_space.xlsx": _sheet(margins("250.25", "500.50", "749.25", "1\u2009000.00")),
    "money_narrow_space.xlsx": _sheet(margins("250,25", "500,50", "749,25", "1\u202f000,00")),
    "money_apostrophe.xlsx": _sheet(margins("250.25", "500.50", "749.25", "1'000.00")),
    "money_k_and_m.xlsx": _sheet(margins("0.25025K", "$0.5005k", "749.25", "0.001M")),
    "money_european.xlsx": _sheet(margins("250,25", "500,50", "749,25", "1.000,00")),
    "money_european_decides.xlsx": _sheet(margins("250,25", "500,50", "749,25", "12.500")),
    "money_ambiguous.xlsx": _sheet(margins("12.500", "500", "749", "1000")),
    "money_both_ways.xlsx": _sheet(margins("250,25", "500.50", "749.25", "12.500")),
    "money_comma_ambiguous.xlsx": _sheet(margins("250,25", "500,50", "749,25", "12,500")),
    "money_all_euro.xlsx": _sheet(margins("€250.25", "€500.50", "€749.25", "€1,000")),
    "money_mixed_currencies.xlsx": _sheet(margins("$250.25", "€500.50", "$749.25", "$1,000")),
    "money_mixed_formats.xlsx": _sheet(margins(250.25, Styled(500.5, "[$€-407] #,##0.00"), 749.25, 1000)),
    "currency_column.xlsx": _sheet(with_column("Currency", ["USD", "CAD", "USD", "USD"])),
    "currency_column_one.xlsx": _sheet(with_column("Currency", ["USD"] * 4)),
    "money_thousands_header.xlsx": _sheet(headed(margin="GM ($000s)")),
    "money_unreadable.xlsx": _sheet(margins(250.25, "see note", 749.25, 1000)),
    "money_not_available.xlsx": _sheet(margins(250.25, "N/A", 749.25, 1000)),
    "money_dash.xlsx": _sheet(margins(250.25, "-", 749.25, 1000)),
    "money_blank.xlsx": _sheet(margins(250.25, None, 749.25, 1000)),
    "money_huge.xlsx": _sheet(margins(250.25, 1e308, 749.25, 1000)),
    "money_infinite_text.xlsx": _sheet(margins(250.25, "inf", "nan", 1000)),
    "money_boolean.xlsx": _sheet(margins(250.25, True, 749.25, 1000)),
    "money_date.xlsx": _sheet(margins(250.25, date(2025, 1, 2), 749.25, 1000)),
    "money_half_cents.xlsx": _sheet(margins(0.005, 0.015, 1.005, -0.005)),
    "money_float_noise.xlsx": _sheet(margins(0.1 + 0.2, 500.5, 749.25, 1000)),
    "money_negative.xlsx": _sheet(margins(-250.25, 500.5, 0, 1000)),
    "money_exponent_text.xlsx": _sheet(margins("2.5E2", 500.5, 749.25, 1000)),
    "percent_mixed.xlsx": _sheet(with_column("GM %", [0.25, 25, "25%", Styled(0.25, "0%")])),
    "no_margin_but_percent.xlsx": _sheet(
        [*map(list, zip(*[*zip(*without("GM $"), strict=True), ("GM %", 0.25, 25, "25%", 0.25)], strict=True))]
    ),
    "no_margin.xlsx": _sheet(without("GM $")),
    "no_money.xlsx": _sheet(without("GM $", "Sales $")),
    "no_id.xlsx": _sheet(without("Cust #")),
    "no_name.xlsx": _sheet(without("Customer Name")),
    "no_place.xlsx": _sheet(without("City", "State", "ZIP")),
    "names_like_values.xlsx": _sheet(changed(name=["NA", "None", True, "#N/A Inc"])),
    "names_like_formulas.xlsx": _sheet(changed(name=["=cmd|'/C calc'!A0", "+1 Tools", "-Minus", "@home"])),
    "names_like_markup.xlsx": _sheet(changed(name=["<script>alert(1)</script>", "A & B", '"Quoted" Co', "O'Hara"])),
    "names_in_unicode.xlsx": _sheet(changed(name=["Zoë", "Łódź", "東京", "Ünal & Söhne"])),
    "ids_zeros.xlsx": _sheet(changed(id=["000123", "000124", "000125", "000126"])),
    "ids_numbers.xlsx": _sheet(changed(id=[101, 102, 103, 104])),
    "ids_mixed.xlsx": _sheet(changed(id=[101, "A102", 103, "A104"])),
    "ids_shown_with_zeros.xlsx": _sheet(
        changed(id=[Styled(number, "00000") for number in (10.0, 20.0, 30.0, 12345.0)])
    ),
    "ids_lost_zeros.xlsx": _sheet(changed(id=["000123", "000124", 125, 126])),
    "ids_number_and_text_alike.xlsx": _sheet(changed(id=["123", 123, "124", "125"])),
    "ids_case_alike.xlsx": _sheet(changed(id=["A1", "a1", "B1", "C1"])),
    "ids_blank_alike.xlsx": _sheet(changed(id=["A1", " A1 ", "B1", "C1"])),
    "ids_zeros_alike.xlsx": _sheet(changed(id=["0007", "7", "8", "9"])),
    "ids_missing.xlsx": _sheet(changed(id=["C1", None, "C3", "  "])),
    "ids_dates.xlsx": _sheet(changed(id=["3-15A", date(2025, 3, 4), "4-17B", "5-19C"])),
    "ids_month_text.xlsx": _sheet(changed(id=["3-15A", "4-Mar", "4-17B", "5-19C"])),
    "ids_power_of_ten.xlsx": _sheet(changed(id=["1A5", Styled(100000, "0.00E+00"), "1D7", "1F3"])),
    "ids_power_text.xlsx": _sheet(changed(id=["1A5", "1E+05", "1D7", "1F3"])),
    "ids_too_long.xlsx": _sheet(changed(id=[1234567890123456000, "C2", "C3", "C4"])),
    "rows_equal.xlsx": _sheet([*plain(), ACCOUNTS[1]]),
    "id_with_other_values.xlsx": _sheet([*plain(), ["C2", "Toledo Supply", "Toledo", "OH", "43604", 5, 1]]),
    "all_kinds_of_duplicates.xlsx": _sheet(
        [
            *plain(),
            ACCOUNTS[1],
            ["C3", "Other", "Lima", "OH", "45801", 5, 1],
            ["c4", "Lima Welding", "Lima", "OH", "45801", 4000, 1000],
        ]
    ),
    "names_almost_alike.xlsx": _sheet(
        changed(
            name=["Acme Tool Inc", "ACME Tool, Inc.", "Huron", "Lima"],
            city=["Ann Arbor"] * 2 + ["Port Huron", "Lima"],
            state=["MI", "MI", "MI", "OH"],
            zip=["48104", "48104", "48060", "45801"],
        )
    ),
    "equal_headers.xlsx": _sheet(with_column("GM $", [1, 2, 3, 4])),
    "customer_is_number.xlsx": _sheet(
        [
            ["Customer", "City", "State", "ZIP", "GM $"],
            *[[100 + i, *row[2:5], row[6]] for i, row in enumerate(ACCOUNTS)],
        ]
    ),
    "account_is_name.xlsx": _sheet(
        [["Account", "City", "State", "ZIP", "GM $"], *[[row[1], *row[2:5], row[6]] for row in ACCOUNTS]]
    ),
    "bill_to_and_ship_to.xlsx": _sheet(
        [["Bill-To", "Ship-To", *HEADERS[1:]], *[["B1", row[0], *row[1:]] for row in ACCOUNTS]]
    ),
    "parents.xlsx": _sheet(with_column("Parent Account", ["P1", "P1", None, "P2"])),
    "ytd.xlsx": _sheet(headed(sales="Sales YTD", margin="GM YTD")),
    "two_years.xlsx": _sheet(
        [
            ["Cust #", "Customer Name", "ZIP", "State", "GM 2024", "GM 2025"],
            *[[row[0], row[1], row[4], row[3], 1, row[6]] for row in ACCOUNTS],
        ]
    ),
    "ytd_to_september.xlsx": _sheet(headed(sales="Sales YTD Sep", margin="GM (9 months)")),
    "full_year_said.xlsx": _sheet(headed(sales="Sales 12 months", margin="GM Jan-Dec")),
    "three_currencies.xlsx": _sheet(with_column("Currency", ["USD", "CAD", "EUR", "USD"])),
    "inter_branch.xlsx": _sheet(changed(name=["Ann Arbor Tool", "Branch transfer", "COUNTER SALES", "Test account"])),
    "employee_by_type.xlsx": _sheet(with_column("Customer Type", ["Contractor", "Employee", "Contractor", "OEM"])),
    "closed_by_status.xlsx": _sheet(with_column("Account Status", ["Active", "Closed", "Active", "On Hold"])),
    "closed_by_name.xlsx": _sheet(
        changed(name=["Ann Arbor Tool", "Toledo Supply (CLOSED)", "Closed Loop Ltd", "Lima"])
    ),
    "all_active.xlsx": _sheet(with_column("Status", ["Active", "Active", "Active", "Active"])),
    "credit_hold_flag.xlsx": _sheet(with_column("Credit Hold", ["N", "Y", "N", "N"])),
    "no_order_for_two_years.xlsx": _sheet(
        with_column("Last Order Date", [date(2025, 6, 30), date(2023, 6, 29), date(2023, 6, 30), None])
    ),
    "all_ordered_lately.xlsx": _sheet(
        with_column("Last Order Date", [date(2025, 6, 30), date(2025, 1, 2), date(2024, 6, 30), date(2025, 5, 1)])
    ),
    "prospects.xlsx": _sheet(changed(sales=[1000, 0, 3000, 4000], margin=[250.25, 0, 749.25, 1000])),
    "parents_only.xlsx": _sheet(with_column("Parent Account", ["P1", "P1", "P1", "P2"])),
    "wallet_over.xlsx": _sheet(with_column("Estimated Spend", [5000, 1999.99, 3000, 20000])),
    "cash_sale.xlsx": _sheet(changed(name=["Ann Arbor Tool", "CASH SALES", "Employee purchases", "Lima"])),
    "zip_numbers.xlsx": _sheet(changed(zip=[48104, 43604, 48060.0, 45801])),
    "zip_plus_four.xlsx": _sheet(changed(zip=["48104-1234", "436041234", "48060 1111", 458011234])),
    "zip_lost_zeros.xlsx": _sheet(
        changed(
            city=["Boston", "Portland", "Newark", "Lima"],
            state=["MA", "ME", "NJ", "OH"],
            zip=[2108, 4101, "7102", 45801],
        )
    ),
    "zip_lost_zeros_other_state.xlsx": _sheet(
        changed(city=[None, "Toledo", "Port Huron", "Lima"], zip=[2108, 43604, 48060, 45801])
    ),
    "zip_other_state.xlsx": _sheet(changed(state=["OH", "OH", "MI", "OH"])),
    "zip_dragged_down.xlsx": _sheet(changed(zip=["48104", "48105", "48106", "48107"])),
    "zip_missing_city_there.xlsx": _sheet(changed(zip=[None, "43604", "48060", "45801"])),
    "zip_and_city_missing.xlsx": _sheet(
        changed(zip=[None, "43604", "48060", "45801"], city=[None, "Toledo", "Port Huron", "Lima"])
    ),
    "state_names.xlsx": _sheet(changed(state=["Michigan", "Ohio", "Mich.", "ohio"])),
    "no_state_no_country.xlsx": _sheet(without("State", "City")),
    "canada.xlsx": _sheet(
        [
            ["Cust #", "Customer Name", "City", "Province", "Postal Code", "Country", "Gross Margin"],
            ["C1", "Maple", "Toronto", "ON", "M5V 2T6", "Canada", 10],
            ["C2", "Leaf", "Vancouver", "BC", "V6B1A1", "CA", 20],
        ]
    ),
    "united_kingdom.xlsx": _sheet(
        [
            ["Cust #", "Customer Name", "City", "Postcode", "Country", "Gross Margin"],
            ["C1", "Thames", "London", "SW1A 1AA", "UK", 10],
            ["C2", "Mersey", "Liverpool", "L1 8JQ", "United Kingdom", 20],
        ]
    ),
    "europe.xlsx": _sheet([_EUROPE_HEADERS, *_EUROPE]),
    "coordinates.xlsx": _sheet(
        [
            [*row, *more]
            for row, more in zip(
                plain(),
                [["Latitude", "Longitude"], [42.28, -83.74], [41.65, -83.54], [42.97, -82.42], [40.74, -84.1]],
                strict=True,
            )
        ]
    ),
    "coordinates_swapped.xlsx": _sheet(
        [
            [*row, *more]
            for row, more in zip(
                without("ZIP", "City"),
                [["Latitude", "Longitude"], [-83.74, 42.28], [-83.54, 41.65], [-82.42, 42.97], [-84.1, 40.74]],
                strict=True,
            )
        ]
    ),
    "coordinates_positive_west.xlsx": _sheet(
        [
            [*row, *more]
            for row, more in zip(
                without("ZIP", "City"),
                [["Latitude", "Longitude"], [42.28, 83.74], [41.65, 83.54], [42.97, 82.42], [40.74, 84.1]],
                strict=True,
            )
        ]
    ),
    "coordinates_zero.xlsx": _sheet(
        [
            [*row, *more]
            for row, more in zip(
                without("ZIP", "City"),
                [["Latitude", "Longitude"], [0, 0], [41.65, -83.54], [42.97, -82.42], [400, -84.1]],
                strict=True,
            )
        ]
    ),
    "coordinates_degrees.xlsx": _sheet(
        [
            [*row, *more]
            for row, more in zip(
                without("ZIP", "City"),
                [
                    ["Latitude", "Longitude"],
                    ["42°16'48\"N", "83°44'24\"W"],
                    ["41,65", "-83,54"],
                    ["42.97 N", "82.42 W"],
                    [40.74, -84.1],
                ],
                strict=True,
            )
        ]
    ),
    "reps_match.xlsx": _accounts_and_reps(REPS, ["R1", "R1", "R2", "R2"]),
    "reps_by_name.xlsx": _accounts_and_reps(REPS, ["Ann Lee", "ann lee", "R2", "R2"]),
    "reps_variants.xlsx": _accounts_and_reps(REPS, ["R1", "Lee, Ann", "r2", "R2"]),
    "reps_house_and_gone.xlsx": _accounts_and_reps(REPS, ["R1", "HOUSE", "R9", "R2"]),
    "reps_two_of_a_name.xlsx": _accounts_and_reps(
        [*REPS, ["R3", "Ann Lee", "Outside", "48060", 1]], ["Ann Lee", "R1", "R2", "R3"]
    ),
    "reps_no_home.xlsx": _accounts_and_reps([["R1", "Ann Lee", "Outside", None, 1], REPS[1]], ["R1"] * 4),
    "reps_capacity_text.xlsx": _accounts_and_reps([["R1", "Ann Lee", "Outside", "48104", "half"], REPS[1]], ["R1"] * 4),
    "reps_capacity_zero.xlsx": _accounts_and_reps([["R1", "Ann Lee", "Outside", "48104", 0], REPS[1]], ["R1"] * 4),
    "reps_leavers.xlsx": _accounts_and_reps(
        [[*REPS[0], date(2026, 3, 31)], [*REPS[1], None]], ["R1", "R1", "R1", "R2"], [*REP_HEADERS, "Leaving date"]
    ),
    "reps_languages.xlsx": _accounts_and_reps(
        [[*REPS[0], "English, Spanish"], [*REPS[1], "English"]], ["R1"] * 4, [*REP_HEADERS, "Languages"]
    ),
    "reps_dates.xlsx": _accounts_and_reps(
        [[*REPS[0], date(2020, 1, 2), "12/31/2026"], [*REPS[1], "2021-05-06", None]],
        ["R1"] * 4,
        [*REP_HEADERS, "Start date", "Leaving date"],
    ),
    "reps_zip_number.xlsx": _accounts_and_reps([["R1", "Ann Lee", "Outside", 48104, "100%"], REPS[1]], ["R1"] * 4),
    "units_below_header.xlsx": _sheet([HEADERS, [None, None, None, None, None, "USD", "USD"], *ACCOUNTS]),
    "kinds_below_header.xlsx": _sheet([HEADERS, ["(key)", "text", "", "", "5 digits", "USD", "USD"], *ACCOUNTS]),
    "margin_holds_percent.xlsx": _sheet(changed(margin=[0.25, 0.2, 0.3, 0.25])),
    "city_with_state.xlsx": _sheet(
        [["Cust #", "Customer Name", "City, State", "Gross Margin"]]
        + [[row[0], row[1], f"{row[2]}, {row[3]}", row[6]] for row in ACCOUNTS]
    ),
    "german_headers.xlsx": _sheet(
        [
            ["Kundennr", "Name", "PLZ", "Ort", "Land", "Umsatz", "Rohertrag"],
            ["1", "A", "10115", "Berlin", "DE", "1.000,00", "250,00"],
            ["2", "B", "80331", "München", "DE", "2.000,00", "500,00"],
        ]
    ),
    "brackets_and_dollars.xlsx": _sheet(margins("($250.25)", "$(500.50)", "-$749.25", "$1,000.00-")),
    "dollar_signs_beside_currencies.xlsx": _sheet(
        [
            [*row, cell]
            for row, cell in zip(margins("$250.25", "$500.50", "$749.25", "$1,000"), _CURRENCIES, strict=True)
        ]
    ),
    "zip_placeholders.xlsx": _sheet(
        changed(
            zip=["00000", "99999", "99999-9999", "45801"],
            city=["Ann Arbor", "Toledo", None, "Lima"],
            state=["MI", "OH", None, "OH"],
        )
    ),
}
