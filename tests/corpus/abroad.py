"""Corpus: postal codes of Canada, Great Britain, Mexico and Europe, and countries that are blank or contradicted."""

from functools import partial

from tests.corpus.lists import book

HEADERS = ["Cust #", "Customer Name", "City", "State/Province", "Postal Code", "Country", "Gross Margin"]


def _places(*places, leave_out=()):
    """Return a writer of a list with one account a place (city, state, postal code, country), without some columns."""
    rows = [[f"C{number}", f"Customer {number}", *place, 10 * number] for number, place in enumerate(places, start=1)]
    keep = [at for at, header in enumerate(HEADERS) if header not in leave_out]
    return partial(book, rows=[[row[at] for at in keep] for row in [HEADERS, *rows]])


def _codes(country, *codes):
    return _places(*((None, None, code, country) for code in codes), leave_out=("City", "State/Province"))


_EVERYWHERE = {
    "Austria": "1010",
    "Belgium": "B-1000",
    "Switzerland": "CH-8001",
    "Czech Republic": "110 00",
    "Denmark": "DK-2100",
    "Spain": "28001",
    "Finland": "00100",
    "France": "F-69001",
    "Hungary": "1051",
    "Ireland": "D02 AF30",
    "Italy": "20121",
    "Luxembourg": "L-1111",
    "Netherlands": "1012 AB",
    "Norway": "0150",
    "Poland": "31-001",
    "Portugal": "1000-001",
    "Sweden": "111 20",
    "Slovenia": "1000",
}

CASES = {
    "canada_codes_only.xlsx": _codes("Canada", "M5V 2T6", "V6B 1A1", "H3B 2Y5", "T2P 1J9"),
    "canada_code_spellings.xlsx": _codes("CA", "m5v2t6", "V6B-1A1", " h3b ", "T2P\u00a01J9"),
    "canada_rural.xlsx": _codes("Canada", "A0A 1B0", "K0K 1A0"),
    "canada_rural_with_city.xlsx": _places(
        ("St. John's", "NL", "A0A 1B0", "Canada"), ("Belleville", "Ontario", "K0K 1A0", "Canada")
    ),
    "canada_no_such_area.xlsx": _codes("Canada", "M5V 2T6", "M0Z 9Z9"),
    "canada_other_province.xlsx": _places(
        ("Toronto", "QC", "M5V 2T6", "Canada"), ("Vancouver", "British Columbia", "V6B 1A1", "Canada")
    ),
    "canada_among_states.xlsx": _places(
        ("Detroit", "MI", "48226", None),
        ("Windsor", "ON", "N9A 1A1", None),
        ("Windsor", "ON", None, None),
        leave_out=("Country",),
    ),
    "uk_full_codes.xlsx": _codes("UK", "SW1A 1AA", "M1 1AE", "EH1 1YZ", "CF10 1EP"),
    "uk_spacing_and_case.xlsx": _codes("United Kingdom", "sw1a1aa", " M1  1ae", "eh11yz", "CF10\u00a01EP"),
    "uk_outcodes.xlsx": _codes("England", "SW1A", "M1", "B33", "cr2"),
    "uk_sectors.xlsx": _codes("Great Britain", "SW1A 1", "M1 1", "B33 8", "CR2 6"),
    "uk_islands_and_ulster.xlsx": _codes("UK", "BT1 5GS", "JE2 3AA", "GY1 1AA", "IM1 1AA"),
    "uk_no_country.xlsx": _places(
        (None, None, "SW1A 1AA", None), (None, None, "EH1 1YZ", None), leave_out=("City", "State/Province", "Country")
    ),
    "uk_unknown_code.xlsx": _codes("UK", "SW1A 1AA", "ZZ99 9ZZ"),
    "germany_codes_only.xlsx": _codes("Germany", "80331", "10115", "D-20095", "DE 50667"),
    "germany_lost_zeros.xlsx": _codes("Deutschland", 1067, 4109, 80331.0, "99084"),
    "germany_no_country.xlsx": _places(
        (None, None, "80331", None), (None, None, "20095", None), leave_out=("City", "State/Province", "Country")
    ),
    "germany_blank_countries.xlsx": _places(
        (None, None, "80331", "Germany"),
        (None, None, "20095", "Germany"),
        (None, None, "10115", None),
        leave_out=("City", "State/Province"),
    ),
    "france_cedex.xlsx": _codes("France", "75008 CEDEX 08", "69001", "13001", "06000"),
    "mexico.xlsx": _codes("Mexico", "06000", 1000, "64000", "44100"),
    "europe_codes_only.xlsx": _places(
        *((None, None, code, country) for country, code in _EVERYWHERE.items()), leave_out=("City", "State/Province")
    ),
    "europe_no_such_codes.xlsx": _places(
        ("Lyon", None, "00000", "France"), (None, None, "00000", "France"), ("Athens", None, "104 31", "Greece")
    ),
    "code_not_as_in_country.xlsx": _places(("München", None, "8033X", "Germany"), ("Lyon", None, "69001", "France")),
    "code_of_another_country.xlsx": _places(("Lyon", None, "M5V 2T6", "France"), ("Toledo", "OH", "43604", "USA")),
    "canadian_code_in_usa.xlsx": _places((None, None, "M5V 2T6", "USA"), ("Toledo", "OH", "43604", "USA")),
    "home_and_abroad.xlsx": _places(
        ("Ann Arbor", "MI", "48104", "USA"),
        ("Toronto", "ON", "M5V 2T6", "Canada"),
        ("London", None, "SW1A 1AA", "UK"),
        ("Munich", None, "80331", "Germany"),
        ("Toledo", "OH", "43604", None),
    ),
}
