"""Columns as bytes."""

from dataclasses import replace

import pandas as pd
import pytest

from gtm_desktop.tables.accounts import account_table
from gtm_desktop.tables.buffers import DamagedColumnError, decode_column, encode_column, read_frame, write_frame
from gtm_desktop.tables.reps import rep_table
from gtm_desktop.tables.schema import DTYPES, Kind

COLUMNS = {
    "text": pd.Series(["Zoë", pd.NA, "NA", "", "a\nb\x00c", "Zoë"], dtype=DTYPES[Kind.TEXT]),
    "money": pd.Series([0, None, -(10**15), 7, 2**62, 1], dtype=DTYPES[Kind.MONEY]),
    "number": pd.Series([0.1, float("nan"), -0.0, 1e308, 5e-324, 3.0], dtype=DTYPES[Kind.NUMBER]),
    "flag": pd.Series([True, False, None, True, None, False], dtype=DTYPES[Kind.FLAG]),
    "day": pd.Series(["2026-01-31", None, "1969-12-31", "2026-01-31", None, "9999-12-31"], dtype="datetime64[s]"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_comes_back_as_it_was_missing_values_and_dtype_included(name):
    back = decode_column(encode_column(COLUMNS[name]))
    pd.testing.assert_series_equal(back, COLUMNS[name], check_exact=True)


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_column_keeps_its_dtype(name):
    empty = COLUMNS[name].iloc[:0].reset_index(drop=True)
    pd.testing.assert_series_equal(decode_column(encode_column(empty)), empty)


@pytest.mark.parametrize("name", COLUMNS)
def test_what_lies_under_a_missing_value_does_not_change_the_bytes(name):
    column = COLUMNS[name]
    blanked = column.copy()
    blanked.iloc[0] = None
    direct = pd.Series([None, *column.tolist()[1:]], dtype=column.dtype)
    assert encode_column(blanked) == encode_column(direct)


def test_a_column_with_many_distinct_texts_comes_back():
    column = pd.Series([f"account {i}" for i in range(40_000)], dtype=DTYPES[Kind.TEXT])
    pd.testing.assert_series_equal(decode_column(encode_column(column)), column)


def test_one_changed_byte_is_noticed():
    column = encode_column(COLUMNS["money"])
    with pytest.raises(DamagedColumnError):
        decode_column(replace(column, payload=column.payload[:-1] + b"\x01"))


def test_a_column_that_no_table_has_is_refused():
    with pytest.raises(TypeError):
        encode_column(pd.Series([1 + 2j]))


def test_the_account_and_rep_tables_come_back_from_their_file(tmp_path):
    tables = {
        "accounts": account_table(pd.DataFrame({"account_id": ["000123", "A"], "extra:Freight": ["Prepaid", None]})),
        "reps": rep_table(pd.DataFrame({"rep_id": [], "role": []})),
    }
    for name, table in tables.items():
        write_frame(tmp_path / name, table)
        pd.testing.assert_frame_equal(read_frame(tmp_path / name), table)


@pytest.mark.parametrize("cut", [0, 5, 15, 40, -1])
def test_a_file_cut_short_is_noticed(tmp_path, cut):
    write_frame(tmp_path / "whole", pd.DataFrame(COLUMNS))
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:cut])
    with pytest.raises(DamagedColumnError):
        read_frame(tmp_path / "cut")
