"""Equal values have equal fingerprints, different ones do not."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import numpy as np
import pytest

from gtm_desktop.core.fingerprints import fingerprint, neutral


@dataclass(frozen=True)
class Point:
    x: int
    y: int


def test_order_matters_in_lists_and_not_in_maps_and_sets():
    assert fingerprint([1, 2]) != fingerprint([2, 1])
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({1, 2}) == fingerprint({2, 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), ("1", 1), ("ab", ["a", "b"]), (None, ""), (Point(1, 2), Point(2, 1)), (["a", "bc"], ["ab", "c"]),
     (np.array([1, 2]), np.array([1.0, 2.0])), (date(2027, 1, 1), "2027-01-01")],
)  # fmt: skip
def test_values_that_differ_in_kind_or_content_differ(one, other):
    assert fingerprint(one) != fingerprint(other)


def test_a_value_without_a_known_kind_is_refused():
    with pytest.raises(TypeError):
        fingerprint(object())


def test_a_field_that_came_later_changes_no_fingerprint_while_it_is_neutral():
    earlier = fingerprint(Point(1, 2))

    @dataclass(frozen=True)
    class Point3:
        x: int
        y: int
        z: int | None = field(default=None, metadata=neutral(None))

    Point3.__name__ = "Point"
    assert fingerprint(Point3(1, 2)) == earlier
    assert fingerprint(Point3(1, 2, 0)) != earlier


@dataclass(frozen=True)
class Before:
    TAG: ClassVar[str] = "rule"

    line: int


@dataclass(frozen=True)
class Renamed:
    TAG: ClassVar[str] = "rule"

    share: float | None = field(default=0.5, metadata=neutral(None))
    line: int = 0


def test_a_tagged_value_keeps_its_fingerprint_when_its_class_is_renamed_and_gets_a_field_at_its_neutral_value():
    assert fingerprint(Renamed(None, 3)) == fingerprint(Before(3)) != fingerprint(Renamed(None, 4))


def test_a_field_counts_unless_it_is_at_its_neutral_value_whatever_its_preset():
    assert len({fingerprint(Before(3)), fingerprint(Renamed(line=3)), fingerprint(Renamed(0.0, 3))}) == 3


def test_a_tag_tells_values_with_the_same_fields_apart():
    @dataclass(frozen=True)
    class Other:
        TAG: ClassVar[str] = "other rule"

        line: int

    assert fingerprint(Other(3)) != fingerprint(Before(3))
