"""What needs a look in single territories: limits after filling, targets, sparse areas, open positions."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, decimal, money_short, ntr, tr
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.decision_words import prices
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.roster import ChannelReason

SPARSE_RATIO = 1.25
"""An area is sparse where its accounts lie this many times as far from the centre as those of the median territory."""
SPARSE_KM = 50.0
"""… and at least so far, kilometres as the crow flies. Both are presets of ours."""


def check_territories(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name territories outside their limits or under their targets, sparse ones and those without a person."""
    territories = result.territories
    held = _recount(result)
    filled = _recount(result, only_filled=ChannelReason.FILLED)
    is_open = {owner.owner_id: owner.is_open for owner in result.owners}
    for row in territories.to_dict("records"):
        key = str(row[columns.TERRITORY_ID])
        yield from _limits(row, held.get(key, 0), filled.get(key, 0), plan)
        yield from _targets(row, plan)
        if is_open.get(str(row[columns.OWNER_ID]), True):
            text = tr(
                "{name} has nobody: {accounts} accounts with {margin} wait for a rep or an interim cover.",
                name=row[columns.NAME],
                accounts=count(held.get(key, 0)),
                margin=money_short(row[columns.GROSS_MARGIN]),
            )
            yield PlanProblem("open_position", text, Stage.REPS, key)
    yield from _sparse(dataset, result)


def _recount(result: PlanResult, *, only_filled: str | None = None) -> dict[str, int]:
    roster = result.roster
    if only_filled is not None:
        roster = roster[(roster[roster_columns.CHANNEL_REASON] == only_filled).to_numpy(dtype=np.bool_)]
    return {str(key): int(number) for key, number in roster[roster_columns.TERRITORY_ID].value_counts().items()}


def _why_under(plan: Plan, key: str) -> str:
    """Say what keeps a territory from being filled further, as far as the accepted answer tells."""
    rules, answer = plan.settings.territories, plan.accepted.territories
    if not rules.is_filled:
        return tr("Filling from inside is switched off.")
    if answer is not None and int(answer.next_in_line[answer.ids.index(key)]) < 0:
        return tr("No other inside account within {km} km may be filled.", km=count(rules.reach_km))
    return ""


def _why_over(plan: Plan, key: str) -> str:
    """Say how many accounts of a territory a hand has put there."""
    moved = sum(pin.value == key for pin in plan.pins.territory.values())
    if not moved:
        return ""
    return ntr("{n} account was put there by hand.", "{n} accounts were put there by hand.", moved)


def _limits_in_words(row: "dict[object, object]", plan: Plan) -> str:
    """Say what the hours allow beside the person's limit, where they allow less; empty where they do not bind."""
    by_person, by_hours = (float(str(row[name])) for name in (columns.UPPER_BY_PERSON, columns.UPPER_BY_HOURS))
    if not by_hours < by_person:
        return ""
    return tr(
        "The person could hold {by_person}; visits of {minutes} minutes and driving take {hours} hours a week, "
        "which leaves time for {by_hours}.",
        by_person=count(by_person),
        minutes=count(plan.settings.call_plan.visit_minutes),
        hours=decimal(float(str(row[columns.WORK_HOURS_WEEK]))),
        by_hours=count(by_hours),
    )


def _limits(row: "dict[object, object]", held: int, filled: int, plan: Plan) -> Iterator[PlanProblem]:
    normal = plan.settings.economics.outside
    key, load = str(row[columns.TERRITORY_ID]), float(str(row[columns.LOAD]))
    lower, upper = float(str(row[columns.LOWER])), float(str(row[columns.UPPER]))
    values = {
        "name": row[columns.NAME],
        "held": labels.counted(held, load),
        "outside": count(held - filled),
        "filled": count(filled),
        "lower": count(lower),
        "upper": count(upper),
    }
    if load < lower:
        text = tr(
            "{name} has {held} ({outside} outside, {filled} filled), under its lower limit of {lower}.",
            **values,
        )
        yield PlanProblem("under_lower_limit", f"{text} {_why_under(plan, key)}".rstrip(), Stage.TERRITORIES, key)
    elif load > upper:
        text = tr(
            "{name} has {held} ({outside} outside, {filled} filled), over its upper limit of {upper}.",
            **values,
        )
        yield PlanProblem(
            "over_upper_limit",
            " ".join(filter(None, (text, _limits_in_words(row, plan), _why_over(plan, key)))),
            Stage.TERRITORIES,
            key,
        )
    elif not normal.lower <= load <= normal.upper:
        text = tr(
            "{name} has {held}: its limits are {lower} to {by_person}, the share of normal capacity that "
            "{rep} has in the plan year (full-time: {normal_lower} to {normal_upper}).",
            rep=row[columns.OWNER_NAME],
            by_person=count(float(str(row[columns.UPPER_BY_PERSON]))),
            normal_lower=count(normal.lower),
            normal_upper=count(normal.upper),
            **values,
        )
        yield PlanProblem("limits_of_person", text, Stage.TERRITORIES, key)


