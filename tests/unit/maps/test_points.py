"""Points as bytes: what the page reads is what the scene says."""

import numpy as np
import pytest

from gtm_desktop.maps.points import point_buffer
from gtm_desktop.maps.scene import MapScene


def _scene(count=3, **changes):
    numbers = np.arange(count)
    fields = {
        "ids": [str(number) for number in numbers],
        "lat": 42.5 + numbers,
        "lon": -84.25 - numbers,
        "territory": numbers - 1,
        "colour": numbers,
        "size": numbers % 3,
        "palette": ("#000000",) * 3,
    }
    return MapScene(**(fields | changes))


def test_the_buffer_holds_every_array_one_after_the_other_little_endian():
    raw = point_buffer(_scene())
    assert int(np.frombuffer(raw, "<u4", 1)[0]) == 3
    assert np.frombuffer(raw, "<f4", 6, 4).tolist() == [42.5, 43.5, 44.5, -84.25, -85.25, -86.25]
    assert np.frombuffer(raw, "<i2", 3, 28).tolist() == [-1, 0, 1]
    assert list(raw[34:]) == [0, 1, 2, 0, 1, 2]


def test_an_account_that_is_not_shown_keeps_its_number():
    raw = point_buffer(_scene(lat=np.array([42.0, np.nan, 44.0])))
    assert np.isnan(np.frombuffer(raw, "<f4", 3, 4)[1])
    assert int(np.frombuffer(raw, "<u4", 1)[0]) == 3


def test_no_account_makes_an_empty_buffer():
    assert point_buffer(_scene(0)) == b"\0\0\0\0"


def test_arrays_of_different_length_are_refused():
    with pytest.raises(ValueError, match="every point needs"):
        point_buffer(_scene(size=np.zeros(2)))


def test_more_colours_than_a_byte_can_number_are_refused():
    with pytest.raises(ValueError, match="256"):
        point_buffer(_scene(palette=("#000000",) * 257))
