"""Regime files: every error in its place and all at once, includes, overlays, settings, and the way back to text."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterlife.regime.load import RegimeError, fingerprint, load, load_safeguard, plain, to_yaml
from counterlife.regime.model import Regime
from counterlife.regime.names import library_file, library_names


class Write(Protocol):
    """Writes a file into the test's folder."""

    def __call__(self, text: str, name: str = ...) -> Path: ...


SMALL = """\
regime: small
schemes:
  points:
    score: {start: 100, least: 0, most: 200}
    bands: {high: {from: 90}, low: {from: 0}}
    catalog:
      traffic.ticket: {points: {value: -5, range: [-9, 0], source: rongcheng-05, grade: reported}}
    follows: {low: {withholds: [air]}}
lists:
  late: {term: 24 months}
channels:
  files: {context: police, sees: [traffic.*], catches: 0.5, feeds: [points]}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "small.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def errors(path: Path | str, *sets: str, overlays: tuple[Path | str, ...] = ()) -> list[str]:
    with pytest.raises(RegimeError) as caught:
        load(path, sets=sets, overlays=overlays)
    return [str(problem) for problem in caught.value.problems]


def test_three_mistakes_give_three_errors_in_place(write: Write) -> None:
    text = SMALL.replace("least: 0", "leest: 0").replace("0.5, feeds", "1.5, feeds").replace("{low: {with", "{lo: {with")
    path = write(text)
    found = errors(path)
    placed = [re.match(rf"{re.escape(str(path))}:(\d+):(\d+): (.*)", error) for error in found]
    assert [match.groups() for match in placed if match] == [
        ("4", "25", "unknown key `leest`"),
        ("8", "15", "no band `lo`"),
        ("12", "56", "'1.5' is out of range: a share lies between 0 and 1"),
    ]
    assert "did you mean `least`?" in found[0]
    assert "did you mean `low`?" in found[1]
    line, caret = found[2].splitlines()[1:3]
    assert line[caret.index("^") :].startswith("1.5, feeds")


@pytest.mark.parametrize(
    ("old", "new", "said", "tip"),
    [
        ("traffic.ticket", "traffic.tiket", "no act `traffic.tiket`", "`traffic.ticket`"),
        ("traffic.*", "trafic.*", "no act `trafic.*`", "`traffic.*`"),
        ("[points]", "[point]", "no scheme `point`", "`points`"),
        ("police", "polise", "no context `polise`", "`police`"),
        ("[air]", "[aire]", "no domain `aire`", "`air`"),
        ("{points: {value: -5", "{band: hig, points: {value: -5", "no band `hig`", "`high`"),
        ("{points: {value: -5", "{list: lat, points: {value: -5", "no list `lat`", "`late`"),
        ("rongcheng-05", "rongchen-05", "no fact `rongchen-05`", "`rongcheng-05`"),
        ("24 months", "24 moths", "'24 moths' is no term", "24 months"),
        ("start: 100", "start: 300", "outside", ""),
        ("high: {from: 90}", "high: {from: 0}", "both begin at 0 points", ""),
        ("high: {from: 90}, low: {from: 0}", "high: {from: 90}, low: {from: 1}", "no band begins at or below the least score", ""),
        ("{low: {with", "{high: {with", "everybody starts in band `high`", ""),
        ("{term: 24 months}", "{below: {scheme: points, band: lov}}", "no band `lov`", "`low`"),
        ("{term: 24 months}", "{below: {scheme: pointz, band: low}}", "no scheme `pointz`", "`points`"),
        ("{term: 24 months}", "{term: 24 months, below: {scheme: points, band: low}}", "no fixed term", ""),
        ("{term: 24 months}", "{term: while it holds}", "needs `below` or `above`", ""),
        ("{term: 24 months}", "{exits: [expiry]}", "needs a fixed term", ""),
        ("{term: 24 months}", "{exits: [apeal]}", "no exit `apeal`", "`appeal`"),
        ("regime: small", "regime: small\nregime: other", "a second time", "line 1"),
        ("regime: small", "rgime: small", "unknown key `rgime`", "`regime`"),
        ("regime: small", "regime: Small Town", "no name", ""),
        ("regime: small", "regime: small\nagencies: {x: {receives: [lat]}}", "no list `lat`", "`late`"),
        ("regime: small", "regime: s\ninfer: {association: {weight: 0.1, over: {friends: 1}, scheme: points}}", "`friends`", "`friend`"),
        ("regime: small", "regime: small\nkind: court", "no kind `court`", "`court-list`"),
        ("regime: small", "regime: small\nsince: 2014-13", "no date", ""),
        ("regime: small", "regime: small\nbear: 3", "`bear` needs a mapping", ""),
        ("regime: small", "regime: small\nphases: {infr: off}", "unknown key `infr`", "`infer`"),
        ("regime: small", "regime: small\nphases: {infer: maybe}", "true or false", ""),
        ("regime: small", "regime: small\ntitle: [a]", "`title` needs text", ""),
        ("regime: small", "regime: small\nlaw: {pay: {ordinary: &a 0}}\nbear: &b {}\nadapt: *b", "alias", ""),
        ("regime: small", "regime: small\ninclude: [non]", "no regime `non`", "`none`"),
        ("regime: small", "regime: small\ninclude: [./gone.yaml]", "no file `./gone.yaml`", ""),
        ("regime: small", "regime: small\ninclude: [small.yaml]", "including itself", ""),
        ("regime: small", "regime: small\ninclude: [3]", "takes names or paths", ""),
        ("  points:\n", "\tpoints:\n", "a tab cannot indent", "spaces"),
        ("[air]", "[air", "not YAML", "bracket"),
        ("channels:", " channels:", "not YAML", "indented unlike"),
        ("regime: small", "regime: small\ntitle: Small: a town", "not YAML", "quote text that has a colon"),
        ("regime: small", "regime: small\ntitle: @home", "not YAML", "quote it"),
        ("regime: small", "regime: small\n---", "another document", "one file holds one regime"),
        ("regime: small", "regime: small\ntitle: !!python/name:os x", "the tag `python/name:os` means nothing", "leave it out"),
        ("{term: 24 months}", "{term: 24 months, colour: grey}", "no colour `grey`", "known: black, red"),
        ("{term: 24 months}", "{exits: [pai]}", "no exit `pai`", "`pay`"),
        ("regime: small", "regime: small\ninclude: [notice]", "no regime `notice`", "`notice` is a safeguard"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_in_its_place(write: Write, old: str, new: str, said: str, tip: str) -> None:
    assert old in SMALL
    found = errors(write(SMALL.replace(old, new, 1)))
    assert any(said in error and tip in error and re.search(r"\.yaml:\d+:\d+: ", error) for error in found), found


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a list\n", "just words\n", "3\n"])
def test_a_file_without_keys(write: Write, text: str) -> None:
    (error,) = errors(write(text))
    assert ":1:1: the file is" in error


def test_files_that_are_none(tmp_path: Path) -> None:
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\x89PNG\xff\x00")
    assert "not a text file" in errors(binary)[0]
    binary.write_bytes(b"a: \x00\x01")
    assert "not a text file" in errors(binary)[0]
    assert "no such file" in errors(tmp_path / "gone.yaml")[0]
    assert "a folder" in errors(tmp_path)[0]
    assert "did you mean `rongcheng`?" in errors("rongchen")[0]
    assert "is a file here" not in errors(".")[0]


def test_deep_nesting_is_an_error_not_a_crash(write: Write) -> None:
    assert errors(write("regime: " + "[" * 5000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(SMALL) - 1), st.text(alphabet="{}[]:,-*&!|>'\"#%@\t\n 0.axé\x00", max_size=4), st.integers(0, 9))
def test_nothing_written_crashes_the_loader(write: Write, where: int, new: str, cut: int) -> None:
    path = write(SMALL[:where] + new + SMALL[where + cut :])
    try:
        regime = load(path)
    except RegimeError:
        return
    assert Regime.model_validate(plain(regime)) == regime


def test_an_included_file_lies_below(write: Write, tmp_path: Path) -> None:
    write(SMALL)
    (tmp_path / "sub").mkdir()
    text = "regime: top\ninclude: [../small.yaml]\nschemes: {points: {catalog: {traffic.ticket: {points: -7}}}}\nlists: {late: null}\n"
    path = tmp_path / "sub" / "top.yaml"
    path.write_text(text)
    regime = load(path)
    points = regime.schemes["points"].catalog["traffic.ticket"].points
    assert points is not None
    assert (points.value, points.source) == (-7, None)
    assert (regime.regime, regime.lists, list(regime.schemes["points"].bands)) == ("top", {}, ["high", "low"])


def test_an_unknown_include_hides_no_other_mistake(write: Write) -> None:
    text = "regime: top\ninclude: [non, ./small.yaml]\nagencies: {x: {receives: [elsewhere]}}\nbear: {hire-refuse: 0.3}\n"
    text += "lists: {late: {term: soon}}\n"
    write(SMALL, "small.yaml")
    found = errors(write(text, "top.yaml"))
    assert [re.search(r":(\d+):", error).group(1) for error in found] == ["2", "4", "5"], found  # type: ignore[union-attr]
    assert "no regime `non`" in found[0]
    assert "unknown key `hire-refuse`" in found[1]
    assert not any("elsewhere" in error for error in found)  # the file that is not there may have such a list


def test_an_error_in_an_included_file_stands_there(write: Write) -> None:
    write(SMALL.replace("catches", "catched"))
    (error,) = errors(write("regime: top\ninclude: [./small.yaml]\n", "top.yaml"))
    assert "small.yaml:12:47: unknown key `catched`" in error


def test_later_includes_and_the_file_itself_win(write: Write) -> None:
    write("regime: a\nrecourse: {look-up: 1 per person-year}\nbear: {hire-refused: 0.1}\n", "a.yaml")
    write("regime: b\nrecourse: {look-up: 2 per person-year}\nbear: {hire-refused: 0.2}\n", "b.yaml")
    regime = load(write("regime: c\ninclude: [./a.yaml, ./b.yaml]\nbear: {hire-refused: 0.3}\n", "c.yaml"))
    assert regime.recourse.look_up.value == Fraction(1, 6)
    assert regime.bear.hire_refused.value == Fraction(3, 10)


def test_a_file_that_several_include_is_taken_once(write: Write) -> None:
    """What one of them makes of it stands, and nobody brings back what one of them took away."""
    write("regime: law\nrecourse: {look-up: 1 per person-year}\nlists: {old: {}, late: {}}\n", "law.yaml")
    write("regime: a\ninclude: [./law.yaml]\nrecourse: {look-up: 2 per person-year}\nlists: {old: null}\n", "a.yaml")
    write("regime: b\ninclude: [./law.yaml]\nlists: {new: {}}\n", "b.yaml")
    regime = load(write("regime: c\ninclude: [./a.yaml, ./b.yaml]\n", "c.yaml"))
    assert regime.recourse.look_up.value == Fraction(1, 6)
    assert set(regime.lists) == {"late", "new"}


def test_included_regimes_keep_their_dates(write: Write) -> None:
    law = "  law: {ordinary: true, catalog: {traffic.ticket: {}}}\n"
    write("regime: a\nsince: 2016-03\nschemes:\n  file: {}\n  own: {since: 2017}\n" + law + "lists: {late: {}}\n", "a.yaml")
    regime = load(write("regime: b\nsince: 2014\ninclude: [./a.yaml]\nschemes: {more: {}}\n", "b.yaml"))
    begun = {name: scheme.begins(regime.since) for name, scheme in regime.schemes.items()}
    assert begun == {"file": 2016 * 12 + 2, "own": 2017 * 12, "law": None, "more": 2014 * 12}
    assert regime.lists["late"].since == 2016 * 12 + 2


@pytest.mark.parametrize(
    ("path", "late"),
    [
        ("lists.*[term].notice", {"late"}),
        ("lists.*[below].notice", {"low"}),
        ("lists.*[term,publishes=on].notice", set()),
        ("lists.*[publishes=on].notice", {"low"}),
        ("lists.*[publishes!=on].notice", {"late"}),
        ("lists.late?.notice", {"late"}),
        ("lists.gone?.notice", set()),
        ("lists.*.notice", {"late", "low"}),
    ],
)
def test_a_safeguard_can_name_conditions(write: Write, path: str, late: set[str]) -> None:
    small = write(SMALL.replace("{term: 24 months}", "{term: 5 years}\n  low: {below: {scheme: points, band: low}, publishes: on}"))
    regime = load(small, overlays=[write(f"safeguard: g\nset: {{'{path}': 1}}\n", "g.yaml")])
    assert {name for name, rule in regime.lists.items() if rule.notice.value} == late
    assert bool(regime.remarks) == (not late and "?" not in path)


def test_a_safeguard_can_take_an_act_out_of_every_catalog(write: Write) -> None:
    guard = write("safeguard: g\nset: {schemes.*.catalog.traffic.ticket?: null, schemes.*.catalog.help.gift?: null}\n", "g.yaml")
    regime = load(write(SMALL), overlays=[guard])
    assert not regime.schemes["points"].catalog
    assert not regime.remarks


def test_settings(write: Write) -> None:
    sets = [
        "schemes.points.catalog.traffic.ticket.points=-6", "channels.*.catches=0.25", "recourse.look-up=1 per person-year",
        "schemes.points.catalog.traffic.jaywalking={points: -2}", "phases.adapt=off", "lists.late.term=5 years",
    ]  # fmt: skip
    regime = load(write(SMALL), sets=sets)
    ticket = regime.schemes["points"].catalog["traffic.ticket"].points
    jaywalking = regime.schemes["points"].catalog["traffic.jaywalking"].points
    assert ticket is not None
    assert jaywalking is not None
    assert (ticket.value, ticket.range, ticket.source) == (-6, (-9, 0), "rongcheng-05")
    assert (jaywalking.value, regime.channels["files"].catches.value) == (-2, Fraction(1, 4))
    assert (regime.recourse.look_up.value, regime.phases.adapt, regime.lists["late"].term.value) == (Fraction(1, 12), False, 60)


def test_a_range_can_be_set(write: Write) -> None:
    regime = load(write(SMALL), sets=["channels.files.catches.range=[0, 1]"])
    catches = regime.channels["files"].catches
    assert (catches.low, catches.value, catches.high) == (Fraction(0), Fraction(1, 2), Fraction(1))


@pytest.mark.parametrize(
    ("text", "said", "tip"),
    [
        ("recourse.lok-up=0", "unknown key `lok-up`", "`look-up`"),
        ("chanels.files.catches=0", "unknown key `chanels`", "`channels`"),
        ("channels.fils.catches=0", "unknown key `fils`", "`files`"),
        ("schemes.points.catalog.traffic.tiket.points=-1", "unknown key `traffic.tiket`", "`traffic.ticket`"),
        ("agencies.*.since=2014", "nothing is there", ""),
        ("channels.files.catches=2", "out of range", "between 0 and 1"),
        ("schemes.points.catalog.traffic.ticket.points=-10", "outside its range", ""),
        ("regime.x=1", "nothing stands below", ""),
        ("channels.files.catches", "is no setting", "path=value"),
        ("channels.files.catches=[", "not YAML", ""),
        ("lists.late.term=null", "", ""),
    ],
)
def test_bad_settings(write: Write, text: str, said: str, tip: str) -> None:
    if not said:
        assert load(write(SMALL), sets=[text]).lists["late"].term.value is None
        return
    (error,) = errors(write(SMALL), text)
    assert said in error
    assert tip in error


def test_the_caret_of_a_setting_points_at_its_value(write: Write) -> None:
    (error,) = errors(write(SMALL), "channels.files.catches=2")
    line, caret = error.splitlines()[1:3]
    assert line[caret.index("^") :] == "2"


def test_wrong_settings_and_wrong_files_are_told_together(write: Write) -> None:
    found = errors(write(SMALL.replace("police", "polise")), "recourse.lok-up=0", "bear.hire-refused=7")
    assert len(found) == 3


def test_a_safeguard_sets_what_is_there_and_says_what_is_not(write: Write) -> None:
    regime = load(write(SMALL), overlays=["notice", "no-association"])
    assert regime.lists["late"].notice.value == 1
    assert regime.schemes["points"].follows["low"].notice.value == 1
    assert regime.remarks == ("safeguard `no-association`: this regime has nothing for `infer.association`",)


def test_a_safeguard_takes_association_away(write: Write) -> None:
    path = write(SMALL + "infer: {association: {weight: 0.1, over: {friend: 1}, scheme: points}}\n")
    assert load(path).infer.association is not None
    assert load(path, overlays=["no-association"]).infer.association is None


def test_a_term_for_all_lists_passes_threshold_lists_by(write: Write) -> None:
    path = write(SMALL.replace("{term: 24 months}", "{term: 5 years}\n  low: {below: {scheme: points, band: low}}"))
    regime = load(path, overlays=["expiry"])
    assert (regime.lists["late"].term.value, regime.lists["low"].term.value) == (24, None)


def test_a_safeguard_s_errors_stand_in_its_file(write: Write) -> None:
    guard = write("safeguard: g\nset:\n  lists.late.notise: 1\n  lists.*.unable: 7\n", "g.yaml")
    found = errors(write(SMALL), overlays=(guard,))
    assert "g.yaml:3:3: unknown key `notise`" in found[0]
    assert "did you mean `notice`?" in found[0]
    assert "g.yaml:4:19: '7' is out of range" in found[1]


def test_no_setting_undoes_a_safeguard(write: Write) -> None:
    assert load(write(SMALL), sets=["lists.late.notice=0.9"]).lists["late"].notice.value == Fraction(9, 10)
    assert load(write(SMALL), sets=["lists.late.notice=0.9"], overlays=["notice"]).lists["late"].notice.value == 1


@given(st.lists(st.sampled_from(library_names("safeguards")), max_size=3), st.sampled_from(library_names("regimes")))
@settings(max_examples=20, deadline=None)
def test_an_overlay_put_on_twice_changes_nothing_more(guards: list[str], name: str) -> None:
    once = load(name, overlays=guards)
    assert plain(load(name, overlays=guards + guards)) == plain(once)


@given(st.permutations(["notice", "appeal", "correction", "no-association", "expiry"]))
@settings(max_examples=10, deadline=None)
def test_the_safeguards_of_the_library_touch_different_things(order: list[str]) -> None:
    assert fingerprint(load("rongcheng", overlays=order)) == fingerprint(load("rongcheng", overlays=sorted(order)))


def test_mute_has_two_switches() -> None:
    switches = {mute: load("none", mute=mute).mute for mute in ("both", "follows", "known")}
    assert [(mute.follows, mute.known) for mute in switches.values()] == [(False, False), (False, True), (True, False)]
    assert load("none").muted().mute == switches["both"]


@pytest.mark.parametrize("name", library_names("regimes"))
def test_the_resolved_regime_reads_back(name: str, tmp_path: Path) -> None:
    regime = load(name)
    path = tmp_path / f"{name}.yaml"
    path.write_text(to_yaml(regime), encoding="utf-8")
    again = load(path)
    assert again == regime
    assert fingerprint(again) == fingerprint(regime) == fingerprint(Regime.model_validate(plain(regime)))


def test_the_fingerprint_sees_values_not_words(write: Write) -> None:
    same = load(write(SMALL.replace("24 months", "2 years").replace("catches: 0.5", "catches: 50 %")))
    other = load(write(SMALL.replace("24 months", "25 months"), "other.yaml"))
    assert fingerprint(same) == fingerprint(load(write(SMALL))) != fingerprint(other)


def test_a_regime_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(load("none"), "title", "x")  # noqa: B010


def test_a_safeguard_by_itself() -> None:
    guard = load_safeguard("notice")
    assert guard.safeguard == "notice"
    assert set(guard.set) == {"lists.*.notice", "lists.*[notice-firm].notice-firm?", "schemes.*.follows.*.notice"}
    with pytest.raises(RegimeError, match="did you mean `notice`"):
        load_safeguard("notise")


def test_library_files_are_named_by_their_regime() -> None:
    for kind, key in (("regimes", "regime"), ("safeguards", "safeguard")):
        for name in library_names(kind):
            assert library_file(kind, name).read_text(encoding="utf-8").startswith(f"{key}: {name}\n")
