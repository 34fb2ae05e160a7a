"""Design tokens: mixing and contrast."""

import pytest

from gtm_desktop.core.tokens import contrast, design_tokens, mixed, readable


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_a_colour_has_no_contrast_with_itself():
    assert contrast("#0B5CAD", "#0B5CAD") == pytest.approx(1.0)


@pytest.mark.parametrize(("share", "mixture"), [(0.0, "#FFFFFF"), (1.0, "#000000"), (0.5, "#808080")])
def test_a_mixture_holds_so_much_of_the_first_colour(share, mixture):
    assert mixed("#000000", "#FFFFFF", share) == mixture


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable("#0B5CAD", "#FFFFFF", towards="#000000") == "#0B5CAD"


def test_a_colour_that_cannot_be_read_is_moved_until_it_can():
    moved = readable("#E69F00", "#FFFFFF", towards="#000000")
    assert contrast(moved, "#FFFFFF") >= 4.5


def test_light_and_dark_name_the_same_colours():
    tokens = design_tokens()
    assert set(tokens.light) == set(tokens.dark)
