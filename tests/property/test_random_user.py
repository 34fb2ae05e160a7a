"""Whatever a user does, in whatever order: nothing lies and nothing is lost. A long run: `tests.faults.random_user`."""

from hypothesis import settings

from tests.property.random_user import RandomUser

RandomUser.TestCase.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
TestARandomUserFindsNoBrokenPromise = RandomUser.TestCase
