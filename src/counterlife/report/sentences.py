"""A regime in at most ten sentences, in any language that there are words for; `counterlife explain` says it in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from counterlife.regime.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Scheme
    from counterlife.report.say import Words

MOST: Final = 10
SHOWN: Final = 9
"""So many names of things are listed before "and n more"."""


def ten(regime: Regime, say: Words, month: int) -> list[Markup]:
    """The regime in at most ten sentences.

    Parameters
    ----------
    month : int
        The month, counted from year 0, as of which numbers that change by date are told.
    """
    parts = (_kind, _schemes, _lists, _rights, _rewards, _notice, _ways_off, _watching, _mistakes, _others, _recourse, _reactions)
    said = [(part, sentence) for part in parts for sentence in part(regime, say, month)]
    for least in (_watching, _lists, _reactions):
        if len(said) > MOST:
            said = [(part, sentence) for part, sentence in said if part is not least]
    return [sentence for _, sentence in said[:MOST]]


def in_round(value: Any, say: Words) -> str:
    """A share as "n in 100", or in a larger round number where it is less than one."""
    share = float(value)
    for people in (100, 1_000, 10_000, 100_000):
        if share == 0 or share * people >= 1:
            return say.plain("format.in", n=say.number(share * people), of=say.whole(people))
    return say.plain("format.in", n=say.number(share * 1_000_000), of=say.whole(1_000_000))


def _share(quantity: Quantity[Any], month: int, say: Words) -> str:
    return in_round(quantity.at(month), say)


def _any(value: Quantity[Any] | Mapping[str, Quantity[Any]]) -> list[Quantity[Any]]:
    return [value] if isinstance(value, Quantity) else list(value.values())


def _names(words: list[str], say: Words) -> str:
    if len(words) <= SHOWN:
        return say.listed(words)
    return say.plain("format.more", first=", ".join(words[: SHOWN - 1]), n=say.whole(len(words) - SHOWN + 1))


def _own(regime: Regime) -> dict[str, Scheme]:
    """Schemes that are not ordinary law."""
    return {name: scheme for name, scheme in regime.schemes.items() if not scheme.ordinary}


def _black(regime: Regime) -> dict[str, ListRule]:
    return {name: rule for name, rule in regime.lists.items() if rule.colour == "black"}


def _kind(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    kinds = say.listed([say.plain(f"kinds.{kind}") for kind in regime.kind]) or say.plain("ten.no-kind")
    if regime.hypothesis:
        yield say("ten.hypothesis", kinds=kinds)
    elif regime.since is not None:
        yield say("ten.kind-since", kinds=kinds, since=say.month(regime.since))
    else:
        yield say("ten.kind", kinds=kinds)


def _schemes(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    """The largest score of persons, then all other files in one sentence."""
    people = [scheme for scheme in _own(regime).values() if scheme.covers.who != "enterprises" and (scheme.catalog or scheme.score)]
    scored = max((scheme for scheme in people if scheme.score), key=lambda scheme: len(scheme.catalog), default=None)
    if scored is not None and scored.score is not None:
        acts = _names([say.name("acts", act) for act in scored.catalog], say)
        if scored.score.start is not None:
            amounts = {"start": scored.score.start.value, "n": len(scored.catalog), "bands": len(scored.bands)}
            yield say("ten.points", acts=acts, **{name: say.whole(amount) for name, amount in amounts.items()})
        else:
            yield say("ten.factors", n=say.whole(len(scored.score.factors)), bands=say.whole(len(scored.bands)))
    others = dict.fromkeys(act for scheme in people if scheme is not scored for act in scheme.catalog)
    if others:
        yield say.counted("ten.file", len(others), acts=_names([say.name("acts", act) for act in others], say))
    firms = dict.fromkeys(act for scheme in _own(regime).values() if scheme.covers.who == "enterprises" for act in scheme.catalog)
    if firms and not people:
        yield say.counted("ten.firms", len(firms), acts=_names([say.name("acts", act) for act in firms], say))


def _lists(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    names = [say.plain("format.quoted", text=name) for name in _black(regime)]
    if names:
        unable = [rule.unable for name, rule in _black(regime).items() if rule.unable.value not in (0, 1)]
        yield say("ten.lists", names=_names(names, say))
        if unable:
            yield say("ten.unable", share=_share(unable[0], month, say))


def _rights(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    rights: list[str] = []
    for rule in _black(regime).values():
        rights += [*rule.withholds, *rule.representative, *(right for stage in rule.stages for right in stage.withholds)]
    for scheme in _own(regime).values():
        rights += [right for follow in scheme.follows.values() for right in follow.withholds]
    for agency in regime.agencies.values():
        rights += agency.withholds
    found = [say.plain(f"domains.{right}") for right in dict.fromkeys(rights)]
    if found:
        bodies = say.counted("ten.bodies", max(1, len(regime.agencies)))
        yield say.counted("ten.rights", len(found), rights=_names(found, say), bodies=bodies)


def _rewards(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    rewards: list[str] = []
    for scheme in _own(regime).values():
        rewards += [reward for follow in scheme.follows.values() for reward in follow.gives]
    for rule in regime.lists.values():
        rewards += rule.gives
    found = [say.plain(f"rewards.{reward}") for reward in dict.fromkeys(rewards)]
    if found:
        yield say("ten.rewards", rewards=_names(found, say))


def _notice(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    told = [rule.notice for rule in _black(regime).values()]
    told += [follow.notice for scheme in _own(regime).values() for follow in scheme.follows.values() if follow.withholds]
    if told:
        shares = sorted(float(one.at(month)) for one in told)
        one = in_round(shares[0], say)
        yield say("ten.notice", share=one) if shares[0] == shares[-1] else say("ten.notice-between", lo=one, hi=in_round(shares[-1], say))


def _ways_off(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    ways = list(dict.fromkeys(way for rule in _black(regime).values() for way in rule.exits))
    terms = [rule.term.value for rule in _black(regime).values()]
    if not terms:
        return
    fixed = [term for term in terms if term is not None]
    term = say.plain("ten.term-open") if not fixed else say.plain("ten.term", term=say.years(min(fixed)))
    yield say("ten.ways", term=term, ways=say.listed([say.plain(f"exits.{way}") for way in ways]) or say.plain("ten.no-ways"))


def _watching(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    feeding = {name: channel for name, channel in regime.channels.items() if any(scheme in _own(regime) for scheme in channel.feeds)}
    if feeding:
        yield say.counted("ten.channels", len(feeding), names=_names([say.plain("format.quoted", text=name) for name in feeding], say))


def _mistakes(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    shares = [
        float(one.at(month))
        for channel in regime.channels.values()
        if any(scheme in _own(regime) for scheme in channel.feeds)
        for one in _any(channel.mistaken_person)
    ]
    if shares and max(shares) > 0:
        yield say("ten.mistakes", share=in_round(max(shares), say))


def _others(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    rule = regime.infer.association
    if rule is not None:
        yield say(
            "ten.association", share=_share(rule.weight, month, say), ties=say.listed([say.plain(f"ties.{tie}") for tie in rule.over])
        )
    guesses = [name for name in ("prediction", "sentiment", "anomaly") if getattr(regime.infer, name) is not None]
    if guesses:
        yield say("ten.guesses", kinds=say.listed([say.plain(f"causes.{name}") for name in guesses]))


def _recourse(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    appeal = regime.recourse.appeal
    if appeal is not None:
        yield say("ten.appeal", share=_share(appeal.files.if_wrong, month, say), won=_share(appeal.succeeds.if_wrong, month, say))
    elif _black(regime):
        yield say("ten.no-appeal")


def _reactions(regime: Regime, say: Words, month: int) -> Iterator[Markup]:
    fear = regime.adapt.fear
    if fear is not None:
        yield say("ten.fear")
