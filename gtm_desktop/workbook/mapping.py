"""Headers to table columns: which column of a sheet means what, and how sure that is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gtm_desktop.tables.accounts import GROSS_MARGIN, LAST_GROSS_MARGIN, LAST_REVENUE, REVENUE
from gtm_desktop.workbook.synonyms import Synonyms, plain, synonyms, without

_LAST_OF = {GROSS_MARGIN: LAST_GROSS_MARGIN, REVENUE: LAST_REVENUE}
_YEAR = re.compile(r"\b(?:fy|cy)? ?(20\d\d|(?<=fy)\d\d|(?<=cy)\d\d|(?<=fy )\d\d|(?<=cy )\d\d)\b")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)"
_MONTHS_COVERED = re.compile(
    rf"\b(?:{_MONTH} (?:to |thru )?{_MONTH}|ytd {_MONTH}|{_MONTH} ytd|\d{{1,2}} ?(?:mo|mos|months?))\b"
)
_EXACT, _WITHOUT_SIGN, _WITHOUT_NOISE, _SECOND, _CONTAINED = 1.0, 0.95, 0.9, 0.7, 0.6
_LINE_FIELDS = frozenset(("order_date", "line_number", "quantity", "item", "line_amount"))
ORDER_NUMBER = "order_number"
UNSURE = 0.8
"""A guess below this is asked about where it decides an id or an amount."""


@dataclass(frozen=True)
class MappedColumn:
    """One column of a table in a sheet.

    Attributes:
        position: 0 for column A.
        header: as it stands in the sheet; "" where the header cell is empty.
        field: the table column that it means; "" where it is kept as an extra one.
        sure: 0 to 1.
        is_in_thousands: whether the header says that amounts are in thousands.
        twins: positions of columns with the same header that were not taken.
    """

    position: int
    header: str
    field: str = ""
    sure: float = 0.0
    is_in_thousands: bool = False
    twins: tuple[int, ...] = ()

    @property
    def letter(self) -> str:
        """The spreadsheet's letter for the column."""
        return column_letter(self.position)


@dataclass(frozen=True)
class _Guess:
    field: str
    sure: float
    rank: int
    year: int = 0
    is_in_thousands: bool = False


