"""What is asked of the planner, and what is assumed until it is answered: PRODUCT R1.3, R1.9 and RULES 1."""

import pytest

from gtm_desktop.workbook.choices import ImportChoices
from tests.unit.workbook.books import HEADERS, accounts_book, codes_of, one, read, read_rows, row


def test_a_complete_list_raises_no_question(tmp_path):
    assert read_rows(tmp_path, [row("C1"), row("C2")]).questions == ()


def test_rows_equal_in_every_cell_keep_one(tmp_path):
    dataset = read_rows(tmp_path, [row("C1"), row("C2"), row("C1")])
    assert dataset.accounts.account_id.tolist() == ["C1", "C2"]
    question = one(dataset.questions, "duplicate_ids")
    assert question.rows == (2, 4)
    assert "keep one" in question.suggestion
    assert one(dataset.findings, "duplicate_row").rows == (4,)


def test_one_id_with_different_values_keeps_both_the_later_with_a_suffix(tmp_path):
    dataset = read_rows(tmp_path, [row("C1", margin=1), row("C1-2"), row("C1", margin=2)])
    assert dataset.accounts.account_id.tolist() == ["C1", "C1-2", "C1-3"]
    assert "keep both" in one(dataset.questions, "duplicate_ids").suggestion


@pytest.mark.parametrize(
    ("answer", "ids", "margins"),
    [
        ("add_up", ["C1", "C2"], [301, 500]),
        ("keep_first", ["C1", "C2"], [100, 500]),
        ("accept", ["C1", "C1-2", "C2"], [100, 201, 500]),
        ("keep_all", ["C1", "C1-2", "C2", "C2-2"], [100, 201, 500, 500]),
    ],
)
def test_duplicates_are_treated_as_answered(tmp_path, answer, ids, margins):
    rows = [row("C1", margin=1), row("C1", margin=2.005), row("C2", margin=5), row("C2", margin=5)]
    path = accounts_book(tmp_path, rows)
    dataset = read(path, choices=ImportChoices(answers={"duplicate_ids": answer}))
    assert dataset.accounts.account_id.tolist() == ids
    assert dataset.accounts.gross_margin.tolist() == margins
    assert dataset.questions == ()


def test_an_answer_that_is_none_leaves_the_question_open_and_is_said(tmp_path):
    path = accounts_book(tmp_path, [row("C1", margin=1), row("C1", margin=2)])
    dataset = read(path, choices=ImportChoices(answers={"duplicate_ids": "burn"}))
    assert codes_of(dataset.questions) == ["duplicate_ids"]
    assert one(dataset.findings, "unknown_answer")


@pytest.mark.parametrize("other", ["c7", " C7", "0007", 7])
def test_ids_that_are_only_alike_are_kept_all(tmp_path, other):
    first = "7" if other in ("0007", 7) else "C7"
    dataset = read_rows(tmp_path, [row(first, name="A"), row(other, name="A")])
    assert len(dataset.accounts) == 2
    assert dataset.accounts.account_id.is_unique
    assert one(dataset.questions, "duplicate_ids").rows == (2, 3)
    assert "keep all" in one(dataset.questions, "duplicate_ids").suggestion


def test_a_row_without_an_id_gets_a_temporary_one_and_is_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [row("C1"), row(None), row("  ")])
    assert dataset.accounts.account_id.tolist() == ["C1", "ROW-3", "ROW-4"]
    assert one(dataset.questions, "missing_id").rows == (3, 4)


def test_a_list_without_ids_is_asked_about_once(tmp_path):
    dataset = read_rows(tmp_path, [row()[1:], row(name="B")[1:]], headers=HEADERS[1:])
    assert codes_of(dataset.questions) == ["no_id_column"]
    assert dataset.accounts.account_id.tolist() == ["ROW-2", "ROW-3"]


def test_a_missing_or_unreadable_margin_stays_missing_and_is_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [row("C1"), row("C2", margin=None), row("C3", margin="?")])
    assert dataset.accounts.gross_margin.isna().tolist() == [False, True, True]
    assert one(dataset.questions, "missing_margin").rows == (3, 4)


def test_without_a_margin_column_revenue_times_percent_is_suggested_and_marked(tmp_path):
    headers = ["Cust #", "State", "ZIP", "Sales", "GM %"]
    dataset = read_rows(
        tmp_path, [["C1", "MI", "48104", 200, "25%"], ["C2", "MI", "48104", 100, None]], headers=headers
    )
    assert codes_of(dataset.questions) == ["no_margin_column"]
    assert dataset.accounts.gross_margin.tolist()[0] == 5000
    assert dataset.accounts.margin_is_estimate.tolist() == [True, False]
    assert dataset.accounts.gross_margin.isna().tolist() == [False, True]


