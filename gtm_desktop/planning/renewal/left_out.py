"""What was left out of the plan, added up: the whole list is what is planned and what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gtm_desktop.core.words import decimal_text
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.tables.left_out import COLUMNS, REASON
from gtm_desktop.tables.schema import Kind

_MONEY = tuple(column.name for column in COLUMNS if column.kind is Kind.MONEY)


@dataclass(frozen=True)
class LeftOutTotal:
    """Rows that were left out for one reason.

    Attributes:
        reason: a code of `LeftOutReason`; empty for all reasons together.
        rows: how many.
        money: cents by account column; rows of unknown money add nothing.
    """

    reason: str
    rows: int
    money: dict[str, int]


def left_out_total(dataset: Dataset) -> LeftOutTotal:
    """Add up everything that was left out."""
    return _total("", dataset.left_out)


def left_out_by_reason(dataset: Dataset) -> tuple[LeftOutTotal, ...]:
    """Add up what was left out for each reason, in the order in which they first stand in the list."""
    table = dataset.left_out
    return tuple(_total(reason, table[table[REASON] == reason]) for reason in dict.fromkeys(table[REASON].tolist()))


def left_out_summary(dataset: Dataset, columns: Sequence[str]) -> dict[str, Any]:
    """Return what was left out as JSON-ready values; money of these account columns as decimal strings."""
    whole = left_out_total(dataset)

    def money(total: LeftOutTotal) -> dict[str, str]:
        return {name: decimal_text(total.money[name]) for name in columns if name in total.money}

    return {
        "rows": whole.rows,
        "totals": money(whole) if whole.rows else {},
        "reasons": {each.reason: {"rows": each.rows, **money(each)} for each in left_out_by_reason(dataset)},
    }


def _total(reason: str, table: Any) -> LeftOutTotal:
    return LeftOutTotal(reason, len(table), {name: sum(table[name].dropna().tolist()) for name in _MONEY})
