"""The command line: python -m sop COMMAND. Exit code 0 done, 1 refused with reasons, 2 wrong usage."""

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from sop.domain.errors import Refused, SopError
from sop.domain.ids import new_id
from sop.domain.people import Act, Actor, Function, Role
from sop.language import N_, _, say, speaking
from sop.services import case_report, demo_meeting, finalising, inspection, loading, lookup, sources, validation
from sop.services.board import read_board
from sop.services.demo import empty_company
from sop.services.inspection import Inspection, Verdict
from sop.services.kept_mappings import keep_mapping
from sop.services.problems import problems_csv
from sop.services.rough_plan import estimated
from sop.services.settings import Settings
from sop.services.workspace import build
from sop.storage import maintenance, people
from sop.storage.engine import DatabaseError, Store, open_store

REFUSED = 1
MANY_ROWS = 100_000  # from here on it is told how many are stored
UNUSABLE = N_(
    "The database or a file cannot be read or written: it is damaged, or the disk is full or closed to you. "
    "What was stored before stays; python -m sop restore puts a backup back."
)
COMMAND_LINE = "command-line"  # stands in the log where a person's id would


class Commands(click.Group):
    """Commands whose refusals are one sentence on standard error."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SopError as refusal:
            told = say(refusal)
        except BrokenPipeError:  # who reads us has seen enough
            raise
        except (DatabaseError, OSError) as failure:
            told = f"{_(UNUSABLE)}\n{getattr(failure, 'orig', None) or failure}"
        click.echo(told, err=True)
        return ctx.exit(REFUSED)


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --json: one JSON object on standard output, everything else on standard error."""
    return click.option("--json", "json_wanted", is_flag=True, help="Answer with one JSON object.")(command)


def answer(facts: Mapping[str, Any], sentences: list[str], *, json_wanted: bool) -> None:
    """Print what was done: the facts as JSON where that is wanted, else the sentences."""
    if json_wanted:
        click.echo(json.dumps(facts, ensure_ascii=False, default=str))
    for sentence in sentences:
        click.echo(sentence, err=json_wanted)


def _store(settings: Settings) -> Store:
    if not maintenance.at_head(settings.database_url):
        raise Refused("The database is not that of this version. Run python -m sop migrate first.")
    return open_store(settings.database_url)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """S&OP Live. The database is SOP_DATABASE_URL, by default a SQLite file in SOP_HOME."""
    ctx.obj = Settings.from_environment(os.environ)


@main.command()
@as_json
@click.pass_obj
def migrate(settings: Settings, json_wanted: bool) -> None:
    """Bring the database to the tables of this version."""
    done = maintenance.migrate(settings.database_url, settings.home, datetime.now(UTC))
    answer({"steps": done}, done or [_("The tables are those of this version already.")], json_wanted=json_wanted)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def backup(settings: Settings, file: Path, json_wanted: bool) -> None:
    """Write the database and the original files into FILE, a .zip; the server may go on working."""
    maintenance.backup(settings.database_url, settings.home, file)
    sentence = _("Backed up to {path}.").format(path=file)
    answer({"file": file, "bytes": file.stat().st_size}, [sentence], json_wanted=json_wanted)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def restore(settings: Settings, file: Path, json_wanted: bool) -> None:
    """Put the database and the original files of FILE back; what is there now is kept aside."""
    kept = maintenance.restore(file, settings.database_url, settings.home)
    sentences = [_("Restored from {path}.").format(path=file)]
    if kept:
        sentences.append(_("The database before it is kept in {path}.").format(path=kept))
    answer({"file": file, "kept": kept}, sentences, json_wanted=json_wanted)


@main.group()
def person() -> None:
    """What is stored about a person."""


@person.command()
@click.argument("person_id", metavar="ID")
@as_json
@click.pass_obj
def export(settings: Settings, person_id: str, json_wanted: bool) -> None:
    """Print everything that is stored about the person as JSON."""
    with _store(settings).read() as tx:
        stored = people.export_person(tx, person_id)
    click.echo(json.dumps(stored, ensure_ascii=False, indent=None if json_wanted else 2))


@person.command()
@click.argument("person_id", metavar="ID")
@as_json
@click.pass_obj
def erase(settings: Settings, person_id: str, json_wanted: bool) -> None:
    """Blank the person's name and address and end their sessions; what they decided stays, under their id."""
    with _store(settings).write() as w:
        people.erase_person(w, person_id)
        w.announce(f"person/{person_id}")
    sentence = _("Name and address of {id} are blank. Earlier backups still hold them.").format(id=person_id)
    answer({"person": person_id, "erased": True}, [sentence], json_wanted=json_wanted)


