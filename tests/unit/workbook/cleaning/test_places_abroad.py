"""Countries and postal codes abroad: what is read, what is said and what is asked. PRODUCT R1.9, docs/places.md."""

import pytest

from gtm_desktop.workbook.choices import ImportChoices
from tests.unit.workbook.books import accounts_book, codes_of, one, read, read_rows, write_book

HEADERS = ["Cust #", "Postal Code", "City", "Province", "Country", "GM $"]


def rows(*places):
    return [[f"C{number}", *place, 5] for number, place in enumerate(places)]


def read_places(folder, *places, answers=None):
    path = accounts_book(folder, rows(*places), headers=HEADERS)
    return read(path, choices=ImportChoices(answers=answers or {}))


def matches(dataset):
    return dataset.accounts.place_match.tolist()


def test_codes_of_four_countries_are_placed_by_what_they_say(tmp_path):
    dataset = read_places(
        tmp_path,
        ("M5V 3L9", None, "ON", "Canada"),
        ("sw1a1aa", None, None, "UK"),
        ("M1", None, None, "England"),
        ("80331", None, None, "Germany"),
        ("1012 AB", None, None, "NL"),
    )
    assert matches(dataset) == ["fsa", "sector", "outcode", "exact_postal", "postal_area"]
    assert dataset.questions == ()


def test_zeros_lost_abroad_come_back_where_the_country_has_the_code(tmp_path):
    dataset = read_places(tmp_path, (1067, None, None, "Germany"), (9999, None, None, "Germany"))
    assert dataset.accounts.postal_code.tolist() == ["01067", "9999"]
    assert one(dataset.findings, "postal_padded").rows == (2,)
    assert matches(dataset) == ["exact_postal", "none"]


def test_a_rural_canadian_area_without_a_city_is_approximate(tmp_path):
    dataset = read_places(tmp_path, ("A0A 1B0", None, None, "CA"), ("A0A 1B0", "St. John's", "NL", "CA"))
    assert matches(dataset) == ["rural_fsa", "city"]
    assert one(dataset.findings, "place_approximate").rows == (2,)


def test_a_canadian_code_of_another_province_is_asked_about(tmp_path):
    dataset = read_places(tmp_path, ("M5V 3L9", None, "QC", "CA"), ("M5V 3L9", None, "Ontario", "CA"))
    assert one(dataset.questions, "place_contradicted").rows == (2,)


def test_a_code_that_no_code_of_its_country_looks_like_is_said(tmp_path):
    dataset = read_places(tmp_path, ("8033", "München", None, "DE"), ("ABC", "München", None, "DE"))
    assert one(dataset.findings, "postal_format").rows == (3,)
    assert matches(dataset) == ["city", "city"]


@pytest.mark.parametrize(("answer", "match"), [("accept", "city"), ("by_code", "fsa")])
def test_a_code_that_only_another_country_writes_is_asked_about(tmp_path, answer, match):
    places = [("M5V 3L9", "Lyon", None, "France"), ("75008", None, None, "France")]
    assert codes_of(read_places(tmp_path, *places).questions) == ["country_contradicted"]
    dataset = read_places(tmp_path, *places, answers={"country_contradicted": answer})
    assert matches(dataset)[0] == match
    assert dataset.questions == ()


def test_a_blank_country_is_told_by_a_full_code_or_a_province_and_said(tmp_path):
    dataset = read_places(
        tmp_path,
        ("M5V 3L9", None, None, None),
        ("SW1A 1AA", None, None, None),
        (None, "Toronto", "ON", None),
        ("48104", None, "MI", None),
    )
    assert matches(dataset) == ["fsa", "sector", "city", "exact_postal"]
    assert one(dataset.findings, "country_told").rows == (2, 3, 4)
    assert dataset.questions == ()


@pytest.mark.parametrize(("answer", "is_abroad"), [("accept", True), ("united_states", False)])
def test_blanks_in_a_list_all_in_one_country_are_asked_about(tmp_path, answer, is_abroad):
    places = [(code, None, None, "Germany") for code in ("80331", "20095", "50667")]
    places += [("10115", None, None, None), ("48104", None, "MI", None)]
    asked = one(read_places(tmp_path, *places).questions, "country_blank")
    assert asked.rows == (5,)
    dataset = read_places(tmp_path, *places, answers={"country_blank": answer})
    assert bool(dataset.accounts.lon[3] > 0) is is_abroad
    assert dataset.accounts.lon[4] < -80
    assert (dataset.accounts.country.fillna("")[3] == "Germany") is is_abroad


def test_a_few_countries_named_leave_the_blanks_at_home(tmp_path):
    dataset = read_places(
        tmp_path, ("48104", None, None, None), ("43604", None, None, None), ("M5V 3L9", None, None, "Canada")
    )
    assert dataset.questions == ()
    assert matches(dataset) == ["exact_postal", "exact_postal", "fsa"]


def test_a_list_without_countries_offers_those_that_have_its_codes(tmp_path):
    headers, places = ["Cust #", "ZIP", "GM"], [["C1", "80331", 5], ["C2", "20095", 5]]
    asked = one(read_rows(tmp_path, places, headers=headers).questions, "country_unknown")
    assert "DE" in [option.code for option in asked.options]
    path = accounts_book(tmp_path, places, headers=headers)
    dataset = read(path, choices=ImportChoices(answers={"country_unknown": "DE"}))
    assert dataset.questions == ()
    assert (dataset.accounts.lon > 0).all()


def test_a_list_of_british_codes_alone_needs_no_country(tmp_path):
    dataset = read_rows(tmp_path, [["C1", "SW1A 1AA", 5], ["C2", "EH1 1YZ", 5]], headers=["Cust #", "Postcode", "GM"])
    assert dataset.questions == ()
    assert matches(dataset) == ["sector", "sector"]


@pytest.mark.parametrize(("answer", "is_abroad"), [("accept", True), ("united_states", False)])
def test_homes_of_a_roster_without_countries_are_asked_about_where_all_accounts_lie_abroad(tmp_path, answer, is_abroad):
    accounts = accounts_book(
        tmp_path, rows(("80331", None, None, "Germany"), ("20095", None, None, "DE")), headers=HEADERS
    )
    reps = write_book(
        tmp_path / "reps.xlsx",
        {"Reps": [["Rep Code", "Name", "Role", "Home ZIP"], ["R1", "Ann Lee", "Outside", "10115"]]},
    )
    asked = one(read(accounts, reps).questions, "home_country")
    dataset = read(accounts, reps, choices=ImportChoices(answers={asked.key: answer}))
    assert bool(dataset.reps.lon[0] > 0) is is_abroad
