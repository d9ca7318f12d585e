"""The commands. Each only reads its arguments; the work is done elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterlife import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A society of synthetic people under a scoring regime, and what the regime does to them.",
)

WELCOME = """\
Counterlife: a society of synthetic people under a scoring regime, and what the regime does to them.
  counterlife demo             see it work: numbers, who was hurt, one life to follow
  counterlife list             the regimes, safeguards, towns and cases that come with it
  counterlife run rongcheng    live a regime beside a world without it; --report writes a page about it
  counterlife new mine.yaml    write a regime of your own
  counterlife --help           everything else"""

RegimeArg = Annotated[str, typer.Argument(metavar="REGIME", help="A regime of the library, or a regime file.")]
People = Annotated[int, typer.Option(help="Persons in each world; rounded up to whole communities.")]
Years = Annotated[float, typer.Option(help="How long; half a year is 0.5.")]
Start = Annotated[str, typer.Option(help="First month: 2014 or 2014-07.")]
Seeds = Annotated[str, typer.Option(help="Runs with other luck, to see what chance does: 12 (that is 1 to 12), 1-12 or 1,5,9.")]
Against = Annotated[
    str,
    typer.Option(
        help="Worlds to compare with, by commas: regimes, NAME@budget (a rival scaled to the same staff-hours), exempt (a random tenth is "
        "left out), mute (nothing follows, nobody knows), mute-follows and mute-known (one of the two)."
    ),
]
With = Annotated[str, typer.Option("--with", help="Safeguards, by commas, one world each; a+b joins two.")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the regime; can be repeated.")]
TownName = Annotated[str, typer.Option(help="A town of the library, or a town profile.")]
Workers = Annotated[int | None, typer.Option(help="How many work at a time; by default one a core. The result is the same.")]
ExecutorName = Annotated[
    str, typer.Option("--executor", help="Who does the work: threads, processes, dask or dask:ADDRESS. The result is the same.")
]
Out = Annotated[Path | None, typer.Option(help="Folder of the run; by default runs/<regime>-<hash>.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"counterlife {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Say hello if no command is given."""
    if context.invoked_subcommand is None:
        print(WELCOME)


@app.command()
def demo(workers: Workers = None) -> None:
    """See it work: a finding, who was hurt, one life to follow. It lives 20,000 people for 5 years, 12 times over."""
    from counterlife.cli import demo as face

    face.demo(workers)


@app.command()
def run(
    regime: RegimeArg,
    people: People = 100_000,
    years: Years = 10,
    start: Start = "2014",
    seeds: Seeds = "12",
    against: Against = "none",
    with_: With = "",
    sets: Sets = None,
    town: TownName = "china-2020",
    workers: Workers = None,
    executor: ExecutorName = "threads",
    out: Out = None,
    as_json: Json = False,
    with_report: Annotated[bool, typer.Option("--report", help="Write the report, one page, beside the run.")] = False,
) -> None:
    """Live a regime beside the worlds it is compared with. The result is kept in a folder."""
    from counterlife.cli import running

    asked = running.Asked(regime, people, years, start, seeds, against, with_, tuple(sets or ()), town)
    running.run(asked, workers=workers, executor=executor, out=out, as_json=as_json, with_report=with_report)


