"""Where the rows of a table lie that was put together from several sheets, or turned on its side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Origins:
    """For each row of a put-together table, numbered from 1, where it lies in the workbook.

    Attributes:
        sheets: n names.
        rows: n rows (columns, where the table was turned) as the spreadsheet numbers them.
        letters: by sheet, the column's letter in the sheet by its letter in the table; a sheet that is not named has
            the table's letters.
    """

    sheets: Sequence[str]
    rows: Sequence[int]
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def letter_in(self, sheet: str, letter: str) -> str:
        """Return the letter that a column of the table has in a sheet; "" where it is not in it."""
        return self.letters[sheet].get(letter, "") if sheet in self.letters else letter

    def rows_of(self, numbers: Iterable[int]) -> list[int]:
        """Return the rows of the workbook for rows of the table."""
        return [self.rows[number - 1] for number in numbers]

    def sheets_of(self, numbers: Iterable[int]) -> list[str]:
        """Return the sheets in which rows of the table lie, one each."""
        return [self.sheets[number - 1] for number in numbers]

    def sheet_of(self, numbers: Sequence[int]) -> str:
        """Return the one sheet in which rows of the table lie; "" where they lie in several."""
        names = {self.sheets[number - 1] for number in numbers}
        return names.pop() if len(names) == 1 else ""

    def by_sheet(self, numbers: Sequence[int]) -> list[tuple[str, tuple[int, ...]]]:
        """Return the rows of the workbook by sheet, in the order of the table."""
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(self.sheets[number - 1], []).append(self.rows[number - 1])
        return [(sheet, tuple(sorted(set(rows)))) for sheet, rows in found.items()]
