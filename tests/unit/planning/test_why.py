"""Every account can be explained: rule, values, distance and who decided. PRODUCT X2."""

from dataclasses import replace

import pytest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.why import channel_sentences, why_card
from tests.unit.planning.builders import accounts, pin


def explained(margin, **columns):
    dataset = Dataset(accounts(gross_margin=[margin], name=["<b>Acme"], city=["Flint"], state=["MI"], **columns))
    plan = new_plan(dataset)
    return dataset, plan, evaluate(dataset, plan)


@pytest.mark.parametrize(
    ("margin", "because", "distance"),
    [
        (3_120_400, "Gross margin $31,204 is over $20,000.", "$11,204 above the line of $20,000"),
        (1_876_000, "Gross margin $18,760 is between $5,000 and $20,000.", "$1,240 below the line of $20,000"),
        (2_000_000, "Gross margin $20,000 is between $5,000 and $20,000.", "exactly on the line of $20,000"),
        (499_999, "Gross margin $4,999.99 is under $5,000.", "$0.01 below the line of $5,000"),
    ],
)
def test_the_channel_line_names_value_line_and_distance(margin, because, distance):
    dataset, plan, result = explained(margin)
    line = next(line for line in why_card(dataset, plan, result, 0).lines if line.question == "Channel")
    assert (line.because, line.distance) == (because, distance)
    assert channel_sentences(plan, result, [0]) == [because]


def test_an_unknown_size_is_said_to_be_checked():
    dataset, plan, result = explained(None)
    assert "to be checked" in channel_sentences(plan, result, [0])[0]
    assert all(line.outcome for line in why_card(dataset, plan, result, 0).lines)


def test_a_decision_by_hand_is_told_with_person_and_reason():
    dataset, plan, _ = explained(100)
    made = replace(pin("inside"), reason="new plant opens in May", who="D. Okafor")
    plan = replace(plan, pins=plan.pins.with_kind("channel", {"A0": made}))
    card = why_card(dataset, plan, evaluate(dataset, plan), 0)
    channel = next(line for line in card.lines if line.question == "Channel")
    assert channel.outcome == "Inside"
    assert "D. Okafor" in channel.decided_by
    assert "new plant opens in May" in channel.decided_by


def test_names_are_text_and_places_are_told():
    dataset, plan, result = explained(100, revenue=[5_000], wallet=[10_000])
    card = why_card(dataset, plan, result, 0)
    assert (card.name, card.place) == ("<b>Acme", "Flint, MI")
    wallet = next(line for line in card.lines if line.question == "Share of wallet")
    assert wallet.outcome == "Develop"
    assert "50%" in wallet.because
