"""Start the program: a verb runs without a window, everything else opens one. No Qt is loaded before it is needed."""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence

from gtm_desktop.core import command_line
from gtm_desktop.core.child_ends import is_out_of_memory
from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.crash_traces import leave_traces
from gtm_desktop.core.log import start_logging
from gtm_desktop.core.temporary import own_temporary_folder
from gtm_desktop.core.words import tr

_WINDOW_SECONDS = 120.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (the process's own by default) and return its exit status."""
    multiprocessing.freeze_support()
    arguments = command_line.parse(sys.argv[1:] if argv is None else argv)
    start_logging()
    if arguments.verb == "check":  # it writes nothing, and needs no temporary folder
        return _run(arguments)
    leave_traces()
    with own_temporary_folder():
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.verb is not None:
        try:
            from gtm_desktop import cli  # noqa: PLC0415 - its libraries take a second; a window must not wait for them
        except (ImportError, MemoryError, OSError) as error:
            if not is_out_of_memory(error):
                raise
            words = tr("There is not enough memory to start the program. Close other programs and try again.")
            sys.stderr.write(words + "\n")
            return 1
        return cli.run(arguments, try_window=_try_window)
    from gtm_desktop.ui import application  # noqa: PLC0415 - Qt loads only when a window opens

    return application.run_window(arguments.files)


def _try_window() -> str:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to run as root inside its sandbox. The trial shows nothing but this program's own page.
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
    limits = ChildLimits(seconds=_WINDOW_SECONDS)
    fault: str = run_child("gtm_desktop.ui.self_test:try_window", limits=limits, called=tr("the trial window"))
    return fault


if __name__ == "__main__":
    sys.exit(main())