@pytest.mark.parametrize(("extra", "words"), [(["Sales"], "revenue"), ([], "unknown")])
def test_without_margin_and_percent_size_is_left_unknown(tmp_path, extra, words):
    headers = ["Cust #", "State", "ZIP", *extra]
    dataset = read_rows(tmp_path, [["C1", "MI", "48104", *[5 for _ in extra]]], headers=headers)
    assert words in one(dataset.questions, "no_margin_column").suggestion
    assert dataset.accounts.gross_margin.isna().all()


def test_without_a_place_column_no_account_is_placed_and_it_is_asked(tmp_path):
    dataset = read_rows(tmp_path, [["C1", 5]], headers=["Cust #", "Gross Margin"])
    assert codes_of(dataset.questions) == ["no_place_column"]
    assert dataset.accounts.place_match.tolist() == ["none"]


def test_accounts_are_placed_by_zip_and_get_their_county(tmp_path):
    dataset = read_rows(tmp_path, [row(zip="48104")])
    (account,) = dataset.accounts.itertuples()
    assert account.place_match == "exact_postal"
    assert account.county == "Washtenaw County"
    assert (round(account.lat), round(account.lon)) == (42, -84)


def test_what_cannot_be_placed_is_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [row("C1"), row("C2", zip=None, city=None), row("C3", zip="XX", city="Nowhereville")])
    assert one(dataset.questions, "missing_place").rows == (3, 4)


@pytest.mark.parametrize(("written", "expected"), [(2139, "02139"), ("2139", "02139"), (21391234, "02139-1234")])
def test_lost_zeros_of_a_zip_come_back_where_the_state_agrees(tmp_path, written, expected):
    dataset = read_rows(tmp_path, [row(zip=written, city="Cambridge", state="Mass.")])
    assert dataset.accounts.postal_code.tolist() == [expected]
    assert one(dataset.findings, "zip_padded").rows == (2,)
    assert dataset.questions == ()


def test_a_short_zip_in_another_state_is_left_as_it_is(tmp_path):
    dataset = read_rows(tmp_path, [row(zip=2139, city=None, state="MI")])
    assert dataset.accounts.postal_code.tolist() == ["2139"]
    assert codes_of(dataset.questions) == ["missing_place"]


def test_a_zip_in_another_state_than_the_one_given_is_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [row(zip="48104", state="OH", city="Ann Arbor")])
    assert codes_of(dataset.questions) == ["place_contradicted"]


def test_the_lists_own_coordinates_win(tmp_path):
    headers = [*HEADERS, "Latitude", "Longitude"]
    dataset = read_rows(tmp_path, [[*row(), 41.5, -83.5]], headers=headers)
    assert dataset.accounts.place_match.tolist() == ["coordinates"]
    assert dataset.accounts.lat.tolist() == [41.5]


def test_zip_codes_without_state_and_country_are_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [["C1", "48104", 5]], headers=["Cust #", "ZIP", "GM"])
    assert codes_of(dataset.questions) == ["country_unknown"]


def test_two_equal_headers_take_the_rightmost_and_are_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [[*row(margin=1), 2]], headers=[*HEADERS, "GM $"])
    assert codes_of(dataset.questions) == ["equal_headers"]
    assert dataset.accounts.gross_margin.tolist() == [200]


def test_a_column_of_money_that_is_only_guessed_is_asked_about(tmp_path):
    headers = [*HEADERS[:-1], "Gross margin hardware"]
    assert codes_of(read_rows(tmp_path, [row()], headers=headers).questions) == ["unsure_column"]


def test_amounts_in_thousands_are_multiplied_and_asked_about(tmp_path):
    dataset = read_rows(tmp_path, [row(margin=1.5)], headers=[*HEADERS[:-1], "GM ($000s)"])
    assert codes_of(dataset.questions) == ["in_thousands"]
    assert dataset.accounts.gross_margin.tolist() == [150_000]


def test_channels_become_codes_and_several_spellings_are_asked_about(tmp_path):
    headers = [*HEADERS, "Channel"]
    channels = ["Outside", "Inside Sales", "Field", "Web", None, "Distributor"]
    dataset = read_rows(tmp_path, [[*row(f"C{i}"), each] for i, each in enumerate(channels)], headers=headers)
    expected = ["outside", "inside", "outside", "self_serve"]
    assert dataset.accounts.today_channel.tolist()[:4] == expected
    assert dataset.accounts.today_channel.isna().tolist() == [False] * 4 + [True] * 2
    assert one(dataset.questions, "channel_spellings").rows == (2, 4)
    assert one(dataset.findings, "channel_unknown").rows == (7,)
