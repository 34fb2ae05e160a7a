"""Accounts that came with newer data: who should have each, by the rules and by who has the accounts around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, TerritoryAnswer
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, numbers, positions, rows_of
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.accounts import ACCOUNT_ID, LAT, LON, POSTAL_CODE
from gtm_desktop.tables.roster import Channel, ChannelReason

_ZIP_DIGITS = 5


@dataclass(frozen=True)
class Proposal:
    """Where one account that nobody has should go.

    Attributes:
        account_id: the account.
        segment: by the rules.
        channel: by the rules.
        territory_id: for outside accounts; empty for inside ones.
        rep_id: for inside accounts; empty for outside ones.
        by_postal_code: whether most accounts of its postal code are there; else it is the nearest.
    """

    account_id: str
    segment: str
    channel: str
    territory_id: str
    rep_id: str
    by_postal_code: bool


def proposals(dataset: Dataset, plan: Plan, result: PlanResult) -> tuple[Proposal, ...]:
    """Propose a territory or an inside rep for every account that nobody has, in the order of the list.

    It goes where most accounts of its postal code are, a tie to the first territory or rep; else an outside one to the
    territory with the nearest centre, an inside one to the rep of the nearest inside account. Without a place, without
    territories, without an inside book or outside the scope there is no proposal. Self-serve and key accounts always
    have an owner.

    Source: RULES 6 (routing, new data in an old plan).
    """
    roster = result.roster
    is_free = roster[columns.CHANNEL_REASON] != ChannelReason.OUT_OF_SCOPE
    nobody = (roster[columns.OWNER_ID].isna() & is_free).to_numpy(dtype=np.bool_)
    channel = roster[columns.CHANNEL].to_numpy(dtype=object)
    found: list[tuple[int, Proposal]] = []
    answer, inside = plan.accepted.territories, plan.accepted.inside
    ids, segment = dataset.accounts[ACCOUNT_ID].tolist(), roster[columns.SEGMENT].fillna("").tolist()
    if answer is not None and answer.ids:
        rows = np.flatnonzero(nobody & ((channel == Channel.OUTSIDE) | (channel == Channel.JOINT)))
        now = positions(roster[columns.TERRITORY_ID], answer.ids)
        for row, number, by_code in _routed(dataset, rows, now, centres=_centres(dataset, answer, now)):
            proposal = Proposal(
                ids[row], segment[row], str(channel[row]), answer.ids[number], "", by_postal_code=by_code
            )
            found.append((row, proposal))
    if inside is not None and inside.rep_ids:
        is_inside = channel == Channel.INSIDE
        now = np.where(is_inside, positions(roster[columns.OWNER_ID], inside.rep_ids), NOWHERE)
        members = np.flatnonzero(now != NOWHERE)
        for row, number, by_code in _routed(dataset, np.flatnonzero(nobody & is_inside), now, centres=(members, now)):
            proposal = Proposal(
                ids[row], segment[row], Channel.INSIDE, "", inside.rep_ids[number], by_postal_code=by_code
            )
            found.append((row, proposal))
    return tuple(proposal for _, proposal in sorted(found, key=lambda each: each[0]))


def with_proposals(plan: Plan, accepted: Sequence[Proposal], dataset: Dataset) -> Plan:
    """Return the plan with these accounts where it was proposed; no other account moves.

    They become part of the accepted answers, so that building anew may place them otherwise. A territory or rep that is
    not there any more is passed over.
    """
    territories, inside = plan.accepted.territories, plan.accepted.inside
    rows = rows_of((each.account_id for each in accepted), dataset.accounts[ACCOUNT_ID])
    if territories is not None:
        placed = set(rows.tolist())
        territories = _in_territories(territories, accepted, rows)
        territories = replace(territories, as_today=tuple(row for row in territories.as_today if row not in placed))
    if inside is not None:
        inside = _in_books(inside, accepted, rows)
    return replace(plan, accepted=Accepted(territories, plan.accepted.reps, inside))


def _in_territories(answer: TerritoryAnswer, accepted: Sequence[Proposal], rows: Ints) -> TerritoryAnswer:
    number = {key: position for position, key in enumerate(answer.ids)}
    wanted = np.array([number.get(each.territory_id, NOWHERE) for each in accepted], dtype=np.int64)
    known = (rows != NOWHERE) & (wanted != NOWHERE)
    territory, out_of_reach = answer.territory.copy(), answer.out_of_reach.copy()
    territory[rows[known]] = wanted[known]
    out_of_reach[rows[known]] = False
    return replace(answer, territory=territory, out_of_reach=out_of_reach)


def _in_books(answer: InsideAnswer, accepted: Sequence[Proposal], rows: Ints) -> InsideAnswer:
    number = {key: position for position, key in enumerate(answer.rep_ids)}
    wanted = np.array([number.get(each.rep_id, NOWHERE) for each in accepted], dtype=np.int64)
    known = (rows != NOWHERE) & (wanted != NOWHERE)
    rep = answer.rep.copy()
    rep[rows[known]] = wanted[known]
    return replace(answer, rep=rep)


def _centres(dataset: Dataset, answer: TerritoryAnswer, now: Ints) -> tuple[Ints, Ints]:
    """Return the rows of the territories' centres, and the number of each row's territory."""
    numbers_ = np.flatnonzero(answer.centre != NOWHERE)
    of_row = np.full(len(dataset.accounts), NOWHERE, dtype=np.int64)
    of_row[answer.centre[numbers_]] = numbers_
    return answer.centre[numbers_], np.where(of_row == NOWHERE, now, of_row)


def _routed(dataset: Dataset, rows: Ints, now: Ints, *, centres: tuple[Ints, Ints]) -> list[tuple[int, int, bool]]:
    """Return row, number and whether its postal code decided, for each of `rows` that can be routed."""
    if not len(rows):
        return []
    codes = dataset.accounts[POSTAL_CODE].str[:_ZIP_DIGITS]
    most = _majority(codes, now)
    lat, lon = numbers(dataset.accounts[LAT]), numbers(dataset.accounts[LON])
    among, of_row = centres
    among = among[~np.isnan(lat[among])]
    routed = []
    for row in rows.tolist():
        code = codes.iloc[row]
        if not pd.isna(code) and code in most:
            routed.append((row, most[code], True))
        elif len(among) and not np.isnan(lat[row]):
            routed.append((row, int(of_row[_nearest(row, among, lat, lon)]), False))
    return routed


def _nearest(row: int, among: Ints, lat: Floats, lon: Floats) -> int:
    far = great_circle_km(lat[row], lon[row], to_lat=lat[among], to_lon=lon[among])
    return int(among[int(np.argmin(far))])


def _majority(codes: "pd.Series[Any]", now: Ints) -> dict[str, int]:
    """Return the number that most accounts of each postal code have; of equally many the lowest."""
    frame = pd.DataFrame({POSTAL_CODE: codes.to_numpy(dtype=object), columns.TERRITORY_ID: now})
    known = frame[(frame[columns.TERRITORY_ID] != NOWHERE) & frame[POSTAL_CODE].notna()]
    counted = known.value_counts(sort=False).reset_index()
    counted.columns = pd.Index([POSTAL_CODE, columns.TERRITORY_ID, columns.OWNER_ID])
    ordered = counted.sort_values([columns.OWNER_ID, columns.TERRITORY_ID], ascending=[False, True], kind="stable")
    best = ordered.drop_duplicates(POSTAL_CODE)
    return dict(zip(best[POSTAL_CODE].tolist(), best[columns.TERRITORY_ID].tolist(), strict=True))