def column_letter(position: int) -> str:
    """Return the spreadsheet's letter of a column, 0 is A and 26 is AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of the spreadsheet's column of these letters: A is 1 and AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def map_accounts(headers: Sequence[str], chosen: Mapping[str, str] | None = None) -> list[MappedColumn]:
    """Return what each column of an account list means, left to right; `chosen` is a field by letter and wins."""
    return _mapped(headers, chosen or {}, "accounts")


def map_reps(headers: Sequence[str], chosen: Mapping[str, str] | None = None) -> list[MappedColumn]:
    """Return what each column of a rep roster means, left to right; `chosen` is a field by letter and wins."""
    return _mapped(headers, chosen or {}, "reps")


def map_orders(headers: Sequence[str]) -> list[MappedColumn]:
    """Return what each column of a list of orders means, as far as that tells it from an account list."""
    return _mapped(headers, {}, "orders")


def how_sure(header: str) -> float:
    """Return how surely a header is understood, as a column of an account list or of a rep roster; 0 to 1."""
    guesses = [_guess(header, table) for table in ("accounts", "reps")]
    return max((guess.sure for guess in guesses if guess is not None), default=0.0)


def are_order_lines(fields: Collection[str]) -> bool:
    """Return whether columns of these order fields make a list of order or invoice lines."""
    return ORDER_NUMBER in fields and bool(_LINE_FIELDS & set(fields))


def _mapped(headers: Sequence[str], chosen: Mapping[str, str], table: str) -> list[MappedColumn]:
    """Give every field to at most one column: the surest, then the better spelling, then the leftmost.

    Of columns with equal headers the rightmost is taken. Of columns that differ in their year the latest is this year's
    and the one before it last year's.
    """
    guesses: dict[int, _Guess] = {}
    for position, header in enumerate(headers):
        letter = column_letter(position)
        guess = _Guess(chosen[letter], 1.0, -1) if letter in chosen else _guess(header, table)
        if guess is not None and guess.field:
            guesses[position] = guess
    guesses = _with_last_years(guesses)
    columns = [MappedColumn(position, header) for position, header in enumerate(headers)]
    for field in sorted({guess.field for guess in guesses.values()}):
        rivals = [position for position, guess in guesses.items() if guess.field == field]
        best = min(rivals, key=lambda at: (-guesses[at].sure, guesses[at].rank, at))
        equal = [at for at in rivals if plain(headers[at]) == plain(headers[best]) and guesses[best].rank >= 0]
        taken = max(equal, default=best)
        guess = guesses[taken]
        columns[taken] = replace(
            columns[taken],
            field=field,
            sure=guess.sure,
            is_in_thousands=guess.is_in_thousands,
            twins=tuple(at for at in equal if at != taken),
        )
    return _with_second_meanings(columns, chosen) if table == "accounts" else columns


def _with_second_meanings(columns: list[MappedColumn], chosen: Mapping[str, str]) -> list[MappedColumn]:
    """Give the leftmost columns that were left over their second meaning, where no other column has it."""
    taken = {column.field for column in columns}
    changed = []
    for column in columns:
        second = synonyms().second_meaning.get(plain(column.header), "")
        if second and not column.field and second not in taken and column.letter not in chosen:
            column = replace(column, field=second, sure=_SECOND)
            taken.add(second)
        changed.append(column)
    return changed


def _with_last_years(guesses: dict[int, _Guess]) -> dict[int, _Guess]:
    changed = dict(guesses)
    for field, last in _LAST_OF.items():
        years = sorted({guess.year for guess in guesses.values() if guess.field == field and guess.year}, reverse=True)
        has_last = any(guess.field == last for guess in guesses.values())
        for position, guess in guesses.items():
            if guess.field != field or not guess.year or guess.year == years[0]:
                continue
            if guess.year == years[1] and not has_last:
                changed[position] = replace(guess, field=last)
            else:
                del changed[position]
    return changed


@lru_cache(maxsize=4096)
def _guess(header: str, table: str) -> _Guess | None:
    words = synonyms()
    spellings: Mapping[str, tuple[str, int]] = getattr(words, table)
    full = plain(header)
    if full in spellings:
        return _Guess(spellings[full][0], _EXACT, spellings[full][1])
    in_thousands = without(full, words.thousands) != full
    reduced = without(full, words.thousands)
    year = _year(reduced)
    reduced = " ".join(_YEAR.sub(" ", reduced).split())
    is_previous = without(reduced, words.previous) != reduced
    reduced = without(reduced, words.previous)
    quiet = without(reduced, words.noise)
    months = without(" ".join(_MONTHS_COVERED.sub(" ", reduced).split()), words.noise)
    for text, sure in ((reduced, _WITHOUT_SIGN), (quiet, _WITHOUT_NOISE), (months, _WITHOUT_NOISE)):
        for form in (text, without(text, ("dollars",))):
            if form in spellings:
                return _current_or_last(_Guess(*_sure(spellings[form], sure), year, in_thousands), is_previous)
    found = None if is_previous else _contained(reduced, spellings, words)
    return _Guess(*_sure(spellings[found], _CONTAINED), year, in_thousands) if found else None


def _sure(spelling: tuple[str, int], sure: float) -> tuple[str, float, int]:
    return spelling[0], sure, spelling[1]


def _current_or_last(guess: _Guess, is_previous: bool) -> _Guess | None:  # noqa: FBT001 - a fact of the header
    if not is_previous:
        return guess
    return replace(guess, field=_LAST_OF[guess.field]) if guess.field in _LAST_OF else None


def _year(text: str) -> int:
    found = _YEAR.search(text)
    if not found:
        return 0
    year = int(found[1])
    return year if year > 99 else 2000 + year


def _contained(text: str, spellings: Mapping[str, tuple[str, int]], words: Synonyms) -> str | None:
    """Return the longest spelling of two words or more that the header contains beside harmless words."""
    padded, parts = f" {text} ", text.split()
    runs = (" ".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 2, len(parts) + 1))
    found = [
        each
        for each in runs
        if each in spellings and not words.other_meaning & set(padded.replace(f" {each} ", " ").split())
    ]
    return max(found, key=lambda each: (len(each), each), default=None)
