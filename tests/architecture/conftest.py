"""Say at the end of a run which requirements no test names."""

import pytest

from tests.architecture.requirements_page import NO_TEST, read_page


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the requirements without a test."""
    requirements = read_page()
    without = [row.name for row in requirements if row.tests == NO_TEST]
    terminalreporter.write_sep("=", "requirements")
    terminalreporter.write_line(f"{len(without)} of {len(requirements)} have no test: {', '.join(without)}")
