"""A toy life, a few persons long: balanced counts made by other code than the model's, for tests of books and measures."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

from counterlife.life.tally import AGES, FIRM_FLOW, FLOW, LIST, PAIR, ROW_ACT, ROW_CONTEXT, SEEN, Tally, empty
from counterlife.measure.view import Scene
from counterlife.words import CAUSES, FIRM_SIZES, SPELLS, WAYS

WORLDS = ("here", "there")
GROUPS = ("majority", "minority")
LISTS = ("court", "points")
MONTHS = 30
RIGHTS = ((0, 3), (5,))
MADE = (0, 2, 3, 6, 13)
WRONG = (2, 3, 4, 5)


@dataclass
class Person:
    group: int
    since: dict[int, int] = field(default_factory=dict)
    cause: dict[int, int] = field(default_factory=dict)
    aware: set[int] = field(default_factory=set)
    filed: dict[int, int] = field(default_factory=dict)
    records: list[tuple[int, int]] = field(default_factory=list)
    rights: dict[int, int] = field(default_factory=dict)
    months: int = 0
    own: int = 0
    ever: int = 0
    debt: int = 0
    work: bool = True
    hard: bool = False
    ties: int = 4


@dataclass
class World:
    """One world of the toy: counts go to ``tally`` at place ``w``."""

    tally: Tally
    w: int
    luck: random.Random
    months: int

    def flow(self, t: int, p: Person, name: str, amount: int = 1, part: int = 0) -> None:
        self.tally.flow[self.w, t, p.group, FLOW[name] + part] += amount

    def listed(self, t: int, p: Person, k: int, name: str, part: int = 0) -> None:
        self.tally.list_[self.w, k, t, p.group, LIST[name] + part] += 1

    def spell(self, kind: str, p: Person, age: int, way: str) -> None:
        self.tally.spell[self.w, SPELLS.index(kind), p.group, min(age, AGES - 1), WAYS.index(way)] += 1

    def firms(self) -> None:
        """Ten firms of each size class: acts, records, places on a list, sanctions and turnover."""
        for size in range(len(FIRM_SIZES)):
            places, held = 0, [0, 0]
            for t in range(self.months):

                def put(name: str, amount: int, part: int = 0, place: tuple[int, int, int] = (self.w, t, size)) -> None:
                    self.tally.firm[(*place, FIRM_FLOW[name] + part)] += amount

                sanctioned, cause = self.luck.randint(0, min(places, 10)), self.luck.randrange(2)
                entries, exits = self.luck.randrange(3), self.luck.randint(0, places)
                made, gone = self.luck.randrange(3), self.luck.randint(0, held[cause])
                places, held[cause] = places + entries - exits, held[cause] + made - gone
                for name, amount, part in (
                    ("firms", 10, 0), ("acts", 3, 0), ("victims", self.luck.randrange(9), 0), ("records", made, cause),
                    ("records-struck", gone, cause), ("on-file", held[0], 0), ("on-file", held[1], 1), ("entries", entries, cause),
                    ("exits", exits, 0), ("places", places, 0), ("sanctioned", sanctioned, cause), ("turnover", 1000, 0),
                    ("turnover-lost", 10 * sanctioned, 0), ("appeals-filed", 1, 1), ("appeals-lost", 1, 1),
                ):  # fmt: skip
                    put(name, amount, part)

    def leave(self, t: int, p: Person, k: int, way: str) -> None:
        age = t - p.since[k]
        self.spell("listing", p, age, way)
        if k not in p.aware:
            self.spell("unaware", p, age, "left")
        if k in p.filed:
            self.flow(t, p, "appeals-dropped")
            self.spell("appeal", p, t - p.filed.pop(k), "left")
        p.aware.discard(k)
        del p.since[k]
        self.listed(t, p, k, "exits", WAYS.index(way))

    def lists(self, t: int, p: Person) -> None:
        for k in range(len(LISTS)):
            if k not in p.since:
                if self.luck.random() < 0.05:
                    p.since[k], p.cause[k] = t, self.luck.choice(MADE)
                    self.listed(t, p, k, "entries", p.cause[k])
                    if self.luck.random() < 0.3:
                        p.aware.add(k)
                    else:
                        self.listed(t, p, k, "unnotified")
            elif self.luck.random() < 0.05:
                self.leave(t, p, k, self.luck.choice(("paid", "expired", "recovered", "corrected")))
            elif k not in p.aware and self.luck.random() < 0.2:
                p.aware.add(k)
                self.listed(t, p, k, "learned")
                self.spell("unaware", p, t - p.since[k], "learned")
            elif k in p.filed and self.luck.random() < 0.3:
                self.spell("appeal", p, t - p.filed.pop(k), "decided")
                wrong, won = int(p.cause[k] < 2), self.luck.random() < 0.5
                self.flow(t, p, "appeals-won" if won else "appeals-lost", part=wrong)
                if won:
                    self.leave(t, p, k, "appeal")
            elif k in p.aware and k not in p.filed and self.luck.random() < 0.1:
                p.filed[k] = t
                self.flow(t, p, "appeals-filed", part=int(p.cause[k] < 2))

    def files(self, t: int, p: Person) -> None:
        for record in list(p.records):
            if self.luck.random() < 0.1:
                p.records.remove(record)
                expired = self.luck.random() < 0.5
                self.flow(t, p, "points-moved", 5)
                self.flow(t, p, "records-expired" if expired else "records-struck")
                if record[1] in WRONG:
                    self.spell("error", p, t - record[0], "expired" if expired else "corrected")
                    if not expired:
                        self.flow(t, p, "wrong-corrected")
        if self.luck.random() < 0.1:
            self.flow(t, p, "harmed", 3000)
            cause = self.luck.choice((0, 2, 3))
            p.records.append((t, cause))
            field = (0, 2, 3).index(cause)
            self.tally.seen[self.w, 0, p.group, [field, field + SEEN.index("true-kept")]] += 1
            self.flow(t, p, "records", part=cause)
            self.flow(t, p, "points-moved", -5)
            if cause in WRONG:
                self.flow(t, p, "wrong-made")

    def bear(self, t: int, p: Person) -> None:
        if p.rights:
            p.months += 1
            cause = min(p.rights.values())
            p.own += cause == 0
            p.ever |= 3 if cause == 0 else 1
            self.flow(t, p, "sanctioned", part=cause)
            self.flow(t, p, "sanctioned-any")
            for right, of in p.rights.items():
                for row in (of, ROW_ACT + of, ROW_CONTEXT + of % 3):
                    self.tally.cross[self.w, t // 12, p.group, row, right] += 1
        self.flow(t, p, "ever-sanctioned", p.ever & 1)
        self.flow(t, p, "ever-earned", p.ever >> 1)
        self.flow(t, p, "ever-unearned-only", int(p.ever == 1))
        self.flow(t, p, "employed", int(p.work))
        if self.luck.random() < 0.1:
            self.flow(t, p, "jobs-lost" if p.work else "jobs-found")
            p.work = not p.work
        p.hard = self.luck.random() < 0.2
        self.flow(t, p, "hardship", int(p.hard))
        self.flow(t, p, "income", 1000)
        if p.ties and self.luck.random() < 0.05:
            p.ties -= 1
            self.flow(t, p, "ties-broken")
        self.flow(t, p, "tie-ends", p.ties)
        if p.debt and self.luck.random() < 0.2:
            self.flow(t, p, "debts-paid")
            self.flow(t, p, "debt-paid", p.debt)
            p.debt = 0
        elif self.luck.random() < 0.05:
            p.debt += 700
            self.flow(t, p, "debts-made")
            self.flow(t, p, "debt-made", 700)

    def close(self, t: int, p: Person) -> None:
        """The month's end: stocks, and what falls due next month."""
        self.flow(t, p, "adults")
        self.flow(t, p, "debtors", int(p.debt > 0))
        self.flow(t, p, "appeals-waiting", len(p.filed))
        self.flow(t, p, "wrong-records", sum(cause in WRONG for _, cause in p.records))
        for k in p.since:
            self.listed(t, p, k, "stock")
            if k not in p.aware:
                self.listed(t, p, k, "unaware")
        p.rights = {right: p.cause[k] for k in sorted(p.since) for right in RIGHTS[k]}
        if t % 12 == 11 or t == self.months - 1:
            self.flow(t, p, "points-sum", -5 * len(p.records))
            self.tally.band[self.w, 0, t // 12, p.group, 0] += 1

    def end(self, p: Person) -> None:
        self.tally.person[self.w, p.group, min(p.months, AGES - 1)] += 1
        lived = (2, 1, 2, 1, 3, 5, 4, 1)  # entries, untold, followed, stuck, months in hardship and with work, records, wrong ones
        happened = (1, p.ever & 1, p.ever >> 1, int(p.ever == 1), p.months, p.own, 0, 0, *lived)
        self.tally.stratum[self.w, p.group, 0, 0] += np.array(happened)
        for k, since in p.since.items():
            self.spell("listing", p, self.months - since, "censored")
            if k not in p.aware:
                self.spell("unaware", p, self.months - since, "censored")
        for filed in p.filed.values():
            self.spell("appeal", p, self.months - filed, "censored")
        for month, cause in p.records:
            if cause in WRONG:
                self.spell("error", p, self.months - month, "censored")


def toy(seed: int, persons: int = 20, months: int = MONTHS, equal: bool = False) -> Tally:
    """Two worlds, two groups, two lists, one channel and one scheme; ``equal`` gives both worlds the same luck."""
    tally = empty(2, months, 2, 2, 1, 1, 1)
    worlds = [World(tally, w, random.Random(seed if equal else 2 * seed + w), months) for w in range(2)]
    people = [[Person(int(i % 4 == 0)) for i in range(persons)] for _ in worlds]
    for t in range(months):
        for i in range(persons):
            for world, crowd in zip(worlds, people, strict=True):
                p = crowd[i]
                world.files(t, p)
                world.bear(t, p)
            for name, of in (("sanction", "rights"), ("hardship", "hard"), ("job", "work")):
                here, there = (bool(getattr(crowd[i], of)) for crowd in people)
                only, spared = f"{name}-only", "job-missing" if name == "job" else f"{name}-spared"
                if here != there:
                    tally.pair[0, t, people[0][i].group, PAIR[only if here else spared]] += 1
            for world, crowd in zip(worlds, people, strict=True):
                world.lists(t, crowd[i])
                world.close(t, crowd[i])
    for world, crowd in zip(worlds, people, strict=True):
        for p in crowd:
            world.end(p)
        world.firms()
    return tally


SCENE = Scene(
    WORLDS, GROUPS, LISTS, ("camera",), (frozenset(LISTS),) * 2, (frozenset(("camera",)),) * 2, pairs=(("here", "there"),)
)  # fmt: skip
"""What the axes of a toy's tally stand for."""

PAIRS = [(0, 1)]
assert all(CAUSES[cause] for cause in MADE)
