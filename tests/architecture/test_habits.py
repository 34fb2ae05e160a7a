"""Habits that a linter does not know."""

import ast
import re

from tests.architecture import sources

VAGUE_MODULES = re.compile(r"(^|_)(utils?|helpers?|misc|common|managers?)(_|$)")
VAGUE_TESTS = re.compile(r"_(works|correctly|properly|as_expected)(_|$)")
BLANKET = "the job runner, the child's top level and the top-level handler"
MAY_CATCH_EVERYTHING = {
    "gtm_desktop/__main__.py",
    "gtm_desktop/core/children.py",
    "gtm_desktop/workspace/jobs.py",
}
# Windows and shares hold files for a moment; nothing tells when they let go.
MAY_WAIT = {"gtm_desktop/core/files.py"}
# Calls with a reason never to be made in the package: the reason is what the failure shows.
NEVER_CALLED = {
    "iterrows": "whole-column operations",
    "processEvents": "work that may pass 50 ms is a job",
    "terminate": "a thread is asked to stop, never killed; a child process is killed by core.children",
}


def test_no_module_has_a_name_that_says_nothing() -> None:
    sources.refuse(
        [s.name for s in sources.package() if VAGUE_MODULES.search(s.name.split("/")[-1].removesuffix(".py"))]
    )


def test_no_test_has_a_name_that_says_nothing() -> None:
    vague = [
        f"{source.name}:{function.lineno} {function.name}"
        for source in sources.tests()
        for function in sources.functions(source.tree)
        if function.name.startswith("test_") and VAGUE_TESTS.search(function.name)
    ]
    sources.refuse(vague)


def test_everything_is_caught_only_by_those_who_must() -> None:
    blanket = [
        f"{source.name}:{node.lineno} catches everything; only {BLANKET} may"
        for source in sources.package()
        if source.name not in MAY_CATCH_EVERYTHING
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and ast.unparse(node.body[-1]) != "raise"
    ]
    sources.refuse(blanket)


def test_calls_that_we_never_make() -> None:
    made = [
        f"{source.name}:{call.lineno} calls {name}: {NEVER_CALLED[name]}"
        for source in sources.package()
        for call, name in sources.calls(source.tree)
        if name in NEVER_CALLED
    ]
    sources.refuse(made)


def test_no_frame_is_worked_through_row_by_row() -> None:
    by_row = [
        f"{source.name}:{call.lineno}"
        for source in sources.package()
        for call, name in sources.calls(source.tree)
        if name == "apply" and any(word.arg == "axis" for word in call.keywords)
    ]
    sources.refuse(by_row)


def test_every_merge_of_frames_says_what_it_must_be() -> None:
    silent = [
        f"{source.name}:{call.lineno}"
        for source in sources.package()
        for call, name in sources.calls(source.tree)
        if name == "merge"
        and (words := {word.arg for word in call.keywords}) & {"how", "on", "left_on", "right_on", "left_index"}
        and "validate" not in words
    ]
    sources.refuse(silent)


def test_dialogs_are_opened_never_executed() -> None:
    executed = [
        f"{source.name}:{call.lineno} {receiver}.exec()"
        for source in sources.package()
        if source.name != "gtm_desktop/ui/self_test.py"  # it is its own user, and waits for the map to be painted
        for call, name in sources.calls(source.tree)
        if name == "exec" and not re.search(r"app|drag", receiver := ast.unparse(call.func).removesuffix(".exec"), re.I)
    ]
    sources.refuse(executed)


def test_no_one_sleeps() -> None:
    sleeping = [
        f"{source.name}:{call.lineno} {ast.unparse(call.func)}"
        for source in (*sources.package(), *sources.tests())
        for function in sources.functions(source.tree)
        if source.name not in MAY_WAIT and not _plays_a_child(source, function)
        for call, _ in sources.calls(function)
        if ast.unparse(call.func) in {"time.sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep", "QThread.sleep"}
    ]
    sources.refuse(sleeping)


def test_no_unit_test_searches_as_long_as_the_machine_lets_it() -> None:
    """A budget of seconds gives another plan on a busy machine: tests say iterations, or hand a clock in."""
    by_time = [
        f"{source.name}:{call.lineno} {name}"
        for source in sources.tests()
        if source.name.startswith(("tests/unit/", "tests/property/", "tests/golden/"))
        for call, name in sources.calls(source.tree)
        if name in {"solve", "TerritoryRules"}
        and "seconds" in (words := {word.arg for word in call.keywords})
        and not words & {"iterations", "clock"}
    ]
    sources.refuse(by_time)


def _plays_a_child(source: sources.Source, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a test module's function is what a child process runs: there sleeping is being slow on purpose."""
    is_test = function.name.startswith("test_")
    return (
        source.name.startswith("tests/") and not is_test and "progress" in {arg.arg for arg in function.args.kwonlyargs}
    )
