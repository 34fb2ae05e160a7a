"""Lists in text form: encodings and separators."""

import pytest

from gtm_desktop.workbook.reading.text_file import detect_encoding, detect_separator, read_text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zoë, Müller, Señor", "utf-8"),
        ("Zoë, Müller, Señor", "cp1252"),
        ("Zoë, Müller, Señor", "cp850"),
        ("plain", "utf-8"),
        ("it’s – “quoted”", "cp1252"),
        ("a,b\r\n1,2\r\n", "utf-16-le"),
        ("a,b\r\n1,2\r\n", "utf-16-be"),
    ],
)
def test_the_encoding_is_detected(text, encoding):
    assert detect_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_cuts_lines_alike(separator):
    lines = [["Id", "Name", "Margin"], ["1", "A, B; C", "1,5"], ["2", "D", "2"]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    assert detect_separator(text) == separator


def test_lines_of_different_lengths_are_filled_up_and_the_last_blank_ones_go(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1\n,,\n\n")
    assert read_text(path).rows == [["a", "b", "c"], ["1", "", ""]]


def test_a_line_that_names_the_separator_counts_as_a_row_and_is_blank(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na;b\n")
    found = read_text(path)
    assert (found.separator, [row for row in found.rows if any(row)]) == (";", [["a", "b"]])
    assert len(found.rows) == 2


def test_a_quote_that_is_never_meant_to_end_swallows_no_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,name\n1,"Ann\n2,Bob\n3,"Cy\nInc"\n4,"Dee"\n')
    assert read_text(path).rows == [["id", "name"], ["1", '"Ann'], ["2", "Bob"], ["3", "Cy\nInc"], ["4", "Dee"]]


def test_a_text_kept_by_a_formula_of_nothing_but_quotes_is_that_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,name\n="00123","=""7"""\n=1+2,"=cmd|x"\n')
    assert read_text(path).rows[1:] == [["00123", "7"], ["=1+2", "=cmd|x"]]
