"""The rules of a plan: every line, band, capacity and cost, with its preset.

Money is int64 cents a year; shares are fractions of 1. Presets marked as ours in the binding rules are editable like
all others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from gtm_desktop.core.fingerprints import neutral
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Scope
from gtm_desktop.tables.accounts import GROSS_MARGIN
from gtm_desktop.tables.roster import PRODUCT_MIX, PURCHASE_PATTERN, SIZE_TIER, WALLET_STAGE, Channel


class Level(StrEnum):
    """At what level accounts are sized or assigned: each by itself, or all accounts of one parent together."""

    ACCOUNT = "account"
    PARENT = "parent"


class SizeYear(StrEnum):
    """Of which year an account's size is: this one, the one before, their mean, or the larger of the two."""

    THIS = "this"
    LAST = "last"
    MEAN = "mean"
    LARGER = "larger"


class MadeOf(StrEnum):
    """What territories are made of, and what stays whole: single accounts, counties, or regions of postal codes."""

    ACCOUNT = "account"
    COUNTY = "county"
    ZIP3 = "zip3"


class Dimension(StrEnum):
    """What may span the segment grid."""

    SIZE = SIZE_TIER
    WALLET = WALLET_STAGE
    MIX = PRODUCT_MIX
    PATTERN = PURCHASE_PATTERN


@dataclass(frozen=True)
class SizeRules:
    """The size dimension. Exactly on a line is a B. Source: PRODUCT R1.3, R1.4.

    Attributes:
        metric: the account column that measures size, gross margin or revenue.
        a_above: an A is over this many cents.
        c_below: a C is under this many cents.
        level: at what level accounts are sized.
        year: of which year the size is. Source: RULES 1, Period.
    """

    metric: str = GROSS_MARGIN
    a_above: int = 2_500_000
    c_below: int = 500_000
    level: Level = Level.ACCOUNT
    year: SizeYear = SizeYear.THIS


@dataclass(frozen=True)
class WalletRules:
    """Share of wallet: under the first line acquire, over the second retain, else develop. Source: PRODUCT R1.8."""

    acquire_below: float = 0.10
    retain_above: float = 0.50


@dataclass(frozen=True)
class MixRules:
    """Share of durables: under `consumables_below` consumables, over `durables_above` durables, else both. R1.5."""

    consumables_below: float = 0.25
    durables_above: float = 0.75


@dataclass(frozen=True)
class CellRule:
    """What somebody decided for one cell of the segment grid: a name of its own, a channel of its own, or both."""

    name: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class GridRules:
    """The segment grid: which dimensions span it and what was decided for single cells.

    Attributes:
        rows: the dimension down the side.
        columns: the dimension across.
        cells: decisions by ``(row code, column code)``; a cell that is not here follows the lines.
    """

    rows: Dimension = Dimension.SIZE
    columns: Dimension = Dimension.WALLET
    cells: Mapping[tuple[str, str], CellRule] = field(default_factory=dict)


@dataclass(frozen=True)
class ChannelRules:
    """The two lines: under one is self-serve, over the other outside, exactly on either inside. PRODUCT R2.1 to R2.3.

    Attributes:
        self_serve_below: cents.
        outside_above: cents; never under `self_serve_below`.
        leave_out_web_and_counter: size tests use margin × (1 − share of e-commerce and counter revenue), an estimate.
    """

    self_serve_below: int = 500_000
    outside_above: int = 2_000_000
    leave_out_web_and_counter: bool = False


@dataclass(frozen=True)
class RoleEconomics:
    """What one full-time person of a role costs and covers.

    Attributes:
        loaded_cost: cents a year.
        planned: accounts one person is planned to hold; it drives every sum.
        lower: fewest accounts after filling, or of an inside book.
        upper: most accounts.
        assumed_lift: assumed yearly lift of margin as a share of 1; None while nobody typed one.
    """

    TAG: ClassVar[str] = "role economics"

    loaded_cost: int
    planned: int
    lower: int
    upper: int
    assumed_lift: float | None = None


@dataclass(frozen=True)
class Economics:
    """Costs and capacities by role, and what a handoff loses. Source: PRODUCT R2.4, R3.4, R3.14; RULES 3 and 4.

    Attributes:
        outside: the outside rep.
        inside: the inside rep.
        key_account: the key-account manager; capacity counts parents.
        self_serve_cost: typed yearly cost of self-serve in cents; 0 until typed.
        handoff_loss: share of yearly margin lost once when an account changes hands.
        review_years: years over which the loss is spread.
        inside_book_from: book value in cents of revenue under which an inside book is remarked.
    """

    outside: RoleEconomics = field(default_factory=lambda: RoleEconomics(20_000_000, 120, 80, 140))
    inside: RoleEconomics = field(default_factory=lambda: RoleEconomics(10_000_000, 300, 200, 350))
    key_account: RoleEconomics = field(default_factory=lambda: RoleEconomics(20_000_000, 25, 1, 25))
    self_serve_cost: int = 0
    handoff_loss: float = 0.05
    review_years: int = 3
    inside_book_from: int = 100_000_000

    def of_channel(self, channel: str) -> RoleEconomics | None:
        """Return the role that covers a channel; None for self-serve."""
        return {
            Channel.OUTSIDE: self.outside,
            Channel.INSIDE: self.inside,
            Channel.KEY_ACCOUNT: self.key_account,
        }.get(channel)


