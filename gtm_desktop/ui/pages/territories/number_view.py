"""What the comparison of one territory fewer, as many and one more says, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gtm_desktop.core.words import MISSING, count, money, money_short, ntr, percent, tr
from gtm_desktop.planning.improving.number_options import NumberOption


@dataclass(frozen=True)
class NumberRow:
    """One figure of the comparison.

    Attributes:
        name: what it is.
        tip: what it means.
        texts: the figure of each option, shortened.
        exact: the same, exact.
    """

    name: str
    tip: str
    texts: tuple[str, ...]
    exact: tuple[str, ...]


@dataclass(frozen=True)
class NumberView:
    """The whole comparison.

    Attributes:
        titles: what each option is called.
        own: the place of the number that the rules give.
        rows: the figures.
    """

    titles: tuple[str, ...]
    own: int
    rows: tuple[NumberRow, ...]


def number_view(options: Sequence[NumberOption]) -> NumberView:
    """Say what the options come to; one of them is the rules' own."""
    own = next(place for place, option in enumerate(options) if option.is_own)
    titles = [ntr("{n} territory", "{n} territories", option.asked) for option in options]
    return NumberView(tuple(titles), own, tuple(_row(options, *row) for row in _rows()))


def _row(
    options: Sequence[NumberOption], name: str, tip: str, write: Callable[[NumberOption], tuple[str, str]]
) -> NumberRow:
    cells = [write(option) for option in options]
    return NumberRow(name, tip, tuple(text for text, _ in cells), tuple(exact for _, exact in cells))


def _rows() -> tuple[tuple[str, str, Callable[[NumberOption], tuple[str, str]]], ...]:
    return (
        (tr("Positions to fill"), tr("Territories that nobody is there for today"), _hires),
        (tr("Outside cost a year"), tr("Loaded cost of the outside reps and open positions"),
         lambda each: _money(each.outside_cost)),
        (tr("Driving and handoffs a year"), tr("What the optimiser made as small as it could"),
         lambda each: _money(each.driving_and_handoffs)),
        (tr("Within their limits"), tr("Accounts after filling, against each person's limits"), _within),
        (tr("Smallest – largest margin"), tr("Margin of a territory"), _range),
        (tr("Within 15% of the mean margin"), tr("How balanced the territories are"),
         lambda each: (percent(each.kpis.balance), "")),
        (tr("Accounts changing hands"), tr("Of accounts with an active named rep today"), _hands),
        (tr("Driving, all reps"), tr("Estimated hours a week"),
         lambda each: (tr("{hours} h/wk", hours=count(each.kpis.travel_hours_week)), "")),
    )  # fmt: skip


def _money(cents: int) -> tuple[str, str]:
    return money_short(cents), money(cents)


def _hires(each: NumberOption) -> tuple[str, str]:
    return count(each.open_positions), ""


def _within(each: NumberOption) -> tuple[str, str]:
    kpis = each.kpis
    return tr("{n} of {total}", n=count(kpis.within_limits), total=count(kpis.territories)), ""


def _range(each: NumberOption) -> tuple[str, str]:
    low, high = each.kpis.smallest_margin, each.kpis.largest_margin
    if low is None or high is None:
        return MISSING, ""
    return f"{money_short(low)} – {money_short(high)}", f"{money(low)} – {money(high)}"


def _hands(each: NumberOption) -> tuple[str, str]:
    kpis = each.kpis
    exact = tr("{margin} of margin a year", margin=money(kpis.changing_margin))
    return f"{count(kpis.changing_accounts)} · {money_short(kpis.changing_margin)}", exact
