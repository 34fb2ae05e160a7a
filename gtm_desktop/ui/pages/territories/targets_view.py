"""Which territories missed a target, what each way out costs and what was done, as a table in words."""

from collections.abc import Callable, Sequence

from gtm_desktop.core.words import MISSING, count, joined, money, money_short, tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.plan import TerritoryDecision
from gtm_desktop.ui.models.table_view import TableView, text_column

_KEYS = {WayOut.RAISE: "raise", WayOut.DISSOLVE: "dissolve", WayOut.INSIDE: "inside"}


def way_name(way: WayOut) -> str:
    """Say what a way out of a missed target is called."""
    return {
        WayOut.RAISE: tr("Raise from neighbours"),
        WayOut.DISSOLVE: tr("Dissolve into neighbours"),
        WayOut.INSIDE: tr("Hand to inside"),
    }[way]


def targets_table(decisions: Sequence[TerritoryDecision]) -> TableView:
    """Make the table: one row a decision, in the order in which they were taken; exact money on hover."""
    ways = tuple(
        text_column(
            _KEYS[way],
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


def missed(decision: TerritoryDecision, write: Callable[[int], str]) -> str:
    """Say which targets a territory missed."""
    tests = (
        (decision.value, decision.value_target, tr("{value} of margin, target {target}")),
        (decision.potential, decision.potential_target, tr("{value} of potential, target {target}")),
    )
    return joined([
        words.format(value=write(value), target=write(target))
        for value, target, words in tests
        if target is not None and value < target
    ])  # fmt: skip


def done(decision: TerritoryDecision) -> str:
    """Say what was done, and with how many accounts."""
    if decision.taken is None:
        return tr("Nothing: only reported, or held by a lock or by hand")
    moved, inside = count(len(decision.moved)), count(len(decision.inside))
    return {
        WayOut.RAISE: tr("Raised: {moved} accounts changed territory", moved=moved),
        WayOut.DISSOLVE: tr("Dissolved: {moved} accounts to neighbours, {inside} inside", moved=moved, inside=inside),
        WayOut.INSIDE: tr("Handed inside: {inside} accounts", inside=inside),
    }[decision.taken]


def _price(decision: TerritoryDecision, way: WayOut, write: Callable[[int], str]) -> str:
    price = dict(decision.prices).get(way)
    if price is None:
        return MISSING
    if price < 0:
        return tr("saves {amount}", amount=write(-price))
    return tr("costs {amount}", amount=write(price))
