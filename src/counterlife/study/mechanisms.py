"""What the model holds, mechanism by mechanism: the phase, the keys of the files that switch it on, the measures it moves, its tests.

Which files use a mechanism is not declared but read: a file uses it if one of its keys is there and not zero, empty or off. Every key of
a regime file belongs to some mechanism, or to `PLAIN`. To add a mechanism, append an entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from counterlife.regime.load import load, load_safeguard, plain
from counterlife.regime.names import library_names
from counterlife.study.case import load_case
from counterlife.town.profile import load_town

if TYPE_CHECKING:
    from collections.abc import Iterator

OFF: Final = ("", "none", "off", "no", "for life", "until it ends", "while it holds", "black", "adults", "automatic")
"""Words that say that nothing is switched on."""

WORDS: Final = {None: "", True: "on", False: "off"}

PLAIN: Final = (
    "regime", "title", "about", "kind", "hypothesis", "since", "**.authority", "**.source", "**.grade", "**.note", "**.since", "**.until",
    "phases.*", "mute.*",
)  # fmt: skip
"""Keys that switch no mechanism on: names, texts, dates, and the switches for taking a world apart."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism.

    Attributes
    ----------
    name : str
        In the words of ``docs/model.md``.
    phases : tuple of str
        Phases of the month that have it (`counterlife.words.PHASES`), or ``town`` for what is drawn before the first.
    keys : tuple of str
        Paths in regime files that switch it on: ``*`` is any one key, ``**`` any number, ``=word`` a value (also one of a list), ``!=word``
        any other. In town
        profiles if the path begins with ``town:``.
    measures : tuple of str
        Names in the registry of measures: what it moves.
    tests : tuple of str
        ``file::function``, below ``tests/``.
    """

    name: str
    phases: tuple[str, ...]
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    tests: tuple[str, ...]


def _pattern(key: str) -> re.Pattern[str]:
    path = key.removeprefix("town:").partition("=")[0].removesuffix("!")
    words = re.escape(path).replace(r"\*\*", ".+").replace(r"\*", "[^/]+")
    return re.compile(words.replace(r"\.", "/"))


def matches(key: str, trail: tuple[str, ...], value: str) -> bool:
    """Whether a key of a mechanism means what stands at a place of a file."""
    path, _, word = key.partition("=")
    return (not word or (word == value) != path.endswith("!")) and _pattern(key).fullmatch("/".join(trail)) is not None


def leaves(data: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """All values of a resolved file with their trails: of a quantity its number (below ``by-date`` if dated), of a list each member."""
    if isinstance(data, dict) and "value" in data:
        data = data["value"]
    if isinstance(data, dict):
        for key, value in data.items():
            dated = re.fullmatch(r"\d{4}(-\d{2})?", key) is not None
            yield from leaves(value, (*trail, "by-date") if dated else (*trail, key))
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value, trail)
    else:
        yield trail, WORDS[data] if data is None or isinstance(data, bool) else str(data)


def is_on(value: str) -> bool:
    """Whether a value switches something on: not empty, zero, or a word for nothing."""
    return value not in OFF and re.match(r"[+-]?0+(\.0+)?(?![\d.])", value) is None


def _nested(path: list[str], value: Any) -> Any:
    """A value below the keys of a path."""
    return {path[0]: _nested(path[1:], value)} if path else value


@cache
def _files() -> tuple[tuple[str, str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """Kind, name and values of everything in the library; of a safeguard what it sets."""
    found: list[tuple[str, str, Any]] = [("regime", name, plain(load(name))) for name in library_names("regimes")]
    for guard in library_names("safeguards"):
        found += [("safeguard", guard, _nested(path.split("."), value)) for path, value in load_safeguard(guard).set.items()]
    for name in library_names("cases"):
        design = load_case(name).design
        found += [("case", name, plain(world.regime)) for world in design.worlds] if design is not None else []
    for name in library_names("towns"):
        found.append(("town", name, load_town(name).model_dump(mode="json", by_alias=True, exclude_none=True)))
    return tuple((kind, name, tuple(leaves(data))) for kind, name, data in found)


def users(mechanism: Mechanism) -> tuple[str, ...]:
    """The files of the library that use a mechanism: regimes and towns; if there are none, safeguards and cases that bring it."""
    found: dict[str, list[str]] = {}
    for kind, name, values in _files():
        keys = [key for key in mechanism.keys if key.startswith("town:") == (kind == "town")]
        if any(is_on(value) and matches(key, trail, value) for trail, value in values for key in keys):
            found.setdefault(kind, []).append(name)
    plainly = [*found.get("regime", []), *(f"town {name}" for name in found.get("town", []))]
    brought = [f"{kind} {name}" for kind in ("safeguard", "case") for name in dict.fromkeys(found.get(kind, []))]
    return tuple(plainly or brought)


PHASES_TEST: Final = "life/reference/test_phases.py"
SPELLS_TEST: Final = "oracles/test_spells.py"
AFTER_TEST: Final = "oracles/test_consequences.py"
REACTIONS_TEST: Final = "oracles/test_reactions.py"
CHANNELS_TEST: Final = "oracles/test_channels.py"
GUESSES_TEST: Final = "oracles/test_guesses.py"
LISTS_TEST: Final = "oracles/test_lists.py"
FIRMS_TEST: Final = "life/test_firms.py"
RECOURSE_TEST: Final = "oracles/test_recourse.py"

MECHANISMS: Final = (
    Mechanism(
        "acts at base rates, by frailty",
        ("town", "act"),
        ("town:acts.*.rate", "town:frailty.*"),
        ("gain.violations", "gain.prosocial", "gap.concentration"),
        (f"{SPELLS_TEST}::test_rare_events", f"{SPELLS_TEST}::test_frailty", f"{PHASES_TEST}::test_an_everyday_act_happens_at_its_rate"),
    ),
    Mechanism(
        "judgments that leave a debt",
        ("act",),
        ("town:acts.*.obligation.median",),
        ("debts.made", "debts.open"),
        ("regime/test_compile.py::test_obligations_are_log_normal_and_saturate",),
    ),
    Mechanism(
        "hardship raises financial acts",
        ("act",),
        ("town:hardship.financial",),
        ("spiral.acts", "spiral.entries"),
        (f"{AFTER_TEST}::test_new_arrears_before_recovery", f"{AFTER_TEST}::test_without_a_response_to_hardship_there_is_no_spiral"),
    ),
    Mechanism(
        "fear of speaking, learned from news",
        ("act", "adapt"),
        ("adapt.fear.strength", "adapt.fear.steepness", "adapt.fear.learning", "adapt.fear.floor", "adapt.fear.aware", "adapt.risk.*"),
        ("chill.withheld", "chill.withheld-gross", "chill.attentive"),
        (f"{AFTER_TEST}::test_fear_of_speaking", f"{AFTER_TEST}::test_good_news_wears_fear_off"),
    ),
    Mechanism(
        "withheld words that move to private channels",
        ("act",),
        ("adapt.fear.private",),
        ("chill.private",),
        (f"{REACTIONS_TEST}::test_what_is_not_said_in_public_is_said_in_private_or_lost",),
    ),
    Mechanism(
        "deterrence of violations",
        ("act", "adapt"),
        ("adapt.deterrence.*",),
        ("gain.violations",),
        (f"{REACTIONS_TEST}::test_deterrence", f"{REACTIONS_TEST}::test_without_elasticities_or_knowledge_nobody_is_deterred"),
    ),
    Mechanism(
        "good acts for points, and what points drive out",
        ("act",),
        ("adapt.performance.**",),
        ("game.points", "gain.prosocial"),
        (f"{REACTIONS_TEST}::test_good_acts_for_points", f"{REACTIONS_TEST}::test_points_for_what_is_done_anyway_add_no_act"),
    ),
    Mechanism(
        "joining and leaving a scheme: pilots, by oneself, after others, under pressure, because one must",
        ("adapt", "record", "listing"),
        tuple(
            f"schemes.*.covers.{key}"
            for key in ("joining", "pilots", "opens", "already", "joins", "imitates", "pressure", "leaves", "held", "mandatory")
        ),
        ("consent.members", "consent.unfree", "consent.held"),
        (
            f"{REACTIONS_TEST}::test_joining",
            f"{REACTIONS_TEST}::test_only_members_are_recorded",
            f"{REACTIONS_TEST}::test_pressure_and_mandate_are_no_free_will",
        ),
    ),
    Mechanism(
        "evasion: keeping out of a channel's sight",
        ("observe",),
        ("adapt.evasion.*",),
        ("watch.records", "watch.per-hit"),
        (f"{REACTIONS_TEST}::test_evasion",),
    ),
    Mechanism(
        "ties dropped for the other's band",
        ("bear",),
        ("adapt.dropping.*",),
        ("others.ties", "others.dropped"),
        (f"{REACTIONS_TEST}::test_ties_dropped_for_a_low_band",),
    ),
    Mechanism(
        "channels: who is within sight, what is caught",
        ("observe",),
        ("channels.*.sees", "channels.*.catches", "channels.*.coverage", "channels.*.coverage-of.*", "channels.*.context"),
        ("watch.records",),
        (f"{PHASES_TEST}::test_a_channel_sees_only_those_within_its_sight_and_may_take_one_for_another",),
    ),
    Mechanism(
        "coverage by calendar date",
        ("observe",),
        ("channels.*.coverage.by-date", "channels.*.coverage-of.*.by-date"),
        ("watch.records",),
        ("regime/test_compile.py::test_coverage_changes_by_date_and_group",),
    ),
    Mechanism(
        "records pinned on somebody else",
        ("observe",),
        ("channels.*.mistaken-person", "channels.*.mistaken-person.*"),
        ("match.ppv", "records.wrong", "wrongful.share.fact-wrong"),
        (f"{RECOURSE_TEST}::test_screening", f"{RECOURSE_TEST}::test_one_to_many_matching"),
    ),
    Mechanism(
        "reports of what never happened",
        ("observe",),
        ("channels.*.false-reports.**",),
        ("records.wrong", "wrongful.share.fact-wrong"),
        (f"{PHASES_TEST}::test_false_reports_make_wrong_records_of_what_never_happened",),
    ),
    Mechanism(
        "faces compared with a gallery",
        ("observe",),
        ("channels.*.matching.**",),
        ("match.ppv", "wrongful.share.fact-wrong"),
        (f"{CHANNELS_TEST}::test_a_passing_face_and_a_gallery", f"{CHANNELS_TEST}::test_searches_of_a_whole_gallery"),
    ),
    Mechanism(
        "malicious reports, along ties and across groups",
        ("observe",),
        ("channels.*.malice.**",),
        ("match.ppv", "records.wrong", "wrongful.share.fact-wrong"),
        (f"{CHANNELS_TEST}::test_malice_goes_along_ties", f"{CHANNELS_TEST}::test_verified_tips"),
    ),
    Mechanism(
        "review of alerts before they count",
        ("observe",),
        ("channels.*.review.*",),
        ("match.ppv-reviewed", "match.kept"),
        (f"{CHANNELS_TEST}::test_the_funnel_of_the_london_trials", f"{CHANNELS_TEST}::test_verified_tips"),
    ),
    Mechanism(
        "removal by a censor",
        ("observe",),
        ("channels.*.removes",),
        ("chill.removed",),
        (f"{CHANNELS_TEST}::test_a_censor_removes",),
    ),
    Mechanism(
        "direction from above",
        ("observe",),
        ("channels.*.direction.*",),
        ("wrongful.share.rule-wrong",),
        (f"{CHANNELS_TEST}::test_direction_from_above",),
    ),
    Mechanism(
        "vague headings, applied at an official's discretion",
        ("record",),
        ("schemes.*.catalog.*.discretion.**",),
        ("wrongful.share.rule-wrong", "wrongful.risk"),
        (f"{CHANNELS_TEST}::test_discretion", "regime/test_compile.py::test_a_vague_heading_by_strictness_and_group"),
    ),
    Mechanism(
        "being found within a day",
        ("turn",),
        ("channels.*.locates",),
        ("watch.findable", "watch.watched", "watch.per-hit"),
        (f"{CHANNELS_TEST}::test_who_is_watched_and_who_can_be_found",),
    ),
    Mechanism(
        "places of a town, and coverage by place",
        ("town", "observe"),
        ("channels.*.coverage-at.**",),
        ("watch.watched", "watch.records"),
        (
            "town/test_people.py::test_communities_lie_in_places_by_their_own_group",
            "regime/test_compile.py::test_coverage_by_place_goes_before_coverage_by_group",
        ),
    ),
    Mechanism(
        "data sharing between authorities",
        ("record",),
        ("sharing", "sharing.**"),
        ("watch.shared", "watch.unconsented"),
        (
            f"{CHANNELS_TEST}::test_records_shared_with_another_authority",
            "regime/test_compile.py::test_sharing_passes_on_what_was_shared",
        ),
    ),
    Mechanism(
        "data sharing: which scheme's file a channel feeds",
        ("record",),
        ("channels.*.feeds",),
        ("watch.records",),
        (f"{PHASES_TEST}::test_an_event_is_filed_once_a_scheme_however_many_channels_see_it",),
    ),
    Mechanism(
        "files that are kept for a time",
        ("record",),
        ("schemes.*.records.kept", "schemes.*.catalog.*.kept"),
        ("watch.records", "due.exit24.recovered"),
        (f"{PHASES_TEST}::test_a_score_is_read_from_live_records_and_clamped_once",),
    ),
    Mechanism(
        "fines",
        ("record", "bear"),
        ("schemes.*.catalog.*.fine", "schemes.*.ordinary"),
        ("fines.paid", "hardship.months"),
        (f"{PHASES_TEST}::test_a_fine_is_paid_a_month_later_and_brings_hardship",),
    ),
    Mechanism(
        "points, bounds and bands",
        ("score",),
        ("schemes.*.score.*", "schemes.*.bands.*.from", "schemes.*.catalog.*.points"),
        ("sanction.share", "listing.entries"),
        (
            f"{PHASES_TEST}::test_a_score_is_read_from_live_records_and_clamped_once",
            f"{PHASES_TEST}::test_the_clamped_part_is_counted_apart",
        ),
    ),
    Mechanism(
        "jumps to a band",
        ("score",),
        ("schemes.*.catalog.*.band",),
        ("sanction.share",),
        (f"{PHASES_TEST}::test_a_cap_on_the_band_holds_while_its_record_lives",),
    ),
    Mechanism(
        "association: part of a score from the scores of others",
        ("infer", "score"),
        ("infer.association.*", "infer.association.over.*"),
        ("others.share", "wrongful.share.guessed"),
        (f"{AFTER_TEST}::test_association", f"{AFTER_TEST}::test_association_between_two_groups"),
    ),
    Mechanism(
        "factor scores: a start weighed from traits",
        ("score",),
        ("schemes.*.score.factors.*.*",),
        ("sanction.share", "gap.concentration"),
        (f"{GUESSES_TEST}::test_factor_score",),
    ),
    Mechanism(
        "prediction: flagged before any act",
        ("infer",),
        ("infer.prediction.**",),
        ("wrongful.share.guessed", "others.share"),
        (f"{GUESSES_TEST}::test_screening_by_propensity", f"{GUESSES_TEST}::test_errors_that_stick"),
    ),
    Mechanism(
        "sentiment: an attitude guessed from speech",
        ("infer",),
        ("infer.sentiment.**",),
        ("wrongful.share.guessed", "others.share"),
        (f"{GUESSES_TEST}::test_errors_that_stick", f"{GUESSES_TEST}::test_no_classifier_no_difference"),
    ),
    Mechanism(
        "anomaly: unusual conduct flagged",
        ("infer",),
        ("infer.anomaly.**",),
        ("wrongful.share.guessed", "others.share"),
        (f"{GUESSES_TEST}::test_errors_that_stick", f"{GUESSES_TEST}::test_no_classifier_no_difference"),
    ),
    Mechanism(
        "looking more at those flagged",
        ("infer", "observe"),
        ("infer.*.watch.*",),
        ("watch.records",),
        (f"{GUESSES_TEST}::test_looking_more_finds_more",),
    ),
    Mechanism(
        "grace before a listing",
        ("listing",),
        ("lists.*.grace",),
        ("listing.entries",),
        (f"{LISTS_TEST}::test_grace",),
    ),
    Mechanism(
        "staged sanctions",
        ("turn",),
        ("lists.*.stages", "lists.*.stages.*"),
        ("sanction.months",),
        (f"{LISTS_TEST}::test_stages",),
    ),
    Mechanism(
        "orders performed",
        ("recourse",),
        ("recourse.perform.while-listed", "lists.*.exits=perform"),
        ("due.exit24.performed",),
        (f"{LISTS_TEST}::test_orders_performed",),
    ),
    Mechanism(
        "listings that outlive their end",
        ("listing", "recourse"),
        ("lists.*.clears!=1",),
        ("wrongful.share.rule-wrong",),
        (f"{LISTS_TEST}::test_listings_that_linger", f"{LISTS_TEST}::test_cleared_at_once_is_as_if_the_rule_were_not_there"),
    ),
    Mechanism(
        "lists that follow households",
        ("listing",),
        ("lists.*.kin.family",),
        ("wrongful.share.through-others", "others.share"),
        (f"{LISTS_TEST}::test_households",),
    ),
    Mechanism(
        "look-ups by employers, landlords, lenders",
        ("bear",),
        ("schemes.*.open", "bear.look-ups.*"),
        ("work.share", "hardship.months"),
        (f"{LISTS_TEST}::test_look_ups",),
    ),
    Mechanism(
        "lists by events",
        ("listing",),
        ("schemes.*.catalog.*.list", "lists.*.colour"),
        ("listing.entries", "listing.stock"),
        (f"{SPELLS_TEST}::test_two_state_listing", f"{RECOURSE_TEST}::test_lists_count_by_cause"),
    ),
    Mechanism(
        "lists by thresholds",
        ("listing",),
        ("schemes.*.follows.*.withholds", "lists.*.below.*", "lists.*.above.*"),
        ("listing.entries", "due.exit24.recovered"),
        (f"{PHASES_TEST}::test_a_threshold_list_holds_while_the_band_does_and_its_cause_is_the_weightiest_wrong_one",),
    ),
    Mechanism(
        "able or not: listing those who cannot pay",
        ("listing",),
        ("lists.*.unable",),
        ("wrongful.share.rule-wrong", "wrongful.risk"),
        (f"{PHASES_TEST}::test_the_unable_whom_a_court_lists_all_the_same_are_listed_wrongly",),
    ),
    Mechanism(
        "notice",
        ("listing",),
        ("lists.*.notice", "schemes.*.follows.*.notice"),
        ("due.unnotified", "due.unaware24"),
        (f"{PHASES_TEST}::test_notice_leaves_nobody_unaware", f"{PHASES_TEST}::test_nobody_is_told_where_nobody_may_know"),
    ),
    Mechanism(
        "fixed terms and renewal",
        ("listing",),
        ("lists.*.term", "lists.*.exits=expiry"),
        ("due.exit24.expired",),
        (f"{SPELLS_TEST}::test_fixed_term_with_early_exit", f"{PHASES_TEST}::test_a_second_event_renews_the_term"),
    ),
    Mechanism(
        "rights withheld, by domain",
        ("sanction", "turn"),
        ("lists.*.withholds", "schemes.*.follows.*.withholds"),
        ("sanction.months", "sanction.ever", "cross.share.narrow", "cross.context.broad"),
        ("life/reference/test_month.py::test_every_month_withheld_has_one_cause_one_act_and_one_context",),
    ),
    Mechanism(
        "joint sanctions: the list-by-agency table",
        ("turn",),
        ("agencies.*.receives", "agencies.*.withholds"),
        ("sanction.months", "cross.share.broad"),
        (f"{PHASES_TEST}::test_joint_sanctions_that_begin_later_are_settled_at_that_turn",),
    ),
    Mechanism(
        "rewards",
        ("listing", "turn"),
        ("schemes.*.follows.*.gives", "lists.*.gives"),
        ("gain.rewarded",),
        ("regime/test_compile.py::test_a_band_that_gives_only_gives_and_lies_above_the_start",),
    ),
    Mechanism(
        "children's school places",
        ("turn",),
        ("agencies.*.withholds=school", "lists.*.withholds=school", "schemes.*.follows.*.withholds=school"),
        ("others.school",),
        (f"{PHASES_TEST}::test_a_parents_listing_keeps_a_pupil_out_of_school",),
    ),
    Mechanism(
        "income, savings and hardship",
        ("town", "bear"),
        ("town:savings.median", "town:needs.*", "town:support.*"),
        ("income.mean", "hardship.months", "bear.income"),
        (f"{AFTER_TEST}::test_negative_spiral", f"{PHASES_TEST}::test_credit_withheld_brings_hardship_sooner"),
    ),
    Mechanism(
        "credit withheld",
        ("bear",),
        ("agencies.*.withholds=credit", "lists.*.withholds=credit", "schemes.*.follows.*.withholds=loan-at-city-bank"),
        ("hardship.months", "bear.harmed"),
        (f"{PHASES_TEST}::test_credit_withheld_brings_hardship_sooner",),
    ),
    Mechanism(
        "work lost and not found",
        ("bear",),
        ("bear.job-loss", "bear.hire-refused"),
        ("bear.jobs", "work.lost", "bear.income"),
        (f"{PHASES_TEST}::test_work_is_lost_more_often_where_a_job_is_withheld_and_leaves_a_scar",),
    ),
    Mechanism(
        "publication and ties that break",
        ("bear",),
        ("bear.ties-break", "lists.*.publishes", "schemes.*.follows.*.publishes"),
        ("others.ties", "ties.broken"),
        (f"{AFTER_TEST}::test_ties_of_the_publicly_listed", f"{PHASES_TEST}::test_publication_breaks_ties_at_both_ends_but_never_family"),
    ),
    Mechanism(
        "learning of it: at a counter, by looking up the file",
        ("recourse",),
        ("recourse.look-up", "town:demand.*"),
        ("due.unaware24", "listing.unaware"),
        (f"{SPELLS_TEST}::test_learning_of_a_listing_at_the_counter",),
    ),
    Mechanism(
        "paying: under ordinary law, and to leave a list",
        ("recourse",),
        ("law.pay.ordinary", "recourse.pay.while-listed", "lists.*.exits=pay"),
        ("debts.repaid", "gain.repaid", "due.exit24.paid"),
        (f"{PHASES_TEST}::test_the_able_pay_and_leave_while_the_unable_are_not_listed",),
    ),
    Mechanism(
        "appeal to a court of limited capacity",
        ("recourse",),
        ("recourse.appeal.**", "lists.*.exits=appeal"),
        ("due.appealed", "due.won", "due.queue", "due.wait"),
        (f"{RECOURSE_TEST}::test_appeals", f"{RECOURSE_TEST}::test_overload", f"{RECOURSE_TEST}::test_court_queue"),
    ),
    Mechanism(
        "correction of wrong records, on request or by audit",
        ("recourse",),
        ("recourse.correction.*", "lists.*.exits=correction"),
        ("due.cured24", "due.exit24.corrected"),
        (f"{PHASES_TEST}::test_an_audit_strikes_wrong_records_and_takes_people_off_the_list",),
    ),
    Mechanism(
        "credit repair",
        ("recourse",),
        ("recourse.repair.*", "lists.*.exits=repair"),
        ("due.exit24.repaired",),
        (f"{PHASES_TEST}::test_repair_waits_its_months",),
    ),
    Mechanism(
        "acts of enterprises, and whom they harm",
        ("act",),
        ("town:enterprises.acts.*.rate", "town:enterprises.acts.*.victims"),
        ("gain.victims",),
        (f"{FIRMS_TEST}::test_acts_and_victims_come_at_their_rate",),
    ),
    Mechanism(
        "files, ratings and lists of enterprises",
        ("observe", "record", "score", "listing"),
        ("schemes.*.covers.who=enterprises",),
        ("firm.listed", "firm.listed-micro", "firm.listed-small", "firm.listed-large"),
        (f"{FIRMS_TEST}::test_half_of_the_acts_are_filed_and_list_for_three_months", f"{FIRMS_TEST}::test_a_rating_lists_while_it_holds"),
    ),
    Mechanism(
        "records pinned on another firm",
        ("observe",),
        ("channels.*.mistaken-firm",),
        ("firm.wrongful",),
        (f"{FIRMS_TEST}::test_a_record_pinned_on_another_firm_is_wrongful",),
    ),
    Mechanism(
        "sanctions on firms: turnover and their workers' jobs",
        ("sanction", "bear"),
        ("bear.firms.**",),
        ("firm.turnover", "firm.jobs"),
        (f"{FIRMS_TEST}::test_workers_of_firms_without_licence_lose_their_work", f"{FIRMS_TEST}::test_off_changes_nothing"),
    ),
    Mechanism(
        "legal representatives listed in person",
        ("listing", "recourse"),
        ("lists.*.representative",),
        ("firm.persons", "others.share"),
        (f"{FIRMS_TEST}::test_representatives_are_listed_with_their_firms_and_only_if_the_list_says_so",),
    ),
    Mechanism(
        "ways out of firms: rectifying, appeal, repair",
        ("recourse",),
        ("recourse.firms.**", "lists.*.exits=rectify"),
        ("firm.turnover", "firm.jobs"),
        (f"{FIRMS_TEST}::test_firms_leave_by_rectifying_and_by_repair",),
    ),
    Mechanism(
        "firms that comply with a threat",
        ("act",),
        ("adapt.comply.**",),
        ("gain.victims",),
        (
            f"{FIRMS_TEST}::test_compliance_is_one_plus_threat_to_the_minus_elasticity",
            f"{FIRMS_TEST}::test_threats_say_nothing_where_nobody_knows_or_nothing_follows",
        ),
    ),
)
