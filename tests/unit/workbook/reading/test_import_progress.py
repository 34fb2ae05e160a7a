"""The estimate of how far an import is."""

from gtm_desktop.core.progress import Progress, ProgressReport
from gtm_desktop.workbook.reading.import_progress import EstimatedProgress


class Import:
    """An import whose clock a test moves."""

    def __init__(self):
        self.now, self.told = 0.0, []
        own = Progress(on_report=self.told.append)
        self.child = EstimatedProgress(own, clock=lambda: self.now).progress

    def wait(self, seconds):
        for _ in range(round(seconds * 50)):
            self.now += 0.02
            assert not self.child.is_cancelled()

    def say(self, stage, done=0, total=0):
        self.child.on_report(ProgressReport(stage, done, total))

    @property
    def percents(self):
        return [each.done for each in self.told]


def test_the_estimate_never_runs_back_whatever_is_reported():
    one = Import()
    for stage, done, total in (("Reading A", 50, 100), ("Reading B", 10, 100), ("Finding", 0, 0), ("Reading C", 0, 1)):
        one.say(stage, done, total)
        one.wait(1.0)
    assert one.percents == sorted(one.percents)
    assert one.percents[-1] < 100
    assert {each.total for each in one.told} == {100}


def test_the_estimate_moves_on_each_second_while_nothing_is_reported():
    one = Import()
    one.say("Reading A", 0, 1)
    one.wait(5.0)
    one.say("Understanding")
    seen = []
    for _ in range(5):
        one.wait(1.0)
        seen.append(one.percents[-1])
    assert len(set(seen)) == len(seen)


def test_cells_that_are_read_count_for_the_most_part():
    one = Import()
    one.say("Reading A", 100, 100)
    assert one.percents == [65]


def test_the_estimate_begins_before_the_child_has_said_anything():
    one = Import()
    one.wait(2.0)
    assert one.percents[0] == 0
    assert 0 < one.percents[-1] < 5


def test_nothing_is_told_twice():
    one = Import()
    for _ in range(3):
        one.say("Reading A", 100, 100)
    assert one.percents == [65]


def test_a_cancel_is_passed_on():
    child = EstimatedProgress(Progress(is_cancelled=lambda: True)).progress
    assert child.is_cancelled()
