"""What was found and done about territories under their targets, in words; for window, roster and command line alike.

The program decides about territories, never about a person's job: who is left without one is not placed yet.
"""

from collections.abc import Callable

from gtm_desktop.core.words import count, joined, money, money_short, ntr, tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.plan import TerritoryAnswer, TerritoryDecision


def way_name(way: WayOut) -> str:
    """Say what a way out of a missed target is called."""
    return {
        WayOut.RAISE: tr("Raise from neighbours"),
        WayOut.DISSOLVE: tr("Dissolve into neighbours"),
        WayOut.INSIDE: tr("Hand to inside"),
    }[way]


def way_label(decision: TerritoryDecision, way: WayOut) -> str:
    """Say what taking a way out does, as a step to undo is called."""
    return {
        WayOut.RAISE: tr("Raise {name} from its neighbours"),
        WayOut.DISSOLVE: tr("Dissolve {name} into its neighbours"),
        WayOut.INSIDE: tr("Hand {name} to inside"),
    }[way].format(name=decision.name)


def missed(decision: TerritoryDecision, write: Callable[[int], str] = money_short) -> str:
    """Say which targets a territory missed."""
    tests = (
        (decision.value, decision.value_target, tr("{value} of margin, target {target}")),
        (decision.potential, decision.potential_target, tr("{value} of potential, target {target}")),
    )
    return joined([
        words.format(value=write(value), target=write(target))
        for value, target, words in tests
        if target is not None and value < target
    ])  # fmt: skip


def price(cents: int, write: Callable[[int], str] = money_short) -> str:
    """Say what a way out costs or saves a year."""
    if cents < 0:
        return tr("saves {amount}", amount=write(-cents))
    return tr("costs {amount}", amount=write(cents))


def prices(decision: TerritoryDecision, write: Callable[[int], str] = money_short) -> str:
    """Say what all ways out cost or save, such as "Raise from neighbours costs $12K"; empty where there was none."""
    return ", ".join(f"{way_name(way)} {price(cents, write)}" for way, cents in decision.prices)


def done(decision: TerritoryDecision) -> str:
    """Say what was done, and with how many accounts."""
    if decision.taken is None:
        if decision.prices:
            return tr("Nothing: only reported")
        return tr("Nothing: held by a lock or by hand, or there is no way out")
    moved, inside = count(len(decision.moved)), count(len(decision.inside))
    return {
        WayOut.RAISE: tr("Raised: {moved} accounts changed territory", moved=moved),
        WayOut.DISSOLVE: tr("Dissolved: {moved} accounts to neighbours, {inside} inside", moved=moved, inside=inside),
        WayOut.INSIDE: tr("Handed inside: {inside} accounts", inside=inside),
    }[decision.taken]


def enclave_sentence(accounts: int, *, name: str, neighbours: list[str], why: str) -> str:
    """Say that a part of a territory lies apart, next to whom, and why it stays."""
    beside = tr(", next to {names}", names=joined(neighbours)) if neighbours else ""
    return ntr(
        "{n} account of {name} lies apart from the rest of it{beside}: {why}.",
        "{n} accounts of {name} lie apart from the rest of it{beside}: {why}.",
        accounts,
        name=name,
        beside=beside,
        why=why,
    )


def row_sentences(answer: TerritoryAnswer | None) -> dict[int, str]:
    """Say for each account row that a decision touched what it did, exactly and with its price; the last one counts."""
    said: dict[int, str] = {}
    for decision in answer.decisions if answer is not None else ():
        if decision.taken is not None:
            said |= dict.fromkeys(decision.moved, _sentence(decision))
            said |= dict.fromkeys(decision.inside, _sentence(decision, has_no_neighbour=True))
    return said


def _sentence(decision: TerritoryDecision, *, has_no_neighbour: bool = False) -> str:
    way = decision.taken or WayOut.RAISE
    said = {
        WayOut.RAISE: tr("{name} missed its target ({missed}) and was raised with accounts of its neighbours"),
        WayOut.DISSOLVE: tr("{name} missed its target ({missed}) and was dissolved into its neighbours"),
        WayOut.INSIDE: tr("{name} missed its target ({missed}) and was handed to inside sales"),
    }[way].format(name=decision.name, missed=missed(decision, money))
    if has_no_neighbour and way is WayOut.DISSOLVE:
        said = tr("{said}; none within reach had room for this account", said=said)
    return tr("{said}, which {amount} a year.", said=said, amount=price(dict(decision.prices)[way], money))
