"""Nothing grows too big to read."""

import ast

from tests.architecture import sources

MODULE_LINES = 500
FUNCTION_LINES = 40
PUBLIC_METHODS = 12
REASON = "# long: "

# Overridden Qt methods keep Qt's spelling. Those in camelCase show it; these do not.
QT_LOWER_CASE = {"data", "event", "flags", "index", "match", "paint", "parent", "sibling", "sort", "span"}


def test_no_module_passes_500_lines() -> None:
    sources.refuse(
        [
            f"{source.name}: {lines} lines"
            for source in sources.package()
            if (lines := source.text.count("\n")) > MODULE_LINES
        ]
    )


def test_a_function_past_40_lines_of_code_says_why_on_its_first_line() -> None:
    long = [
        f"{source.name}:{function.lineno} {function.name}: {size} lines"
        for source in sources.package()
        for function in sources.functions(source.tree)
        if (size := _code_lines(function)) > FUNCTION_LINES and REASON not in source.line(function)
    ]
    sources.refuse(long)


def test_no_class_has_more_than_12_public_methods() -> None:
    wide = [
        f"{source.name}:{node.lineno} {node.name}: {len(methods)} public methods"
        for source in sources.package()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and len(methods := _public_methods(node)) > PUBLIC_METHODS
    ]
    sources.refuse(wide)


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1 - sources.docstring_lines(function)


def _public_methods(node: ast.ClassDef) -> set[str]:
    names = {
        item.name
        for item in node.body
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_property(item)
    }
    is_qt = node.bases != []
    return {
        name for name in names if not name.startswith("_") and name.islower() and not (is_qt and name in QT_LOWER_CASE)
    }


def _is_property(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)