def _targets(row: "dict[object, object]", plan: Plan) -> Iterator[PlanProblem]:
    """Test the value line and the potential line; a line nobody set is not tested."""
    tests = (
        (
            "under_target",
            columns.VALUE_TARGET,
            columns.GROSS_MARGIN,
            tr("{name} brings {value} of gross margin, {gap} under the target of {target}."),
        ),
        (
            "under_potential_target",
            columns.POTENTIAL_TARGET,
            columns.POTENTIAL,
            tr("{name} has {value} of potential, {gap} under the target of {target}."),
        ),
    )
    for code, line, column, text in tests:
        value = int(str(row[column]))
        target = 0 if pd.isna(row[line]) else int(str(row[line]))  # type: ignore[call-overload]  # one cell
        if value < target:
            message = text.format(
                name=row[columns.NAME],
                value=money_short(value),
                gap=money_short(target - value),
                target=money_short(target),
            )
            ways = _ways_out(plan, str(row[columns.TERRITORY_ID]))
            yield PlanProblem(code, f"{message} {ways}".rstrip(), Stage.TERRITORIES, str(row[columns.TERRITORY_ID]))


def _ways_out(plan: Plan, key: str) -> str:
    """Say what the ways out of a missed target cost when the territories were formed, as far as that was found."""
    answer = plan.accepted.territories
    decided = [each for each in answer.decisions if each.territory_id == key] if answer else []
    if not decided or decided[-1].taken is not None:
        return ""
    if not decided[-1].prices:
        return tr("A lock, a decision by hand or the limit of changes holds it, or there is no way out.")
    return tr("A year: {prices}.", prices=prices(decided[-1]))


def _sparse(dataset: Dataset, result: PlanResult) -> Iterator[PlanProblem]:
    """Name territories whose outside accounts alone are too few for a rep and far from the centre. PRODUCT R3.6."""
    territories = pd.DataFrame(result.territories).set_index(columns.TERRITORY_ID)
    keys = result.roster[roster_columns.TERRITORY_ID]
    placed = keys.notna().to_numpy(dtype=np.bool_)
    if not placed.any():
        return
    own = territories.loc[keys[placed], [columns.LAT, columns.LON]].to_numpy(dtype=np.float64)
    accounts = dataset.accounts.loc[placed, [account_columns.LAT, account_columns.LON]].to_numpy(dtype=np.float64)
    km = great_circle_km(accounts[:, 0], accounts[:, 1], to_lat=own[:, 0], to_lon=own[:, 1])
    mean = pd.Series(km).groupby(keys[placed].to_numpy(dtype=object), sort=True).mean()
    usual = float(mean.median())
    names = dict(zip(territories.index, territories[columns.NAME], strict=True))
    few = territories[columns.OUTSIDE_ACCOUNTS].astype("float64") < territories[columns.LOWER]
    far = mean[(mean >= SPARSE_RATIO * usual) & (mean >= SPARSE_KM)]
    for key, distance in far[[bool(few[str(name)]) for name in far.index]].items():
        text = tr(
            "{name} is a sparse area: {outside} outside accounts, {km} km from the centre on average, {times} times as "
            "far as usual.",
            name=names[str(key)],
            outside=count(territories[columns.OUTSIDE_ACCOUNTS][str(key)]),
            km=count(distance),
            times=decimal(distance / usual),
        )
        yield PlanProblem("sparse_area", text, Stage.TERRITORIES, str(key))
