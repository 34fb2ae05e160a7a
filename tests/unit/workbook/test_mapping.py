"""Headers to fields."""

import tomllib

import pytest

from gtm_desktop.core import paths
from gtm_desktop.tables import accounts, reps, roster
from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.mapping import UNSURE, map_accounts, map_reps
from gtm_desktop.workbook.synonyms import RESOURCE, plain

DATA = tomllib.loads(paths.resource(RESOURCE).read_text())


def fields(*headers):
    return [column.field for column in map_accounts(headers)]


@pytest.mark.parametrize(("group", "columns"), [("accounts", accounts.COLUMNS), ("reps", reps.COLUMNS)])
def test_every_key_of_the_data_file_is_a_column_of_its_table(group, columns):
    assert set(DATA[group]) <= {column.name for column in columns}


@pytest.mark.parametrize(
    ("group", "codes"), [("roles", {role.value for role in reps.Role}), ("channels", set(roster.Channel.ALL))]
)
def test_every_role_and_channel_of_the_data_file_is_a_code(group, codes):
    assert set(DATA[group]) <= codes


@pytest.mark.parametrize("group", ["accounts", "reps", "orders", "roles", "channels"])
def test_no_spelling_means_two_things_and_all_are_in_plain_form(group):
    spellings = [text for texts in DATA[group].values() for text in texts]
    assert len(spellings) == len(set(spellings))
    assert [plain(text) for text in spellings] == spellings


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Cust #", accounts.ACCOUNT_ID),
        ("Bill-To", accounts.ACCOUNT_ID),
        ("CUSTOMER_NO", accounts.ACCOUNT_ID),
        ("Customer", accounts.NAME),
        ("Zip Code", accounts.POSTAL_CODE),
        ("GM $", accounts.GROSS_MARGIN),
        ("Gross Profit", accounts.GROSS_MARGIN),
        ("GM %", accounts.MARGIN_PCT),
        ("Net Sales (USD)", accounts.REVENUE),
        ("FY2025 Sales", accounts.REVENUE),
        ("Sales TTM", accounts.REVENUE),
        ("LY Sales", accounts.LAST_REVENUE),
        ("Last Year's GM $", accounts.LAST_GROSS_MARGIN),
        ("Est. Annual Spend $", accounts.WALLET),
        ("Web Sales $", accounts.REVENUE_ECOMMERCE),
        ("EDI", accounts.REVENUE_AUTOMATIC),
        ("# orders", accounts.ORDERS),
        ("OSR", accounts.OUTSIDE_REP),
        ("Current Channel", accounts.TODAY_CHANNEL),
        ("Customer Name (legal)", accounts.NAME),
        ("Acct Nbr", accounts.ACCOUNT_ID),
        ("CUSTNO", accounts.ACCOUNT_ID),
        ("CustomerName", accounts.NAME),
        ("NetSalesTTM", accounts.REVENUE),
        ("Sum of GM", accounts.GROSS_MARGIN),
        ("L12M GM", accounts.GROSS_MARGIN),
        ("FY25/26 GM", accounts.GROSS_MARGIN),
        ("Bruttomarge (€)", accounts.GROSS_MARGIN),
        ("Umsatz Vorjahr", accounts.LAST_REVENUE),
        ("Billing State/Province", accounts.STATE),
    ],
)
def test_a_common_spelling_is_understood(header, field):
    assert fields(header) == [field]


@pytest.mark.parametrize(
    "header", ["GM budget", "Sales target", "Sales growth", "Last order", "Credit limit", "Notes", ""]
)
def test_a_header_that_means_something_else_stays_an_extra_column(header):
    assert fields(header) == [""]


def test_of_two_years_the_later_is_this_year_and_the_one_before_it_last_year():
    expected = ["", accounts.LAST_REVENUE, accounts.REVENUE]
    assert fields("Sales 2023", "Sales 2024", "Sales 2025") == expected


def test_of_equal_headers_the_rightmost_is_taken_and_the_others_are_named():
    first, second = map_accounts(["Sales", "Sales"])
    assert (first.field, second.field, second.twins) == ("", accounts.REVENUE, (0,))


def test_of_two_spellings_the_better_one_is_taken():
    assert fields("Company", "Customer Name") == ["", accounts.NAME]


def test_what_the_planner_chose_wins_over_every_guess():
    columns = map_accounts(["Sales", "Revenue", "X"], {"A": "", "C": accounts.REVENUE})
    assert [column.field for column in columns] == ["", "", accounts.REVENUE]


def test_an_exact_spelling_is_surer_than_one_with_a_year_and_that_than_one_contained():
    sure = [column.sure for column in map_accounts(["Cust #", "Annual Sales 2025", "Customer Name (legal)"])]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] == 1.0


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [("GM ($M)", 1_000_000, ""), ("Sales (000)", 1_000, ""), ("GM TEUR", 1_000, "EUR"), ("GM (CAD)", 1, "CAD")],
)
def test_a_header_names_the_unit_and_the_currency_of_its_amounts(header, unit, currency):
    (column,) = map_accounts([header])
    assert (column.unit, column.currency) == (unit, currency)


def test_a_header_in_thousands_is_recognised():
    (column,) = map_accounts(["Gross Margin (in thousands)"])
    assert (column.field, column.unit) == (accounts.GROSS_MARGIN, 1000)


def test_rep_headers_are_understood():
    headers = ["Rep Code", "Name", "Role", "Home ZIP", "FTE %", "Hire Date", "Leaving", "Loaded Cost $", "Status"]
    expected = [
        reps.REP_ID, reps.NAME, reps.ROLE, reps.HOME_POSTAL_CODE, reps.EMPLOYMENT_SHARE,
        reps.START, reps.LEAVING, reps.COST, reps.IS_OPEN,
    ]  # fmt: skip
    assert [column.field for column in map_reps(headers)] == expected


def test_columns_are_lettered_as_the_spreadsheet_letters_them():
    assert [column_letter(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_customer_beside_customer_name_is_the_number_though_not_surely():
    number, name = map_accounts(["Customer", "Customer Name"])
    assert (number.field, name.field) == (accounts.ACCOUNT_ID, accounts.NAME)
    assert number.sure < UNSURE
