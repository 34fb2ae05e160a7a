"""Measures this tree's figures one run at a time, as it is told on its input: the other half of `all`.

Each line of input is a figure's name; each line of output is JSON: first ``{"figures": […]}`` when it is ready, then
for each name ``{"seconds": …}``, or ``{"cannot": …}`` where this tree cannot give the figure.
"""

import gc
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import FIGURES, Bench, made_bench
from tests.trees import refuse_other_code


def main() -> None:
    """Prepare the bench, then measure what is asked for."""
    refuse_other_code("gtm_desktop")
    folder, accounts, reps = (Path(each) for each in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    bench = made_bench(folder, accounts, reps)
    _say({"figures": list(FIGURES)})
    for line in sys.stdin:
        _say(_measured(bench, line.strip()))


def _measured(bench: Bench, name: str) -> dict[str, object]:
    if name not in FIGURES:
        return {"cannot": "it does not know this figure"}
    try:
        call = FIGURES[name](bench)
        gc.collect()
        began = time.perf_counter()
        call()
        return {"seconds": time.perf_counter() - began}
    except (AttributeError, TypeError, ValueError, OSError) as error:  # an older tree, called as it was not meant
        return {"cannot": f"{type(error).__name__}: {error}"}


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
