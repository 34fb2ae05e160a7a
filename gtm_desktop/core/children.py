"""Child processes: one way to run something that may be heavy, hostile or long, and to stop it.

A child is spawned (never forked), runs one function of this package by name, reports progress over a pipe and answers
with one value. Killing it is the answer to everything: a parser that hangs, a search that is no longer wanted.
A child may not start children of its own: a depth guard in the environment refuses it, because a library that starts
``sys.executable`` from a frozen program would otherwise launch the program without end.
"""

import importlib
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from typing import Any

from gtm_desktop.core.child_ends import (
    ChildFailed,
    ChildLimitPassed,
    LastWords,
    end_without_answer,
    is_out_of_memory,
    limit_memory,
    out_of_memory,
)
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import SILENT, Progress, ProgressReport
from gtm_desktop.core.words import tr

_DEPTH = "GTM_DESKTOP_CHILD_DEPTH"
_POLL_SECONDS = 0.02
_GRACE_SECONDS = 2.0
_DEPTH_HERE = int(os.environ.get(_DEPTH, "0"))
_START_LOCK = threading.Lock()


@dataclass(frozen=True)
class ChildLimits:
    """What a child may use.

    Attributes:
        memory_mb: address space beyond which it is stopped (Linux and macOS; elsewhere it is not limited).
        seconds: wall time after which it is stopped.
        keeps_best: on cancel, ask first and wait a moment for the best answer so far instead of killing at once.
    """

    memory_mb: int | None = None
    seconds: float | None = None
    keeps_best: bool = False


def run_child(
    target: str,
    /,
    *args: Any,
    progress: Progress = SILENT,
    limits: ChildLimits | None = None,
    called: str = "",
    **kwargs: Any,
) -> Any:
    """Run ``"package.module:function"`` in a process of its own and return what it returns.

    The function receives `args`, `kwargs` and a `progress` of its own; all must pickle. Big tables go by file.
    `called` is what the child is called in messages, such as "the reading process".

    Raises:
        Cancelled: `progress` said so, and there was no best answer to give.
        UserError: the function raised one.
        ChildFailed: the child ended without an answer; ChildLimitPassed where it passed a limit.
    """
    limits = limits or ChildLimits()
    called = called or tr("the process beside the program")
    if _DEPTH_HERE >= 1:
        raise ChildFailed("a child process may not start another one")
    last_words = LastWords()
    try:
        process, pipe, stop = _start(called, last_words, (target, args, kwargs, limits))
        child = _Child(process, pipe, stop.set, called, last_words)
        try:
            return _await_answer(child, progress, limits)
        except BaseException:
            process.kill()
            raise
        finally:
            pipe.close()
            _end(process)
    finally:
        last_words.close()


@dataclass(frozen=True)
class _Child:
    """A child at work, as its parent knows it."""

    process: SpawnProcess
    pipe: Connection
    ask_to_stop: Callable[[], None]
    called: str
    last_words: LastWords


def _start(called: str, last_words: LastWords, task: tuple[Any, ...]) -> tuple[SpawnProcess, Connection, Event]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    stop = context.Event()
    process = context.Process(target=_child_main, args=(last_words, there, stop, *task), daemon=True)
    with _START_LOCK:
        os.environ[_DEPTH] = str(_DEPTH_HERE + 1)
        try:
            process.start()
        except (OSError, MemoryError) as error:
            here.close()
            if is_out_of_memory(error):
                raise out_of_memory(called, None) from error
            raise ChildFailed(tr("{process} could not be started ({error})", process=called, error=error)) from error
        finally:
            os.environ[_DEPTH] = str(_DEPTH_HERE)
            there.close()
    return process, here, stop


def _await_answer(child: _Child, progress: Progress, limits: ChildLimits) -> Any:
    started = time.monotonic()
    asked_at: float | None = None
    while True:
        if child.pipe.poll(_POLL_SECONDS):
            kind, payload = _receive(child, limits)
            if kind == "progress":
                progress.on_report(payload)
            elif kind == "answer":
                return payload
            else:
                raise _failure(child, kind, payload, limits)
        now = time.monotonic()
        if asked_at is None and progress.is_cancelled():
            if not limits.keeps_best:
                raise Cancelled
            child.ask_to_stop()
            asked_at = now
        if asked_at is not None and now - asked_at > _GRACE_SECONDS:
            raise Cancelled
        if limits.seconds is not None and now - started > limits.seconds:
            raise ChildLimitPassed(tr("{process} took longer than {n} seconds", process=child.called,
                                      n=round(limits.seconds)))  # fmt: skip


def _receive(child: _Child, limits: ChildLimits) -> tuple[str, Any]:
    try:
        kind, payload = child.pipe.recv()
    except (EOFError, OSError) as error:
        child.process.join(_GRACE_SECONDS)
        raise end_without_answer(child.called, child.process.exitcode, child.last_words, limits.memory_mb) from error
    return kind, payload


def _failure(child: _Child, kind: str, payload: Any, limits: ChildLimits) -> Exception:
    if kind == "cancelled":
        return Cancelled()
    if kind == "user_error":
        refusal: UserError = payload
        return refusal
    if kind == "no_memory":
        return out_of_memory(child.called, limits.memory_mb)
    name, trace = payload
    return ChildFailed(tr("{process} met a defect of the program ({name})", process=child.called, name=name),
                       trace=trace)  # fmt: skip


def _end(process: SpawnProcess) -> None:
    """Let a child that has answered put its own things away, and kill it if it takes too long."""
    process.join(_GRACE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _child_main(
    _last_words: LastWords | None,
    pipe: Connection,
    stop: Any,
    target: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    limits: ChildLimits,
) -> None:
    def send(report: ProgressReport) -> None:
        pipe.send(("progress", report))

    progress = Progress(on_report=send, is_cancelled=stop.is_set)
    try:
        limit_memory(limits.memory_mb)
        module_name, function_name = target.split(":")
        function = getattr(importlib.import_module(module_name), function_name)
        pipe.send(("answer", function(*args, progress=progress, **kwargs)))
    except Cancelled:
        pipe.send(("cancelled", None))
    except UserError as error:
        pipe.send(("user_error", error))
    except Exception as error:  # noqa: BLE001 - the child's top level: whatever it is, the parent must hear of it
        if is_out_of_memory(error):
            pipe.send(("no_memory", None))
        else:
            where = "".join(traceback.format_tb(error.__traceback__))
            pipe.send(("failed", (type(error).__name__, where)))
    finally:
        pipe.close()
