"""Child processes answer, fail in words, are limited and can be stopped."""

import errno
import os
import signal
import time
from pathlib import Path

import pytest

from gtm_desktop.core import children
from gtm_desktop.core.child_ends import ChildFailed, ChildLimitPassed
from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import Progress

HERE = "tests.unit.core.test_children"


def double(number, *, progress):
    progress.report("doubling", 1, 1, best=2.0)
    return 2 * number


def refuse(*, progress):
    raise UserError("No such thing.", "Choose another.", code="gone")


def defect(*, progress):
    raise ZeroDivisionError("ours")


def hang(*, progress):
    time.sleep(60)


def best_so_far(*, progress):
    while not progress.is_cancelled():
        time.sleep(0.005)
    return "best"


def grandchild(*, progress):
    return run_child(f"{HERE}:double", 1, progress=progress)


def die(*, progress):
    os._exit(9)


def hungry(*, progress):
    return len(bytearray(3_000_000_000))


def test_a_child_answers_and_reports_on_the_way():
    reports = []
    assert run_child(f"{HERE}:double", 21, progress=Progress(on_report=reports.append)) == 42
    assert [(report.stage, dict(report.figures)) for report in reports] == [("doubling", {"best": 2.0})]


def test_what_the_user_can_mend_arrives_whole():
    with pytest.raises(UserError) as caught:
        run_child(f"{HERE}:refuse")
    assert (caught.value.message, caught.value.remedy, caught.value.code) == (
        "No such thing.",
        "Choose another.",
        "gone",
    )


@pytest.mark.parametrize("target", ["defect", "die", "grandchild"])
def test_a_child_that_fails_says_so_and_never_hangs(target):
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:{target}")


def end_by(number, *, progress):
    os.kill(os.getpid(), number)
    time.sleep(60)


def abort_for_memory(*, progress):
    os.write(2, b"memory allocation of 536870912 bytes failed\n")
    os.abort()


def no_memory_by(kind, *, progress):
    raise {
        "memory": MemoryError(),
        "system": OSError(errno.ENOMEM, "Cannot allocate memory"),
        "thread": RuntimeError("can't start new thread"),
        "library": ImportError("libx.so: failed to map segment from shared object"),
        "behind": _behind(MemoryError()),
    }[kind]


def _behind(cause):
    error = ValueError("a reader's own words")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (
            signal.SIGKILL,
            "child_killed",
            "the baker was ended from outside (signal 9, SIGKILL), as the system",
        ),
        (signal.SIGTERM, "child_killed", "the baker was ended from outside (signal 15, SIGTERM)"),
        (signal.SIGSEGV, "child_crashed", "the baker crashed (signal 11, SIGSEGV)"),
        (signal.SIGABRT, "child_crashed", "the baker crashed (signal 6, SIGABRT)"),
    ],
)
def test_a_child_that_a_signal_ended_is_told_by_its_name_and_the_signal(number, code, words):
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:end_by", int(number), called="the baker")
    assert caught.value.reason.startswith(words)
    assert (caught.value.code, caught.value.exit_code) == (code, -number)
    assert "memory" not in caught.value.reason or number == signal.SIGKILL


def test_a_child_that_ended_by_itself_is_told_by_its_exit_code():
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:die", called="the baker")
    assert caught.value.reason == "the baker ended without an answer (exit code 9)"


def test_a_child_that_crashed_says_where_and_holds_no_values():
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:end_by", int(signal.SIGSEGV))
    assert "Segmentation fault" in caught.value.trace
    assert "in end_by" in caught.value.trace


@pytest.mark.parametrize("kind", ["memory", "system", "thread", "library", "behind"])
def test_a_child_without_memory_says_so_whichever_library_ran_out_of_it(kind):
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:no_memory_by", kind, called="the baker")
    assert (caught.value.code, caught.value.reason) == ("out_of_memory", "the baker ran out of memory")
    assert not isinstance(caught.value, ChildLimitPassed)


def test_a_library_that_gave_up_for_want_of_memory_is_no_crash():
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:abort_for_memory")
    assert caught.value.code == "out_of_memory"


def test_a_child_that_passes_its_own_limit_is_told_apart_from_one_on_a_machine_without_memory():
    with pytest.raises(ChildLimitPassed) as caught:
        run_child(f"{HERE}:hungry", limits=ChildLimits(memory_mb=2_000), called="the baker")
    assert caught.value.reason == "the baker needs more memory than the 2000 MB it may use"


def test_a_defect_in_a_child_is_told_with_its_place_and_without_its_values():
    with pytest.raises(ChildFailed) as caught:
        run_child(f"{HERE}:defect", called="the baker")
    assert caught.value.reason == "the baker met a defect of the program (ZeroDivisionError)"
    assert "in defect" in caught.value.trace
    assert "ours" not in caught.value.reason


def test_a_child_that_takes_too_long_is_stopped():
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:hang", limits=ChildLimits(seconds=0.5))


def test_a_child_that_takes_too_much_memory_is_stopped():
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:hungry", limits=ChildLimits(memory_mb=2_000))


def test_cancel_stops_a_child_at_once():
    with pytest.raises(Cancelled):
        run_child(f"{HERE}:hang", progress=Progress(is_cancelled=lambda: True))


def test_cancel_of_a_search_gives_the_best_so_far(monkeypatch):
    monkeypatch.setattr(children, "_GRACE_SECONDS", 60.0)  # a busy machine may take longer than two to start a child
    reports = []
    progress = Progress(on_report=reports.append, is_cancelled=lambda: True)
    assert (
        run_child(f"{HERE}:best_so_far", progress=progress, limits=ChildLimits(keeps_best=True, seconds=30)) == "best"
    )


def test_no_child_is_left_behind():
    import psutil

    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:hang", limits=ChildLimits(seconds=0.3))
    after = {child.pid for child in psutil.Process().children(recursive=True)}
    resource_tracker = {p for p in after - before if "resource_tracker" in " ".join(psutil.Process(p).cmdline())}
    assert after - before == resource_tracker


def test_the_source_of_this_test_is_where_the_child_looks_for_it():
    assert Path(__file__).name == HERE.rsplit(".", 1)[-1] + ".py"
