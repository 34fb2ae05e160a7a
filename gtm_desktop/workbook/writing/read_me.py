"""The first sheet of the roster workbook: what this is, under which rules it was made, and that its totals tie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gtm_desktop import __version__
from gtm_desktop.core import words
from gtm_desktop.core.findings import Question
from gtm_desktop.core.typed_answers import answer_words
from gtm_desktop.core.words import day, tr
from gtm_desktop.planning import decision_words, labels, search_words
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.renewal.left_out import LeftOutTotal
from gtm_desktop.planning.settings import Settings
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE
from gtm_desktop.workbook.cleaning.currencies import MIXED_CURRENCIES
from gtm_desktop.workbook.cleaning.periods import MARGIN_MEANS, PERIOD
from gtm_desktop.workbook.writing.rules_in_words import formulas_in_words, rules_in_words
from gtm_desktop.workbook.writing.sheet_writer import ACCENT, ON_ACCENT, RULE, SOFT_INK, TINT, RosterBook

_ABOUT_MONEY = (PERIOD, MARGIN_MEANS, MIXED_CURRENCIES)


@dataclass(frozen=True)
class ChannelLine:
    """What one roster holds.

    Attributes:
        title: the channel's name.
        sheet: the sheet it stands on.
        accounts: rows written.
        gross_margin: cents written; accounts of unknown margin add nothing.
        revenue: cents written.
    """

    title: str
    sheet: str
    accounts: int
    gross_margin: int
    revenue: int


@dataclass(frozen=True)
class Reconciliation:
    """The rosters against the input. The two sides are added up from different tables.

    Attributes:
        channels: one line a roster.
        input_accounts: accounts as imported.
        input_gross_margin: their margin, cents.
        input_revenue: their revenue, cents.
        left_out: rows of the list that are not planned, with their money.
    """

    channels: tuple[ChannelLine, ...]
    input_accounts: int
    input_gross_margin: int
    input_revenue: int
    left_out: LeftOutTotal

    @property
    def difference(self) -> tuple[int, int, int]:
        """Accounts, margin and revenue in the rosters less those of the input; three zeros when nothing is lost."""
        return (
            sum(line.accounts for line in self.channels) - self.input_accounts,
            sum(line.gross_margin for line in self.channels) - self.input_gross_margin,
            sum(line.revenue for line in self.channels) - self.input_revenue,
        )


def write_read_me(
    book: RosterBook,
    dataset: Dataset,
    *,
    plan: Plan,
    totals: Reconciliation,
    made_at: datetime,
    contents: Sequence[tuple[str, int]],
) -> None:
    """Write the sheet. `contents` are the other sheets' names and numbers of rows; `made_at` has a time zone."""
    page = _Page(book)
    page.heading(tr("Sales coverage plan – roster"))
    made = made_at.astimezone()
    page.fact(tr("Made"), f"{day(made.date())}, {made:%H:%M}")
    page.fact(tr("With"), f"GTM Desktop {__version__}")
    page.fact(tr("Plan year from"), day(plan.settings.plan_year_start))
    page.fact(tr("Account list"), _source(dataset.accounts_source.file, dataset.accounts_source.sheet))
    page.fact(tr("Reps"), _source(dataset.reps_source.file, dataset.reps_source.sheet))
    page.fact(tr("Money"), tr("{currency} a year", currency=plan.settings.currency))
    _write_money(page, dataset)
    _write_totals(page, totals)
    _write_contents(page, contents)
    _write_rules(page, plan)
    _write_decisions(page, plan)
    page.section(tr("How it is computed"))
    for name, formula in formulas_in_words():
        page.fact(name, formula)
    page.section(tr("People"))
    page.note(tr("No score, seniority, cost or home of a person stands in this workbook."))
    page.note(_factors(plan.settings))
    if plan.pins.rep:
        page.note(
            words.ntr(
                "{n} decision about a person is left out of the sheet of decisions.",
                "{n} decisions about people are left out of the sheet of decisions.",
                len(plan.pins.rep),
            )
        )
    page.note(tr("Interim cover is a proposal: the rep of the nearest territory that has one (preset)."))
    page.note(tr("The program decides nobody's job."))


class _Page:
    """Rows from top to bottom over five columns."""

    def __init__(self, book: RosterBook) -> None:
        self._book = book
        self._sheet = book.add_page(tr("Read me"))
        self._row = 0
        for column, width in enumerate((34, 46, 20, 20, 20)):
            self._sheet.set_column(column, column, width, book.style())

    def heading(self, text: str) -> None:
        self._sheet.set_row(self._row, 30)
        self._sheet.write_string(self._row, 0, text, self._book.style(bold=True, font_size=18, font_color=ACCENT))
        self._row += 2

    def section(self, text: str) -> None:
        self._row += 1
        style = self._book.style(bold=True, font_size=12, font_color=ACCENT, bottom=1, bottom_color=RULE)
        for column in range(5):
            self._sheet.write_blank(self._row, column, None, style)
        self._sheet.write_string(self._row, 0, text, style)
        self._row += 1

    def fact(self, name: str, text: str, *more: str) -> None:
        self._sheet.write_string(self._row, 0, name, self._book.style(font_color=SOFT_INK))
        for column, part in enumerate((text, *more), start=1):
            self._sheet.write_string(self._row, column, part, self._book.style())
        self._row += 1

    def note(self, text: str) -> None:
        self._sheet.write_string(self._row, 0, text, self._book.style())
        self._row += 1

    def link(self, sheet: str, text: str) -> None:
        style = self._book.style(font_color=ACCENT, underline=1)
        self._sheet.write_url(self._row, 0, f"internal:'{sheet}'!A1", style, sheet)
        self._sheet.write_string(self._row, 1, text, self._book.style())
        self._row += 1

    def header(self, *titles: str) -> None:
        for column, title in enumerate(titles):
            style = self._book.style(
                bold=True, bg_color=ACCENT, font_color=ON_ACCENT, align="left" if column < 2 else "right"
            )
            self._sheet.write_string(self._row, column, title, style)
        self._row += 1

    def figures(self, name: str, sheet: str, *figures: tuple[float, str], **style: Any) -> None:
        self._sheet.write_string(self._row, 0, name, self._book.style(**style))
        self._sheet.write_string(self._row, 1, sheet, self._book.style(**style))
        for column, (value, number_format) in enumerate(figures, start=2):
            self._sheet.write_number(self._row, column, value, self._book.style(num_format=number_format, **style))
        self._row += 1


