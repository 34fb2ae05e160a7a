"""What every test run keeps: logged errors fail, and where it is asked for a window test that was skipped fails."""

import itertools
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine, however slow: a property fails for everybody or for nobody.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

WINDOW_TESTS = Path(__file__).resolve().parent / "gui"
REFUSES_SKIPS = os.environ.get("CI") == "true" or "GTM_DESKTOP_NO_SKIPPED_WINDOWS" in os.environ

_NUMBERS = itertools.count()


class _Errors(logging.Handler):
    """Keep what is logged at ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(self.format(record))


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test if the program logged an error, unless it is marked `logs_errors` with the reason."""
    errors = _Errors()
    logger = logging.getLogger("gtm_desktop")
    logger.addHandler(errors)
    yield
    logger.removeHandler(errors)
    if errors.messages and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("the program logged:\n" + "\n".join(errors.messages))


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the program's logs, preferences and recovery records out of the home of whoever runs the tests."""
    folder = tmp_path_factory.getbasetemp() / f"user-{next(_NUMBERS)}"
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name.lower()))


def _is_window_test(path: Path) -> bool:
    return path.is_relative_to(WINDOW_TESTS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turn a skipped window test into a failure: a run that skipped the window proves nothing about it."""
    report: pytest.TestReport = yield
    if REFUSES_SKIPS and report.skipped and not hasattr(report, "wasxfail") and _is_window_test(item.path):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and window tests may not be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turn a skipped window module into a failure, too."""
    report: pytest.CollectReport = yield
    if REFUSES_SKIPS and report.skipped and _is_window_test(collector.path):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, and window tests may not be: {report.longrepr}"
    return report
