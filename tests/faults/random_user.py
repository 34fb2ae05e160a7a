"""Let a random user work for many runs: ``python -m tests.faults.random_user [--runs 2000] [--steps 30] [--seed 1]``.

Each run is one life of `tests.property.random_user.RandomUser`; a broken promise ends it with the shortest way there.
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.random_user import RandomUser


def main() -> int:
    """Run it and print how many runs and actions there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counted = {"runs": 0, "actions": 0}

    class Counted(RandomUser):
        """The same user, counted."""

        def __init__(self) -> None:
            super().__init__()
            counted["runs"] += 1

        def check_invariants(self, *arguments: object, **more: object) -> None:
            counted["actions"] += 1
            super().check_invariants(*arguments, **more)

    began = time.monotonic()
    profile = settings(
        max_examples=asked.runs,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(asked.seed)(Counted), settings=profile)
    seconds = time.monotonic() - began
    sys.stdout.write(f"{counted['runs']} runs, {counted['actions']} actions, {seconds:.0f} s: nothing broken\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
