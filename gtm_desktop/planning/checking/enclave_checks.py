"""Parts of territories that lie apart, as problems: whose, how many accounts, next to whom, and why they stay."""

from collections.abc import Iterator

from gtm_desktop.core.words import count, ntr, tr
from gtm_desktop.engine.contiguity import SMALL
from gtm_desktop.planning.decision_words import enclave_sentence
from gtm_desktop.planning.result import EnclaveReason, PlanProblem, PlanResult, Stage
from gtm_desktop.tables import territories as columns

_MOST_NAMED = 5


def check_enclaves(result: PlanResult) -> Iterator[PlanProblem]:
    """Name the largest parts of territories that lie apart, as the plan stands now; the others are told as one."""
    table = result.territories
    names = dict(zip(table[columns.TERRITORY_ID], table[columns.NAME], strict=True))
    for enclave in result.enclaves[:_MOST_NAMED]:
        text = enclave_sentence(
            len(enclave.rows),
            name=names[enclave.territory_id],
            neighbours=[names[key] for key in enclave.neighbours],
            why=_why(enclave.reason),
        )
        yield PlanProblem("enclave", text, Stage.TERRITORIES, enclave.territory_id, enclave.rows)
    rest = result.enclaves[_MOST_NAMED:]
    if rest:
        rows = tuple(sorted(row for enclave in rest for row in enclave.rows))
        text = ntr(
            "{n} more part of a territory lies apart, with {accounts} in all.",
            "{n} more parts of territories lie apart, with {accounts} in all.",
            len(rest),
            accounts=ntr("{n} account", "{n} accounts", len(rows)),
        )
        yield PlanProblem("enclave", text, Stage.TERRITORIES, rows=rows)


def _why(reason: str) -> str:
    return {
        EnclaveReason.LARGE: tr("{n} accounts and more are not moved by the program", n=count(SMALL)),
        EnclaveReason.HELD: tr("a lock or a decision by hand holds them there"),
        EnclaveReason.CUT_OFF: tr("a line you drew cuts them off"),
        EnclaveReason.SWITCHED_OFF: tr("moving small parts is switched off"),
        EnclaveReason.NO_ROOM: tr("no neighbour had room, or they were moved since the territories were formed"),
    }[reason]
