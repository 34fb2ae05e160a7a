"""Who can own accounts: people, open positions, vacant territories and desks; and what each ends up with."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import joined, tr
from gtm_desktop.planning.capacity import Capacity, role_economics
from gtm_desktop.planning.loads import is_shared, loads, places
from gtm_desktop.planning.pins import Pins
from gtm_desktop.planning.plan import OPEN, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.result import OwnerTotal
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, positions, sums, whole
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.reps import RepTable, Role
from gtm_desktop.tables.roster import SELF_SERVE_DESK, Channel, RosterTable

OPEN_INSIDE = "OPEN-INSIDE"
"""Owner code of inside accounts where the roster names no inside rep."""
OPEN_KEY_ACCOUNT = "OPEN-KEY-ACCOUNT"
"""Owner code of key accounts where the roster names no key-account manager."""


def vacancy(territory_id: str) -> str:
    """Return the owner code of a territory without a rep."""
    return f"OPEN-{territory_id}"


@dataclass(frozen=True, eq=False)
class OwnerBook:
    """Everybody who can own accounts: the r rows of the roster, p vacant territories, two open desks, self-serve.

    Attributes:
        ids: owner codes.
        names: names as shown.
        roles: role codes; "self_serve" for the desk.
        is_open: nobody fills the position.
        of_territory: p positions in this book: who has each territory.
        territory_ids: p territory ids.
        territory_names: p names, the planner's own where there is one.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    roles: tuple[str, ...]
    is_open: Flags
    of_territory: Ints
    territory_ids: tuple[str, ...]
    territory_names: tuple[str, ...]

    @property
    def reps(self) -> int:
        """The number of rows of the roster; they come first."""
        return len(self.ids) - len(self.territory_ids) - 3

    def position(self, owner_id: str) -> int:
        """Return where an owner stands; −1 for an unknown code."""
        return self.ids.index(owner_id) if owner_id in self.ids else NOWHERE


def owner_book(reps: RepTable, plan: Plan) -> OwnerBook:
    """List everybody who can own accounts under a plan.

    A territory has the rep set by hand, else the rep of the accepted answer; a code that the roster does not know, an
    empty one and none at all leave it vacant. An open position is shown by the territories it has.
    """
    answer = plan.accepted.territories
    ids = answer.ids if answer else ()
    names = territory_names(answer, plan.pins)
    rep_ids = [str(code) for code in reps[rep_columns.REP_ID]]
    of_territory = _territory_owners(ids, rep_ids, reps=plan.accepted.reps, pins=plan.pins)
    is_open = reps[rep_columns.IS_OPEN].fillna(False).to_numpy(dtype=np.bool_)
    vacant = [tr("Open – {territory}", territory=name) for name in names]
    desks = [tr("Open – inside"), tr("Open – key accounts"), tr("Self-serve")]
    return OwnerBook(
        ids=(*rep_ids, *map(vacancy, ids), OPEN_INSIDE, OPEN_KEY_ACCOUNT, SELF_SERVE_DESK),
        names=(*_rep_names(reps, is_open, of_territory, names), *vacant, *desks),
        roles=(
            *map(str, reps[rep_columns.ROLE]),
            *[Role.OUTSIDE.value] * len(ids),
            Role.INSIDE.value,
            Role.KEY_ACCOUNT.value,
            Channel.SELF_SERVE,
        ),
        is_open=np.concatenate([is_open, np.ones(len(ids) + 2, dtype=np.bool_), [False]]),
        of_territory=of_territory,
        territory_ids=ids,
        territory_names=names,
    )


def territory_names(answer: TerritoryAnswer | None, pins: Pins) -> tuple[str, ...]:
    """Return the territories' names: the planner's own where there is one, else the program's."""
    if answer is None:
        return ()
    own = pins.territory_name
    return tuple(own[key].value if key in own else name for key, name in zip(answer.ids, answer.names, strict=True))


