"""No text reaches a reader untranslated: the catalogues are complete, and the sources let no literal slip through."""

import ast
import builtins
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from sop.locale import build
from sop.locale.build import called_name, error_classes
from tests.sources import ROOT, name_of, of_every, tree_of

SHOWN = ("pages", "sop/ui", "sop/charts", "sop/exports")  # where what is written is what people read
TRANSLATORS = frozenset({"_", "N_", "ngettext"})
LOG_METHODS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})

# Literals that look like words for a reader and are not, each with the reason.
ALLOWED = {
    "S&OP Live": "the product's name",
    "S&OP": "the same word in every language",
    '"Source Sans", sans-serif': "names of fonts",
    "Secure": "cookie attribute",
    "Lax": "cookie attribute",
    "Strict": "cookie attribute",
    "Origin": "HTTP header",
    "Location": "HTTP header",
    "Host": "HTTP header",
    "-//S&OP Live//EN": "the producer's mark in calendar files",
    "join first": "answer of the event route, read by scripts only",
    "no such topic": "answer of the event route, read by scripts only",
    ": still here\n\n": "comment in the event stream",
    "Too many": "start of an error's template, compared and not shown",
    "  S&OP Live is ready.": "printed in the shell at start",
    "  Facilitator (works once):  http://localhost:{}/join?key={}": "printed in the shell at start",
    "  Everybody else:            http://{}:{}": "printed in the shell at start",
}

# Streamlit's calls whose first argument, and whose arguments of these names, are read by people.
TEXT_CALLS = frozenset(
    [
        "title",
        "header",
        "subheader",
        "caption",
        "markdown",
        "write",
        "text",
        "info",
        "warning",
        "error",
        "success",
        "toast",
        "metric",
        "badge",
        "button",
        "download_button",
        "link_button",
        "form_submit_button",
        "page_link",
        "checkbox",
        "toggle",
        "radio",
        "selectbox",
        "multiselect",
        "pills",
        "segmented_control",
        "slider",
        "select_slider",
        "text_input",
        "text_area",
        "number_input",
        "date_input",
        "time_input",
        "file_uploader",
        "chat_input",
        "expander",
        "popover",
        "status",
        "spinner",
        "progress",
        "tabs",
        "dialog",
        "menu_button",
        "data_editor",
        "Page",
        "Column",
        "TextColumn",
        "NumberColumn",
        "SelectboxColumn",
        "CheckboxColumn",
        "DateColumn",
        "DatetimeColumn",
        "ProgressColumn",
        "ListColumn",
        "LinkColumn",
    ]
)
TEXT_ARGUMENTS = frozenset(
    {
        "label",
        "help",
        "placeholder",
        "body",
        "title",
        "subtitle",
        "page_title",
        "caption",
        "captions",
        "delta_description",
    }
)
NOT_WORDS = re.compile(
    r":material/\w+:|<(style|script)\b.*?</\1>|<[^>]*>|\{[^{}]*\}|https?://\S+|&\w+;|:[a-z-]+\[", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.text!r}"


# Reading the sources -------------------------------------------------------------------------------------------------


