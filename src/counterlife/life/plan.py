"""The plan: what each phase of the month reads and writes, in words. The order is `month.MONTH`; a test holds the two together."""

from __future__ import annotations

from typing import Final, NamedTuple


class Step(NamedTuple):
    """One phase of the month."""

    phase: str
    does: str
    reads: str
    writes: str


PLAN: Final = (
    Step(
        "act",
        "people act: base rate x frailty x responses to hardship and fear",
        "frailty; hardship and perceived risk of last month",
        "the month's acts; obligations left unpaid",
    ),
    Step(
        "observe", "acts pass the channels; some are pinned on somebody else, some reports tell of nothing", "the month's acts", "sightings"
    ),
    Step("record", "old records go; sightings enter the files of the schemes a channel feeds", "sightings", "records, ledgers, fines due"),
    Step("score", "scores are read off live records, bands off scores", "ledgers; neighbours' scores of last month", "score, band"),
    Step(
        "infer",
        "what a model guesses: association, acts foretold, sentiment, anomalies",
        "scores of the ties; the month's acts",
        "the neighbours' mean, for next month; records of what was guessed",
    ),
    Step(
        "listing",
        "terms end; events and thresholds put people on lists, with notice or without",
        "fresh records, bands, means to pay",
        "lists",
    ),
    Step("sanction", "what last month's lists withhold is in force, and is counted", "what is withheld", "months sanctioned"),
    Step("bear", "income, savings, hardship, work, ties", "what is withheld; fines of last month", "balance, hardship, work, ties"),
    Step("recourse", "learn of it, pay, appeal, have errors corrected, repair", "lists, balance, records", "awareness, lists, records"),
    Step(
        "adapt",
        "those who know of the regime learn from news; people join, leave and get used to it",
        "who was listed and who got away with it, among ties; how many have joined",
        "perceived risk, members",
    ),
    Step("turn", "what the lists now withhold falls due next month", "lists", "what is withheld"),
)