def _territory_owners(ids: tuple[str, ...], rep_ids: list[str], *, reps: RepAnswer | None, pins: Pins) -> Ints:
    matched = dict(reps.rep_ids) if reps else {}
    row = {code: position for position, code in enumerate(rep_ids)}
    owners = [
        row.get(pins.rep[key].value if key in pins.rep else matched.get(key, OPEN), len(rep_ids) + position)
        for position, key in enumerate(ids)
    ]
    return np.array(owners, dtype=np.int64)


def _rep_names(reps: RepTable, is_open: Flags, of_territory: Ints, names: tuple[str, ...]) -> list[str]:
    shown = reps[rep_columns.NAME].fillna(reps[rep_columns.REP_ID]).tolist()
    for row in np.flatnonzero(is_open).tolist():
        held = [names[territory] for territory in np.flatnonzero(of_territory == row)]
        if held:
            shown[row] = tr("Open – {territory}", territory=joined(held))
    return shown


def owner_totals(
    roster: RosterTable, accounts: AccountTable, *, book: OwnerBook, capacity: Capacity, plan: Plan
) -> tuple[OwnerTotal, ...]:
    """Add up every owner's load: all rows of the roster and the desk, and open owners that own something.

    Money in cents; accounts of unknown money add nothing. Capacity of a vacancy is its role's; the desk has none.
    """
    owner = positions(roster[roster_columns.OWNER_ID], book.ids)
    today = positions(roster[roster_columns.TODAY_OWNER_ID], book.ids)
    number = len(book.ids)
    margin = whole(accounts[account_columns.GROSS_MARGIN])
    revenue = whole(accounts[account_columns.REVENUE])
    stays = owner == today
    held = counts(owner, number)
    limits = _limits(book, capacity, plan)
    shared = is_shared(roster[roster_columns.CHANNEL])
    load = places(loads(accounts, owner, shared=shared, rules=plan.settings.territories), owner, number)
    columns = {
        "accounts": held,
        "gross_margin": sums(owner, margin, number),
        "revenue": sums(owner, revenue, number),
        "today_accounts": counts(today, number),
        "today_gross_margin": sums(today, margin, number),
        "gained": counts(np.where(stays, NOWHERE, owner), number),
        "lost": counts(np.where(stays, NOWHERE, today), number),
    }
    listed = (np.arange(number) < book.reps) | (held > 0) | (np.arange(number) == number - 1)
    return tuple(_total(at, book, limits, columns, float(load[at])) for at in np.flatnonzero(listed).tolist())


def _total(at: int, book: OwnerBook, limits: "pd.DataFrame", columns: dict[str, Ints], load: float) -> OwnerTotal:
    lower, planned, upper, cost = limits.iloc[at]
    return OwnerTotal(
        owner_id=book.ids[at],
        name=book.names[at],
        role=book.roles[at],
        is_open=bool(book.is_open[at]),
        planned=float(planned),
        lower=float(lower),
        upper=float(upper),
        cost=int(cost),
        load=load,
        **{name: int(column[at]) for name, column in columns.items()},
    )


def _limits(book: OwnerBook, capacity: Capacity, plan: Plan) -> "pd.DataFrame":
    """Return lower, planned, upper and cost of every owner of the book, in its order."""
    economics = plan.settings.economics
    others: list[Any] = []
    for role in book.roles[book.reps : -1]:
        each = role_economics(economics, role)
        others.append((each.lower, each.planned, each.upper, each.loaded_cost))
    others.append((0, 0, 0, economics.self_serve_cost))
    people = np.column_stack([capacity.lower, capacity.planned, capacity.upper, capacity.cost])
    return pd.DataFrame(np.vstack([people, np.array(others, dtype=np.float64)]))


def bench(book: OwnerBook, capacity: Capacity) -> tuple[str, ...]:
    """Return the codes of outside people who could have a territory and have none, in the order of the roster."""
    able = capacity.placeable(Role.OUTSIDE)
    people = able[~capacity.is_open[able]]
    return tuple(book.ids[at] for at in np.setdiff1d(people, book.of_territory).tolist())
