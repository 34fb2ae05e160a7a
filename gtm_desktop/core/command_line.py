"""The command line: which verb with what, or which files to open in the window. Loads nothing heavy."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from gtm_desktop import __version__
from gtm_desktop.core.words import tr

_PROG = "gtm-desktop"
_FAULT_SAVER = "--fault-saver"
"""For tests of faults only, so that it is no verb and in no help."""
_VERBS = ("inspect", "plan", "export", "check", "backups", "self-test")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `verb` is None and `files` holds what to open where a window is wanted.

    Raises:
        SystemExit: bad usage (2), or help and version were asked for (0).
    """
    if argv and argv[0] in _VERBS:
        parser = _verb_parser()
        arguments = parser.parse_args(argv)
        if arguments.verb == "backups" and (arguments.restore is None) != (arguments.out is None):
            parser.error(tr("--restore and --out belong together"))
    elif argv and argv[0] == _FAULT_SAVER:
        arguments = _fault_saver_parser().parse_args(argv)
        arguments.verb = "fault-saver"
    else:
        parser = _window_parser()
        arguments = parser.parse_args(argv)
        arguments.verb = None
        for file in arguments.files:
            if not os.path.exists(file):  # noqa: PTH110 - a name that is too long is no file, and no error
                parser.error(_no_such(file))
    return arguments


def _no_such(file: Path) -> str:
    if file.suffix or len(file.parts) > 1:
        return tr("there is no file {file}", file=file)
    return tr("{word} is neither a verb ({verbs}) nor a file", word=file, verbs=", ".join(_VERBS))


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_PROG,
        description=tr("Turn an Excel account list into a sales coverage plan, offline."),
        epilog=tr("Without a window: {prog} {verbs} …  ({prog} VERB --help)", prog=_PROG, verbs=" | ".join(_VERBS)),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=tr("a plan or a workbook to open"))
    return parser


def _fault_saver_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROG, allow_abbrev=False, add_help=False)
    parser.add_argument(_FAULT_SAVER, dest="plan", type=Path, metavar="FILE")
    parser.add_argument("--autosave", action="store_true")
    return parser


def _verb_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROG, allow_abbrev=False)
    verbs = parser.add_subparsers(dest="verb", required=True)

    inspect = verbs.add_parser("inspect", allow_abbrev=False, help=tr("say how workbooks would be read"))
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument("--json", action="store_true", help=tr("one JSON object a line"))
    inspect.add_argument("--accounts", type=Path, metavar="CLEAN.csv", help=tr("write what would be imported"))
    inspect.add_argument(
        "--marked", type=Path, metavar="COPY.xlsx", help=tr("write a copy with findings and questions marked in it")
    )

    plan = verbs.add_parser("plan", allow_abbrev=False, help=tr("run the three phases"))
    plan.add_argument("accounts", type=Path, metavar="ACCOUNTS")
    plan.add_argument("--reps", type=Path, metavar="FILE")
    plan.add_argument("--answers", type=Path, metavar="ANSWERS.json", help=tr("answers to the import's questions"))
    plan.add_argument("--accept-suggestions", action="store_true", help=tr("take every suggestion of the import"))
    plan.add_argument("--out", type=Path, metavar="ROSTER.xlsx")
    plan.add_argument("--project", type=Path, metavar="PLAN.gtmplan")
    plan.add_argument("--seed", type=_whole_number, metavar="N")
    effort = plan.add_mutually_exclusive_group()
    effort.add_argument("--seconds", type=_seconds, metavar="S", help=tr("time budget of the optimiser"))
    effort.add_argument(
        "--iterations", type=_tries, metavar="N", help=tr("tries of the optimiser, so that the plan repeats exactly")
    )
    plan.add_argument("--json", action="store_true")

    export = verbs.add_parser("export", allow_abbrev=False, help=tr("write the roster of a saved plan"))
    export.add_argument("plan", type=Path, metavar="PLAN.gtmplan")
    export.add_argument("--out", type=Path, metavar="ROSTER.xlsx")

    check = verbs.add_parser("check", allow_abbrev=False, help=tr("check a saved plan without writing anything"))
    check.add_argument("plan", type=Path, metavar="PLAN.gtmplan")
    check.add_argument("--json", action="store_true")

    kept = verbs.add_parser("backups", allow_abbrev=False, help=tr("list the kept versions of a plan, or restore one"))
    _add_backups(kept)

    verbs.add_parser("self-test", allow_abbrev=False, help=tr("try this installation, window and map included"))
    return parser


def _add_backups(kept: argparse.ArgumentParser) -> None:
    kept.add_argument("plan", type=Path, metavar="PLAN.gtmplan")
    kept.add_argument("--restore", type=_whole_number, metavar="N", help=tr("the number of the version to write"))
    kept.add_argument("--out", type=Path, metavar="PLAN.gtmplan", help=tr("where to write it"))


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(tr("{number} is not a whole number from 0 on", number=text))
    return int(text)


def _tries(text: str) -> int:
    number = _whole_number(text)
    if number < 1:
        raise argparse.ArgumentTypeError(tr("{number} is not a whole number from 1 on", number=text))
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("{number} is not a number", number=text)) from None
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(tr("{number} is not between 0 and 3600", number=text))
    return number
