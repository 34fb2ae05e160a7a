"""Telling once, at the start, that the program died the last time and where its traces are."""

from functools import partial

from gtm_desktop.core.crash_traces import untold_traces
from gtm_desktop.core.words import tr
from gtm_desktop.ui.session.opening import open_outside
from gtm_desktop.ui.shell.window import MainWindow


def tell_of_crashes(window: MainWindow) -> None:
    """Say that the program died, if it did and nobody was told yet; the traces hold no data of a plan."""
    traces = untold_traces()
    if not traces:
        return
    message = tr(
        "The program ended unexpectedly the last time. If it happens again, send this file to whoever looks after the "
        "program; it holds no data of yours."
    )
    actions = ((tr("Open the folder"), partial(open_outside, traces[0].parent)),)
    window.notice_panel.show_notice(message, str(traces[0]), actions)