def _write_totals(page: _Page, totals: Reconciliation) -> None:
    page.section(tr("Rosters against the account list"))
    page.header(tr("Channel"), tr("Sheet"), tr("Accounts"), tr("Gross margin"), tr("Revenue"))
    for line in totals.channels:
        page.figures(line.title, line.sheet, *_figures(line.accounts, line.gross_margin, line.revenue))
    held = (totals.input_accounts, totals.input_gross_margin, totals.input_revenue)
    apart = totals.difference
    written = [there + more for there, more in zip(held, apart, strict=True)]
    page.figures(tr("All rosters"), "", *_figures(*written), bold=True, top=1, top_color=SOFT_INK)
    page.figures(tr("Account list as imported"), "", *_figures(*held))
    page.figures(tr("Difference"), "", *_figures(*apart), bold=True, bg_color=TINT)
    left = totals.left_out
    if left.rows:
        aside = (left.rows, left.money[GROSS_MARGIN], left.money[REVENUE])
        whole = [planned + out for planned, out in zip(held, aside, strict=True)]
        page.figures(tr("Left out of the plan"), tr("Left out"), *_figures(*aside))
        page.figures(tr("Whole list"), "", *_figures(*whole), bold=True, top=1, top_color=SOFT_INK)


def _write_money(page: _Page, dataset: Dataset) -> None:
    """Say what the amounts are: the months each column covers, what margin means, at which rates currencies count."""
    said = [(question, answer_words(question, answer)) for question, answer in dataset.answered]
    open_ones = [(question, question.suggestion) for question in (*dataset.questions, *dataset.offers)]
    about = [(question, words) for question, words in (*said, *open_ones) if question.code in _ABOUT_MONEY]
    if about:
        page.section(tr("What the money is"))
    for code in _ABOUT_MONEY:
        for question, words_ in about:
            if question.code == code:
                page.fact(_money_title(question), words_)


def _money_title(question: Question) -> str:
    return {
        PERIOD: tr("Period of {header}", header=question.scope),
        MARGIN_MEANS: tr("Margin means"),
        MIXED_CURRENCIES: tr("Currencies"),
    }[question.code]


def _figures(accounts: int, margin: int, revenue: int) -> tuple[tuple[float, str], ...]:
    return (accounts, "#,##0"), (margin / 100, "#,##0.00"), (revenue / 100, "#,##0.00")


def _write_contents(page: _Page, contents: Sequence[tuple[str, int]]) -> None:
    page.section(tr("Sheets"))
    for sheet, rows in contents:
        page.link(sheet, words.ntr("{n} row", "{n} rows", rows))


def _write_rules(page: _Page, plan: Plan) -> None:
    settings, answer = plan.settings, plan.accepted.territories
    page.section(tr("Rules this plan was made with"))
    for rule in rules_in_words(settings):
        said = tr("preset") if rule.value == rule.preset else tr("changed; preset {preset}", preset=rule.preset)
        page.fact(rule.title, rule.value, said)
    named = [(labels.cell_name(settings.grid, *key), cell.channel) for key, cell in sorted(settings.grid.cells.items())]
    for name, channel in named:
        if channel is not None:
            page.fact(tr("Segment {name}", name=name), labels.channel(channel), tr("set; preset: follow the lines"))
    if answer is not None:
        page.fact(tr("Territories were found with"), search_words.search(answer.run))


def _write_decisions(page: _Page, plan: Plan) -> None:
    """Write what was found and done about territories under their targets; nothing where all reached them."""
    answer = plan.accepted.territories
    if answer is None or not answer.decisions:
        return
    page.section(tr("What was done about territories under target"))
    for decision in answer.decisions:
        page.fact(decision.name, decision_words.missed(decision, words.money))
        page.fact("", decision_words.done(decision))
        if decision.prices:
            page.fact("", tr("A year: {prices}", prices=decision_words.prices(decision, words.money)))


def _factors(settings: Settings) -> str:
    used = [
        name
        for name, is_used in (
            (tr("performance index"), settings.reps.uses_performance),
            (tr("seniority"), settings.reps.uses_seniority),
        )
        if is_used
    ]
    if not used:
        return tr("Neither performance nor seniority was read when people were matched.")
    return tr("Read when people were matched: {factors}.", factors=words.joined(used))


def _source(file: str, sheet: str) -> str:
    if not file:
        return tr("none")
    return tr("{file}, sheet {sheet}", file=file, sheet=sheet) if sheet else file
