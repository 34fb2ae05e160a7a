"""A plan's rules and formulas in words, each rule beside its preset."""

from dataclasses import dataclass

from gtm_desktop.core.words import count, decimal, money, percent, tr
from gtm_desktop.planning import labels, search_words
from gtm_desktop.planning.settings import Level, RoleEconomics, Settings


@dataclass(frozen=True)
class RuleLine:
    """One rule in words: what it is called, how it stands in this plan, and its preset."""

    title: str
    value: str
    preset: str


def rules_in_words(settings: Settings) -> list[RuleLine]:
    """Return every line, band, capacity and cost beside its preset, in words."""
    return [
        RuleLine(title, value, preset)
        for (title, value), (_title, preset) in zip(_said(settings), _said(Settings()), strict=True)
    ]


def _said(settings: Settings) -> list[tuple[str, str]]:
    return [*_said_of_phases(settings), *_said_of_people(settings), *_said_of_territories(settings)]


def _said_of_phases(settings: Settings) -> list[tuple[str, str]]:
    size, wallet, mix, lines = settings.size, settings.wallet, settings.mix, settings.channels
    level = tr("parent") if size.level is Level.PARENT else tr("account")
    return [
        (tr("Size is measured by"), tr("{metric}, by {level}", metric=labels.metric(size.metric), level=level)),
        (tr("Size is of"), labels.size_year(size.year)),
        (tr("A is over"), money(size.a_above)),
        (tr("C is under"), money(size.c_below)),
        (tr("Share of wallet: acquire is under"), percent(wallet.acquire_below)),
        (tr("Share of wallet: retain is over"), percent(wallet.retain_above)),
        (tr("Consumables: share of durables under"), percent(mix.consumables_below)),
        (tr("Durables: share of durables over"), percent(mix.durables_above)),
        (
            tr("Segment grid"),
            f"{labels.dimension(settings.grid.rows)} × {labels.dimension(settings.grid.columns)}",
        ),
        (tr("Self-serve is under"), money(lines.self_serve_below)),
        (tr("Outside is over"), money(lines.outside_above)),
        (tr("Web and counter left out of size"), _yes_no(lines.leave_out_web_and_counter)),
    ]


def _said_of_people(settings: Settings) -> list[tuple[str, str]]:
    economics = settings.economics
    return [
        (tr("Outside rep"), _role(economics.outside)),
        (tr("Inside rep"), _role(economics.inside)),
        (tr("Key-account manager"), _role(economics.key_account)),
        (tr("Yearly cost of self-serve"), money(economics.self_serve_cost)),
        (tr("Margin lost by a handoff, once"), percent(economics.handoff_loss, 1)),
        (tr("Years to the next review"), count(economics.review_years)),
        (tr("Inside book remarked under"), money(economics.inside_book_from)),
        (tr("First year of service counts as"), percent(settings.territories.ramp_share)),
    ]


def _said_of_territories(settings: Settings) -> list[tuple[str, str]]:
    rules, calls = settings.territories, settings.call_plan
    blend = settings.inside
    visits = f"{calls.a_visits} / {calls.b_visits} / {calls.c_visits}"
    return [
        (
            tr("Number of territories"),
            tr("as many as people and accounts bear") if rules.number is None else count(rules.number),
        ),
        (tr("Filled from inside"), _yes_no(rules.is_filled)),
        (tr("Filled in the order of"), labels.metric(rules.fill_metric)),
        (tr("Reach for filling"), tr("{km} km", km=count(rules.reach_km))),
        (tr("Least margin of a territory"), _target(rules.value_target)),
        (tr("Least potential of a territory"), _target(rules.potential_target)),
        (
            tr("Territories under target"),
            tr("raised, dissolved or handed inside") if rules.acts_on_failing else tr("only reported"),
        ),
        (tr("Territories are made of"), labels.made_of(rules.units)),
        (tr("Small parts that lie apart join a neighbour"), _yes_no(rules.moves_enclaves)),
        (tr("Lines that territories do not cross"), count(len(rules.lines))),
        (tr("Visits a year to A / B / C"), visits),
        (tr("Visits on one trip"), decimal(calls.stops_per_trip)),
        (tr("Cost of a road kilometre"), money(calls.cost_per_km)),
        (tr("Working weeks a year"), count(calls.weeks)),
        (tr("A kilometre from home costs a year"), money(settings.reps.home_cost_per_km)),
        (tr("Performance counts in matching"), _yes_no(settings.reps.uses_performance)),
        (tr("Seniority counts in matching"), _yes_no(settings.reps.uses_seniority)),
        (
            tr("Inside books: region / seniority / product / today's rep / even margin"),
            " / ".join(
                percent(each)
                for each in (blend.region, blend.seniority, blend.product, blend.incumbency, blend.balance)
            ),
        ),
        (tr("Random seed"), str(rules.seed)),
        (tr("The search makes"), search_words.effort(rules)),
    ]


def formulas_in_words() -> list[tuple[str, str]]:
    """Return name and wording of each formula the plan rests on. Source: RULES 1 to 4."""
    return [
        (tr("Share of wallet"), tr("revenue ÷ estimated yearly spend; over 100 % counts as unknown")),
        (tr("Share of durables"), tr("durables ÷ (consumables + durables)")),
        (tr("Exactly on a line"), tr("B in size, inside in channel; amounts are compared to the cent")),
        (tr("Unknown"), tr("a class of its own, never the lowest")),
        (tr("Size unknown"), tr("the account keeps today's channel, else goes inside; to be checked")),
        (tr("An account must add"), tr("loaded cost ÷ planned accounts of a rep")),
        (tr("Capacity of a person"), tr("normal capacity × employment × first-year share × months present ÷ 12")),
        (tr("Potential"), tr("estimated yearly spend − revenue, where the estimate is known and larger")),
        (tr("Driving"), tr("an estimate: visits ÷ visits on one trip × road distance from the centre and back")),
        (
            tr("Changes hands"),
            tr("an active named rep today, another person in the plan; leavers, the desk and open positions are apart"),
        ),
        (tr("Handoff loss a year"), tr("margin of accounts that change hands × loss ÷ years to the next review")),
    ]  # fmt: skip


def _role(role: RoleEconomics) -> str:
    text = tr(
        "{cost} a year, {planned} accounts planned, {lower} to {upper}",
        cost=money(role.loaded_cost), planned=count(role.planned), lower=count(role.lower), upper=count(role.upper),
    )  # fmt: skip
    if role.assumed_lift is None:
        return text
    return tr("{role}, assumed lift {lift}", role=text, lift=percent(role.assumed_lift, 1))


def _target(cents: int | None) -> str:
    return tr("no target set") if cents is None else money(cents)


def _yes_no(is_so: bool) -> str:  # noqa: FBT001 - the value itself is what is said
    return tr("yes") if is_so else tr("no")
