"""The words of the model: every enumeration that more than one layer uses.

A position in one of these tuples is a code in the compiled tables and in the tallies, so entries are only ever appended.
"""

from __future__ import annotations

from typing import Final

PHASES: Final = ("act", "observe", "record", "score", "infer", "listing", "sanction", "bear", "recourse", "adapt")

NATURES: Final = ("violation", "financial", "expression", "prosocial", "attribute")
"""What kind of act a category is; decides which responses (hardship, fear, reward) move its rate."""

ACT_DOMAINS: Final = (
    "none", "traffic", "court", "finance", "speech", "public-order", "help", "work", "family", "travel", "tax", "commerce",
    "study", "consumption", "platform", "benefit",
)  # fmt: skip
"""The sphere of life in which an act happens; ``none`` is the row of guesses and kin rules, where nobody acted."""

CONTEXTS: Final = (
    "none", "court", "police", "bank", "utility", "tax", "payment", "camera", "internet", "checkpoint", "informant",
    "workplace", "study", "transport", "platform", "benefit",
)  # fmt: skip
"""The purpose for which a channel's data arose (AI Act Art. 5(1)(c)(i))."""

CAUSES: Final = (
    "earned", "induced", "false-attribution", "false-report", "stale", "copy", "association", "prediction", "sentiment",
    "anomaly", "kin", "firm", "lent-identity", "unable", "not-in-catalog", "overdue", "settled", "vague", "direction",
)  # fmt: skip
"""Why a record, a listing or a sanction exists. ``induced`` is an earned act that the muted regime would not have seen done."""

CLASSES: Final = ("earned", "fact-wrong", "guessed", "through-others", "rule-wrong")
CLASS_OF: Final[dict[str, str]] = {
    "earned": "earned", "induced": "earned",
    "false-attribution": "fact-wrong", "false-report": "fact-wrong", "stale": "fact-wrong", "copy": "fact-wrong",
    "association": "guessed", "prediction": "guessed", "sentiment": "guessed", "anomaly": "guessed",
    "kin": "through-others", "firm": "through-others", "lent-identity": "through-others",
    "unable": "rule-wrong", "not-in-catalog": "rule-wrong", "overdue": "rule-wrong", "settled": "rule-wrong",
    "vague": "rule-wrong", "direction": "rule-wrong",
}  # fmt: skip

DOMAINS: Final = (
    "air", "fast-rail", "exit-border", "credit", "property", "rental", "public-job", "private-job", "executive-post",
    "school", "university", "hotel-luxury", "public-contract", "licence", "paperwork", "benefit", "subsidy",
    "bank-account", "internet", "detention", "loan-at-city-bank", "honour",
)  # fmt: skip
"""Rights that a sanction withholds, one bit each."""

REWARDS: Final = ("deposit-waiver", "fast-lane", "discount", "cheap-loan", "visa-help", "free-service")
"""What a redlist or a high band gives; bits after those of DOMAINS in the same mask."""

WAYS: Final = ("paid", "performed", "appeal", "corrected", "repaired", "expired", "recovered", "learned", "left", "decided", "censored")
"""How a spell ends. Listings end by the first seven; unawareness by ``learned`` or ``left``; an appeal by ``decided`` or ``left``."""

SPELLS: Final = ("listing", "unaware", "appeal", "error", "reward", "copy")
"""Spells with a life table: on a blacklist; listed and not knowing it; waiting for a court; a wrong record alive; on a redlist;
kept in copies after leaving a list."""

COPIES: Final = "/copies"
"""Ends the name of the list of those of whom agencies kept a copy after they left a list."""

SECTORS: Final = ("manufacture", "construction", "trade", "food", "transport", "aviation", "finance", "services")
"""What an enterprise does."""

FIRM_SIZES: Final = ("micro", "small", "large")
"""Size classes of enterprises: below 10 workers, below 50, and from 50 on."""

TIE_KINDS: Final = ("family", "friend", "colleague")

RELATIONS: Final = (*TIE_KINDS, "conflict", "out-group", "neighbour", "low-band")
"""Who reports whom: over a tie of a kind, over a tie that broke, across groups of the community, as anybody living near, or because an open
score of theirs is low."""

GRADES: Final = ("measured", "reported", "assumed")
KINDS: Final = ("ordinary-law", "court-list", "local-score", "commercial-score", "policing-platform", "record")

TRAITS: Final = ("income", "savings", "age", "footprint", "repayment")
"""What is fixed about a person that a factor score may read: income and savings at the start, age, use of services, paying on time."""

GUESSES: Final = ("prediction", "sentiment", "anomaly")
"""Classifiers; the cause of what each brings has its name."""
