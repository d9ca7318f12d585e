"""The file: what each authority has on a synthetic person at the end of a month, beside what really happened.

Nothing was stored; the person's community is lived again up to that month, and its columns are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from counterlife.explorer.lives import code
from counterlife.regime.tables import J_OPT_IN
from counterlife.report.gather import Facts
from counterlife.report.scoreline import in_force
from counterlife.report.tracks import portrait, told
from counterlife.study.lives import follow, lived
from counterlife.words import CAUSES, CLASS_OF, COPIES, DOMAINS, REWARDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.explorer.jobs import Job
    from counterlife.life.columns import State
    from counterlife.life.replay import Person
    from counterlife.regime.fill import Names
    from counterlife.regime.model import Regime
    from counterlife.report.say import Words
    from counterlife.study.design import Design

HAPPENED: Final = ("act", "debt", "paid", "job", "hardship")
"""Moments of a life that are no paper: what somebody did, and what befell them."""

TRUE: Final = ("earned", "rule-wrong")
"""Classes of causes of records of something that the person really did."""

SERVER: Final = "explorer.server"


def dossier(job: Job, person: int, month: int | None, say: Words) -> dict[str, Any]:
    """The file of a synthetic person.

    Parameters
    ----------
    month : int, optional
        Months since the start, at whose end the file is read; the last if not given.
    """
    pair, seed = job.twins(say), job.design.seeds[0]
    last = job.design.months - 1
    month = last if month is None else max(0, min(month, last))
    life = follow(pair, person, seed)
    facts = Facts(job.known, say)
    papers = list(_papers(pair, month + 1, life.person, seed, say))
    happened = [moment for moment in life.moments[0] if moment.month <= month and moment.kind in HAPPENED]
    return {
        "code": code(person),
        "person": person,
        "title": say.plain("life.title", n=say.whole(person), who=portrait(life.person, say)),
        "month": month,
        "months": job.design.months,
        "shown_month": say.month(pair.start + month),
        "worlds": [
            {"world": world.name, "title": facts.label(world.name), "authorities": paper.authorities()}
            for world, paper in zip(pair.worlds, papers, strict=True)
        ],
        "truth": [
            {"month": moment.month, "shown": say.month(pair.start + moment.month), "kind": moment.kind, "text": _truth(moment, say)}
            for moment in happened
        ],
    }


def _truth(moment: Any, say: Words) -> str:
    if moment.kind == "act":
        return say.name("acts", str(moment.what["act"]))
    return told(moment, say)


def _papers(design: Design, months: int, person: Person, seed: int, say: Words) -> Iterator[Papers]:
    """What is on paper in each world of a design after so many months."""
    community, place = divmod(person.number, design.town.community)
    tables, names = design.compiled.tables, design.compiled.names
    state, last = lived(tables, design.town_tables, seed, community, months), design.start + months - 1
    for number, world in enumerate(design.worlds):
        must = dict(zip(names.schemes, (tables.joining[number, :, J_OPT_IN] != 0).tolist(), strict=False))
        rules = [name for name in names.schemes_of[number] if person.adult and in_force(world.regime, name, design.start, last)]
        covered = frozenset(name for name in rules if not must[name] or _joined(state, number, names.schemes.index(name), place))
        yield Papers(state, names, world.regime, number, place, design.start, covered, say)


def _joined(state: State, world: int, scheme: int, person: int) -> bool:
    """Whether somebody has joined a scheme that one has to join, or lives in a pilot of it."""
    from counterlife.life import columns as col

    return bool(int(state.react[world, col.JOINED, person]) >> scheme & 1)


@dataclass(frozen=True)
class Papers:
    """What is on paper about one person in one world."""

    state: State
    names: Names
    regime: Regime
    world: int
    person: int
    start: int
    covered: frozenset[str]
    """Schemes that have the person on file in that month, if with nothing in it."""
    say: Words

    def authorities(self) -> list[dict[str, Any]]:
        """Each authority with everything it has; those that only keep files that are empty are told too."""
        schemes = [scheme.authority for scheme in self.regime.schemes.values() if scheme.covers.who != "enterprises"]
        names = dict.fromkeys([*schemes, *(rule.authority for rule in self.regime.lists.values())])
        return [self._authority(name) for name in names]

    def _authority(self, authority: str) -> dict[str, Any]:
        people = {name: scheme for name, scheme in self.regime.schemes.items() if scheme.covers.who != "enterprises"}
        schemes = [name for name, scheme in people.items() if scheme.authority == authority]
        lists = [name for name in self._listed() if self._keeper(name) == authority]
        scored = next((name for name in schemes if self.regime.schemes[name].score is not None), None)
        score, band = (None, None) if scored is None or scored not in self.covered else self._score(scored)
        return {
            "name": authority,
            "title": self.say.name("authorities", authority, authority) or self.say.plain(f"{SERVER}.no-authority"),
            "says": [*self._standing(scored, score), *(sentence for name in lists for sentence in self._listing(name))],
            "score": score,
            "band": band,
            "lists": [name.removesuffix(COPIES) for name in lists],
            "records": [record for name in schemes for record in self._records(name)],
            "restrictions": self._restrictions(lists),
            "readers": self._readers(schemes, lists),
        }

    def _score(self, scheme: str) -> tuple[float, str | None]:
        from counterlife.life import columns as col

        place = self.names.schemes.index(scheme)
        row = self.state.scores[self.world, place, self.person]
        bands = self.names.bands_of[self.world].get(scheme, ())
        band = int(row[col.BAND])
        return int(row[col.SCORE]) / 16, bands[band] if band < len(bands) else None

    def _standing(self, scheme: str | None, score: float | None) -> list[str]:
        if scheme is None:
            return []
        if score is None:
            return [self.say.plain(f"{SERVER}.uncovered", name=scheme)]
        rule = self.regime.schemes[scheme].score
        ends = {} if rule is None else {"least": self.say.whole(rule.least.value), "most": self.say.whole(rule.most.value)}
        return [self.say.plain(f"{SERVER}.score", score=self.say.number(score), **ends)]

    def _listed(self) -> list[str]:
        """The lists that the person is on, copies among them."""
        from counterlife.life import columns as col

        mask = int(self.state.number[self.world, col.LISTED, self.person])
        return [name for place, name in enumerate(self.names.lists) if mask >> place & 1]

    def _keeper(self, name: str) -> str:
        """Who keeps a list, or the threshold list of a band."""
        name = name.removesuffix(COPIES)
        if name in self.regime.lists:
            return self.regime.lists[name].authority
        scheme = name.partition("/")[0]
        return self.regime.schemes[scheme].authority if scheme in self.regime.schemes else ""

    def _listing(self, name: str) -> list[str]:
        from counterlife.life import columns as col

        place = self.names.lists.index(name)
        row = self.state.listings[self.world, place, self.person]
        said = self.say.plain
        since = self.say.month(self.start + int(row[col.SINCE]))
        if name.endswith(COPIES):
            return [said(f"{SERVER}.copied", list=name.removesuffix(COPIES), month=since)]
        why = said("life.why", why=said(f"causes.{CAUSES[int(row[col.CAUSE])]}"))
        aware = int(self.state.number[self.world, col.AWARE, self.person]) >> place & 1
        return [said(f"{SERVER}.listed", list=name, month=since, why=why), said(f"{SERVER}.{'knows' if aware else 'unaware'}")]

    def _records(self, scheme: str) -> list[dict[str, Any]]:
        """The live records of a scheme, oldest first."""
        from counterlife.life import columns as col

        made = int(self.state.control[self.world, col.C_RECORDS])
        place = self.names.schemes.index(scheme)
        rows = self.state.records[self.world, :made]
        own = rows[(rows[:, col.R_PERSON] == self.person) & (rows[:, col.R_SCHEME] == place) & (rows[:, col.R_LIVE] != 0)]
        return [self._record(row) for row in own]

    def _record(self, row: Any) -> dict[str, Any]:
        from counterlife.life import columns as col

        place, cause, month = int(row[col.R_ACT]), CAUSES[int(row[col.R_CAUSE])], int(row[col.R_MONTH])
        act = self.names.acts[place] if place >= 0 else ""
        what = self.say.name("acts", act) if act else self.say.plain(f"causes.{cause}")
        true = CLASS_OF[cause] in TRUE
        why = "" if true or not act else self.say.plain("life.why", why=self.say.plain(f"causes.{cause}"))
        return {
            "month": month,
            "shown": self.say.month(self.start + month),
            "act": act,
            "cause": cause,
            "true": true,
            "points": int(row[col.R_POINTS]),
            "text": f"{what}{why}",
        }

    def _restrictions(self, lists: list[str]) -> list[str]:
        """What is withheld now, and what these lists are behind."""
        from counterlife.life import columns as col

        mask = int(self.state.number[self.world, col.MASK, self.person])
        held = [right for place, right in enumerate(DOMAINS) if mask >> place & 1]
        given = [reward for place, reward in enumerate(REWARDS) if mask >> (len(DOMAINS) + place) & 1]
        behind = {right for name in lists for right in self._effects(name)}
        return [self.say.plain(f"domains.{right}") for right in held if right in behind] + [
            self.say.plain(f"rewards.{reward}") for reward in given if reward in behind
        ]

    def _effects(self, name: str) -> set[str]:
        """What may follow from a list: what it withholds or gives itself, later on, and through agencies that receive it."""
        plain = name.removesuffix(COPIES)
        agencies = {right for agency in self.regime.agencies.values() if plain in agency.receives for right in agency.withholds}
        rule = self.regime.lists.get(plain)
        if rule is not None:
            stages = {right for stage in rule.stages for right in stage.withholds}
            return {*rule.withholds, *rule.gives, *rule.representative, *stages} | agencies
        scheme, _, band = plain.partition("/")
        follow = self.regime.schemes[scheme].follows.get(band) if scheme in self.regime.schemes else None
        return agencies | (set() if follow is None else {*follow.withholds, *follow.gives})

    def _readers(self, schemes: list[str], lists: list[str]) -> list[str]:
        """Who may look at what is there."""
        said, regime = self.say.plain, self.regime
        readers = [said(f"{SERVER}.reads-open")] if any(regime.schemes[name].open for name in schemes) else []
        plain = [name.removesuffix(COPIES) for name in lists]
        published = any(regime.lists[name].publishes for name in plain if name in regime.lists)
        readers += [said(f"{SERVER}.reads-published")] if published else []
        readers += [said(f"{SERVER}.reads-scheme", name=rule.to) for rule in regime.sharing if rule.from_ in schemes]
        readers += [name.replace("-", " ") for name, agency in regime.agencies.items() if set(agency.receives) & set(plain)]
        return list(dict.fromkeys(readers))
