"""Child processes: one way to run something that may be heavy, hostile or long, and to stop it.

A child is spawned (never forked), runs one function of this package by name, reports progress over a pipe and answers
with one value. Killing it is the answer to everything: a parser that hangs, a search that is no longer wanted.
A child may not start children of its own: a depth guard in the environment refuses it, because a library that starts
``sys.executable`` from a frozen program would otherwise launch the program without end.
"""

import importlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

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


class ChildFailed(Exception):  # noqa: N818 - reads as what happened: raise ChildFailed(...)
    """Tell that a child ended without an answer: killed by the system, out of memory, or a defect of ours."""

    def __init__(self, reason: str, exit_code: int | None = None) -> None:
        super().__init__(reason, exit_code)
        self.reason = reason
        self.exit_code = exit_code


class ChildLimitPassed(ChildFailed):
    """Tell that a child was ended because it needed more memory or time than it may use."""


def run_child(
    target: str, /, *args: Any, progress: Progress = SILENT, limits: ChildLimits | None = None, **kwargs: Any
) -> Any:
    """Run ``"package.module:function"`` in a process of its own and return what it returns.

    The function receives `args`, `kwargs` and a `progress` of its own; all must pickle. Big tables go by file.

    Raises:
        Cancelled: `progress` said so, and there was no best answer to give.
        UserError: the function raised one.
        ChildFailed: the child ended without an answer; ChildLimitPassed where it passed a limit.
    """
    limits = limits or ChildLimits()
    if _DEPTH_HERE >= 1:
        raise ChildFailed("a child process may not start another one")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    stop = context.Event()
    process = _start(context, _child_main, (there, stop, target, args, kwargs, limits))
    there.close()
    try:
        return _await_answer(process, here, stop.set, progress, limits)
    except BaseException:
        process.kill()
        raise
    finally:
        here.close()
        _end(process)


def _start(context: SpawnContext, main: Callable[..., None], args: tuple[Any, ...]) -> SpawnProcess:
    process = context.Process(target=main, args=args, daemon=True)
    with _START_LOCK:
        os.environ[_DEPTH] = str(_DEPTH_HERE + 1)
        try:
            process.start()
        finally:
            os.environ[_DEPTH] = str(_DEPTH_HERE)
    return process


def _await_answer(
    process: SpawnProcess, pipe: Connection, ask_to_stop: Callable[[], None], progress: Progress, limits: ChildLimits
) -> Any:
    started = time.monotonic()
    asked_at: float | None = None
    while True:
        if pipe.poll(_POLL_SECONDS):
            kind, payload = _receive(process, pipe)
            if kind == "progress":
                progress.on_report(payload)
            elif kind == "answer":
                return payload
            elif kind == "cancelled":
                raise Cancelled
            elif kind == "user_error":
                raise payload
            elif kind == "limit":
                raise ChildLimitPassed(str(payload), process.exitcode)
            else:
                raise ChildFailed(str(payload), process.exitcode)
        now = time.monotonic()
        if asked_at is None and progress.is_cancelled():
            if not limits.keeps_best:
                raise Cancelled
            ask_to_stop()
            asked_at = now
        if asked_at is not None and now - asked_at > _GRACE_SECONDS:
            raise Cancelled
        if limits.seconds is not None and now - started > limits.seconds:
            raise ChildLimitPassed(tr("it took longer than {n} seconds", n=round(limits.seconds)))


def _receive(process: SpawnProcess, pipe: Connection) -> tuple[str, Any]:
    try:
        kind, payload = pipe.recv()
    except (EOFError, OSError) as error:
        process.join(_GRACE_SECONDS)
        raise ChildFailed(tr("the reading process ended unexpectedly"), process.exitcode) from error
    return kind, payload


def _end(process: SpawnProcess) -> None:
    """Let a child that has answered put its own things away, and kill it if it takes too long."""
    process.join(_GRACE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _child_main(
    pipe: Connection, stop: Any, target: str, args: tuple[Any, ...], kwargs: dict[str, Any], limits: ChildLimits
) -> None:
    _limit_memory(limits.memory_mb)

    def send(report: ProgressReport) -> None:
        pipe.send(("progress", report))

    module_name, function_name = target.split(":")
    progress = Progress(on_report=send, is_cancelled=stop.is_set)
    try:
        function = getattr(importlib.import_module(module_name), function_name)
        pipe.send(("answer", function(*args, progress=progress, **kwargs)))
    except Cancelled:
        pipe.send(("cancelled", None))
    except UserError as error:
        pipe.send(("user_error", error))
    except MemoryError:
        pipe.send(("limit", tr("it needs more memory than it may use")))
    except Exception as error:  # noqa: BLE001 - the child's top level: whatever it is, the parent must hear of it
        pipe.send(("failed", f"{type(error).__name__}: {error}"))
    finally:
        pipe.close()


def _limit_memory(memory_mb: int | None) -> None:
    if memory_mb is None or sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - exists on POSIX only

    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
