"""Which territories are formed: how many, round whom, with which limits, and which earlier ones are kept."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, ntr, tr
from gtm_desktop.engine.number import SalesTarget, TerritoryCount, territory_count
from gtm_desktop.planning import labels
from gtm_desktop.planning.capacity import Team
from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.plan import OPEN, TerritoryAnswer
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, counts, numbers
from gtm_desktop.planning.territory_request import TerritoryTerms
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.columns import Readable

_CENTS = 100


@dataclass(frozen=True, eq=False)
class Slots:
    """The p territories that will be formed.

    Attributes:
        tied: rep codes of the people whose capacity sets the limits; `OPEN` for a position beyond the roster.
        kept: ids of the earlier territories that these are; empty for new ones.
        is_locked: the territory keeps its accounts.
        lower: lower limits.
        planned: planned capacities.
        upper: upper limits.
        start_lat: where it would start, degrees; NaN leaves it to the engine.
        start_lon: the same.
        is_home: p flags: it starts at its person's home, and driving is measured from there.
    """

    tied: tuple[str, ...]
    kept: tuple[str, ...]
    is_locked: Flags
    lower: Floats
    planned: Floats
    upper: Floats
    start_lat: Floats
    start_lon: Floats
    is_home: Flags


@dataclass(frozen=True, eq=False)
class Demand:
    """What the territories are formed for.

    Attributes:
        outside: rows of the outside accounts.
        fillable: rows of inside accounts within reach of one that may be filled.
        incumbent: n positions in the roster of active people who have the accounts today; −1 for nobody.
        units: n loads in eighths of a place; 0 for accounts that are neither.
    """

    outside: Ints
    fillable: Ints
    incumbent: Ints
    units: Ints

    def places(self, rows: Ints) -> int:
        """Return how many accounts' places these rows take, rounded up."""
        return -(-int(self.units[rows].sum()) // UNITS)


@dataclass(frozen=True, eq=False)
class Kept:
    """Earlier territories that stay themselves: locked ones, and those that accounts were put into by hand.

    Attributes:
        ids: their ids, in the order of the earlier answer.
        answer: the earlier answer; None where there is none.
        holder: positions in the roster of who has each of them; −1 for nobody.
        lower: fewest accounts of who has them; NaN for nobody.
        planned: their planned accounts.
        upper: their most accounts.
        locked: the locked ids.
    """

    ids: tuple[str, ...]
    answer: TerritoryAnswer | None
    holder: Ints
    lower: Floats
    planned: Floats
    upper: Floats
    locked: frozenset[str]


def number_of_territories(accounts: Readable, demand: Demand, *, terms: TerritoryTerms, team: Team) -> TerritoryCount:
    """Say how many territories there can be; without outside people, as many as the planned capacity takes."""
    outside, fillable = demand.places(demand.outside), demand.places(demand.fillable)
    people = len(team.rows) or -(-outside // terms.planned)
    margin = np.nan_to_num(numbers(accounts[account_columns.GROSS_MARGIN])) / _CENTS
    least = terms.territories.value_target
    target = SalesTarget(least / _CENTS, margin[demand.outside].sum(), margin[demand.fillable].sum()) if least else None
    return territory_count(outside, fillable, lower=terms.lower, upper=terms.upper, people=people, target=target)


def number_in_words(number: TerritoryCount, chosen: int, *, accounts: int) -> str:
    """Say in one sentence why there are so many territories for these outside accounts.

    Where they take more or fewer places than there are accounts (sites of one customer, joint accounts), both are said.
    """
    if number.is_possible:
        span = tr("{fewest} to {most}", fewest=count(number.fewest), most=count(number.most))
    else:
        span = tr("at least {fewest}", fewest=count(number.fewest))
    return tr(
        "{accounts} of {lower} to {upper} a territory bear {span}; {people}: {chosen}.",
        accounts=labels.counted(
            accounts, number.accounts, ntr("{n} outside account", "{n} outside accounts", accounts)
        ),
        lower=count(number.lower),
        upper=count(number.upper),
        span=span,
        people=ntr("{n} person or open position", "{n} people and open positions", number.most_by_people),
        chosen=ntr("{n} territory", "{n} territories", chosen),
    )


def choose_slots(
    accounts: Readable,
    reps: Readable,
    *,
    demand: Demand,
    number: int,
    terms: TerritoryTerms,
    team: Team,
    kept: Kept,
    people: Ints | None = None,
) -> Slots:
    """Choose who takes part and what each territory may hold.

    Kept territories come first, tied to whoever has them; then people in the order of the roster, those with most
    incumbent accounts (then capacity) where there are more people than territories; then positions nobody has yet.
    A territory starts at the median of its person's accounts, else at their home; a kept one where it was. Where the
    rules measure driving from home, it starts at the home. `people` are positions in the roster of the people of new
    territories, −1 for an open one, where borders have chosen them.
    """
    if people is None:
        people = _taking_part(demand, team, taken=kept.holder, wanted=number - len(kept.ids))
    position = np.concatenate([kept.holder, people])
    position = np.concatenate([position, np.full(max(number - len(position), 0), NOWHERE, dtype=np.int64)])
    ids = (*kept.ids, *[""] * (len(position) - len(kept.ids)))
    lower, planned, upper = _limits(position, terms, team, kept)
    nobody = np.zeros(len(position), dtype=np.bool_)
    start_lat, start_lon = _starts(accounts, reps, demand, position)
    if kept.answer is not None:
        _start_where_it_was(accounts, kept.answer, kept.ids, start_lat, start_lon)
    is_home = _start_at_home(reps, position, start_lat, start_lon) if terms.territories.starts_from_home else nobody
    return Slots(
        tied=tuple(team.rep_ids[at] if at != NOWHERE else OPEN for at in position.tolist()),
        kept=ids,
        is_locked=np.array([key in kept.locked for key in ids], dtype=np.bool_),
        lower=lower,
        planned=planned,
        upper=upper,
        start_lat=start_lat,
        start_lon=start_lon,
        is_home=is_home,
    )


def _taking_part(demand: Demand, team: Team, *, taken: Ints, wanted: int) -> Ints:
    able = np.setdiff1d(team.rows, taken)
    held = counts(demand.incumbent[demand.outside], len(team.rep_ids))
    order = np.lexsort((able, -team.planned[able], -held[able]))
    return np.sort(able[order[: max(wanted, 0)]])


def _limits(position: Ints, terms: TerritoryTerms, team: Team, kept: Kept) -> tuple[Floats, Floats, Floats]:
    """Return the p limits: of who has a kept territory, of the person, else of a full-time rep."""
    lower, planned, upper = (
        np.append(person, float(normal))[position]
        for person, normal in ((team.lower, terms.lower), (team.planned, terms.planned), (team.upper, terms.upper))
    )
    for own, of_holder in ((lower, kept.lower), (planned, kept.planned), (upper, kept.upper)):
        own[: len(of_holder)] = np.where(np.isnan(of_holder), own[: len(of_holder)], of_holder)
    return lower, planned, upper


def _starts(accounts: Readable, reps: Readable, demand: Demand, position: Ints) -> tuple[Floats, Floats]:
    owner = demand.incumbent[demand.outside]
    found = []
    for own, home in ((account_columns.LAT, rep_columns.LAT), (account_columns.LON, rep_columns.LON)):
        degrees = numbers(accounts[own])[demand.outside]
        medians = pd.Series(degrees[owner != NOWHERE]).groupby(owner[owner != NOWHERE]).median()
        by_rep = medians.reindex(range(len(reps))).to_numpy(dtype=np.float64)
        homes = numbers(reps[home])
        found.append(np.append(np.where(np.isnan(by_rep), homes, by_rep), np.nan)[position])
    return found[0], found[1]


def _start_where_it_was(
    accounts: Readable, answer: TerritoryAnswer, kept: tuple[str, ...], lat: Floats, lon: Floats
) -> None:
    """Write the earlier centres of kept territories into `lat` and `lon`."""
    for at, key in enumerate(kept):
        row = int(answer.centre[answer.ids.index(key)])
        if row != NOWHERE:
            lat[at], lon[at] = accounts[account_columns.LAT].iloc[row], accounts[account_columns.LON].iloc[row]


def _start_at_home(reps: Readable, position: Ints, lat: Floats, lon: Floats) -> Flags:
    """Write the placed homes of tied people into `lat` and `lon`; return where that is."""
    homes = [np.append(numbers(reps[name]), np.nan)[position] for name in (rep_columns.LAT, rep_columns.LON)]
    is_home = np.isfinite(homes[0]) & np.isfinite(homes[1])
    lat[is_home], lon[is_home] = homes[0][is_home], homes[1][is_home]
    return np.asarray(is_home, dtype=np.bool_)
