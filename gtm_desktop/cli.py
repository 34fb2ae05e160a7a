"""The program without its window: inspect, plan, export, check, backups, self-test. Qt is never loaded here.

Exit status: 0 done, 1 a defect of ours, 2 refused or bad usage, 3 (plan only) questions are open.
"""

import argparse
import json
import sys
from collections.abc import Callable

from gtm_desktop import __version__
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.keeping import what_cannot_be_kept
from gtm_desktop.core.words import tr
from gtm_desktop.workbook.atomic_file import refuse_overwriting
from gtm_desktop.workbook.writing.marked_copy import refuse_originals
from gtm_desktop.workspace import fault_saver, headless, self_test, versions
from gtm_desktop.workspace.headless import PlanRequest
from gtm_desktop.workspace.jobs import attempt

DONE, DEFECT, REFUSED, QUESTIONS = 0, 1, 2, 3


def run(arguments: argparse.Namespace, try_window: Callable[[], str]) -> int:
    """Run a verb and return the exit status.

    Args:
        arguments: from `core.command_line.parse`, with a verb.
        try_window: opens the window and its map once for the self-test; returns what is wrong, or nothing.
    """
    verbs: dict[str, tuple[str, Callable[[], int]]] = {
        "inspect": (tr("Looking into the workbooks"), lambda: _inspect(arguments)),
        "plan": (tr("Making the plan"), lambda: _plan(arguments)),
        "export": (tr("Writing the roster"), lambda: _export(arguments)),
        "check": (tr("Checking the plan"), lambda: _check(arguments)),
        "backups": (tr("Looking for earlier versions"), lambda: _backups(arguments)),
        "fault-saver": (tr("Saving for fault tests"), lambda: _save_for_faults(arguments)),
        "self-test": (tr("The self-test"), lambda: _self_test(try_window)),
    }
    title, work = verbs[arguments.verb]
    outcome = attempt(title, lambda: _unless_interrupted(work))
    failure = DEFECT if outcome.is_ours else REFUSED
    return outcome.tell(
        done=lambda status: status, failed=lambda error: _on_failed(error, failure), cancelled=_on_cancelled
    )


def _unless_interrupted(work: Callable[[], int]) -> int:
    try:
        return work()
    except KeyboardInterrupt as error:
        raise Cancelled from error


def _on_failed(error: UserError, status: int) -> int:
    _say(str(error))
    return status


def _on_cancelled() -> int:
    _say(tr("Stopped. Nothing was written."))
    return REFUSED


def _inspect(arguments: argparse.Namespace) -> int:
    if arguments.marked is not None:
        refuse_originals(arguments.marked, arguments.files)
    if arguments.accounts is not None:
        refuse_overwriting(arguments.accounts, arguments.files)
    has_defect = False
    for position, file in enumerate(arguments.files):
        is_first = position == 0
        clean, marked = (arguments.accounts, arguments.marked) if is_first else (None, None)
        report = headless.inspect_file(file, clean, marked=marked)
        _print(json.dumps(report, ensure_ascii=False) if arguments.json else headless.describe_inspection(report))
        has_defect |= report["code"] in headless.DEFECTS
    return DEFECT if has_defect else DONE


def _say_what_cannot_be_kept() -> None:
    refusal = what_cannot_be_kept(has_window=False)
    if refusal is not None:
        _say(str(refusal))


def _plan(arguments: argparse.Namespace) -> int:
    _say_what_cannot_be_kept()
    request = PlanRequest(
        accounts=arguments.accounts,
        reps=arguments.reps,
        roster=arguments.out,
        project=arguments.project,
        seed=arguments.seed,
        seconds=arguments.seconds,
        iterations=arguments.iterations,
        answers=arguments.answers,
        accepts_suggestions=arguments.accept_suggestions,
    )
    outcome = headless.make_plan(request)
    if outcome.questions:
        _say(tr("Questions are open. Answer them with --answers, or take every suggestion with --accept-suggestions."))
        for question in outcome.questions:
            _say(headless.describe_question(question))
        return QUESTIONS
    _print(json.dumps(outcome.report, ensure_ascii=False) if arguments.json else outcome.text)
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    _print(headless.export_project(arguments.plan, arguments.out))
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    report, state = headless.check_with_state(arguments.plan)
    if state is not None and not arguments.json:
        _print(f"STATE {state}")
    _print(json.dumps(report, ensure_ascii=False) if arguments.json else headless.describe_check(report))
    return DONE


def _save_for_faults(arguments: argparse.Namespace) -> int:
    save = fault_saver.record_on if arguments.autosave else fault_saver.save_on
    save(arguments.plan, lambda number: _print(f"SAVED {number}"))
    return DONE


def _backups(arguments: argparse.Namespace) -> int:
    if arguments.restore is not None:
        version = versions.restore(arguments.plan, arguments.restore, arguments.out)
        when = versions.when_words(version.when)
        _print(tr("The version of {when} is written to {file}.", when=when, file=arguments.out))
        return DONE
    found = versions.versions_of(arguments.plan)
    for version in found:
        _print(f"{version.number}\t{versions.version_words(version)}")
    if not found:
        _say(tr("No version of {file} is kept on this computer.", file=arguments.plan))
    return DONE if found else REFUSED


def _self_test(try_window: Callable[[], str]) -> int:
    faults = self_test.self_test(try_window, report=_print)
    for fault in faults:
        _say(fault)
    _print(tr("Self-test failed.") if faults else tr("Self-test passed: version {version}.", version=__version__))
    return DEFECT if faults else DONE


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
