"""The journal: who decided what, when and why. Written and shown, never replayed."""

from datetime import datetime

from gtm_desktop.project.deltas import described
from gtm_desktop.project.state import JournalEntry, Step


def entry_of(step: Step, *, who: str, when: datetime, reason: str = "") -> JournalEntry:
    """Return the journal's entry of a step: what it changed in the plan that is open after it."""
    before = dict(step.before.plans).get(step.after.current, step.before.plan)
    changes = described(before, step.after.plan)
    return JournalEntry(when, who, step.after.current, step.label, reason, step.topics, changes)
