"""What codes are called on screen, in workbooks and in sentences."""

from gtm_desktop.core.words import decimal, money_short, ntr, percent, tr
from gtm_desktop.planning.settings import Dimension, GridRules, MadeOf, Settings, SizeYear
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.left_out import LeftOutReason
from gtm_desktop.tables.roster import (
    Channel,
    HandoffReason,
    ProductMix,
    PurchasePattern,
    SizeTier,
    WalletStage,
)
from gtm_desktop.tables.territories import POTENTIAL

UNKNOWN = SizeTier.UNKNOWN


def channel(code: str) -> str:
    """Name a channel."""
    return {
        Channel.OUTSIDE: tr("Outside"),
        Channel.INSIDE: tr("Inside"),
        Channel.SELF_SERVE: tr("Self-serve"),
        Channel.KEY_ACCOUNT: tr("Key account"),
        Channel.JOINT: tr("Joint"),
    }.get(code, code)


def dimension(code: Dimension) -> str:
    """Name a dimension of the segment grid."""
    return {
        Dimension.SIZE: tr("Size"),
        Dimension.WALLET: tr("Share of wallet"),
        Dimension.MIX: tr("Product mix"),
        Dimension.PATTERN: tr("Purchasing pattern"),
    }[code]


def metric(code: str) -> str:
    """Name what size is measured by, or what ranks inside accounts for filling."""
    names = {columns.GROSS_MARGIN: tr("gross margin"), columns.REVENUE: tr("revenue"), POTENTIAL: tr("potential")}
    return names.get(code, code)


def size_year(year: SizeYear) -> str:
    """Say of which year size is measured."""
    return {
        SizeYear.THIS: tr("this year"),
        SizeYear.LAST: tr("last year"),
        SizeYear.MEAN: tr("mean of this year and last"),
        SizeYear.LARGER: tr("larger of this year and last"),
    }[year]


def made_of(code: MadeOf) -> str:
    """Say what territories are made of."""
    return {
        MadeOf.ACCOUNT: tr("single accounts"),
        MadeOf.COUNTY: tr("whole counties"),
        MadeOf.ZIP3: tr("whole ZIP3 regions"),
    }[code]


def class_name(of: Dimension, code: str) -> str:
    """Name a class of a dimension in one or two words."""
    if code == UNKNOWN:
        return tr("Unknown")
    names = {
        Dimension.SIZE: {SizeTier.A: "A", SizeTier.B: "B", SizeTier.C: "C", SizeTier.PROSPECT: tr("Prospect")},
        Dimension.WALLET: {
            WalletStage.ACQUIRE: tr("Acquire"),
            WalletStage.DEVELOP: tr("Develop"),
            WalletStage.RETAIN: tr("Retain"),
        },
        Dimension.MIX: {
            ProductMix.CONSUMABLES: tr("Consumables"),
            ProductMix.BOTH: tr("Both"),
            ProductMix.DURABLES: tr("Durables"),
        },
        Dimension.PATTERN: {
            PurchasePattern.OUTSIDE: tr("Outside"),
            PurchasePattern.INSIDE: tr("Inside"),
            PurchasePattern.ECOMMERCE: tr("E-commerce"),
            PurchasePattern.COUNTER: tr("Counter"),
            PurchasePattern.MOBILE: tr("Mobile delivery"),
            PurchasePattern.AUTOMATIC: tr("Automatic"),
        },
    }
    return names[of].get(code, code)


def class_range(of: Dimension, code: str, settings: Settings) -> str:
    """Say in a few words which accounts a class holds, such as "over $25K"; empty where the name says it all."""
    if code == UNKNOWN:
        return ""
    size, wallet, mix = settings.size, settings.wallet, settings.mix
    if of is Dimension.SIZE:
        high, low = money_short(size.a_above), money_short(size.c_below)
        return {
            SizeTier.A: tr("over {line}", line=high),
            SizeTier.B: tr("{low} to {high}", low=low, high=high),
            SizeTier.C: tr("under {line}", line=low),
            SizeTier.PROSPECT: tr("no sales"),
        }[code]
    if of is Dimension.WALLET:
        low, high = percent(wallet.acquire_below), percent(wallet.retain_above)
        return {
            WalletStage.ACQUIRE: tr("under {line}", line=low),
            WalletStage.DEVELOP: tr("{low} to {high}", low=low, high=high),
            WalletStage.RETAIN: tr("over {line}", line=high),
        }[code]
    if of is Dimension.MIX:
        low, high = percent(mix.consumables_below), percent(mix.durables_above)
        return {
            ProductMix.CONSUMABLES: tr("durables under {line}", line=low),
            ProductMix.BOTH: tr("durables {low} to {high}", low=low, high=high),
            ProductMix.DURABLES: tr("durables over {line}", line=high),
        }[code]
    return ""


def cell_name(grid: GridRules, row: str, column: str) -> str:
    """Name a cell of the segment grid: the planner's own name, else "A2" for size × wallet, else both classes."""
    own = grid.cells.get((row, column))
    if own is not None and own.name:
        return own.name
    if (grid.rows, grid.columns) == (Dimension.SIZE, Dimension.WALLET):
        number = "?" if column == UNKNOWN else str(WalletStage.ALL.index(column) + 1)
        letter = {UNKNOWN: "?", SizeTier.PROSPECT: "P"}.get(row, row)
        return f"{letter}{number}"
    return f"{class_name(grid.rows, row)} · {class_name(grid.columns, column)}"


def handoff_reason(code: str) -> str:
    """Name why an account changes hands."""
    return {
        HandoffReason.SAME: tr("stays"),
        HandoffReason.TERRITORY: tr("territory changes"),
        HandoffReason.CHANNEL: tr("channel changes"),
        HandoffReason.LEAVER: tr("today's rep leaves"),
        HandoffReason.FIRST_ASSIGNMENT: tr("first assignment"),
        HandoffReason.BY_HAND: tr("set by hand"),
        HandoffReason.NOT_PLACED: tr("not placed yet"),
    }.get(code, code)


def left_out_reason(code: str) -> str:
    """Say why a row of the list is no account of the plan."""
    return {
        LeftOutReason.HIDDEN: tr("Hidden row"),
        LeftOutReason.FILTERED: tr("Hidden by a filter"),
        LeftOutReason.CASH_SALE: tr("Cash or counter sale"),
        LeftOutReason.INTER_BRANCH: tr("Inter-branch"),
        LeftOutReason.EMPLOYEE: tr("Employee"),
        LeftOutReason.NO_CUSTOMER: tr("No customer"),
        LeftOutReason.CLOSED: tr("Closed"),
        LeftOutReason.CREDIT_HOLD: tr("Credit hold"),
        LeftOutReason.NO_ORDER: tr("No order for long"),
        LeftOutReason.EQUAL_ROW: tr("Equal to an earlier row"),
        LeftOutReason.SAME_ID: tr("Same id as an earlier row"),
    }.get(code, code)


def counted(accounts: int, load: float, said: str = "") -> str:
    """Say how many accounts there are, and what capacity they take where that is another number.

    `said` is the number of accounts in words; empty for "12 accounts".
    """
    said = said or ntr("{n} account", "{n} accounts", accounts)
    if load == accounts:
        return said
    return tr("{accounts} that count as {places}", accounts=said, places=decimal(load, 0 if load == round(load) else 2))
