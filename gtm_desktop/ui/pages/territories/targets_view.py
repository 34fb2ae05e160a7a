"""Which territories missed a target, what each way out costs and what was done, as a table in words."""

from collections.abc import Callable, Sequence

from gtm_desktop.core.words import MISSING, money, money_short, tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.decision_words import done, missed, price, way_name
from gtm_desktop.planning.plan import TerritoryDecision
from gtm_desktop.ui.models.table_view import TableView, text_column


def targets_table(decisions: Sequence[TerritoryDecision]) -> TableView:
    """Make the table: one row a decision, in the order in which they were taken; exact money on hover."""
    ways = tuple(
        text_column(
            way.value,
            way_name(way),
            [_price(each, way, money_short) for each in decisions],
            notes=tuple(_price(each, way, money) for each in decisions),
            tip=tr("A year: driving, handoffs and balance, what outside coverage adds, and what the rep costs"),
        )
        for way in WayOut
    )
    return TableView(
        [f"{number}" for number in range(len(decisions))],
        (
            text_column("name", tr("Territory"), [each.name for each in decisions]),
            text_column("missed", tr("Missed"), [missed(each, money_short) for each in decisions],
                        notes=tuple(missed(each, money) for each in decisions)),
            *ways,
            text_column("done", tr("What was done"), [done(each) for each in decisions]),
        ),
    )  # fmt: skip


def _price(decision: TerritoryDecision, way: WayOut, write: Callable[[int], str]) -> str:
    cents = dict(decision.prices).get(way)
    return MISSING if cents is None else price(cents, write)
