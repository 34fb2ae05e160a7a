"""How a child process ended that gave no answer: what is known of it, in words, and nothing that is not known."""

import errno
import faulthandler
import signal
import sys
import tempfile
from typing import IO, Any

from gtm_desktop.core.words import tr

if sys.platform != "win32":
    import os
    import resource
    from multiprocessing import reduction

_MEGABYTE = 1024 * 1024
_LAST_BYTES = 20_000
_FATAL = "Fatal Python error: "
_LONGEST_TRACE = 8_000
_MEMORY_WORDS = (
    "memory allocation of", "bad_alloc", "out of memory", "cannot allocate memory", "memoryerror",
    "failed to map segment", "can't start new thread", "insufficient memory",
)  # fmt: skip
"""What libraries print, or say in an error, when the system gives them no memory."""
_FROM_OUTSIDE = frozenset(("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGXCPU"))


class ChildFailed(Exception):  # noqa: N818 - reads as what happened: raise ChildFailed(...)
    """Tell that a child ended without an answer: ended by the system, out of memory, or a defect of ours.

    Attributes:
        reason: what is known, as the end of a sentence.
        exit_code: minus the number of the signal that ended it, or its own; None where it had not ended.
        code: how it ended, for scripts and tests: child_killed, child_crashed, out_of_memory or child_failed.
        trace: where in our code it failed, without values; empty where it did not tell.
    """

    def __init__(
        self, reason: str, exit_code: int | None = None, *, code: str = "child_failed", trace: str = ""
    ) -> None:
        super().__init__(reason, exit_code)
        self.reason = reason
        self.exit_code = exit_code
        self.code = code
        self.trace = trace

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.code == "out_of_memory":
            return tr("Close other programs and try again.")
        if self.code == "child_killed":
            return tr("Try again; close other programs first if memory is short.")
        return tr("Try again. If it happens again, please report it.")


class ChildLimitPassed(ChildFailed):
    """Tell that a child was ended because it needed more memory or time than it may use."""


class LastWords:
    """What a child's libraries print before they give up; it takes the place of the child's standard error.

    Sent to a child as an argument, it takes over there. It has no name on the disk, so that nothing is left behind.
    """

    def __init__(self) -> None:
        self._file = _nameless_file()

    def __reduce__(self) -> tuple[Any, ...]:
        if sys.platform == "win32":
            return str, ()
        return _take_over, (reduction.DupFd(self._file.fileno()),)

    def tell_of_memory(self) -> bool:
        """Return whether they say that there was no memory."""
        return _speaks_of_memory(self._text())

    def trace(self) -> str:
        """Return where the child was when it crashed, without values; empty where it did not say."""
        _, mark, where = self._text().partition(_FATAL)
        return (mark + where)[:_LONGEST_TRACE]

    def _text(self) -> str:
        end = self._file.seek(0, 2)
        self._file.seek(max(0, end - _LAST_BYTES))
        return self._file.read().decode("utf-8", "replace")

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def end_without_answer(
    called: str, exit_code: int | None, last_words: LastWords, memory_mb: int | None = None
) -> ChildFailed:
    """Return what is known of a child that ended without a word.

    Args:
        called: its name, such as "the reading process".
        exit_code: minus the number of the signal that ended it, or its own; None where it has not ended.
        last_words: what it printed.
        memory_mb: what it was allowed to use; None for everything.
    """
    if last_words.tell_of_memory():
        return out_of_memory(called, memory_mb, exit_code)
    failed = _ended(called, exit_code)
    failed.trace = last_words.trace()
    return failed


def _ended(called: str, exit_code: int | None) -> ChildFailed:
    if exit_code is None:
        return ChildFailed(tr("{process} no longer answers", process=called))
    if exit_code < 0:
        name = _signal_name(-exit_code)
        if name == "SIGKILL":
            words = tr("{process} was ended from outside (signal {n}, {name}), as the system does when memory runs out",
                       process=called, n=-exit_code, name=name)  # fmt: skip
            return ChildFailed(words, exit_code, code="child_killed")
        if name in _FROM_OUTSIDE:
            words = tr("{process} was ended from outside (signal {n}, {name})", process=called, n=-exit_code, name=name)
            return ChildFailed(words, exit_code, code="child_killed")
        words = tr("{process} crashed (signal {n}, {name})", process=called, n=-exit_code, name=name)
        return ChildFailed(words, exit_code, code="child_crashed")
    words = tr("{process} ended without an answer (exit code {n})", process=called, n=exit_code)
    return ChildFailed(words, exit_code, code="child_crashed")


def out_of_memory(called: str, memory_mb: int | None, exit_code: int | None = None) -> ChildFailed:
    """Return the failure of a child that got no more memory: `ChildLimitPassed` where its own limit was the least."""
    allowed = allowed_mb()
    if memory_mb is not None and sys.platform != "win32" and (allowed is None or allowed > memory_mb):
        words = tr("{process} needs more memory than the {n} MB it may use", process=called, n=memory_mb)
        return ChildLimitPassed(words, exit_code, code="out_of_memory")
    if allowed is None:
        words = tr("{process} ran out of memory", process=called)
    else:
        words = tr("{process} ran out of memory: no more than {n} MB may be used here", process=called, n=allowed)
    return ChildFailed(words, exit_code, code="out_of_memory")


def is_out_of_memory(error: BaseException | None) -> bool:
    """Return whether an error, or what it came from, says that there was no memory."""
    seen = 0
    while error is not None and seen < 20:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        if isinstance(error, (OSError, RuntimeError, ImportError)) and _speaks_of_memory(str(error)):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def allowed_mb() -> int | None:
    """Return how much address space this process may use, where somebody has limited it."""
    if sys.platform == "win32":
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else int(soft // _MEGABYTE)


def limit_memory(memory_mb: int | None) -> None:
    """Limit the address space of this process; what is limited already stays limited."""
    allowed = allowed_mb()
    if memory_mb is None or sys.platform == "win32" or (allowed is not None and allowed <= memory_mb):
        return
    size = memory_mb * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _nameless_file() -> IO[bytes]:
    if sys.platform == "linux":  # in memory: the disk may be full
        return os.fdopen(os.memfd_create("last words"), "w+b")
    return tempfile.TemporaryFile()


def _take_over(error_file: Any) -> None:
    if sys.platform != "win32":
        there = error_file.detach()
        os.dup2(there, 2)
        os.close(there)
        faulthandler.enable(2)


def _speaks_of_memory(words: str) -> bool:
    said = words.casefold()
    return any(each in said for each in _MEMORY_WORDS)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return tr("no name")