def text_of(node: ast.expr) -> str | None:
    """Return the words of a literal; an inserted value reads as {}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in node.values)
    return None


def words(text: str) -> str:
    """Return what is left of a literal without icons, tags, styles and placeholders."""
    return NOT_WORDS.sub(" ", text).strip()


def reads_like_text(text: str) -> bool:
    """Tell words for people ("Total cost", "no plan yet", "Owner") from keys ("plan_key", "YYYY-MM", "X-Frame-Options")."""
    left = words(text)
    if re.search(r"[;={}]|\w\(|^[\w.]+:|--|^\w+-src\b", left):  # styles, scripts, policies, charts' encodings
        return False
    return bool(
        re.search(r"[^\W\d_]{2,}[,.:]? [^\W\d_]{2,}", left) or re.fullmatch(r"[A-ZĂÂÎȘȚ][a-zăâîșț]{2,}[.:?!…]?", left)
    )


def not_for_readers(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes inside docstrings, annotations, logs, bugs' messages and what is translated already."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            roots.append(node)
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            roots.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            roots.append(node.returns)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            roots.append(node)
        elif isinstance(node, ast.Assert):
            roots += [node.msg] if node.msg else []
        elif isinstance(node, ast.Subscript) and called_subscript(node) == "Literal":
            roots.append(node)
        elif isinstance(node, ast.Call):
            roots += silent_arguments(node)
    return {id(inner) for root in roots for inner in ast.walk(root)}


def called_subscript(node: ast.Subscript) -> str:
    return getattr(node.value, "id", getattr(node.value, "attr", ""))


def silent_arguments(call: ast.Call) -> list[ast.AST]:
    name = called_name(call)
    if name in TRANSLATORS | error_classes():
        return list(call.args)
    logs = (
        name in LOG_METHODS and isinstance(call.func, ast.Attribute) and "log" in ast.unparse(call.func.value).lower()
    )
    builtin_error = isinstance(getattr(builtins, name, None), type) and issubclass(
        getattr(builtins, name), BaseException
    )
    if logs or builtin_error or name in {"cast", "getLogger", "compile", "ContextVar", "TypeVar"}:
        return [call]
    return [
        keyword.value
        for keyword in call.keywords
        if keyword.arg in {"key", "format", "on_change_key"} | build.NAMED_ARGUMENTS
    ]


def untranslated_literals(source: str, path: str) -> Iterator[Literal]:
    """Yield the literals of one shown file that a person would read in English only."""
    tree = ast.parse(source)
    silent = not_for_readers(tree)
    inside_joined = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    labels = {id(node) for call in ast.walk(tree) if isinstance(call, ast.Call) for node in label_nodes(call)}
    for node in ast.walk(tree):
        text = text_of(node) if isinstance(node, ast.expr) else None
        if text is None or id(node) in silent | inside_joined or text in ALLOWED:
            continue
        is_label = id(node) in labels and re.search(r"[^\W\d_]{2,}", words(text))
        if is_label or reads_like_text(text):
            yield Literal(text, path, node.lineno)


def label_nodes(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the literals that a Streamlit call or a chart's title shows, inside lists and conditions too."""
    shown = [keyword.value for keyword in call.keywords if keyword.arg in TEXT_ARGUMENTS]
    if called_name(call) in TEXT_CALLS and isinstance(call.func, ast.Attribute):
        shown += call.args[:1]
    for node in shown:
        yield from spread(node)


def spread(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield from spread(element)
    elif isinstance(node, ast.IfExp):
        yield from spread(node.body)
        yield from spread(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from spread(node.left)
        yield from spread(node.right)
    else:
        yield node


def shown_files() -> list[Path]:
    return [path for folder in SHOWN for path in sorted((ROOT / folder).rglob("*.py"))]


def source_files() -> list[Path]:
    return list(build.sources())


# The sources ---------------------------------------------------------------------------------------------------------


@of_every(shown_files())
def test_no_literal_is_shown_untranslated(path):
    found = [str(literal) for literal in untranslated_literals(path.read_text(encoding="utf-8"), name_of(path))]
    assert not found, (
        'Wrap these in _("...") of sop.language, or allow them in tests/test_translations.py with a reason'
    )


ENGLISH_FOR_THE_SHELL = {"sop/__main__.py"}  # help of commands, as shells and their manuals have it


@of_every(path for path in source_files() if name_of(path) not in ENGLISH_FOR_THE_SHELL)
def test_no_sentence_is_written_where_the_catalogues_do_not_see_it(path):
    tree = tree_of(path)
    silent = not_for_readers(tree)
    extracted = {found.message for found in build.found_in(path)}
    found = [
        f"{name_of(path)}:{node.lineno} {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        if is_sentence(node.value) and node.value not in extracted
    ]
    assert not found, "Mark these with N_ of sop.language and translate where they are shown"


def is_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][^<>;=]* [^<>;=]*[.?!]", text))


@of_every(source_files())
def test_only_whole_literals_are_translated(path):
    tree = tree_of(path)
    composed = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call)}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and called_name(call) in TRANSLATORS | error_classes() and call.args
        for argument in call.args[:1]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (isinstance(argument, ast.Call) and called_name(argument) == "format")
    ]
    assert not composed, "A text made of parts is in no catalogue: use {placeholders} and fill them after translating"


def runs_on_import(path: Path) -> bool:
    """Tell modules, whose top level runs once in a process, from scripts, whose top level runs for each reader."""
    return name_of(path).startswith("sop/") and name_of(path) != "sop/ui/main.py"


@of_every(path for path in source_files() if runs_on_import(path))
def test_nothing_is_translated_before_there_is_a_reader(path):
    tree = tree_of(path)
    found = [
        f"{name_of(path)}:{call.lineno}"
        for call in calls_on_import(tree.body)
        if called_name(call) in {"_", "ngettext"}
    ]
    assert not found, "Translated once at import, for nobody: mark it with N_ and translate where it is shown"


def calls_on_import(body: list[ast.stmt]) -> Iterator[ast.Call]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            early = [
                *statement.decorator_list,
                *statement.args.defaults,
                *[value for value in statement.args.kw_defaults if value],
            ]
        elif isinstance(statement, ast.ClassDef):
            yield from calls_on_import(statement.body)
            early = list(statement.decorator_list)
        else:
            early = [statement]
        for node in early:
            yield from (inner for inner in walk_now(node) if isinstance(inner, ast.Call))


