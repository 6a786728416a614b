"""Find every text of the sources, merge it into the catalogues, list what is not translated.

    python -m sop.locale update     extract, keep the translations that exist, drop texts that are gone
    python -m sop.locale missing    list what has no translation; exit code 1 if there is any

A text is found where it stands as a literal: in `_("...")`, `ngettext("...", "...", n)`, `N_("...")`, as the first
argument of an error class of `sop/domain/errors.py`, wherever an argument, parameter or field called `sentence`,
`message` or `remedy` is given one, and in the enumerations whose values are named inside sentences.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import click
from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "sop" / "locale"
NAMED_ARGUMENTS = frozenset({"sentence", "message", "remedy"})
HEADER = "# Texts of S&OP Live. New ones are added by: python -m sop.locale update"
PASSING_HEADERS = re.compile(
    r'"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To'
    r"|Generated-By):.*\n"
)
SPOKEN_ENUMERATIONS = frozenset({"Dimension", "Unit"})
MessageId = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A text and where it stands; one with a plural is a pair."""

    message: MessageId
    path: str
    line: int


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files whose texts a user may read."""
    yield from sorted(root.glob("*.py"))
    for folder in ("pages", "sop"):
        yield from (path for path in sorted((root / folder).rglob("*.py")) if LOCALE not in path.parents)


def found_in(path: Path, root: Path = ROOT) -> list[Found]:
    """Return every text of one file, in the order in which it stands there."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    places = _sentence_places(tree)
    name = path.relative_to(root).as_posix()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    texts = [Found(message, name, call.lineno) for call in calls for message in _messages(call, places)]
    texts += [Found(value, name, line) for value, line in _spoken_values(tree)]
    return sorted(texts, key=lambda found: found.line)


def extracted(root: Path = ROOT) -> list[Found]:
    return [found for path in sources(root) for found in found_in(path, root)]


def called_name(call: ast.Call) -> str:
    """Return the last part of what is called: `Refused` for `errors.Refused(...)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.expr) -> list[str]:
    """Return the literal text of an argument: one, two where a condition chooses between two, or none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


@lru_cache
def error_classes() -> frozenset[str]:
    """Return the names of the classes whose first argument is a sentence."""
    tree = ast.parse((ROOT / "sop" / "domain" / "errors.py").read_text(encoding="utf-8"))
    names = {"SopError"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and names & {getattr(base, "id", "") for base in node.bases}:
            names.add(node.name)
    return frozenset(names)


def _messages(call: ast.Call, places: dict[str, list[int]]) -> Iterator[MessageId]:
    name = called_name(call)
    if name == "ngettext":
        yield from zip(literals(call.args[0]), literals(call.args[1]), strict=True)
        return
    positions = [0] if name in {"_", "N_"} | error_classes() else places.get(name, [])
    for position in positions:
        if position < len(call.args):
            yield from literals(call.args[position])
    for keyword in call.keywords:
        if keyword.arg in NAMED_ARGUMENTS:
            yield from literals(keyword.value)


def _sentence_places(tree: ast.Module) -> dict[str, list[int]]:
    """Return function or class -> positions of the arguments that are sentences, as this file declares them."""
    places = {"Fault": [4, 5]}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            names = [
                field.target.id
                for field in node.body
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            ]
        if positions := [place for place, name in enumerate(names) if name in NAMED_ARGUMENTS]:
            places[getattr(node, "name", "")] = positions
    return places


def _spoken_values(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in SPOKEN_ENUMERATIONS:
            for member in node.body:
                if isinstance(member, ast.Assign):
                    yield from ((text, member.lineno) for text in literals(member.value))


# Catalogues ----------------------------------------------------------------------------------------------------------


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/sop.po"))


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "sop.po"


def read(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def merged(old: Catalog, texts: list[Found], language: str) -> Catalog:
    """Return a catalogue of exactly `texts`, each with the translation that `old` has for it."""
    new = Catalog(locale=Locale.parse(language), header_comment=HEADER, fuzzy=False)
    with_plural = {found.message[0] for found in texts if isinstance(found.message, tuple)}
    for found in texts:
        if found.message in with_plural:
            continue  # the entry with the plural serves the bare text too
        before = old.get(_key(found.message))
        kept = before.string if before is not None and before.id == found.message else None
        blank = "" if isinstance(found.message, str) else ("",) * new.num_plurals
        new.add(found.message, kept or blank, locations=[(found.path, None)])
    return new


def as_text(catalogue: Catalog) -> str:
    """Return the catalogue as it is stored: sorted by text, without dates or widths, so that branches merge."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, include_lineno=False)
    return PASSING_HEADERS.sub("", out.getvalue().decode("utf-8"))


def untranslated(catalogue: Catalog, texts: list[Found]) -> list[Found]:
    """Return the texts that have no translation, an incomplete one, or one marked as unsure."""
    return [found for found in texts if not _translated(catalogue, found.message)]


def _translated(catalogue: Catalog, message: MessageId) -> bool:
    entry = catalogue.get(_key(message))
    if entry is None or entry.fuzzy or (isinstance(message, tuple) and entry.id != message):
        return False
    return bool(entry.string) and all(entry.string)


def _key(message: MessageId) -> str:
    return message if isinstance(message, str) else message[0]


@click.group()
def cli() -> None:
    """Keep the catalogues of the languages."""


@cli.command()
def update() -> None:
    """Extract the texts and merge them into every catalogue."""
    try:
        texts = extracted()
    except SyntaxError as fault:  # a file half written: its texts must not be dropped
        raise click.ClickException(f"{fault.filename}:{fault.lineno} cannot be read; nothing was changed.") from fault
    for language in languages():
        catalogue = merged(read(language), texts, language)
        catalogue_path(language).write_text(as_text(catalogue), encoding="utf-8")
        click.echo(f"{language}: {len(catalogue)} texts, {len(untranslated(catalogue, texts))} without translation")


@cli.command()
def missing() -> None:
    """List the texts without translation."""
    texts = extracted()
    lacking = [(language, found) for language in languages() for found in untranslated(read(language), texts)]
    for language, found in lacking:
        click.echo(f"{language} {found.path}:{found.line} {found.message}")
    raise SystemExit(1 if lacking else 0)
