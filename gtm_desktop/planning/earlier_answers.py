"""Answers of plan files of format 1: which were up to date, and so get the fingerprint that is kept now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.format1_inputs import format1_rep_inputs, format1_territory_inputs
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Accepted, Plan, RepAnswer, SolverRun, TerritoryAnswer, is_unjudged
from gtm_desktop.planning.request_inputs import rep_grounds, territory_grounds

_Answer = TypeVar("_Answer", TerritoryAnswer, RepAnswer)


class EarlierAnswers:
    """Judges the territories and matchings of format 1 by all plans of a project that hold them.

    An answer is up to date in a plan where the digest of format 1 says so; the first such plan gives it its
    fingerprint. Without one it keeps none, and is out of date. Inside books cannot be judged: their digest left out
    owners, regions and homes.
    """

    def __init__(self, datasets: Mapping[str, Dataset], plans: Sequence[Plan]) -> None:
        self._datasets = datasets
        self._memo = Memo()
        territories: dict[str, SolverRun] = {}
        reps: dict[str, SolverRun] = {}
        for plan in plans:
            accepted = plan.accepted
            _judge(territories, accepted.territories, plan, self._territory_inputs)
            _judge(reps, accepted.reps, plan, self._rep_inputs)
        self._territories, self._reps = territories, reps

    def judged(self, plan: Plan) -> Plan:
        """Return the plan with its answers as they were judged."""
        accepted = plan.accepted
        territories = _with_run(accepted.territories, self._territories)
        reps = _with_run(accepted.reps, self._reps)
        if territories is accepted.territories and reps is accepted.reps:
            return plan
        return replace(plan, accepted=Accepted(territories, reps, accepted.inside))

    def _territory_inputs(self, plan: Plan) -> Iterator[str]:
        dataset = self._datasets[plan.dataset_id]
        found = phases(dataset, plan, self._memo)
        key = fingerprint(plan.dataset_id, plan.settings, plan.pins.channel)
        yield self._memo.get("format 1", key, lambda: format1_territory_inputs(dataset, plan.settings, found))
        yield fingerprint(territory_grounds(dataset, plan.settings, found))

    def _rep_inputs(self, plan: Plan) -> Iterator[str]:
        dataset = self._datasets[plan.dataset_id]
        found = phases(dataset, plan, self._memo)
        yield format1_rep_inputs(dataset, plan, found)
        yield fingerprint(rep_grounds(dataset, plan, found))


def _judge(
    runs: dict[str, SolverRun], answer: TerritoryAnswer | RepAnswer | None, plan: Plan,
    inputs: Callable[[Plan], Iterator[str]],
) -> None:  # fmt: skip
    """Note the run of an answer that was up to date in a plan, with the fingerprint of the plan's grounds."""
    if answer is None or not is_unjudged(answer.run) or answer.fingerprint in runs:
        return
    then_and_now = inputs(plan)
    if next(then_and_now) == answer.run.format1_inputs:
        runs[answer.fingerprint] = replace(answer.run, inputs=next(then_and_now), format1_inputs="")


def _with_run(answer: _Answer | None, runs: Mapping[str, SolverRun]) -> _Answer | None:
    if answer is None or answer.fingerprint not in runs:
        return answer
    return replace(answer, run=runs[answer.fingerprint])
