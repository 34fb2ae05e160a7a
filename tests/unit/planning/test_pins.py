"""Decisions by hand: persistent maps with a fingerprint that each change keeps up to date."""

from gtm_desktop.planning.pins import PinMap, Pins
from tests.unit.planning.builders import pin, pin_map


def test_a_change_gives_a_new_map_and_leaves_the_old_one():
    first = pin_map({"a": "inside"})
    second = first.with_pins({"b": pin("outside")}).without(["a", "not there"])
    assert dict(first) == {"a": pin("inside")}
    assert dict(second) == {"b": pin("outside")}


def test_the_fingerprint_depends_on_the_content_and_not_on_the_way_there():
    straight = pin_map({"a": "inside", "b": "outside"})
    detour = pin_map({"b": "joint", "c": "inside"}).with_pins({"b": pin("outside"), "a": pin("inside")}).without(["c"])
    assert straight.fingerprint == detour.fingerprint
    assert straight == detour
    assert straight.fingerprint != pin_map({"a": "outside", "b": "inside"}).fingerprint
    assert PinMap().fingerprint != straight.fingerprint


def test_pins_of_one_kind_leave_the_others_alone():
    pins = Pins().with_kind("channel", {"a": pin("inside")}).with_kind("rep", {"T01": pin("R1")})
    assert dict(pins.without_kind("channel", ["a"]).rep) == {"T01": pin("R1")}
