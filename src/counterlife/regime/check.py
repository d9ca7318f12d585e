"""Names that must exist elsewhere in a regime file, checked on the raw file so that one bad part does not hide another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic_core import InitErrorDetails, PydanticCustomError

from counterlife.regime.acts import acts, matching
from counterlife.regime.names import hint
from counterlife.regime.quantity import Reads
from counterlife.words import GUESSES

Loc = tuple["str | int", ...]
BANDS: Final = 8
"""Most bands a scheme can have."""


def complaints(raw: Mapping[str, Any]) -> list[InitErrorDetails]:
    """Everything in a regime's raw data that names what is not there, or that does not fit together."""
    named = [*_schemes(raw), *_lists(raw), *_agencies(raw), *_channels(raw), *_sharing(raw), *_guessed(raw)]
    return [*named, *_dropping(raw), *_habit(raw), *_comply(raw)]


def _complaint(message: str, loc: Loc, known: Sequence[str] = (), name: str = "", key: bool = False, tip: str = "") -> InitErrorDetails:
    context = {"message": message, "hint": tip or (hint(name, known) if name else ""), "key": key}
    return InitErrorDetails(type=PydanticCustomError("regime", "{message}", context), loc=loc, input=name)


def _mapping(raw: Any, *path: str) -> Mapping[str, Any]:
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else {}


def _names(raw: Any) -> list[tuple[int, str]]:
    return [(index, name) for index, name in enumerate(raw) if isinstance(name, str)] if isinstance(raw, (list, tuple)) else []


def _unknown(what: str, name: Any, known: Sequence[str], loc: Loc, key: bool = False) -> Iterator[InitErrorDetails]:
    if isinstance(name, str) and name not in known:
        yield _complaint(f"no {what} `{name}`", loc, known, name, key)


