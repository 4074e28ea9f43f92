"""Small: a module has at most 250 lines, a function 40, a test module 400."""

import ast
import pathlib

ROOT = pathlib.Path(__file__).parent.parent.parent
MODULE, FUNCTION, TEST, PART = 250, 40, 400, 250


def lines(path: pathlib.Path) -> int:
    return len(path.read_text().splitlines())


def modules() -> list[pathlib.Path]:
    return [path for path in sorted((ROOT / 'coaching').rglob('*.py')) if 'migrations' not in path.parts]


def test_no_module_has_grown_too_long():
    assert [f'{path.relative_to(ROOT)} {lines(path)}' for path in modules() if lines(path) > MODULE] == []


def test_no_function_has_grown_too_long():
    long = [
        f'{path.relative_to(ROOT)} {node.name} {node.end_lineno - node.lineno + 1}'
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert long == []


def test_no_test_module_style_or_script_has_grown_too_long():
    tests = [path for path in sorted((ROOT / 'tests').rglob('*.py')) if lines(path) > TEST]
    parts = [path for kind in ('css', 'js') for path in sorted((ROOT / 'coaching/static').rglob(f'*.{kind}')) if lines(path) > PART]
    assert [str(path.relative_to(ROOT)) for path in tests + parts] == []
