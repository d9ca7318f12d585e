"""The report as one page: everything in it, nothing asked of any server."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from counterlife import __version__
from counterlife.report import charts
from counterlife.report.chosen import choose
from counterlife.report.compare import claims, safeguards
from counterlife.report.doubt import drives, limits
from counterlife.report.effects import funnel, long, quiet, spread
from counterlife.report.exhibit import Exhibit
from counterlife.report.finding import best, chance, headline, hypothesis, people, who
from counterlife.report.gather import Facts
from counterlife.report.lifeline import Lifeline
from counterlife.report.palette import DARK, LIGHT, declared
from counterlife.report.regions import where
from counterlife.report.reproduce import snippets
from counterlife.report.say import HOME, words
from counterlife.report.scoreline import scoreline
from counterlife.report.sentences import ten
from counterlife.report.stamp import stamp
from counterlife.report.tables import table

if TYPE_CHECKING:
    from counterlife.life.replay import Life
    from counterlife.report.chosen import Chosen, Lives
    from counterlife.report.frame import Frame
    from counterlife.report.people100 import People
    from counterlife.report.say import Words
    from counterlife.study.run import Run
    from counterlife.study.uncertainty import Uncertainty

SECTIONS: Final = (
    "regime", "people", "who", "spread", "long", "quiet", "lives", "funnel", "safeguards", "claims", "drives", "limits", "reproduce",
)  # fmt: skip
"""The order of the page, which `journeys` fixes."""

EXHIBITS: Final = (who, where, spread, long, quiet, funnel, safeguards, claims, drives, limits)
"""What makes each exhibit after the people, in the order of the page; the explorer shows the same."""

MOST_BYTES: Final = 2_500_000
"""A report is at most so large."""


@dataclass(frozen=True)
class Shown:
    """A life on the page: why it is there, and the life itself."""

    rule: str
    title: Markup
    why: Markup
    like: Markup
    line: Lifeline | None
    frame: Frame | None


def shown(facts: Facts, seed: int, one: Chosen) -> Shown:
    """A life that a rule chose, with the rule and how many lives are like it."""
    say = facts.say
    rule = one.rule if one.wronged or one.rule not in ("median", "worst") else f"{one.rule}-any"
    counted = {"among": say.whole(one.among), "seed": str(seed)}
    said = "like" if one.rule != "worst" else f"{rule}-like"
    like = say.counted(f"lives.{said}", one.like, **counted) if one.like else say("lives.like.none", **counted)
    if one.rule == "helped" and one.like:
        like += " " + (say("lives.gained", money=say.yuan(one.net)) if one.net > 0 else say("lives.rewarded"))
    line = None if one.life is None else lifeline(facts, one.life)
    made = None if line is None else line.frame(f"life-{one.rule}")
    return Shown(one.rule, say(f"lives.{one.rule}-title"), say(f"lives.{rule}"), like, line, made)


def lifeline(facts: Facts, life: Life) -> Lifeline:
    """A life beside its twin, with what their worlds are called."""
    start, rules = facts.design.start, {world.name: world.regime for world in facts.design.worlds}
    score = scoreline(life, [rules[name] for name in life.worlds], start)
    return Lifeline(life, start, (facts.label(life.worlds[0]), facts.label(life.worlds[1])), facts.say, score)


@dataclass(frozen=True)
class Report:
    """What a run found, ready to be written in any format.

    Parameters
    ----------
    run : Run
        A finished run.
    language : str
        One of `counterlife.report.say.LANGUAGES`.
    draws : Uncertainty, optional
        The same rules and town over their stated ranges.
    """

    run: Run
    language: str = "en"
    draws: Uncertainty | None = None

    @cached_property
    def say(self) -> Words:
        """The words."""
        return words(self.language)

    @cached_property
    def facts(self) -> Facts:
        """The run's figures and counts."""
        return Facts(self.run, self.say, draws=self.draws)

    @cached_property
    def headline(self) -> tuple[Markup, Frame]:
        """The finding and its numbers."""
        return headline(self.facts)

    @cached_property
    def people(self) -> tuple[Exhibit, list[dict[str, Any]]]:
        """A hundred people, in each world."""
        return people(self.facts)

    @cached_property
    def exhibits(self) -> dict[str, Exhibit]:
        """Everything with a table, in the order of the page."""
        found = [self.people[0], *(make(self.facts) for make in EXHIBITS)]
        marks = self.say.plain("format.decimal"), self.say.plain("format.thousands")
        return {exhibit.id: replace(exhibit, marks=marks) for exhibit in found if exhibit is not None}

    @cached_property
    def lives(self) -> tuple[Lives | None, list[Shown]]:
        """Four lives, by rule."""
        facts = self.facts
        if facts.base is None:
            return None, []
        found = choose(facts.design, facts.design.names.index(facts.base))
        return found, [shown(facts, found.seed, one) for one in found.chosen]

    @cached_property
    def frames(self) -> dict[str, Frame]:
        """Every table of the report, by name."""
        found = [self.headline[1], *(frame for exhibit in self.exhibits.values() for frame in exhibit.frames)]
        found += [shown.frame for shown in self.lives[1] if shown.frame is not None]
        return {frame.id: frame for frame in found}

    def html(self, paper: bool = False) -> str:
        """The page.

        Parameters
        ----------
        paper : bool
            For print: fixed colours, every table open but the longest, no scripts.
        """
        facts, say = self.facts, self.say
        sentence, frame = self.headline
        lives, shown = self.lives
        design = facts.design
        template = _environment().get_template("page.html.j2")
        return template.render(
            say=say, paper=paper, sections=SECTIONS, exhibits=self.exhibits, facts=facts, run=self.run,
            finding=sentence, finding_frame=frame, chance=chance(facts, frame), best=hypothesis(facts, best(facts)),
            ten=ten(facts.regime, say, design.start + design.months - 1), people=self.people[1], lives=lives, shown=shown,
            window=say.years(design.months), start=say.month(design.start), adults=say.whole(design.people), seeds=say.whole(facts.seeds),
            title=facts.label(facts.main), about=facts.regime.about.replace("`", ""), snippets=snippets(self.run), version=__version__,
            stamp=stamp(self.run),
            table=lambda one, stacks=False: table(one, say, stacks), csv=csv_address,
            svg=lambda made: Markup(charts.svg(made, page=not paper)),
            style=Markup(_style(paper)), script=Markup("" if paper else _script()), specs=_json(self._specs() if not paper else {}),
            layouts=("wide",) if paper else charts.LAYOUTS, colours=_json(LIGHT),
        )  # fmt: skip

    def _specs(self) -> dict[str, dict[str, Any]]:
        return {exhibit.id: exhibit.charts for exhibit in self.exhibits.values() if exhibit.charts}


def pictures(report: Report) -> dict[str, People]:
    """The people of each world, by world."""
    return {str(picture["world"]): picture["people"] for picture in report.people[1]}


def csv_address(frame: Frame) -> str:
    """A frame's CSV as an address that holds it."""
    return "data:text/csv;charset=utf-8," + quote(frame.csv())


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _text(f"templates/{name}")), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _text(name: str) -> str:
    return files(HOME).joinpath(*name.split("/")).read_text(encoding="utf-8")


def _style(paper: bool) -> str:
    dark = "" if paper else f"@media (prefers-color-scheme:dark){{:root{{{declared(DARK)}}}}}"
    print_ = f"@media print{{:root{{{declared(LIGHT)}}}}}"
    return f":root{{{declared(LIGHT)}}}{dark}{print_}\n{_text('templates/page.css')}"


@cache
def _script() -> str:
    """Vega, which only runs what stands on the page, and the page's own few lines."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.counterlifeEmbed = vegaEmbed;")
    return f"{bundle}\n{_text('templates/page.js')}".replace("</script", "<\\/script")


def _json(data: Any) -> Markup:
    """Data for a script on the page."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
