"""Decisions by hand stay within the scope: what is not being planned is not changed by accident."""

from collections.abc import Iterable

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import BY_ACCOUNT, PinMap
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.rows import NOWHERE, Flags, counts, rows_of
from gtm_desktop.planning.scope import division_label, frozen_accounts
from gtm_desktop.planning.stage_inputs import today_input
from gtm_desktop.planning.today import today_of
from gtm_desktop.tables import accounts as columns
from gtm_desktop.workspace.decisions import territory_name

_NAMED = 3


def refuse_out_of_scope(dataset: Dataset, before: Plan, after: Plan) -> None:
    """Refuse a step that decides by hand about what lies outside the scope. Locks and names may change anywhere.

    Raises:
        UserError: code `out_of_scope`: an account outside the scope, a territory of such accounts only that would be
            given another account, or one with such accounts that would be given another rep.
    """
    if not before.settings.scope.is_set or before.settings.scope != after.settings.scope:
        return
    if before.pins == after.pins:
        return
    frozen = frozen_accounts(dataset, before.settings.scope, today_of(today_input(dataset, before.settings)))
    _refuse_accounts(dataset, before, after, frozen)
    _refuse_territories(before, after, frozen)


def _refuse_accounts(dataset: Dataset, before: Plan, after: Plan, frozen: Flags) -> None:
    ids = dataset.accounts[columns.ACCOUNT_ID]
    decided = sorted({key for kind in BY_ACCOUNT for key in _changed(_pins(before, kind), _pins(after, kind))})
    rows = rows_of(decided, ids)
    outside = [key for key, row in zip(decided, rows.tolist(), strict=True) if row != NOWHERE and frozen[row]]
    if outside:
        message = ntr(
            "{n} account lies outside what is being planned ({scope}): {accounts}.",
            "{n} accounts lie outside what is being planned ({scope}): {accounts}.",
            len(outside),
            scope=_in_words(before),
            accounts=joined(outside[:_NAMED]),
        )
        raise _refusal(message)


def _refuse_territories(before: Plan, after: Plan, frozen: Flags) -> None:
    answer = before.accepted.territories
    if answer is None:
        return
    held = counts(answer.territory, len(answer.ids))
    stay = counts(answer.territory[frozen], len(answer.ids))
    touched = {key for key, has in zip(answer.ids, stay > 0, strict=True) if has}
    closed = {key for key, has in zip(answer.ids, (stay > 0) & (stay == held), strict=True) if has}
    old, new = before.pins.territory, after.pins.territory
    entered = {new[key].value for key in _changed(old, new) if key in new} & closed
    led = set(_changed(before.pins.rep, after.pins.rep)) & touched
    for key in sorted(entered | led):
        message = tr(
            "{territory} has accounts outside what is being planned ({scope}).",
            territory=territory_name(before, key),
            scope=_in_words(before),
        )
        raise _refusal(message)


def _changed(old: PinMap, new: PinMap) -> Iterable[str]:
    """Return the keys that are decided otherwise in the one than in the other."""
    if old is new or old.fingerprint == new.fingerprint:
        return ()
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def _pins(plan: Plan, kind: str) -> PinMap:
    pins: PinMap = getattr(plan.pins, kind)
    return pins


def _in_words(plan: Plan) -> str:
    scope = plan.settings.scope
    name = "" if scope.division is None else division_label(scope.division)
    return tr("{division}: {values}", division=name, values=joined(sorted(scope.values)[:_NAMED]))


def _refusal(message: str) -> UserError:
    return UserError(message, tr("Widen the scope first. Nothing was changed."), code="out_of_scope")