def walk_now(node: ast.AST) -> Iterator[ast.AST]:
    """Walk everything under `node` that runs with it, thus no bodies of functions."""
    if isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walk_now(child)


@of_every(source_files())
def test_the_name_of_the_translator_is_used_for_nothing_else(path):
    tree = tree_of(path)
    nodes = list(ast.walk(tree))
    if not any(isinstance(node, ast.ImportFrom) and any(name.name == "_" for name in node.names) for node in nodes):
        return
    assigned = [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
    ]
    assert not assigned, f"{name_of(path)}: a throw-away called _ hides the translator; call it something else"


# The reading of the sources, on sources made to fail ------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        'st.button("save")',
        'st.button(":material/add: Add lever")',
        'left.metric("Cost", value)',
        'st.caption(f"plan {revision} of today")',
        'st.tabs(["grid", "load"])',
        'st.text("on" if running else "off")',
        'st.text_input(_("Name"), placeholder="name")',
        'tile("Total cost", value)',
        'columns = ["Owner", "Due"]',
        'alt.X("month:O", title="month")',
        'chart.properties(title="load")',
        'page = "<h1>Join the meeting</h1>"',
    ],
)
def test_a_literal_for_readers_is_found(line):
    assert list(untranslated_literals(line, "made_up.py"))


@pytest.mark.parametrize(
    "line",
    [
        'st.button(_("Save"), key="save", icon=":material/save:")',
        'st.metric(label, "-")',
        'LABELS = {"cost": N_("Total cost")}',
        'def draw() -> "Chart of costs":\n    """Draw what it costs."""',
        'log.info("plan %s took %d ms", digest, spent)',
        'raise Refused("Somebody else holds it.")',
        'raise ValueError("rows and months differ")',
        'alt.X("month:O", title=_("Month"))',
        'headers = {"X-Frame-Options": "DENY", "Cache-Control": "no-store"}',
        'st.html("<style>html { font-size: 24px }</style>")',
        'frame["closing_stock_units"]',
    ],
)
def test_a_literal_for_machines_is_let_through(line):
    assert not list(untranslated_literals(line, "made_up.py"))


extracted = cache(build.extracted)  # every source is read for it

# The catalogues ------------------------------------------------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def entries(language: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the id, the English forms and the translated forms of each entry."""
    for entry in build.read(language):
        if entry.id:
            english = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            translated = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            yield english[0], english, translated


@pytest.mark.parametrize("language", build.languages())
def test_every_text_of_the_sources_is_translated(language):
    lacking = build.untranslated(build.read(language), extracted())
    assert not [f"{found.path}:{found.line} {found.message}" for found in lacking], "python -m sop.locale update"


@pytest.mark.parametrize("language", build.languages())
def test_no_translation_outlives_its_text(language):
    used = {
        text for found in extracted() for text in ([found.message] if isinstance(found.message, str) else found.message)
    }
    assert not [key for key, english, _translated in entries(language) if not set(english) <= used], (
        "python -m sop.locale update"
    )


@pytest.mark.parametrize("language", build.languages())
def test_translations_have_the_placeholders_of_their_text(language):
    wrong = []
    for key, english, translated in entries(language):
        expected = placeholders(english[-1])
        wrong += [key for form in translated if form and not placeholders(form) <= expected]
        wrong += [key for form in translated[-1:] if form and placeholders(form) != expected]
    assert not wrong


@pytest.mark.parametrize("language", build.languages())
def test_translations_keep_icons_and_the_ends_of_sentences(language):
    wrong = []
    for key, _english, translated in entries(language):
        wrong += [
            key
            for form in translated
            if form and re.findall(r":material/\w+:", form) != re.findall(r":material/\w+:", key)
        ]
        wrong += [key for form in translated if form and key[-1] in ".?!:…" and form[-1] != key[-1] and len(key) > 5]
        wrong += [key for form in translated if form != form.strip() and key == key.strip()]
    assert not wrong


def test_romanian_has_three_forms_of_each_plural_and_says_de_in_the_third():
    for key, english, translated in entries("ro"):
        if len(english) == 2:
            assert len(translated) == 3, key
            assert " de " in translated[2], key


def test_romanian_letters_have_commas_below_and_never_cedillas():
    assert not [
        form for _key, _english, translated in entries("ro") for form in translated if re.search("[şţŞŢãÃ]", form)
    ]


