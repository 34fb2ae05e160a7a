"""Headers to table columns: which column of a sheet means what, and how sure that is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from gtm_desktop.tables.accounts import GROSS_MARGIN, LAST_GROSS_MARGIN, LAST_REVENUE, REVENUE
from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.synonyms import Synonyms, plain, synonyms, without

THOUSAND, MILLION = 1_000, 1_000_000
_LAST_OF = {GROSS_MARGIN: LAST_GROSS_MARGIN, REVENUE: LAST_REVENUE}
_YEAR = re.compile(r"\b(?:fy|cy)? ?(20\d\d|(?<=fy)\d\d|(?<=cy)\d\d|(?<=fy )\d\d|(?<=cy )\d\d)\b")
_YEAR_SPAN = re.compile(r"\b(?:fy ?(?:20)?|20)(\d\d) (?:20)?(\d\d)\b")
_WORDS_IN_ONE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORT_YEAR = re.compile(r"(?:(?<=\s)|^)['\u2019](\d\d)\b")
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_UNTIL = "(?:to|thru|through|until|ending|ended|as of)"
_MONTHS_COVERED = re.compile(
    rf"\b(?:{_MONTH} (?:{_UNTIL} )?{_MONTH}|ytd {_MONTH}|{_MONTH} ytd|r?\d{{1,2}} ?(?:m|mo|mos|months?)"
    rf"|{_UNTIL} (?:{_MONTH}|\d{{1,2}})(?: \d{{1,2}})?|(?:h[12]|q[1-4])(?: (?:{_UNTIL} )?q[1-4])?|mtd|qtd)\b"
)
_EXACT, _WITHOUT_SIGN, _WITHOUT_NOISE, _SECOND, _CONTAINED = 1.0, 0.95, 0.9, 0.7, 0.6
_ROW_COUNTERS = ("number", "no", "nbr", "nr", "line", "row")
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
        unit: by what the header says its amounts are to be multiplied: 1, a thousand or a million.
        currency: the code of the currency that the header names; "" where it names none.
        twins: positions of columns with the same header that were not taken.
    """

    position: int
    header: str
    field: str = ""
    sure: float = 0.0
    unit: int = 1
    currency: str = ""
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
    unit: int = 1


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


def rivals_of(column: MappedColumn, columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """Return the columns of an account list without a meaning whose own headers mean the same as a column's.

    Columns of other years and of the same header are none, and none of mere numbers, such as "#", which count rows.
    """
    year = _year_of(column.header)
    return [
        other
        for other in columns
        if not other.field
        and plain(other.header) not in (plain(column.header), *_ROW_COUNTERS)
        and (guess := _guess(other.header, "accounts")) is not None
        and guess.field == column.field
        and guess.year in (0, year)
    ]


def means_alone(header: str) -> str:
    """Return what a header of an account list means by itself; "" where it is not understood."""
    guess = _guess(header, "accounts")
    return guess.field if guess is not None else ""


def _year_of(header: str) -> int:
    guess = _guess(header, "accounts")
    return guess.year if guess is not None else 0


def are_order_lines(fields: Collection[str]) -> bool:
    """Return whether columns of these order fields make a list of order or invoice lines.

    They have numbers of orders beside something of a line; without numbers a day, an amount and an item or a quantity.
    """
    given = set(fields)
    if ORDER_NUMBER in given:
        return bool(_LINE_FIELDS & given)
    return {"order_date", "line_amount"} <= given and bool({"item", "quantity"} & given)


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
            unit=guess.unit,
            currency=currency_of(headers[taken]),
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


def unit_of(text: str) -> int:
    """Return what a plain text says amounts are in: 1,000 for thousands, 1,000,000 for millions, else 1."""
    words = synonyms()
    if without(text, words.thousands) != text:
        return THOUSAND
    return MILLION if without(text, words.millions) != text else 1


@lru_cache(maxsize=4096)
def _guess(header: str, table: str) -> _Guess | None:
    """Return what a header means; one of words run together ("GrossMargin") also as words of their own."""
    header = _SHORT_YEAR.sub(r" 20\1 ", header)
    header = _SHORT_YEAR.sub(r"20\1", header)
    guess = _guess_of(plain(header), table)
    if guess is None and (parted := _WORDS_IN_ONE.sub(" ", header)) != header:
        guess = _guess_of(plain(parted), table)
    return guess


def _guess_of(full: str, table: str) -> _Guess | None:
    words = synonyms()
    spellings: Mapping[str, tuple[str, int]] = getattr(words, table)
    if full in spellings:
        return _Guess(spellings[full][0], _EXACT, spellings[full][1])
    unit = unit_of(full)
    reduced = without(without(full, words.thousands), words.millions)
    reduced = _YEAR_SPAN.sub(_later_year, reduced)
    year = _year(reduced)
    reduced = " ".join(_YEAR.sub(" ", reduced).split())
    is_previous = without(reduced, words.previous) != reduced
    reduced = without(reduced, words.previous)
    quiet = without(reduced, words.noise)
    months = without(" ".join(_MONTHS_COVERED.sub(" ", reduced).split()), words.noise)
    for text, sure in ((reduced, _WITHOUT_SIGN), (quiet, _WITHOUT_NOISE), (months, _WITHOUT_NOISE)):
        for form in (text, without(text, ("dollars",))):
            known = spellings.get(form) or _other_spellings(table).get(_spelled_out(form))
            if known:
                return _current_or_last(_Guess(*_sure(known, sure), year, unit), is_previous)
    found = None if is_previous else _contained(reduced, spellings, words)
    return _Guess(*_sure(spellings[found], _CONTAINED), year, unit) if found else None


@cache
def _other_spellings(table: str) -> dict[str, tuple[str, int]]:
    """Return the spellings of a table with short forms written out, and run together; the written ones come first."""
    spellings: Mapping[str, tuple[str, int]] = getattr(synonyms(), table)
    known: dict[str, tuple[str, int]] = {}
    for form in (lambda text: text, _spelled_out, lambda text: text.replace(" ", "")):
        for text, meant in spellings.items():
            known.setdefault(form(text), meant)
    return known


def _spelled_out(text: str) -> str:
    """Return a plain text with short forms of words written out: "cust nbr" is "customer number"."""
    return " ".join(synonyms().short.get(word, word) for word in text.split())


def _later_year(span: re.Match[str]) -> str:
    """Return the later year of two that follow each other, "fy25 26" is "fy26"; else the text as it is."""
    first, second = int(span[1]), int(span[2])
    return f"fy{second:02}" if second == (first + 1) % 100 else span[0]


def currency_of(header: str) -> str:
    """Return the code of the currency that a header names; "" where it names none."""
    padded = f" {plain(header)} "
    return next((code for words, code in synonyms().currencies.items() if f" {words} " in padded), "")


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
