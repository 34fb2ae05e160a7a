"""Edits: every change a planner makes to a plan, as a value with who, when and why. Nothing else changes a plan."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from gtm_desktop.core.words import tr
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import Topic


@cache
def author() -> str:
    """Return the name under which this person is logged in to the computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return tr("unknown")


def utc_now() -> datetime:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Edit:
    """One change of a plan.

    Attributes:
        label: what the Undo menu shows.
        apply: the plan before to the plan after; raises UserError where the change makes no sense, changing nothing.
        topics: what it is about.
        merge_key: edits in a row with the same key make one undo step; empty never merges.
        who: who decided.
        when: when, in UTC.
        reason: why, in the planner's words; may be empty.
    """

    label: str
    apply: Callable[[Plan], Plan]
    topics: frozenset[Topic]
    merge_key: str = ""
    who: str = field(default_factory=author)
    when: datetime = field(default_factory=utc_now)
    reason: str = ""