def _by_hand() -> Act:
    """Return an act of whoever holds the command line: that is a right of its own."""
    return Act(Actor(COMMAND_LINE, Function.PLANNING, Role.FACILITATOR), datetime.now(UTC), new_id())


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where a company is there already.")
@click.option("--reset", is_flag=True, help="Back up and empty the database first.")
@as_json
@click.pass_obj
def demo(settings: Settings, if_empty: bool, reset: bool, json_wanted: bool) -> None:
    """Fill an empty database with the demo company."""
    workspace = build(settings)
    if if_empty and not demo_meeting.is_missing(workspace.store):
        answer({"filled": False}, [_("A company is there already.")], json_wanted=json_wanted)
        return
    kept = empty_company(workspace.store, settings.home, _by_hand()) if reset else None
    cycle = demo_meeting.fill_all(workspace.store, settings.home, _by_hand())
    sentences = [_("The demo company is ready: cycle {name}.").format(name=cycle.name)]
    if kept:
        sentences.append(_("The database before it is kept in {path}.").format(path=kept))
    answer({"filled": True, "cycle": cycle.id, "kept": kept}, sentences, json_wanted=json_wanted)


ANSWERS = click.option(
    "--answer", "answers", multiple=True, metavar="CODE=CHOICE", callback=lambda _c, _p, given: _answers(given),
    help="The answer to a question that the file leaves open.",
)  # fmt: skip


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if any(not sign for _code, sign, _choice in pairs):
        raise click.BadParameter("CODE=CHOICE")
    return {code: choice for code, _sign, choice in pairs}


MAPPING = click.option(
    "--mapping",
    "mapping_name",
    default="",
    metavar="NAME",
    help="Read it by the mapping that was kept under this name.",
)
SOURCE = click.option(
    "--source", metavar="NAME", help="Ask this database of the file of sources instead of a file (SOP_SOURCES)."
)
PROBLEMS = click.option(
    "--problems", type=click.Path(dir_okay=False, path_type=Path), metavar="CSV", help="Write every problem into CSV."
)
MAYBE_FILE = click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))


def _delivered(settings: Settings, file: Path | None, source: str | None, kind: str | None) -> tuple[Path | bytes, str]:
    """Return what is to be read and what it is called: a file, or what a database answers for the kind."""
    if (file is None) == (source is None):
        raise click.UsageError(_("Name either a file or, with --source, a database."))
    if source is not None:
        if kind is None:
            raise click.UsageError(_("With --source say which kind is asked for: --as KIND."))
        return sources.fetch(settings, os.environ, source, kind)
    assert file is not None
    return file, file.name


def _write_problems(found: Inspection, path: Path | None) -> None:
    if path is not None:
        path.write_bytes(problems_csv(found))


@main.command()
@MAYBE_FILE
@click.option("--as", "kind", metavar="KIND", help="What the file holds; recognised from its columns when left out.")
@ANSWERS
@MAPPING
@SOURCE
@PROBLEMS
@as_json
@click.pass_obj
def inspect(
    settings: Settings,
    file: Path | None,
    kind: str | None,
    answers: dict[str, str],
    mapping_name: str,
    source: str | None,
    problems: Path | None,
    json_wanted: bool,
) -> None:
    """Say what is in FILE: kind, columns, totals, everything wrong, what it changes. Nothing is stored."""
    store = open_store(settings.database_url) if maintenance.at_head(settings.database_url) else None
    content, name = _delivered(settings, file, source, kind)
    found = inspection.inspect(store, kind, content, name, answers, mapping_name=mapping_name)
    _write_problems(found, problems)
    answer(inspection.as_answer(found), _told(found), json_wanted=json_wanted)


@main.command()
@click.argument("kind")
@MAYBE_FILE
@ANSWERS
@MAPPING
@click.option("--keep-mapping", "keep", default="", metavar="NAME", help="Keep how it was read, for next month.")
@SOURCE
@PROBLEMS
@as_json
@click.pass_context
def load(
    ctx: click.Context,
    kind: str,
    file: Path | None,
    answers: dict[str, str],
    mapping_name: str,
    keep: str,
    source: str | None,
    problems: Path | None,
    json_wanted: bool,
) -> None:
    """Store FILE as one load of KIND, whole or not at all."""
    workspace = build(ctx.obj)
    store, home = workspace.store, workspace.settings.home
    content, name = _delivered(ctx.obj, file, source, kind)
    found = inspection.inspect(store, kind, content, name, answers, mapping_name=mapping_name)
    _write_problems(found, problems)
    if found.delivery is None or found.questions:
        answer({"load": None, **inspection.as_answer(found)}, inspection.sentences(found), json_wanted=json_wanted)
        ctx.exit(REFUSED)
    stored = loading.load_delivery(store, home, _by_hand(), found.delivery, _progress(len(found.delivery.rows)))
    if keep:
        keep_mapping(store, _by_hand(), keep, found.delivery.reading, found.delivery.answers)
    sentences = [*_told(found), _("Stored as load {id}.").format(id=stored.id)]
    answer({"load": stored.id, **inspection.as_answer(found)}, sentences, json_wanted=json_wanted)


def _progress(rows: int) -> Callable[[int], None]:
    """Return what tells on standard error how many rows of a large file are stored."""

    def told(stored: int) -> None:
        if rows >= MANY_ROWS:
            click.echo(_("{stored} of {rows} rows stored").format(stored=stored, rows=rows), err=True)

    return told


