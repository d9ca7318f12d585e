"""A regime in plain sentences, every number with its range, grade and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from counterlife.evidence.facts import cited, fact
from counterlife.regime.explain_life import adapt, bear
from counterlife.regime.explain_recourse import recourse_of
from counterlife.regime.numbers import lacks, numbers
from counterlife.regime.saying import about, all_of, by_group, number
from counterlife.regime.schemes import Entry
from counterlife.regime.units import month_text
from counterlife.words import GUESSES, PHASES

if TYPE_CHECKING:
    from counterlife.regime.adapting import Covers
    from counterlife.regime.channels import Channel
    from counterlife.regime.fields import Sourced
    from counterlife.regime.following import Guess
    from counterlife.regime.lists import Agency, ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Follow, Scheme


def explain(regime: Regime) -> str:
    """A regime in plain sentences, then its sources and the numbers that lack one.

    Parameters
    ----------
    regime
        A loaded regime, overlays included.

    Returns
    -------
    str
        Text of many lines; headings stand alone, sentences begin with a dash.
    """
    return "\n\n".join(_section(heading, said) for heading, said in sections(regime))


def sections(regime: Regime) -> list[tuple[str | None, list[str]]]:
    """The same by heading; the opening has none."""
    parts: list[tuple[str | None, Iterable[str]]] = [
        (None, _opening(regime)),
        *((f"Scheme `{name}`", _scheme(scheme)) for name, scheme in regime.schemes.items()),
        *((f"List `{name}`", _list(rule, _holds_firms(regime, name, rule))) for name, rule in regime.lists.items()),
        ("Agencies that act on lists", (_agency(name, agency) for name, agency in regime.agencies.items())),
        *((f"Channel `{name}`", _channel(channel)) for name, channel in regime.channels.items()),
        ("Who gives what to whom", _sharing(regime)),
        ("What is guessed", _infer(regime)),
        ("What follows in life", bear(regime)),
        ("What people can do", recourse_of(regime.recourse, regime)),
        ("How people adapt", adapt(regime)),
        ("What is only counted", _counted(regime)),
        ("What is switched off", _off(regime)),
        ("Remarks", iter(regime.remarks)),
        ("Numbers that lack evidence", (f"`{path}`: {lack}" for path, lack in lacks(regime))),
        ("Sources", _sources(regime)),
    ]
    return [(heading, said) for heading, lines in parts if (said := list(lines))]


def _section(heading: str | None, said: Sequence[str]) -> str:
    return "\n".join(said) if heading is None else "\n".join([heading, *(f"- {line}" for line in said)])


def _opening(regime: Regime) -> Iterator[str]:
    yield f"{regime.title or regime.regime} (`{regime.regime}`)"
    if regime.hypothesis:
        yield "This is a hypothesis: no place is known to have it."
    if regime.about:
        yield regime.about
    if regime.kind:
        yield f"Kind: {all_of(regime.kind)}." + (f" In force since {month_text(regime.since)}." if regime.since is not None else "")
    papers = regime.law.documents
    if papers is not None and papers.second.value:
        joined = f", until {month_text(papers.joined)}, when documents are joined up" if papers.joined is not None else ""
        yield (
            f"{number(papers.second, papers)} of adults have a second document under which they are not listed, and keep by it "
            f"what asks for one: {all_of(papers.rights)}{joined}."
        )
    leave = regime.law.authorisation
    if leave is not None:
        odds = leave.passes
        yield (
            f"Before somebody comes on a black list by an event, a judge looks at the case, {number(leave.capacity, leave)} a month; "
            f"{number(odds.if_wrong, odds)} of wrong listings pass and {number(odds.if_right, odds)} of right ones."
        )
    if regime.law.pay.ordinary.value:
        yield f"Under ordinary law, somebody able pays an open judgment at {number(regime.law.pay.ordinary, regime.law.pay)}."


def _scheme(scheme: Scheme) -> Iterator[str]:
    by = f"by the authority `{scheme.authority}`" if scheme.authority else "by an authority not named"
    since = f", since {month_text(scheme.since)}" if scheme.since is not None else ""
    yield f"It is run {by}, covers {scheme.covers.who}" + (", and is ordinary law" if scheme.ordinary else "") + f"{since}{about(scheme)}."
    kept = scheme.files == "kept"
    rest = "its files stay for their time, and so do listings by an event" if kept else "its files go, and what followed from them"
    if scheme.lasts.value is not None:
        yield f"It ends after {number(scheme.lasts, scheme)}: {rest}."
    if scheme.until is not None:
        yield f"It ends in {month_text(scheme.until)}: {rest}."
    if scheme.open:
        yield "Anybody may look its records up."
    if scheme.note:
        yield scheme.note
    yield from _joining(scheme.covers)
    if scheme.score:
        score = scheme.score
        begins = f"Everybody starts with {number(score.start, score)}" if score.start else "Everybody starts where the factors put them"
        yield f"{begins}; a score lies between {number(score.least, score)} and {number(score.most, score)}."
        for name, factor in score.factors.items():
            yield f"Factor {name}: weight {number(factor.weight, factor)}, the rank in the town by {factor.from_}."
    for name, band in scheme.bands.items():
        yield f"Band {name} begins at {number(band.from_, band)}."
    for act, entry in scheme.catalog.items():
        yield f"`{act}`: {_entry(entry)}."
    yield f"Records are kept {number(scheme.records.kept, scheme.records)}."
    if scheme.records.removed.value != 1:
        yield f"Of records whose time is over, {number(scheme.records.removed, scheme.records)} are removed a month; the others go stale."
    for band_name, follow in scheme.follows.items():
        yield f"From band {band_name} on: {_follow(follow)}."


def _joining(covers: Covers) -> Iterator[str]:
    if covers.places:
        yield f"It covers only those who live in the town's {all_of(covers.places)}."
    if covers.joining == "automatic":
        if covers.pilots is not None:
            yield f"It covers only those who live in pilot communities: {number(covers.pilots, covers)} of all."
        return
    pilots = f"; {number(covers.pilots, covers)} of communities are pilots and open before" if covers.pilots is not None else ""
    opens = "as soon as the scheme is there" if covers.opens is None else f"from {month_text(covers.opens)} on"
    yield f"Only those who joined are covered; one can join {opens}{pilots}."
    yield f"Have joined before the run, where it is open by then: {number(covers.already, covers)}."
    yield (
        f"People join at {number(covers.joins, covers)}, at a further {number(covers.imitates, covers)} times the share who have joined, "
        f"and under pressure at a further {number(covers.pressure, covers)}."
    )
    yield f"They wish to leave at {number(covers.leaves, covers)}; of these, {number(covers.held, covers)} cannot."
    if covers.mandatory is not None:
        yield f"From {month_text(covers.mandatory)} on everybody has to join, and nobody can leave."


def _entry(entry: Entry) -> str:
    said = []
    if entry.points is not None:
        said.append(number(entry.points, entry))
    if entry.band is not None:
        said.append(f"the band is capped at {entry.band} while the record lives" + about(entry))
    if entry.list is not None:
        said.append(f"puts on the list `{entry.list}`" + about(entry))
    if entry.fine is not None:
        said.append(f"a fine of {number(entry.fine, entry)}")
    if entry.kept is not None:
        said.append(f"kept {number(entry.kept, entry)}")
    vague = entry.discretion
    if vague is not None:
        more = f"; group {by_group(vague.group, vague)} more, in logits" if vague.group else ""
        said.append(
            f"vague: {number(vague.core, vague)} of such acts lie within its core, to the others it is applied with chance "
            f"{number(vague.mean, vague)}, officials differing by {number(vague.official_sd, vague)} in logits{more}"
        )
    said += [f"since {month_text(entry.since)}"] if entry.since is not None else []
    said += [f"until {month_text(entry.until)}"] if entry.until is not None else []
    said += ["acts done before count too"] if entry.retroactive else []
    return "; ".join(said) or "kept on file, no more"


def _effects(withholds: Sequence[str], gives: Sequence[str], publishes: str) -> list[str]:
    said = [f"withholds {all_of(withholds)}"] if withholds else []
    said += [f"gives {all_of(gives)}"] if gives else []
    tiers = {"public": ["publishes the names"], "authorities": ["is told to authorities only: no counter says why a right is refused"]}
    return said + tiers.get(publishes, [])


def _follow(follow: Follow) -> str:
    said = _effects(follow.withholds, follow.gives, follow.publishes) or ["nothing follows"]
    return "; ".join([*said, f"told at once: {number(follow.notice, follow)} of those it reaches"]) + about(follow)


def _holds_firms(regime: Regime, name: str, rule: ListRule) -> bool:
    """Whether a list holds enterprises rather than persons."""
    limit = rule.below or rule.above
    firms = {scheme for scheme, rules in regime.schemes.items() if rules.covers.who == "enterprises"}
    if limit is not None:
        return limit.scheme in firms
    return any(entry.list == name for scheme in firms for entry in regime.schemes[scheme].catalog.values())


def _list(rule: ListRule, firms: bool) -> Iterator[str]:
    by = f"by the authority `{rule.authority}`" if rule.authority else "by an authority not named"
    since = f", since {month_text(rule.since)}" if rule.since is not None else ""
    yield f"A {rule.colour}list, kept {by}{since}{about(rule)}."
    for side, threshold in (("below", rule.below), ("above", rule.above)):
        if threshold is not None:
            yield f"It holds everybody at or {side} band {threshold.band} of scheme `{threshold.scheme}`."
    yield from _told(rule, firms)
    yield f"A listing lasts {number(rule.term, rule)}."
    yield f"Ways off it: {all_of(rule.exits)}." if rule.exits else "No way off it is named."
    for effect in _effects(rule.withholds, rule.gives, rule.publishes):
        yield f"It {effect}."
    if rule.fine is not None and rule.fine.sum.value:
        fine = rule.fine
        yield (
            f"After {number(fine.after, fine)} on it the court fines {number(fine.share, fine)} of those who still are, "
            f"{number(fine.sum, fine)} each, on top of what they owe."
        )
    if rule.grace.value:
        yield f"Between the record and the listing lie {number(rule.grace, rule)}, in which paying or performing avoids it."
    for stage in rule.stages:
        yield f"After {number(stage.after, stage)} on it, {all_of(stage.withholds)} too."
    if rule.kin is not None:
        yield f"From adults who live with somebody on it, it withholds {all_of(rule.kin.family)}{about(rule.kin)}."
    if rule.proportion is not None and rule.proportion.per_point is not None:
        yield f"A listing lasts at most {number(rule.proportion.per_point, rule.proportion)} for each point of gravity of the act."
    if rule.proportion is not None and rule.proportion.related:
        yield "It withholds only rights that are related to the acts that bring people on it."
    if rule.clears.value != 1:
        yield f"Of listings whose time is over, or that are settled, {number(rule.clears, rule)} are cleared a month; the others stay."
    if rule.representative:
        yield f"From the legal representative of a firm on it, it withholds in person {all_of(rule.representative)}."
        yield f"Told at once: {number(rule.notice, rule)} of the representatives."


def _told(rule: ListRule, firms: bool) -> Iterator[str]:
    if not firms:
        yield f"Of those unable to pay, it lists {number(rule.unable, rule)}."
        yield f"Told at once: {number(rule.notice, rule)} of those listed."
    elif rule.notice_firm.value != 1:
        yield f"Told at once: {number(rule.notice_firm, rule)} of the firms listed."


def _agency(name: str, agency: Agency) -> str:
    since = f" since {month_text(agency.since)}" if agency.since is not None else ""
    effect = f"withholds {all_of(agency.withholds)}" if agency.withholds else "withholds nothing"
    note = f" {agency.note}" if agency.note else ""
    clears = f" It clears {number(agency.clears, agency)} of its copies a month." if agency.clears.value != 1 else ""
    return f"`{name}` receives {all_of(agency.receives)} and {effect}{since}{about(agency)}.{clears}{note}"


def _channel(channel: Channel) -> Iterator[str]:
    yield f"Its data arise for the purpose `{channel.context}`{about(channel)}."
    yield f"It sees {all_of(channel.sees)}." if channel.sees else "It sees no acts."
    yield f"Share of persons within its sight: {number(channel.coverage, channel)}."
    for group, coverage in channel.coverage_of.items():
        yield f"Of group {group}: {number(coverage, channel)}."
    for place, there in channel.coverage_at.items():
        yield f"At {place}: {by_group(there, channel)}."
    yield f"Of the acts of those within its sight it catches {number(channel.catches, channel)}."
    yield f"Records pinned on somebody else: {by_group(channel.mistaken_person, channel)}."
    if channel.mistaken_firm.value:
        yield f"Records of firms pinned on another firm: {number(channel.mistaken_firm, channel)}."
    if channel.presses.value:
        yield (
            f"Of the acts of firms from which easy paperwork is withheld that it would miss, it catches "
            f"{number(channel.presses, channel)} all the same."
        )
    if channel.spares.value:
        yield f"Of the acts of firms on a red list that it would catch, it lets pass {number(channel.spares, channel)}."
    if channel.false_reports is not None:
        reports = channel.false_reports
        yield f"False reports of `{reports.of}`: {by_group(reports.rate, reports)}."
    yield from _alerts(channel)
    yield f"Its records go to {all_of([f'`{scheme}`' for scheme in channel.feeds])}." if channel.feeds else "Its records go to no scheme."


def _alerts(channel: Channel) -> Iterator[str]:
    matching, malice, review, direction = channel.matching, channel.malice, channel.review, channel.direction
    if matching is not None:
        yield (
            f"Wrong matches of faces, put on file as `{matching.of}`: {by_group(matching.false_match, matching)} a comparison, with "
            f"{number(matching.probes, matching)} passing faces compared with a gallery of {number(matching.gallery, matching)}, and "
            f"{number(matching.searches, matching)} searches a month of all within sight."
        )
    if malice is not None:
        over = all_of([f"{relation} {number(each, malice)}" for relation, each in malice.rate.items()])
        yield f"Malicious reports of `{malice.of}`: {over}."
    if review is not None:
        yield (
            f"A person looks at each alert: kept are {number(review.keeps_true, review)} of those about whoever acted, "
            f"and {number(review.keeps_wrong, review)} of the others."
        )
    if channel.removes.value:
        yield f"Of the expressions it catches, it removes {number(channel.removes, channel)}."
    if direction is not None:
        yield f"By direction from above, {number(direction.share, direction)} of the expressions on file enter as `{direction.enters}`."
    if channel.locates:
        yield "It finds those within its sight within a day."


def _sharing(regime: Regime) -> Iterator[str]:
    for rule in regime.sharing:
        since = f" since {month_text(rule.since)}" if rule.since is not None else ""
        consent = "with" if rule.consent else "without"
        yield f"What `{rule.from_}` has goes to the file of `{rule.to}`{since}, {consent} the consent of those on file{about(rule)}."


def _infer(regime: Regime) -> Iterator[str]:
    rule = regime.infer.association
    if rule is not None:
        over = all_of([f"{kind} {number(weight, rule)}" for kind, weight in rule.over.items()])
        yield f"{number(rule.weight, rule)} of the score of `{rule.scheme}` comes from the scores of others, by kind of tie: {over}."
    for name in GUESSES:
        guess: Guess | None = getattr(regime.infer, name)
        if guess is not None:
            yield from _guess(name, guess)
    rating = regime.infer.firm_credit
    if rating is not None:
        yield (
            f"Lenders look at the rating of `{rating.scheme}` where a micro-enterprise asks for a loan; the chance that it ranks one that "
            f"repays above one that does not is {number(rating.auc, rating)}."
        )
    credit = regime.infer.credit
    if credit is not None:
        since = f" since {month_text(credit.since)}" if credit.since is not None else ""
        yield (
            f"Lenders look at the score of `{credit.scheme}` where somebody has a thin file{since}; the chance that it ranks who repays "
            f"above who does not is {number(credit.auc, credit)}."
        )


def _guess(name: str, guess: Guess) -> Iterator[str]:
    looks = f"did {all_of(guess.of.acts)} this month" if guess.of.acts else f"have a propensity to {guess.of.propensity} acts"
    if guess.of.above is not None:
        looks += f" above that of {number(guess.of.above, guess.of)} of the town"
    yield f"A classifier ({name}) screens everybody every {number(guess.every, guess)} for those who {looks}{about(guess)}."
    yield f"Of these it flags {by_group(guess.true_positive, guess)}; of all others {by_group(guess.false_positive, guess)}."
    yield f"Its error is fixed for life for {number(guess.sticks, guess)} of persons."
    brings = Entry(points=guess.points, band=guess.band, list=guess.list, kept=guess.kept).model_copy(update={"since": guess.since})
    yield f"A flag is a record in `{guess.scheme}`: {_entry(brings)}."
    if guess.watch is not None:
        yield f"Of those flagged, channel `{guess.watch.channel}` then has {number(guess.watch.coverage, guess.watch)} within its sight."


def _counted(regime: Regime) -> Iterator[str]:
    for name, rule in regime.lists.items():
        if rule.demands:
            yield f"Before somebody is on the list `{name}`, its rule demands {all_of(rule.demands)}, kept or not."
    for name, scheme in regime.schemes.items():
        for band, follow in scheme.follows.items():
            if follow.demands:
                yield f"Before band {band} of `{name}` has consequences, its rule demands {all_of(follow.demands)}, kept or not."
        if scheme.score is not None and scheme.score.claims is not None:
            yield f"The score of `{name}` is said to measure the propensity to {scheme.score.claims} acts."
        if scheme.records.leaks.value:
            yield f"Files of `{name}` get out at {number(scheme.records.leaks, scheme.records)}."
    costs, trust = regime.costs, regime.adapt.trust
    hours = (("a record", costs.record), ("a review", costs.review), ("a listing", costs.listing), ("a hearing", costs.hearing))
    told = [f"{what} {number(cost, costs)}" for what, cost in hours if cost.value]
    if told:
        yield f"Staff-hours: {all_of(told)}."
    if trust is not None:
        yield (
            f"Trust in institutions: an unearned sanction that one hears of takes {number(trust.falls, trust)} points, "
            f"a wrong seen punished gives {number(trust.rises, trust)}."
        )


def _off(regime: Regime) -> Iterator[str]:
    off = [phase for phase in PHASES if not getattr(regime.phases, phase)]
    if off:
        yield f"The phases {all_of(off)} do not take place."
    if not regime.mute.follows:
        yield "Muted: nothing follows from score or list, and no names are published."
    if not regime.mute.known:
        yield "Muted: nobody is told, and nobody learns."
    if regime.exempt:
        yield "A random tenth of adults is exempt from all but ordinary law."


def _sources(regime: Regime) -> Iterator[str]:
    named = [stated.source for stated in numbers(regime) if stated.source]
    named += [part.source for part in _sourced_parts(regime) if part.source]
    for id in sorted({id for source in named for id in cited(source)}):
        row = fact(id)
        when = f", {row.as_of}" if row.as_of else ""
        yield f"{id}: {row.quantity}, {row.value} {row.unit} ({row.source}{when}; confidence {row.confidence})"


def _sourced_parts(regime: Regime) -> Iterator[Sourced]:
    yield from regime.lists.values()
    yield from regime.agencies.values()
    yield from regime.sharing
    for scheme in regime.schemes.values():
        yield from scheme.catalog.values()
        yield from scheme.follows.values()
