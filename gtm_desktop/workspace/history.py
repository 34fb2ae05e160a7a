"""Undo and redo: earlier plans are kept, so no inverse can be wrong."""

from dataclasses import replace

from gtm_desktop.project.state import History, Scenarios, Step

STEPS_KEPT = 200


def merges(history: History, step: Step) -> bool:
    """Whether a new step becomes one with the last: it has its merge key, and nothing was undone in between."""
    done = history.done
    return bool(step.merge_key and not history.undone and done and done[-1].merge_key == step.merge_key)


def leaves_nothing(history: History, step: Step) -> bool:
    """Whether a new step merges with the last and both together change nothing: a line was dragged away and back."""
    return merges(history, step) and history.done[-1].before.fingerprint == step.after.fingerprint


def recorded(history: History, step: Step) -> History:
    """Return the history after a new step; what could be redone is gone.

    Where it merges with the last one and both together change nothing, both vanish. Beyond `STEPS_KEPT` the oldest is
    forgotten.
    """
    done = history.done
    if leaves_nothing(history, step):
        return History(done[:-1])
    if merges(history, step):
        step = replace(step, before=done[-1].before)
        done = done[:-1]
    return History((*done, step)[-STEPS_KEPT:])


def undone(history: History) -> tuple[History, Scenarios]:
    """Return the history and the scenarios after undoing the last step.

    Raises:
        IndexError: there is nothing to undo.
    """
    step = history.done[-1]
    return History(history.done[:-1], (*history.undone, step)), step.before


def redone(history: History) -> tuple[History, Scenarios]:
    """Return the history and the scenarios after redoing the step undone last.

    Raises:
        IndexError: there is nothing to redo.
    """
    step = history.undone[-1]
    return History((*history.done, step), history.undone[:-1]), step.after
