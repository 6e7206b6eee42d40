"""The shape of the code: rules that a linter cannot know. Each test prints the offending lines."""

from __future__ import annotations

import ast
import sys

from django.apps import apps

from tests.guards.tree import PACKAGE, code, files, functions, is_edge, named, refuse, syntax, text

WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_VIEW = 15
GRAB_BAGS = {"services", "selectors", "utils", "helpers", "misc"}
REASONS = ("# slow import", "# optional dependency")
CLOCK_DISK_NETWORK = {
    "os",
    "io",
    "pathlib",
    "shutil",
    "tempfile",
    "socket",
    "ssl",
    "http",
    "urllib",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "random",
    "secrets",
}
CLOCK_CALLS = {"now", "today", "utcnow"}


def test_days_are_typed_in_one_way():
    """Django's own field reads 12/01/2026 as the first of December; half the world does not."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in code()
        if path != PACKAGE / "base" / "days.py"
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.DateField"
    ]

    refuse(found, "Use DayField of base/days.py")


def test_edges_never_write_to_the_database_themselves():
    found = [
        f"{named(path)}:{node.lineno} .{node.func.attr}()"
        for path in code()
        if is_edge(path)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and not _is_plain_dict_update(node)
    ]

    refuse(found, "Give the model a verb instead")


def _is_plain_dict_update(node: ast.Call) -> bool:
    """`context.update({...})` fills a dict; a query is updated with keywords."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and bool(node.args)
        and not isinstance(node.func.value, ast.Call)
    )


def test_files_stay_readable():
    paths = [
        *code(),
        *files("*.py", under=PACKAGE.parent / "tests"),
        *files("*.html"),
        *files("*.js"),
    ]
    found = [
        f"{named(path)}: {lines} lines"
        for path in paths
        if (lines := len(text(path).splitlines())) > LONGEST_FILE
    ]

    refuse(found, "Split by what changes together")


def test_functions_fit_a_screen():
    found = [
        f"{named(path)}:{function.lineno} {function.name}: {lines} lines"
        for path in code()
        for function in functions(syntax(path))
        if (lines := _body_lines(function)) > LONGEST_FUNCTION
    ]

    refuse(found, f"A function has at most {LONGEST_FUNCTION} lines")


def test_views_load_allow_do_and_answer_only():
    """Statements are counted, not lines: how a call is broken into lines is the formatter's."""
    found = [
        f"{named(path)}:{function.lineno} {function.name}: {count} statements"
        for path in code()
        if path.name == "views.py" or path.parent.name == "views"
        for function in functions(syntax(path))
        if function.args.args
        and function.args.args[0].arg == "request"
        and (count := _statements(function)) > LONGEST_VIEW
    ]

    refuse(found, f"A view has at most {LONGEST_VIEW} statements")


def _statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many statements stand in a function, at any depth, without its docstring."""
    inner = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
    return inner - (ast.get_docstring(function) is not None)


def test_views_load_within_what_the_person_may_see():
    """`get_object_or_404(Community, …)` would find what the person may not know of."""
    scoped = {
        model.__name__
        for model in apps.get_models()
        if hasattr(model._default_manager, "visible_to")
    }
    found = [
        f"{named(path)}:{node.lineno} {model}"
        for path in code()
        if is_edge(path)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "get_object_or_404"
        and (model := _all_rows_of(node.args[0])) in scoped
    ]

    refuse(found, "Load from visible_to(person)")


def _all_rows_of(source: ast.expr) -> str:
    """The model that is meant by `Community` or `Community.objects`; nothing for a narrower query."""
    if isinstance(source, ast.Attribute) and source.attr == "objects":
        source = source.value
    return source.id if isinstance(source, ast.Name) else ""


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_a_grab_bag():
    found = [named(path) for path in code() if path.stem in GRAB_BAGS]

    refuse(found, "Name the file for what it does")


def test_inline_imports_say_why():
    """In apps.py, what an app does when it is ready has to be imported there."""
    found = []
    for path in [path for path in code() if path.name != "apps.py"]:
        lines = text(path).splitlines()
        found += [
            f"{named(path)}:{node.lineno}"
            for function in functions(syntax(path))
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
            and not any(reason in lines[node.lineno - 1] for reason in REASONS)
        ]

    refuse(found, f"An import inside a function carries one of {REASONS}")


def test_core_imports_nothing_but_the_standard_library_numpy_scipy_and_dateutil():
    """dateutil expands the rules of RFC 5545; it reads neither clock nor disk for that."""
    allowed = (sys.stdlib_module_names - CLOCK_DISK_NETWORK) | {"numpy", "scipy", "dateutil"}
    found = [
        f"{named(path)}:{node.lineno} {module}"
        for path in files("*.py", under=PACKAGE / "core")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in _imported(node)
        if module.split(".")[0] not in allowed and not module.startswith("mandorla.core")
    ]

    refuse(found, "core may import no more than this")


def test_core_never_reads_the_clock_or_the_disk():
    found = [
        f"{named(path)}:{node.lineno}"
        for path in files("*.py", under=PACKAGE / "core")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "open")
            or (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS)
        )
    ]

    refuse(found, "Pass what was read, and the moment, in")


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [name.name for name in node.names]


def test_core_functions_say_what_they_take_give_and_rest_on():
    found = []
    for path in files("*.py", under=PACKAGE / "core"):
        for node in syntax(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                doc = ast.get_docstring(node) or ""
                asked = ["Returns:", "Source:", ">>>"]
                if node.args.args or node.args.kwonlyargs:
                    asked.insert(0, "Args:")
                missing = [section for section in asked if section not in doc]
                if missing:
                    found.append(f"{named(path)}:{node.lineno} {node.name} lacks {missing}")

    refuse(found, "A docstring in core has Args, Returns, Source and an example")


def test_model_verbs_take_their_arguments_by_name():
    found = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path in code()
        if "models" in path.parts
        for function in functions(syntax(path))
        if len(function.args.args) > 2
        and {"by", "at"} & {argument.arg for argument in function.args.args}
    ]

    refuse(found, "by= and at= are keyword-only")


def test_time_in_tests_is_an_argument():
    """A test that waits is slow when it passes and fails when the machine is busy."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in files("test_*.py")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"sleep", "wait_for_timeout"}
    ]

    refuse(found, "Wait for what should be true, not for a while")
