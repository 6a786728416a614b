"""The rules of the house, read off the source: who may import whom, how long things are, what is never written."""

import ast
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT, name_of, of_every, tree_of

BETWEEN_THE_BARS = ("forecasting", "planning", "intake", "storage", "charts", "exports")
BELOW = frozenset({"sop.domain", "sop.language"})
MAY_IMPORT: dict[str, frozenset[str]] = {
    "sop.domain": frozenset(),
    "sop.language": frozenset(),
    "sop.locale": frozenset(),
    **{f"sop.{name}": BELOW for name in BETWEEN_THE_BARS},
    "sop.services": BELOW | {f"sop.{name}" for name in BETWEEN_THE_BARS},
    "sop.ui": BELOW | {"sop.services", *(f"sop.{name}" for name in BETWEEN_THE_BARS)},
    "pages": frozenset({"sop.ui", "sop.charts", "sop.domain", "sop.language"}),
    "app": frozenset({"sop.ui"}),
    "sop.__main__": BELOW | {"sop.services", *(f"sop.{name}" for name in BETWEEN_THE_BARS)},
}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_PAGE, LONGEST_APP = 400, 50, 80, 60


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "sop").rglob("*.py"))]


def everything() -> list[Path]:
    return [*sources(), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "data").glob("*.py"))]


def layer_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] != "sop" else ".".join(parts[:2])


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layers_imported(tree: ast.AST) -> set[str]:
    return {".".join(name.split(".")[:2]) for name in imports_of(tree) if name.split(".")[0] == "sop"}


# Who imports whom ----------------------------------------------------------------------------------------------------


@of_every([path for path in sources() if path != ROOT / "sop" / "__init__.py"])
def test_imports_look_down_only(path):
    layer = layer_of(path)
    own = set() if layer == "pages" else {layer}
    assert layers_imported(tree_of(path)) <= MAY_IMPORT[layer] | own | {"sop"}


@of_every([path for path in sources() if layer_of(path) not in {"pages", "app", "sop.ui"}])
def test_nothing_below_the_screen_knows_streamlit(path):
    assert not [name for name in imports_of(tree_of(path)) if name.split(".")[0] == "streamlit"]


@of_every([path for path in sources() if layer_of(path) != "sop.storage"])
def test_sql_stands_in_storage_only(path):
    foreign = {name for name in imports_of(tree_of(path)) if name.split(".")[0] in {"sqlalchemy", "alembic"}}
    assert {name for name in foreign if name != "sqlalchemy.event"} == set()


@of_every([path for path in sources() if layer_of(path) in {"pages", "app", "sop.ui"}])
def test_statsmodels_and_scipy_are_not_imported_with_a_page(path):
    top = ast.Module([node for node in tree_of(path).body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert not [name for name in imports_of(top) if name.split(".")[0] in {"statsmodels", "scipy"}]


def test_the_reader_of_imports_sees_a_look_upwards():
    tree = ast.parse("def f():\n    from sop.services import joining\n    import sop.ui.frame")
    assert layers_imported(tree) == {"sop.services", "sop.ui"}
    assert not layers_imported(tree) <= MAY_IMPORT["sop.storage"]


# Streamlit's pitfalls ------------------------------------------------------------------------------------------------


@of_every(sorted((ROOT / "sop" / "ui").rglob("*.py")))
def test_no_module_of_the_screen_hides_one_of_the_standard_library(path):
    """The folder of the main script is on `sys.path`."""
    assert path.stem not in sys.stdlib_module_names - {"__init__"}


@of_every(sources())
def test_caches_of_streamlit_are_in_one_module_and_bounded(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"cache_data", "cache_resource"}:
            assert name_of(path) == "sop/ui/cache.py"
    if name_of(path) == "sop/ui/cache.py":
        calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        doors = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr.startswith("cache_")]
        assert doors
        assert all(any(word.arg == "max_entries" for word in call.keywords) for call in doors)


def shorthand_strings(tree: ast.AST) -> list[str]:
    """Return the bare strings given to `encode(...)`: each costs milliseconds, `alt.Y("...")` does not."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    encodes = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "encode"]
    given = [value for call in encodes for value in [*call.args, *(word.value for word in call.keywords)]]
    flat = [each for value in given for each in (value.elts if isinstance(value, ast.List | ast.Tuple) else [value])]
    return [each.value for each in flat if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@of_every([path for path in sources() if "altair" in path.read_text(encoding="utf-8")])
def test_no_bare_shorthand_in_encode(path):
    assert shorthand_strings(tree_of(path)) == []


def test_the_reader_of_encodings_sees_a_shorthand():
    assert shorthand_strings(ast.parse('c.encode(x="a:Q", y=alt.Y("b:Q"), tooltip=["c:N"])')) == ["a:Q", "c:N"]


# Sizes ---------------------------------------------------------------------------------------------------------------


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@of_every(sources())
def test_no_module_is_longer_than_a_sitting(path):
    assert lines_of(path) <= LONGEST_MODULE


@of_every(sorted((ROOT / "pages").glob("*.py")))
def test_a_page_is_an_agenda_not_a_program(path):
    assert lines_of(path) < LONGEST_PAGE
    assert not [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]


def test_the_server_is_short():
    assert lines_of(ROOT / "app.py") < LONGEST_APP


@of_every([path for path in sources() if path.parent.name != "versions"])  # a migration is a record, made by a tool
def test_no_function_is_longer_than_a_screen(path):
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION] == []


# What is never written -----------------------------------------------------------------------------------------------


def catches_everything(tree: ast.AST) -> list[int]:
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    caught = [(each, each.type.elts if isinstance(each.type, ast.Tuple) else [each.type]) for each in handlers]
    broad = {"Exception", "BaseException"}
    return [
        handler.lineno
        for handler, kinds in caught
        if any(kind is None or (isinstance(kind, ast.Name) and kind.id in broad) for kind in kinds)
    ]


@of_every(everything())
def test_no_handler_catches_everything(path):
    assert catches_everything(tree_of(path)) == []


def test_the_reader_of_handlers_sees_each_form():
    source = (
        "try: f()\nexcept Exception: pass\ntry: f()\nexcept (KeyError, BaseException): pass\ntry: f()\nexcept: pass"
    )
    assert catches_everything(ast.parse(source)) == [2, 4, 6]


@of_every(everything())
def test_nothing_is_left_for_later_in_a_comment(path):
    with path.open("rb") as file:
        comments = [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
    assert [text for text in comments if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text)] == []


AVOIDED = re.compile(r"\b(utils?|helpers?|common|managers?|handlers?)\b")


@of_every(everything())
def test_a_module_is_named_for_what_it_is_about(path):
    assert not AVOIDED.search(path.stem.replace("_", " "))


@pytest.mark.parametrize(
    "name", [".streamlit", "app.py", "pages", "sop", "data", "tests", "requirements.txt", "pyproject.toml"]
)
def test_the_top_level_has_what_newcomers_look_for(name):
    assert (ROOT / name).exists()
