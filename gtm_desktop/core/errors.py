"""The kinds of failure that a person is told about."""


class UserError(Exception):
    """Say what went wrong and what the user can do about it.

    Attributes:
        message: one clear sentence that names the file, sheet, row or cell.
        remedy: what to do next, one sentence.
        code: a stable snake_case name for scripts and tests.
    """

    def __init__(self, message: str, remedy: str, *, code: str = "refused") -> None:
        super().__init__(message, remedy, code)
        self.message = message
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_user_error, (self.message, self.remedy, self.code)


class Cancelled(Exception):  # noqa: N818 - not an error: nothing is shown and nothing has changed
    """Stop a piece of work because the user asked for it."""


def _rebuild_user_error(message: str, remedy: str, code: str) -> UserError:
    return UserError(message, remedy, code=code)