def _told(found: Inspection) -> list[str]:
    facts = inspection.as_answer(found)
    head = [f"{facts['kind']}: {facts['verdict']}"] if found.verdict is not Verdict.REJECTED else []
    columns = [f"{each['column']} < {each['source']} ({each['how']})" for each in facts["guesses"] if each["source"]]
    unused = [_("Columns not used: {names}").format(names=", ".join(facts["unused"]))] if facts["unused"] else []
    totals = [", ".join(f"{name} {value}" for name, value in {"rows": facts["rows"], **facts["totals"]}.items())]
    return [*head, *columns, *unused, *(totals if found.delivery else []), *inspection.sentences(found)]


@main.command()
@click.argument("load_id", metavar="LOAD")
@as_json
@click.pass_obj
def undo(settings: Settings, load_id: str, json_wanted: bool) -> None:
    """Take a load back; the one before it of its kind stands again."""
    taken = loading.undo_load(_store(settings), _by_hand(), load_id)
    sentence = _("Load {id} was taken back.").format(id=taken.id)
    answer({"load": taken.id, "kind": taken.kind, "withdrawn": True}, [sentence], json_wanted=json_wanted)


@main.command()
@click.option("--scenario", "name", help="Name of a scenario of the cycle; the base plan when left out.")
@click.option("--cycle", "cycle_name", help="Name or id of a cycle; the latest when left out.")
@click.option("--by-group", is_flag=True, help="An estimate in seconds, SKUs planned as groups: for a large company.")
@click.option("--finalise", "in_lots", is_flag=True, help="In whole lots, orders and shifts.")
@click.option("--seconds", default=finalising.TIMES[1], show_default=True, help="How long to look for whole lots.")
@as_json
@click.pass_obj
def plan(
    settings: Settings,
    name: str | None,
    cycle_name: str | None,
    by_group: bool,
    in_lots: bool,
    seconds: float,
    json_wanted: bool,
) -> None:
    """Solve a scenario: figures, status, binding limits."""
    workspace = build(settings)
    cycle = lookup.cycle_named(workspace.store, cycle_name)
    if by_group:
        answer(*estimated(workspace, cycle, name), json_wanted=json_wanted)
        return
    board = read_board(workspace, cycle, lookup.scenario_named(workspace.store, cycle, name).id, None)
    whole: dict[str, Any] = {}
    if in_lots:
        continuous = board
        board = finalising.finalised_board(
            workspace, board, seconds, finalising.telling(lambda said: click.echo(said, err=True))
        )
        whole = finalising.finalised_facts(workspace, continuous, board)
    figures = {key: value for key, value in asdict(board.kpis).items() if key != "months"}
    limits = [asdict(each) for each in board.bottlenecks]
    facts = {
        "scenario": board.scenario.name,
        "plan": board.outcome.plan.key,
        "status": board.outcome.plan.status,
        "kpis": {key: _finite(value) for key, value in figures.items()},
        "binding": limits,
        **whole,
    }
    sentences = [_("{scenario}: {status}").format(scenario=board.scenario.name, status=board.outcome.plan.status)]
    sentences += [f"{key}: {value}" for key, value in {**whole, **figures}.items() if key != "rounded"]
    sentences += [", ".join([each.resource, *each.months]) for each in board.bottlenecks]
    answer(facts, sentences, json_wanted=json_wanted)


def _finite(value: object) -> object:
    """Return a figure for JSON, which knows no NaN: what is undefined is null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


@main.command(name="export")
@click.argument("what", type=click.Choice(["actions", "agenda", "plan"]))
@click.option("--format", "form", required=True, type=click.Choice(["csv", "xlsx", "ics", "json"]))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--cycle", "cycle_name", help="Name or id of a cycle; the latest when left out.")
@click.option("--scenario", "name", help="Name of a scenario; the base plan when left out.")
@click.option("--language", "spoken", default="en", help="Language of the headings.")
@as_json
@click.pass_obj
def export_file(
    settings: Settings,
    what: str,
    form: str,
    out: Path,
    cycle_name: str | None,
    name: str | None,
    spoken: str,
    json_wanted: bool,
) -> None:
    """Write actions, agenda or plan of a cycle into a file."""
    workspace = build(settings)
    cycle = lookup.cycle_named(workspace.store, cycle_name)
    with speaking(spoken):
        content = lookup.content(workspace, cycle, what, form, name)
    out.write_bytes(content)
    answer({"file": out, "bytes": len(content)}, [_("Written to {path}.").format(path=out)], json_wanted=json_wanted)


@main.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@as_json
@click.pass_context
def validate(ctx: click.Context, folder: Path | None, json_wanted: bool) -> None:
    """Re-run published textbook cases: every *.toml in DIR (default data/cases). Exit code 1 where one differs."""
    results = validation.run_all(folder or validation.CASES)
    answer(case_report.facts(results), case_report.told(results), json_wanted=json_wanted)
    if not all(result.passed for result in results):
        ctx.exit(REFUSED)


if __name__ == "__main__":
    main(prog_name="python -m sop")