@dataclass(frozen=True)
class CallPlan:
    """Visits a year by size tier, and what a visit and a road kilometre take. Source: PRODUCT, call plan 12/6/2.

    A distributor's call face to face takes 32 minutes (T. Reilly's survey of outside sales, as PRODUCT quotes it); the
    hours a week are a preset of ours.

    Attributes:
        a_visits: visits a year to an A.
        b_visits: visits a year to a B.
        c_visits: visits a year to a C or an account of unknown size.
        stops_per_trip: visits made on one round trip from the territory's centre.
        cost_per_km: cents for one road kilometre.
        circuity: road kilometres for one kilometre as the crow flies, far from the centre.
        weeks: working weeks a year.
        visit_minutes: minutes a visit takes, without the drive.
        hours_week: hours a week that a full-time outside rep has for visits and driving.
    """

    TAG: ClassVar[str] = "call plan"

    a_visits: int = 12
    b_visits: int = 6
    c_visits: int = 2
    stops_per_trip: float = 4.0
    cost_per_km: int = 60
    circuity: float = 1.20
    weeks: int = 46
    visit_minutes: int = 32
    hours_week: float = 40.0


@dataclass(frozen=True)
class TerritoryRules:
    """How outside territories are formed. Source: PRODUCT R3.2 to R3.9; RULES 4.

    Attributes:
        number: how many territories; None takes as many as people, accounts and capacity bear.
        is_filled: pull the best inside accounts into spare capacity.
        fill_metric: what ranks inside accounts for filling: a money column of the accounts, or `POTENTIAL`.
        reach_km: how far from a centre an inside account may lie to be filled, kilometres as the crow flies.
        value_target: least gross margin of a territory in cents; None is not tested.
        potential_target: least potential of a territory in cents; None is not tested.
        acts_on_failing: territories under a target are raised, dissolved or handed inside; else only reported with the
            price of each way.
        moves_enclaves: small parts that lie apart from their territory join a neighbour.
        lines: forbidden lines that the planner draws, each two or more points (latitude, longitude) in degrees; a
            territory does not hang together across them.
        ramp_share: share of normal capacity of a person in the first year of service.
        seed: random seed of the optimiser.
        seconds: time budget of the optimiser.
        value_tolerance: half the width of the band in which territory margins should lie, as a share of their mean.
        balance_price: what a currency unit of margin outside the band, or below the value target, costs a year. Preset.
        travel_weight: how much travel weighs, 1 by default; never 0.
        balance_weight: how much the band and the value target weigh.
        stability_weight: how much handoffs weigh.
        assigned_level: `PARENT` keeps the sites of one customer in one territory and one inside book.
        site_weight: what each further site of one customer takes of a person's capacity, in accounts; whole quarters.
        starts_from_home: driving is measured from the rep's home where a territory is tied to a person with a placed
            one; the matching then keeps that pair.
        units: what stays whole in one territory, as far as limits, locks, borders and refusals allow.
        iterations: tries that the optimiser makes, whatever time they take, so that a build repeats exactly; None makes
            as many as fit into `seconds`.
    """

    TAG: ClassVar[str] = "territory rules"

    number: int | None = None
    is_filled: bool = True
    fill_metric: str = GROSS_MARGIN
    reach_km: float = 120.0
    value_target: int | None = None
    potential_target: int | None = None
    acts_on_failing: bool = True
    moves_enclaves: bool = True
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    ramp_share: float = 0.5
    seed: int = 1
    seconds: float = 5.0
    value_tolerance: float = 0.15
    balance_price: float = 0.005
    travel_weight: float = 1.0
    balance_weight: float = 1.0
    stability_weight: float = 1.0
    assigned_level: Level = Level.ACCOUNT
    site_weight: float = 0.25
    starts_from_home: bool = False
    units: MadeOf = MadeOf.ACCOUNT
    iterations: int | None = field(default=None, metadata=neutral(None))

    @property
    def effort(self) -> Mapping[str, Any]:
        """How long a search lasts, as keywords of `engine.solve.solve`."""
        by_time = {"seconds": self.seconds}
        return by_time if self.iterations is None else {**by_time, "iterations": self.iterations}


@dataclass(frozen=True)
class RepRules:
    """What counts when reps are matched to territories. Source: PRODUCT R3.11; RULES 4 and 5.

    Attributes:
        home_cost_per_km: cents a year for one kilometre between home and the territory's centre.
        uses_performance: the performance index is read.
        uses_seniority: seniority is read.
        assumed_premium_lift: lift used by the performance premium while no assumed outside lift is typed.
    """

    home_cost_per_km: int = 6_000
    uses_performance: bool = True
    uses_seniority: bool = True
    assumed_premium_lift: float = 0.05


@dataclass(frozen=True)
class InsideRules:
    """How inside accounts are spread over inside reps: weights of the methods, any blend. Source: PRODUCT R3.15.

    Balance is what an account of mean margin costs where it takes a book out of a band of 15 % round its fair margin.
    """

    TAG: ClassVar[str] = "inside rules"

    region: float = 0.5
    seniority: float = 0.2
    product: float = 0.3
    incumbency: float = 0.5
    balance: float = 0.2


@dataclass(frozen=True)
class Settings:
    """All rules of a plan."""

    size: SizeRules = field(default_factory=SizeRules)
    wallet: WalletRules = field(default_factory=WalletRules)
    mix: MixRules = field(default_factory=MixRules)
    grid: GridRules = field(default_factory=GridRules)
    channels: ChannelRules = field(default_factory=ChannelRules)
    economics: Economics = field(default_factory=Economics)
    call_plan: CallPlan = field(default_factory=CallPlan)
    territories: TerritoryRules = field(default_factory=TerritoryRules)
    changes: ChangeBudget = field(default_factory=ChangeBudget)
    scope: Scope = field(default_factory=Scope)
    borders: Borders = field(default_factory=Borders)
    reps: RepRules = field(default_factory=RepRules)
    inside: InsideRules = field(default_factory=InsideRules)
    plan_year_start: date = date(2027, 1, 1)
    currency: str = "USD"