# Words and endings that are misspelt without their marks; none is a Romanian word as it stands here.
WITHOUT_MARKS = re.compile(
    r"\b(si|in|isi|daca|fara|dupa|pana|cand|atat|decat|sedint\w+|urmator\w*|fisier\w*|incarc\w*|inchi\w*|incep\w*|intarzi\w*|"
    r"intreb\w*|inregistr\w*|inlocui\w*|inapoi|inainte|numar\w*|marim\w*|pret|preturi|pretul\w*|raspun\w*|romana|sapte|ramas\w*|"
    r"achiziti\w*|functi\w*|actiun\w*|productie\w*|\w+[ac]ti(e|a|ei|i|ilor|unea|une)|\w{2,}[ae]ti)\b",
    re.IGNORECASE,
)


def test_romanian_words_are_not_written_without_their_marks():
    found = [
        (form, WITHOUT_MARKS.findall(re.sub(r"{\w+}", "", form)))  # names of placeholders are English
        for _key, _english, translated in entries("ro")
        for form in translated
    ]
    assert not [each for each in found if each[1]]


def test_a_catalogue_is_stored_as_update_writes_it():
    for language in build.languages():
        stored = build.catalogue_path(language).read_text(encoding="utf-8")
        assert stored == build.as_text(build.merged(build.read(language), extracted(), language)), (
            "python -m sop.locale update"
        )


# The command ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def company(tmp_path, monkeypatch):
    """A small source tree with a Romanian catalogue."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "sop" / "locale" / "ro" / "LC_MESSAGES").mkdir(parents=True)
    catalogue = (
        'msgid ""\nmsgstr ""\n"Language: ro\\n"\n\nmsgid "Save"\nmsgstr "Salvați"\n\nmsgid "Gone"\nmsgstr "Plecat"\n'
    )
    (tmp_path / "sop" / "locale" / "ro" / "LC_MESSAGES" / "sop.po").write_text(catalogue, encoding="utf-8")
    (tmp_path / "pages" / "0_agenda.py").write_text('_("Save")\n_("Close")\n', encoding="utf-8")
    monkeypatch.setattr(build, "LOCALE", tmp_path / "sop" / "locale")
    monkeypatch.setattr(
        build,
        "extracted",
        lambda: [text for path in build.sources(tmp_path) for text in build.found_in(path, tmp_path)],
    )
    return tmp_path


def test_update_adds_what_is_new_keeps_what_is_translated_and_drops_what_is_gone(company):
    result = CliRunner().invoke(build.cli, ["update"])
    assert result.output == "ro: 2 texts, 1 without translation\n"
    assert {entry.id: entry.string for entry in build.read("ro") if entry.id} == {"Save": "Salvați", "Close": ""}


def test_update_twice_changes_nothing_more(company):
    CliRunner().invoke(build.cli, ["update"])
    once = build.catalogue_path("ro").read_bytes()
    CliRunner().invoke(build.cli, ["update"])
    assert build.catalogue_path("ro").read_bytes() == once


def test_update_changes_nothing_when_a_source_cannot_be_read(company):
    before = build.catalogue_path("ro").read_bytes()
    (company / "pages" / "1_data.py").write_text("def half(", encoding="utf-8")
    result = CliRunner().invoke(build.cli, ["update"])
    assert result.exit_code == 1
    assert "1_data.py" in result.output
    assert build.catalogue_path("ro").read_bytes() == before


def test_missing_lists_what_is_not_translated(company):
    result = CliRunner().invoke(build.cli, ["missing"])
    assert (result.exit_code, result.output) == (1, "ro pages/0_agenda.py:2 Close\n")


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ('_("Save")', ["Save"]),
        ('language._("a" "b")', ["ab"]),
        ('_("On" if on else "Off")', ["On", "Off"]),
        ('ngettext("{n} item", "{n} items", n)', [("{n} item", "{n} items")]),
        ('KINDS = {"a": N_("Kind a")}', ["Kind a"]),
        ('raise errors.Refused("No {x}.", x=1)', ["No {x}."]),
        ('problem(code="E1", message="Row is empty.", remedy="Fill it.")', ["Row is empty.", "Fill it."]),
        ('def said(text, sentence): ...\nsaid(question, "Write it.")', ["Write it."]),
        ('class Rule:\n    code: str\n    sentence: str\nRule("x", "Too long.")', ["Too long."]),
        ('_(name)\nlog.info("nothing")', []),
    ],
)
def test_a_text_is_extracted_from_wherever_it_is_declared(tmp_path, source, messages):
    path = tmp_path / "made_up.py"
    path.write_text(source, encoding="utf-8")
    assert [found.message for found in build.found_in(path, tmp_path)] == messages


def test_a_plural_serves_the_bare_text_too():
    texts = [build.Found(message, "a.py", 1) for message in ("{n} item", ("{n} item", "{n} items"))]
    catalogue = build.merged(build.read("ro"), texts, "ro")
    assert [entry.id for entry in catalogue if entry.id] == [("{n} item", "{n} items")]