def _schemes(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    lists = list(_mapping(raw, "lists"))
    for name, scheme in _mapping(raw, "schemes").items():
        here: Loc = ("schemes", name)
        bands = list(_mapping(scheme, "bands"))
        yield from _bands(scheme, here)
        for act, entry in _mapping(scheme, "catalog").items():
            there: Loc = (*here, "catalog", act)
            yield from _unknown("act", act, list(acts()), there, key=True)
            yield from _other_actors(act, _mapping(scheme).get("covers", "adults"), there)
            yield from _unknown("band", _mapping(entry).get("band"), bands, (*there, "band"))
            yield from _unknown("list", _mapping(entry).get("list"), lists, (*there, "list"))
            yield from _threshold_entry(raw, entry, there)
            if "points" in _mapping(entry) and not _mapping(scheme, "score"):
                yield _complaint("points without a score", (*there, "points"), tip=f"give scheme `{name}` a `score`")
        for band in _mapping(scheme, "follows"):
            yield from _unknown("band", band, bands, (*here, "follows", band), key=True)
            if band in bands and band == start_band(scheme):
                yield _complaint(
                    f"everybody starts in band `{band}`, so nothing can follow from it", (*here, "follows", band), key=True,
                    tip="name a band above it (for what is given) or below it (for what is withheld)",
                )  # fmt: skip


def _other_actors(act: str, covers: Any, loc: Loc) -> Iterator[InitErrorDetails]:
    """A scheme's catalog names acts of those whom it covers."""
    covers = covers.get("who", "adults") if isinstance(covers, Mapping) else covers
    if act in acts() and covers in ("adults", "enterprises"):
        who = "enterprises" if acts()[act].who == "firm" else "adults"
        if who != covers:
            yield _complaint(f"`{act}` is an act of {who}; this scheme covers {covers}", loc, key=True)


def _comply(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    for act in _mapping(raw, "adapt", "comply"):
        known = [name for name, entry in acts().items() if entry.who == "firm"]
        yield from _unknown("act of enterprises", act, known, ("adapt", "comply", act), key=True)


def _threshold_entry(raw: Mapping[str, Any], entry: Any, loc: Loc) -> Iterator[InitErrorDetails]:
    name = _mapping(entry).get("list")
    rule = _mapping(raw, "lists", name) if isinstance(name, str) else {}
    if "below" in rule or "above" in rule:
        message = f"list `{name}` holds by a score's band: no act puts on it"
        yield _complaint(message, (*loc, "list"), tip="take `below` or `above` off that list")


def _bands(scheme: Any, here: Loc) -> Iterator[InitErrorDetails]:
    bands = _mapping(scheme, "bands")
    if not bands:
        return
    if not _mapping(scheme, "score"):
        yield _complaint("bands without a score", (*here, "bands"), key=True)
        return
    if len(bands) > BANDS:
        yield _complaint(f"{len(bands)} bands; a scheme has at most {BANDS}", (*here, "bands"), key=True)
    limits = _limits(scheme)
    least = _points(_mapping(scheme, "score").get("least"))
    if limits is None or least is None:
        return
    for name, limit in limits.items():
        twin = next((other for other, points in limits.items() if points == limit), name)
        if twin != name:
            yield _complaint(f"bands `{twin}` and `{name}` both begin at {limit} points", (*here, "bands", name), key=True)
    lowest = sorted(name for name, limit in limits.items() if limit <= least)
    if len(lowest) != 1:
        what = f"bands {', '.join(lowest)} begin" if lowest else "no band begins"
        yield _complaint(f"{what} at or below the least score, {least} points", (*here, "bands"), key=True, tip="exactly one band must")


def _points(raw: Any) -> int | None:
    try:
        return int(Reads("number of points").read(raw).value)
    except ValueError:
        return None


def _limits(scheme: Any) -> dict[str, int] | None:
    limits = {name: _points(_mapping(band).get("from")) for name, band in _mapping(scheme, "bands").items()}
    known = {name: limit for name, limit in limits.items() if limit is not None}
    return known if len(known) == len(limits) else None


def start_band(scheme: Any) -> str | None:
    """The band of the start of a raw scheme, or None if its numbers cannot be read."""
    limits, score = _limits(scheme), _mapping(scheme, "score")
    start = _points(score.get("start"))
    if score.get("factors"):
        least, most = _points(score.get("least")), _points(score.get("most"))
        start = (least + most) // 2 if least is not None and most is not None else None
    if not limits or start is None:
        return None
    reached = [name for name, limit in limits.items() if limit <= start]
    return max(reached, key=lambda name: limits[name]) if reached else None


def _lists(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    schemes = _mapping(raw, "schemes")
    for name, rule in _mapping(raw, "lists").items():
        for side in ("below", "above"):
            threshold, here = _mapping(rule, side), ("lists", name, side)
            scheme = threshold.get("scheme")
            yield from _unknown("scheme", scheme, list(schemes), (*here, "scheme"))
            if isinstance(scheme, str) and scheme in schemes:
                yield from _unknown("band", threshold.get("band"), list(_mapping(schemes, scheme, "bands")), (*here, "band"))


def _agencies(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    follows = [f"{scheme}/{band}" for scheme, rule in _mapping(raw, "schemes").items() for band in _mapping(rule, "follows")]
    known = [*_mapping(raw, "lists"), *follows]
    for name, agency in _mapping(raw, "agencies").items():
        for index, received in _names(_mapping(agency).get("receives")):
            yield from _unknown("list", received, known, ("agencies", name, "receives", index))


def _channels(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    schemes = list(_mapping(raw, "schemes"))
    for name, channel in _mapping(raw, "channels").items():
        here: Loc = ("channels", name)
        for index, pattern in _names(_mapping(channel).get("sees")):
            if not matching(pattern):
                known = [*acts(), *sorted({act.partition(".")[0] + ".*" for act in acts()})]
                yield from _unknown("act", pattern, known, (*here, "sees", index))
        for index, scheme in _names(_mapping(channel).get("feeds")):
            yield from _unknown("scheme", scheme, schemes, (*here, "feeds", index))
        for part, key in (("false-reports", "of"), ("matching", "of"), ("malice", "of"), ("direction", "enters")):
            persons = [act for act, entry in acts().items() if entry.who == "person"]
            yield from _unknown("act", _mapping(channel, part).get(key), persons, (*here, part, key))


def _sharing(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    schemes, table = list(_mapping(raw, "schemes")), raw.get("sharing")
    givers = [*_mapping(raw, "channels"), *schemes]
    for index, row in enumerate(table if isinstance(table, (list, tuple)) else ()):
        yield from _unknown("channel or scheme", _mapping(row).get("from"), givers, ("sharing", index, "from"))
        yield from _unknown("scheme", _mapping(row).get("to"), schemes, ("sharing", index, "to"))


def _association(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    rule = _mapping(raw, "infer", "association")
    schemes = _mapping(raw, "schemes")
    scheme = rule.get("scheme")
    yield from _unknown("scheme", scheme, list(schemes), ("infer", "association", "scheme"))
    if isinstance(scheme, str) and scheme in schemes and not _mapping(schemes, scheme, "score"):
        yield _complaint(f"scheme `{scheme}` has no score to associate", ("infer", "association", "scheme"))


def _prices(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    for act in _mapping(raw, "adapt", "performance", "prices"):
        yield from _unknown("act", act, list(acts()), ("adapt", "performance", "prices", act), key=True)


def _guessed(raw: Mapping[str, Any]) -> list[InitErrorDetails]:
    return [*_association(raw), *_guesses(raw), *_prices(raw), *_credit(raw)]


def _guesses(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    schemes = _mapping(raw, "schemes")
    for name in GUESSES:
        rule, here = _mapping(raw, "infer", name), ("infer", name)
        scheme = rule.get("scheme")
        yield from _unknown("scheme", scheme, list(schemes), (*here, "scheme"))
        yield from _unknown("list", rule.get("list"), list(_mapping(raw, "lists")), (*here, "list"))
        yield from _threshold_entry(raw, rule, here)
        yield from _unknown("channel", _mapping(rule, "watch").get("channel"), list(_mapping(raw, "channels")), (*here, "watch", "channel"))
        for index, pattern in _names(_mapping(rule, "of").get("acts")):
            if not matching(pattern):
                yield from _unknown("act", pattern, list(acts()), (*here, "of", "acts", index))
        if isinstance(scheme, str) and scheme in schemes:
            yield from _unknown("band", rule.get("band"), list(_mapping(schemes, scheme, "bands")), (*here, "band"))
            if "points" in rule and not _mapping(schemes, scheme, "score"):
                yield _complaint("points without a score", (*here, "points"), tip=f"give scheme `{scheme}` a `score`")


def _credit(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    schemes = _mapping(raw, "schemes")
    for key in ("credit", "firm-credit"):
        here, scheme = ("infer", key, "scheme"), _mapping(raw, "infer", key).get("scheme")
        yield from _unknown("scheme", scheme, list(schemes), here)
        covers = _mapping(schemes, scheme).get("covers") if isinstance(scheme, str) else None
        firms = (covers.get("who") if isinstance(covers, Mapping) else covers) == "enterprises"
        if key == "firm-credit" and isinstance(scheme, str) and scheme in schemes and not firms:
            yield _complaint(f"scheme `{scheme}` rates no enterprises", here)


def _dropping(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    rule, here = _mapping(raw, "adapt", "dropping"), ("adapt", "dropping")
    schemes, scheme = _mapping(raw, "schemes"), rule.get("scheme")
    yield from _unknown("scheme", scheme, list(schemes), (*here, "scheme"))
    if isinstance(scheme, str) and scheme in schemes:
        yield from _unknown("band", rule.get("band"), list(_mapping(schemes, scheme, "bands")), (*here, "band"))


def _habit(raw: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    here, schemes, scheme = ("adapt", "habit", "scheme"), _mapping(raw, "schemes"), _mapping(raw, "adapt", "habit").get("scheme")
    yield from _unknown("scheme", scheme, list(schemes), here)
    if isinstance(scheme, str) and scheme in schemes and _mapping(schemes, scheme, "covers").get("joining") != "opt-in":
        message = f"nobody joins `{scheme}`, so nobody is a member who could get used to it"
        yield _complaint(message, here, tip="name a scheme with `joining: opt-in`")
