"""A commit's tree is laid out beside this one, and the ledger calls slower only what is."""

from pathlib import Path

import pytest

from tests.benchmarks.all import Pair
from tests.trees import environment, tree_at


def test_a_commit_is_laid_out_whole_with_what_it_lacks_and_goes_again() -> None:
    with tree_at("HEAD", lends=["tests/golden", "start.py"]) as tree:
        assert (tree / "gtm_desktop" / "__main__.py").is_file()
        assert (tree / "tests" / "golden" / "cases.py").is_file()
        assert environment(tree, tree)["PYTHONPATH"] == str(tree)
    assert not tree.exists()


def test_an_unknown_commit_is_said() -> None:
    with pytest.raises(SystemExit, match="no commit 'nowhere'"), tree_at("nowhere"):
        pass


@pytest.mark.parametrize(
    ("before", "after", "is_slower"),
    [
        ([1.0, 1.1, 1.2], [1.2, 1.3, 1.4], True),
        ([1.0, 1.1, 1.2], [1.0, 1.5, 1.6], False),  # its quickest run is as quick: something else kept the machine busy
        ([1.0, 1.1, 1.2], [1.05, 1.15, 1.25], False),
        ([0.0001], [0.0009], False),  # nobody notices
        ([], [1.0], False),
        ([1.0], [], False),
    ],
)
def test_slower_is_a_tenth_by_the_median_and_by_the_quickest_run(before, after, is_slower) -> None:
    assert Pair("open", before, after).is_slower == is_slower


def test_a_figure_that_the_other_tree_cannot_give_is_new() -> None:
    assert Pair("open", [], [1.0]).line().endswith("new")
    assert Pair("open", [1.0], []).line().endswith("not here")
    assert Pair("open", [1.0], [1.5]).line().split() == ["open", "1.0000", "1.5000", "1.50", "SLOWER"]


def test_golden_and_benchmarks_lie_where_they_are_lent_from() -> None:
    root = Path(__file__).resolve().parents[2]
    from tests.benchmarks import all as ledger
    from tests.golden import __main__ as golden

    assert all((root / path).exists() for path in (*ledger._LENT, *golden._LENT))
