"""Child processes answer, fail in words, are limited and can be stopped."""

import time
from pathlib import Path

import pytest

from gtm_desktop.core.children import ChildFailed, ChildLimits, run_child
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
    import os

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


def test_a_child_that_takes_too_long_is_stopped():
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:hang", limits=ChildLimits(seconds=0.5))


def test_a_child_that_takes_too_much_memory_is_stopped():
    with pytest.raises(ChildFailed):
        run_child(f"{HERE}:hungry", limits=ChildLimits(memory_mb=2_000))


def test_cancel_stops_a_child_at_once():
    with pytest.raises(Cancelled):
        run_child(f"{HERE}:hang", progress=Progress(is_cancelled=lambda: True))


def test_cancel_of_a_search_gives_the_best_so_far():
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
