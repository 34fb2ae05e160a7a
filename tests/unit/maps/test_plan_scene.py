"""The scene of a plan: which accounts are drawn, in which colours, and who is never shown."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.maps.plan_scene import ColourBy, SceneOptions, Shown, legend, plan_scene
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.roster import Channel
from tests.unit.planning import builders

MARGINS = [builders.OUTSIDE_MARGIN] * 4 + [builders.INSIDE_MARGIN, None]
TERRITORY = [0, 0, 1, 1, -1, -1]


@pytest.fixture(scope="module")
def evaluated():
    dataset = builders.dataset(
        {
            account_columns.GROSS_MARGIN: MARGINS,
            account_columns.LAT: [42.0, 42.2, 42.0, 42.2, 42.1, np.nan],
            account_columns.LON: [-85.0, -85.1, -84.0, -84.1, -84.5, np.nan],
            account_columns.STATE: ["MI"] * 6,
        },
        {rep_columns.LAT: [42.0], rep_columns.LON: [-85.0], rep_columns.NAME: ["Dana"]},
    )
    plan = builders.plan(territories=builders.territory_answer(TERRITORY), reps=builders.rep_answer(T01="R0"))
    return dataset, evaluate(dataset, plan)


def test_only_accounts_of_outside_reps_are_drawn_unless_all_are_asked_for(evaluated):
    outside = plan_scene(*evaluated, SceneOptions())
    everyone = plan_scene(*evaluated, SceneOptions(shown=Shown.ALL), base=outside.base)
    assert np.isfinite(outside.lat).tolist() == [True] * 4 + [False] * 2
    assert np.isfinite(everyone.lat).tolist() == [True] * 5 + [False]


def test_points_keep_the_numbers_of_the_account_table(evaluated):
    scene = plan_scene(*evaluated, SceneOptions())
    assert list(scene.ids) == [f"A{row}" for row in range(6)]
    assert scene.territory.tolist() == TERRITORY


def test_an_account_has_its_territory_s_colour_and_neighbours_have_different_ones(evaluated):
    scene = plan_scene(*evaluated, SceneOptions())
    assert scene.palette[scene.colour[0]] == scene.territories[0].colour
    assert scene.palette[scene.colour[2]] == scene.territories[1].colour
    assert scene.territories[0].colour != scene.territories[1].colour


def test_outside_the_part_being_planned_accounts_are_grey_and_the_legend_says_so(evaluated):
    """RULES 4, scope."""
    dataset, result = evaluated
    frozen = replace(result, frozen=np.arange(6) >= 2)
    options = SceneOptions(is_part=True)
    scene = plan_scene(dataset, frozen, options)
    grey = [scene.palette[at] for at in scene.colour[2:]]
    assert len(set(grey)) == 1
    assert scene.palette[scene.colour[0]] == scene.territories[0].colour
    assert legend(options) == ((grey[0], "not being planned"),)
    assert legend(SceneOptions()) == ()


def test_by_channel_an_account_has_its_channel_s_colour(evaluated):
    scene = plan_scene(*evaluated, SceneOptions(colour_by=ColourBy.CHANNEL))
    assert scene.palette[scene.colour[0]] == design_tokens().channel[Channel.OUTSIDE]
    assert scene.palette[scene.colour[4]] == design_tokens().channel[Channel.INSIDE]


def test_no_home_is_drawn_unless_homes_may_be_shown(evaluated):
    hidden = plan_scene(*evaluated, SceneOptions())
    shown = plan_scene(*evaluated, SceneOptions(shows_homes=True), base=hidden.base)
    assert hidden.homes == ()
    assert [(home.name, home.lat, home.lon) for home in shown.homes] == [("Dana", 42.0, -85.0)]


def test_every_territory_has_a_shape_that_holds_its_name(evaluated):
    scene = plan_scene(*evaluated, SceneOptions())
    assert set(scene.shapes) == {0, 1}
    assert scene.territories[0].lon < scene.territories[1].lon


def test_a_missing_margin_is_called_unknown_and_never_nothing(evaluated):
    scene = plan_scene(*evaluated, SceneOptions())
    assert "margin unknown" in scene.tips[5]
    assert "$30K" in scene.tips[0]


def test_a_base_map_that_is_given_is_kept(evaluated):
    first = plan_scene(*evaluated, SceneOptions())
    assert plan_scene(*evaluated, SceneOptions(), base=first.base).base is first.base
