"""What is asked when territories are formed, as one value: what they rest on, and what was decided before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gtm_desktop.planning.capacity import Team
from gtm_desktop.planning.change_rules import Borders
from gtm_desktop.planning.plan import TerritoryAnswer
from gtm_desktop.planning.rows import Flags, Floats, Ints
from gtm_desktop.planning.settings import CallPlan, TerritoryRules
from gtm_desktop.tables.columns import Column, Columns


@dataclass(frozen=True)
class StakeTerms:
    """What the test of territories against their targets reads of costs and lifts.

    Attributes:
        outside_cost: loaded cost of an outside rep, cents a year.
        outside_lift: assumed lift of the outside channel; None while nobody typed one.
        inside_must_add: cents that an inside account must add.
        inside_lift: assumed lift of the inside channel; None while nobody typed one.
    """

    TAG: ClassVar[str] = "stake terms"

    outside_cost: int
    outside_lift: float | None
    inside_must_add: int
    inside_lift: float | None


@dataclass(frozen=True)
class TerritoryTerms:
    """The rules by which territories are formed: of all rules of a plan those that forming and testing them reads.

    Attributes:
        territories: how territories are formed; what only other stages read, or a test that is not made, is blank.
        call_plan: visits, drives and hours.
        lower: fewest accounts of a full-time outside rep.
        planned: planned accounts of one.
        upper: most accounts of one.
        handoff_loss: share of yearly margin lost once when an account changes hands.
        review_years: years over which the loss is spread.
        borders: lines that territories keep to.
        stakes: costs and lifts; None where no target is set, so that nothing is tested.
    """

    TAG: ClassVar[str] = "territory terms"

    territories: TerritoryRules
    call_plan: CallPlan
    lower: int
    planned: int
    upper: int
    handoff_loss: float
    review_years: int
    borders: Borders
    stakes: StakeTerms | None


@dataclass(frozen=True, eq=False)
class TerritoryGrounds:
    """What territories rest on: n accounts and r people. Another one makes the answer out of date.

    Attributes:
        accounts: place and margin of the n; what ranks for filling; by parent also parent and id; where territories are
            tested also revenue and wallet.
        goes_out: n flags: outside by rule.
        is_shared: n flags: held by an outside and an inside person.
        may_fill: n flags: inside by the lines alone, so that it may be filled.
        visits: n visits a year.
        owner: n positions in the roster of who goes on and has the account today; −1 for nobody.
        state: of the n; None where every outside account has a place on the map.
        unit: n numbers of what stays whole; None for single accounts.
        part: n parts of the market that borders divide; None without borders.
        people: home of the r; where territories are tested also code, employment and whether the position is open.
        part_of_people: r parts; None without borders.
        team: outside people and what they can cover.
        terms: the rules.
    """

    TAG: ClassVar[str] = "territory grounds"

    accounts: Columns
    goes_out: Flags
    is_shared: Flags
    may_fill: Flags
    visits: Floats
    owner: Ints
    state: Column | None
    unit: Ints | None
    part: Column | None
    people: Columns
    part_of_people: Column | None
    team: Team
    terms: TerritoryTerms


@dataclass(frozen=True, eq=False)
class Keep:
    """What of the present territories stays, beyond locks and decisions by hand.

    Attributes:
        frozen: n flags: accounts that stay where they are, in a territory or outside all; None for none.
        is_improving: every present territory stays itself, whatever becomes of its accounts.
    """

    TAG: ClassVar[str] = "keep"

    frozen: Flags | None = None
    is_improving: bool = False

    def rows(self, number: int) -> Flags:
        """Return n flags of the frozen accounts."""
        return np.zeros(number, dtype=np.bool_) if self.frozen is None else self.frozen


KEEP_NOTHING = Keep()


@dataclass(frozen=True, eq=False)
class TerritoryDecisions:
    """What was decided before territories are formed: by hand, by an earlier answer, by what is not being planned.

    The plan follows these at once, so that another one makes no answer out of date.

    Attributes:
        earlier: the answer that the new one replaces; None for the first one.
        holder: positions in the roster of who has each earlier territory; −1 for nobody.
        holder_lower: their fewest accounts; NaN for nobody.
        holder_planned: their planned accounts.
        holder_upper: their most accounts.
        locked: ids of the locked earlier territories.
        put: rows of accounts put into an earlier territory by hand.
        put_into: the numbers of those territories.
        given: rows of accounts that a hand gave to a person or a territory, or keeps from one; they are not filled.
        kept_from: n positions in the roster of who must not have the account; −1 for nobody.
        keep: what stays beside that.
    """

    TAG: ClassVar[str] = "territory decisions"

    earlier: TerritoryAnswer | None
    holder: Ints
    holder_lower: Floats
    holder_planned: Floats
    holder_upper: Floats
    locked: frozenset[str]
    put: Ints
    put_into: Ints
    given: Ints
    kept_from: Ints
    keep: Keep = KEEP_NOTHING


@dataclass(frozen=True, eq=False)
class TerritoryRequest:
    """What is asked when territories are formed."""

    TAG: ClassVar[str] = "territory request"

    grounds: TerritoryGrounds
    decisions: TerritoryDecisions
