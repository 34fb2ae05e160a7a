"""Qt calls leave Python's own objects alone: what a window does thousands of times must not end the program."""

import sys

from PySide6.QtCore import QObject

CALLS = 1_000
NOISE = 100


def test_a_thousand_calls_that_return_nothing_take_no_reference_off_none(qapp):
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < NOISE
