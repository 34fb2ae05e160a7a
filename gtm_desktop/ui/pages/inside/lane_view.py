"""What a lane says: one inside rep or key-account manager, load, book, groups of accounts and problems."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from gtm_desktop.core.words import count, decimal, money, money_short, ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import OwnerTotal
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.reps import Role

NOBODY = ""
"""The lane of inside accounts that have no rep yet."""

_LANE, _GROUP = columns.OWNER_ID, accounts.REGION
_ID, _PARENT, _REVENUE = accounts.ACCOUNT_ID, accounts.PARENT_ID, accounts.REVENUE


@dataclass(frozen=True)
class GroupView:
    """Accounts of one region (or state) in a lane: its name, their number and revenue, the same exactly, their ids."""

    title: str
    words: str
    exact: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True)
class LaneView:
    """One inside rep or key-account manager with the accounts of the plan.

    Attributes:
        rep_id: rep code; `NOBODY` for accounts without a rep.
        name: as shown.
        place: where the rep is; empty in workshop mode.
        facts: seniority, index and skills; empty in workshop mode.
        share: accounts ÷ planned capacity.
        lower: lower limit ÷ planned capacity.
        upper: upper limit ÷ planned capacity.
        load: accounts of the upper limit, in words; without a limit their number.
        book: the book, that is yearly revenue, short.
        exact: exact figures for the tooltip.
        groups: regions, the largest first.
        problems: what needs a look, in words.
        can_take: whether accounts can be given to this lane.
    """

    rep_id: str
    name: str
    place: str
    facts: str
    share: float
    lower: float
    upper: float
    load: str
    book: str
    exact: str
    groups: tuple[GroupView, ...]
    problems: tuple[str, ...]
    can_take: bool

    @property
    def account_ids(self) -> frozenset[str]:
        """The ids of all accounts of the lane."""
        return frozenset(each for group in self.groups for each in group.account_ids)


def lane_frame(dataset: Dataset, roster: pd.DataFrame) -> pd.DataFrame:
    """Return n accounts with owner, region (else state), id, parent (else id) and revenue in cents."""
    table = dataset.accounts
    state = table[accounts.STATE]
    if table[accounts.REGION].notna().any():
        state = state.map(lambda code: tr("{state}, no region", state=code), na_action="ignore")
    region = table[accounts.REGION].fillna(state).fillna(tr("Place unknown"))
    return pd.DataFrame(
        {
            _LANE: roster[columns.OWNER_ID],
            _GROUP: region,
            _ID: table[_ID],
            _PARENT: table[_PARENT].fillna(table[_ID]),
            _REVENUE: table[_REVENUE].fillna(0),
        }
    )


def _groups(frame: pd.DataFrame) -> tuple[GroupView, ...]:
    made = []
    for title, each in frame.groupby(_GROUP, sort=True):
        revenue = int(each[_REVENUE].sum())
        made.append((len(each), revenue, str(title), tuple(each[_ID].astype(str))))
    made.sort(key=lambda group: (-group[0], group[2]))
    return tuple(
        GroupView(
            title,
            f"{count(number)} · {money_short(revenue)}",
            ntr(
                "{n} account, {revenue} revenue a year",
                "{n} accounts, {revenue} revenue a year",
                number,
                revenue=money(revenue),
            ),
            ids,
        )
        for number, revenue, title, ids in made
    )


def nobody_lane(frame: pd.DataFrame) -> LaneView:
    """Return the lane of inside accounts without a rep; `frame` holds these accounts only."""
    revenue = int(frame[_REVENUE].sum())
    return LaneView(
        rep_id=NOBODY, name=tr("Not assigned yet"), place="", facts="", share=0.0, lower=0.0, upper=0.0,
        load=count(len(frame)), book=tr("book {revenue} revenue", revenue=money_short(revenue)),
        exact=tr("{revenue} revenue a year", revenue=money(revenue)), groups=_groups(frame), problems=(),
        can_take=False,
    )  # fmt: skip


def rep_lane(owner: OwnerTotal, dataset: Dataset, plan: Plan, frame: pd.DataFrame, *, shows_people: bool) -> LaneView:
    """Return the lane of an inside rep or key-account manager; `frame` is `lane_frame` of all accounts."""
    found = dataset.reps[dataset.reps[reps.REP_ID] == owner.owner_id]
    person = found.iloc[0] if len(found) == 1 else None
    own = frame[frame[_LANE] == owner.owner_id]
    planned = max(owner.planned, 1.0)
    held = owner.accounts if owner.role == Role.INSIDE else int(own[_PARENT].nunique())
    words = tr("{held} of {upper}") if owner.role == Role.INSIDE else tr("{held} of {upper} parents")
    exact = tr(
        "{accounts} accounts; limits {lower} to {upper}, planned {planned}. "
        "{revenue} revenue and {margin} margin a year",
        accounts=count(owner.accounts), lower=count(owner.lower), upper=count(owner.upper),
        planned=count(owner.planned), revenue=money(owner.revenue), margin=money(owner.gross_margin),
    )  # fmt: skip
    return LaneView(
        rep_id=owner.owner_id,
        name=owner.name,
        place=_place(person, shows_people=shows_people),
        facts=_facts(person) if shows_people else "",
        share=held / planned,
        lower=owner.lower / planned,
        upper=owner.upper / planned,
        load=words.format(held=count(held), upper=count(owner.upper)),
        book=_book(owner),
        exact=exact,
        groups=_groups(own),
        problems=_problems(owner, plan),
        can_take=person is not None and owner.role == Role.INSIDE,
    )


def _book(owner: OwnerTotal) -> str:
    revenue = money_short(owner.revenue)
    return tr("book {revenue} revenue", revenue=revenue) if owner.role == Role.INSIDE else revenue


def _place(person: "pd.Series[Any] | None", *, shows_people: bool) -> str:
    if person is None:
        return ""
    order = (reps.HOME_CITY, reps.BRANCH) if shows_people else (reps.BRANCH,)
    return next((str(person[name]) for name in order if not pd.isna(person[name])), "")


def _facts(person: "pd.Series[Any] | None") -> str:
    if person is None:
        return ""
    seniority, index, skills = person[reps.SENIORITY], person[reps.PERFORMANCE_INDEX], person[reps.SKILLS]
    parts = [
        "" if pd.isna(seniority) else str(seniority),
        "" if pd.isna(index) else decimal(float(index), 2),
        "" if pd.isna(skills) else str(skills).replace(";", ","),
    ]
    return " · ".join(part for part in parts if part)


def _problems(owner: OwnerTotal, plan: Plan) -> tuple[str, ...]:
    """Name what the checks of the plan remark, in as few words as a lane holds; nothing before books are made."""
    answer = plan.accepted.inside
    if answer is None or owner.role != Role.INSIDE or owner.upper <= 0 or owner.owner_id not in answer.rep_ids:
        return ()
    said = []
    if owner.accounts > owner.upper:
        said.append(tr("Over {upper} accounts", upper=count(owner.upper)))
    elif owner.accounts < owner.lower:
        said.append(tr("Under {lower} accounts", lower=count(owner.lower)))
    economics = plan.settings.economics
    guide = economics.inside_book_from * owner.planned / max(economics.inside.planned, 1)
    if owner.accounts and owner.revenue < guide:
        said.append(tr("Book under {guide}", guide=money_short(guide)))
    return tuple(said)
