"""Several files are inspected one by one: each gets its own verdict."""

import pytest

from gtm_desktop import cli
from gtm_desktop.core import command_line
from gtm_desktop.workspace import headless
from tests.unit.workbook.books import accounts_book, row


@pytest.mark.logs_errors("a defect is logged with its trace")
def test_a_file_on_which_the_program_fails_keeps_no_other_from_its_verdict(tmp_path, monkeypatch, capsys):
    reads = headless.inspect_and_keep

    def fails_on_the_first(path):
        if path.name == "bad.xlsx":
            raise ZeroDivisionError("Acme Inc")
        return reads(path)

    monkeypatch.setattr(headless, "inspect_and_keep", fails_on_the_first)
    good = accounts_book(tmp_path, [row("C1")])
    arguments = command_line.parse(["inspect", str(tmp_path / "bad.xlsx"), str(good)])
    status = cli.run(arguments, try_window=lambda: "")
    said = capsys.readouterr().out
    assert status == cli.DEFECT
    assert f"{tmp_path / 'bad.xlsx'}: refuse" in said
    assert f"{good}: ok" in said
    assert "Acme" not in said