@app.command()
def uncertainty(
    regime: RegimeArg,
    draws: Annotated[int, typer.Option(help="How many times values are drawn from all ranges.")] = 100,
    people: People = 20_000,
    years: Years = 5,
    start: Start = "2014",
    seeds: Seeds = "4",
    against: Against = "none",
    with_: With = "",
    sets: Sets = None,
    town: TownName = "china-2020",
    measures: Annotated[str, typer.Option(help="What is followed, by commas; by default a few harms and claimed benefits.")] = "",
    draws_seed: Annotated[int, typer.Option(help="Seed of the draws; it has nothing to do with those of towns and lives.")] = 1,
    workers: Workers = None,
    executor: ExecutorName = "threads",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Draw from all stated ranges: how far does a figure go?"""
    from counterlife.cli import running, uncertain

    asked = running.Asked(regime, people, years, start, seeds, against, with_, tuple(sets or ()), town)
    uncertain.uncertainty(asked, draws, draws_seed, measures, workers=workers, out=out, as_json=as_json, executor=executor)


@app.command()
def life(
    regime: RegimeArg,
    person: Annotated[int, typer.Argument(metavar="PERSON", help="The number of a synthetic person, from 0.")],
    years: Years = 10,
    start: Start = "2014",
    seed: Annotated[int, typer.Option(help="The run in which they live.")] = 1,
    against: Annotated[str, typer.Option(help="The world of their twin.")] = "none",
    with_: Annotated[str, typer.Option("--with", help="Safeguards put on the regime: a+b joins two.")] = "",
    sets: Sets = None,
    town: TownName = "china-2020",
) -> None:
    """Follow one synthetic life and its twin, month by month."""
    from counterlife.cli import running

    asked = running.Asked(regime, person + 1, years, start, f"{seed}-{seed}", against, with_, tuple(sets or ()), town)
    running.life(asked, person, seed)


@app.command()
def case(name: Annotated[str, typer.Argument(metavar="CASE", help="A case of the library, or a case file.")]) -> None:
    """Tell a case: a question, and a few lives beside their twins. Everybody in it is synthetic; it says how common such lives are."""
    from counterlife.cli import telling

    telling.case(name)


@app.command()
def check(files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Regime files, or regimes of the library.")]) -> None:
    """Say what is wrong with a regime file. Where nothing is, say which of its numbers lack a source."""
    from counterlife.cli import reading

    reading.check(files)


@app.command()
def explain(regime: RegimeArg, with_: With = "", sets: Sets = None) -> None:
    """Put a regime in sentences, with sources and grades."""
    from counterlife.cli import reading

    reading.explain(regime, with_, tuple(sets or ()))


@app.command("list")
def list_() -> None:
    """List the regimes, safeguards, towns and cases of the library."""
    from counterlife.cli import reading

    reading.list_library()


@app.command()
def schema() -> None:
    """Print the JSON Schema of regime files, for editors."""
    from counterlife.cli import reading

    reading.schema()


@app.command()
def measures() -> None:
    """List the measures: unit, denominator, formula, source."""
    from counterlife.cli import reading

    reading.measures()


@app.command()
def plan() -> None:
    """List the ten phases of a month: what each reads and writes."""
    from counterlife.cli import reading

    reading.plan()


@app.command()
def coverage() -> None:
    """List what the model can do, mechanism by mechanism. Of each: phase, files that use it, measures it moves, tests that check it."""
    from counterlife.cli import reading

    reading.coverage()


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a finished run.")],
    formats: Annotated[str, typer.Option("--format", help="One or more, by commas: html, pdf, csv, json, svg, png.")] = "html",
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    out: Annotated[Path | None, typer.Option(help="The folder to write to; by default that of the run.")] = None,
    draws: Annotated[
        Path | None, typer.Option(help="A folder of `uncertainty` about the same rules and town: says what drives it.")
    ] = None,
) -> None:
    """Tell what a run found on one page that needs nothing else. Also for print, as tables, as data and as pictures."""
    from counterlife.cli import reporting

    reporting.report(folder, formats, language, out, draws)


@app.command()
def explore(
    regime: Annotated[str, typer.Argument(metavar="REGIME", help="A regime of the library, or a regime file.")] = "judgment-defaulters",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where on this machine; by default any that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page.")] = True,
    people: People = 20_000,
    years: Years = 5,
    seeds: Annotated[str, typer.Option(help="How many runs each answer stands on, from the first to the last.")] = "4,12,40,200",
) -> None:
    """Open the explorer: change a rule, and see who is hurt. It is a page in the browser, served to this machine alone."""
    from counterlife.cli import exploring

    exploring.explore(regime, port, browser, people, years, seeds)


@app.command()
def rerun(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a finished run.")],
    workers: Workers = None,
    executor: ExecutorName = "threads",
) -> None:
    """Repeat a run from its folder and compare every count."""
    from counterlife.cli import running

    running.rerun(folder, workers, executor)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Less of everything, and nothing is compiled anew.")] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also the declared workload beside other frameworks, where the sources are.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure how fast this machine lives a regime. Beside it stands what the machine itself can do."""
    from counterlife.cli import measuring

    measuring.bench(quick, peers, as_json)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The regime file to write; it must not exist yet.")],
    source: Annotated[str, typer.Option("--from", metavar="REGIME", help="The regime to start from.")] = "rongcheng",
) -> None:
    """Write a regime file of your own, from one of the library. It has comments that say what to change."""
    from counterlife.cli import reading

    reading.new(file, source)
