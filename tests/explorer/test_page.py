"""The page in a browser: each journey clicked through, by mouse and by keys, asking nobody but its own server."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.browsing import CUT, NEEDED, VIEWS, faults
from tests.explorer.visiting import PARTS, TOKEN, WAIT, Visit, until

from counterlife import kernels
from counterlife.explorer.routes import Start
from counterlife.explorer.serve import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

START = Start("judgment-defaulters", 3_000, 3, (2, 4))
MARKED = "[...document.querySelectorAll('data[data-of]')].map(e => [e.dataset.of, e.textContent, e.getAttribute('value')])"

pytestmark = NEEDED


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """A server with small runs, so that pages sharpen at once."""
    kernels.load()
    with beside(TOKEN, START) as found:
        yield found


def test_a_first_visit_begins_with_a_bet_that_stands_beside_the_answer(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("", done=False)
    page.locator("#bet-done").wait_for()
    assert page.locator("#result").is_hidden()
    assert page.locator("#bet-done").is_disabled()
    assert not any(character.isdigit() for character in page.locator("#bet output").inner_text()), "nothing to be drawn to"
    page.locator("#guess").fill("37")
    assert page.locator("#bet output").inner_text() == "37 of 100"
    assert page.locator("#bet svg path[transform]").count() == 100
    page.locator("#bet-done").click()
    page.locator("#settled").wait_for(timeout=WAIT)
    visit.done()
    yours = page.locator("#settled figcaption").first.inner_text()
    n, of = map(int, re.findall(r"\d+", yours.replace(",", "")))
    assert n == 0.37 * of
    assert page.locator("#settled svg").nth(0).get_attribute("aria-label") == yours
    page.reload()
    visit.done()
    assert page.locator("#bet").is_hidden()
    visit.close()


def test_a_rule_that_is_turned_changes_the_answer_and_the_address_and_can_be_put_back(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open()
    dial = page.locator(".dial.range").first
    said, slider = dial.locator("output"), dial.locator("input")
    before, finding = said.inner_text(), page.locator("#finding").inner_text()
    slider.focus()
    page.keyboard.press("End")
    assert said.inner_text() != before
    assert slider.get_attribute("aria-valuetext") == said.inner_text()
    assert page.locator("#result").get_attribute("aria-busy") == "true"
    visit.done()
    assert "set=" in page.url
    assert page.locator(".changed").inner_text().startswith("One rule differs")
    assert page.locator("#finding").inner_text() != finding
    dial.locator("button").click()
    assert said.inner_text() == before
    visit.done()
    assert "set=" not in page.url
    assert page.locator("#finding").inner_text() == finding
    visit.close()


def test_safeguards_stand_beside_the_regime_and_are_told_one_by_one(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=change")
    page.get_by_role("button", name="Try notice, appeal and correction").click()
    visit.done()
    assert page.locator("#safeguards tbody").first.locator("tr").count() == 4
    assert page.locator("#claims table").count() == 2
    assert page.locator("#claims table").nth(0).bounding_box()["width"] == page.locator("#claims table").nth(1).bounding_box()["width"]  # type: ignore[index]
    visit.part("glance")
    assert page.locator("#people .world h3").count() == 3
    visit.part("change")
    page.get_by_role("button", name="Set fines and courts beside it").click()
    visit.done()
    assert page.locator("#claims thead th").filter(has_text="The rival").count() == 2
    assert "rival=ordinary-fines" in page.url
    visit.part("glance")
    assert page.locator("#people .world h3").count() == 4
    visit.close()


def test_presets_set_what_is_assumed_to_either_end(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open()
    told = []
    for whom in ("scheme", "critic"):
        page.locator(f"#preset-{whom}").click()
        visit.done()
        moved = page.locator(".dial.moved").count()
        assert page.url.count("set=") == moved > 1
        told.append(float(page.locator("data[data-of='finding/0/count']").first.get_attribute("value") or "nan"))
    assert told[0] < told[1]
    visit.close()


def test_an_answer_that_is_pinned_stands_beside_the_next(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open()
    finding = page.locator("#finding").inner_text()
    page.locator("#pin").click()
    assert page.evaluate("document.activeElement.id") == "unpin"
    page.locator(".dial.range input").first.press("End")
    visit.done()
    assert page.locator(".before").inner_text().startswith(finding)
    page.locator("#comparison table").first.wait_for(state="attached", timeout=WAIT)
    assert page.locator("#pinned-people .world").count() == 2
    link = page.url
    page.locator("#swap").click()
    visit.done()
    assert page.locator("#finding").inner_text() == finding
    other = visit.context.new_page()
    other.goto(f"{link}&token={TOKEN}")
    other.locator(".before").filter(has_text=finding).wait_for(timeout=WAIT)
    visit.close()


def test_stop_keeps_what_is_known_and_goes_on_again(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=glance&people=50000&years=10", done=False)
    page.locator("#stop").click()
    until(page, "/^Stopped/.test(document.querySelector('.done').textContent)")
    assert page.locator("#stop").inner_text() == "Go on"
    page.locator("#stop").click()
    until(page, "/ of [24] runs/.test(document.querySelector('.done').textContent)")
    assert page.locator("#stop").inner_text() in ("Stop", "Go on")
    visit.close()


def test_lives_are_found_by_a_rule_stepped_through_and_lead_to_their_file(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=lives")
    seen = set()
    for kind in ("harmed", "worst", "helped", "untouched", "typical"):
        page.locator(f"#kind-{kind}").check()
        until(page, "kind => !document.querySelector('#life[aria-busy]') && document.querySelector('#life h3')", kind)
        seen.add(page.locator("#life .note").first.inner_text())
        assert f"kind={kind}" in page.url or kind == "harmed"
    assert len(seen) == 5
    page.locator("#kind-untouched").check()
    title = page.locator("#life .said b")
    until(page, "document.querySelector('#life svg.lifeline')")
    first = title.inner_text()
    page.locator("[data-key=next]").click()
    until(page, "was => document.querySelector('#life .said b')?.textContent !== was", first)
    page.locator("[data-key=previous]").click()
    until(page, "was => document.querySelector('#life .said b')?.textContent === was", first)
    page.locator("[data-key=to-file]").click()
    page.locator("#dossier .who").wait_for()
    assert first.rstrip(".") in page.locator("#dossier .who").inner_text()
    visit.close()


def test_the_file_says_what_each_authority_has_beside_what_happened(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=file")
    page.locator(".codes button").first.click()
    page.locator("#dossier .truth").wait_for()
    assert page.locator("#dossier .world-file").count() >= 2
    assert page.locator("#dossier .paper").count() >= 1
    code = page.locator("#code").input_value()
    assert f"code={code}" in page.url
    month = page.locator("#file-month")
    said = page.locator("#dossier output").inner_text()
    month.press("Home")
    until(page, "was => document.querySelector('#dossier output').textContent !== was", said)
    page.locator("#code").fill("110101199001011234")
    page.keyboard.press("Enter")
    page.locator("#dossier .fault").wait_for()
    assert page.locator("#dossier .paper").count() == 0
    visit.wrong = [one for one in visit.wrong if "404" not in one]
    visit.close()


def test_the_rulebook_finds_numbers_by_word_and_grade(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=book")
    rows = page.locator("#rulebook tbody tr:visible")
    every = rows.count()
    page.locator("#search").fill("notice")
    assert 0 < rows.count() < every
    page.locator("#search").fill("")
    page.locator("#only").select_option("measured")
    assert 0 < rows.count() < every
    assert all("measured" in text for text in rows.locator("td:nth-child(4)").all_inner_texts())
    visit.close()


def test_a_file_of_ones_own_is_checked_with_positions_and_lived(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=book")
    source = page.locator("#source")
    good = source.input_value()
    page.locator("#open").set_input_files({"name": "bad.yaml", "mimeType": "text/yaml", "buffer": f"{good}\nlistz: 1\n".encode()})
    fault = page.locator("#faults li").first
    fault.wait_for()
    line = good.count("\n") + 2
    assert fault.inner_text() == f"Line {line}, column 1: unknown key `listz`; did you mean `lists`?"
    fault.locator("button").click()
    assert page.evaluate("document.activeElement.id") == "source"
    assert page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.getElementById('source'))") == "listz: 1"
    source.fill(good.replace("title:", "title: My own list #", 1) if "title:" in good else good)
    page.locator("#live").click()
    until(page, "location.search.includes('regime=own')")
    visit.done()
    assert "source" not in page.url
    visit.close()


def test_a_link_brings_back_what_was_seen_and_never_holds_the_key(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=who&with=notice&people=2000&years=2")
    assert "token" not in page.url
    assert page.evaluate("document.querySelector('#guard-notice').checked")
    assert page.locator("#option-people").input_value() == "2000"
    assert page.locator("#who").is_visible()
    visit.part("repeat")
    link = page.locator("#snippet-link").inner_text()
    assert "token" not in link
    page.locator("#snippet-python").wait_for()
    assert "counterlife.run(" in page.locator("#snippet-python").inner_text()
    assert "counterlife run judgment-defaulters" in page.locator("#snippet-command").inner_text()
    page.go_back()
    page.locator("#who").wait_for()
    stranger = Visit(browser, home)
    stranger.page.goto(link)
    stranger.page.locator("#token").wait_for()
    assert stranger.page.evaluate("document.querySelector('#view section').clientWidth") > 600
    stranger.page.locator("#token").fill(f"{home}/?token={TOKEN}")
    stranger.page.keyboard.press("Enter")
    stranger.page.locator("#finding").wait_for(timeout=WAIT)
    stranger.done()
    stranger.wrong = [one for one in stranger.wrong if "401" not in one]
    stranger.close()
    visit.close()


def test_keys_alone_do_everything(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("", done=False)
    page.locator("#bet-done").wait_for()
    keys = page.keyboard

    def tab_to(id: str, most: int = 90) -> None:
        for _ in range(most):
            if page.evaluate("document.activeElement.id") == id:
                return
            keys.press("Tab")
        raise AssertionError(f"Tab does not reach {id}")

    keys.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    tab_to("guess")
    keys.press("ArrowRight")
    tab_to("bet-done")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"
    visit.done()
    tab_to("pin")
    keys.press("Space")
    page.locator("#skip").focus()
    tab_to(page.locator(".dial.range input").first.get_attribute("id") or "")
    keys.press("End")
    tab_to("guard-notice")
    keys.press("Space")
    visit.done()
    assert "with=notice" in page.url
    assert "set=" in page.url
    page.locator("[data-key=view-lives]").focus()
    keys.press("Enter")
    tab_to("kind-harmed")
    keys.press("ArrowRight")
    until(page, "location.search.includes('kind=worst')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    visit.close()


def test_a_screen_reader_hears_the_answer_once_a_stage(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open()
    assert page.locator("#status").get_attribute("role") == "status"
    assert page.locator("#status").inner_text() == "All 4 runs are done."
    page.evaluate("""() => { window.heard = []; new MutationObserver(() => window.heard.push(document.getElementById('status').textContent))
        .observe(document.getElementById('status'), { childList: true }) }""")
    page.locator(".dial.range input").first.press("End")
    visit.done()
    heard = page.evaluate("window.heard")
    assert heard[-1] == "All 4 runs are done."
    assert heard[-2] == f"After 4 runs: {page.locator('#finding').inner_text()}"
    assert len(heard) <= 4
    order = page.evaluate("[...document.querySelectorAll('h1, h2')].filter(e => e.getClientRects().length).map(e => e.tagName)")
    assert order.count("H1") == 1
    visit.close()


def test_less_motion_where_it_is_asked_for(browser: Browser, home: str) -> None:
    for wish, behaviour, none in (("reduce", "auto", True), ("no-preference", "smooth", False)):
        visit = Visit(browser, home, reduced_motion=wish)
        page = visit.open()
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        moving = page.evaluate("[...document.querySelectorAll('*')].some(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)")
        assert moving is not none
        assert page.evaluate("document.getAnimations().length") == 0
        visit.close()


def test_where_is_a_tile_for_each_place_with_what_the_table_has(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=who")
    told = page.locator("#where svg.wide text").all_text_contents()
    rows = page.locator("#where tbody tr").count()
    assert page.locator("#where svg.wide rect").count() == rows >= 2
    for place in page.locator("#where tbody th").all_text_contents():
        assert place in told
    visit.close()


def test_another_language_says_that_a_file_keeps_its_own(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    assert "auf Englisch" in visit.open("view=book&lang=de").locator("#rules").inner_text()
    assert "in English" not in visit.open("view=book&lang=en").locator("#rules").inner_text()
    visit.close()


def test_a_phone_has_its_own_layout(browser: Browser, home: str) -> None:
    visit = Visit(browser, home, "phone")
    page = visit.open()
    assert page.locator("#rules").is_hidden()
    page.locator("#rules-open").click()
    assert page.locator("#rules").is_visible()
    assert page.locator("#finding").is_visible()
    assert page.evaluate("document.getElementById('rules').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator("#rules").is_hidden()
    assert page.evaluate("document.activeElement.id") == "rules-open"
    page.locator("#more").click()
    page.locator("[data-key=view-who]").click()
    assert page.locator("#funnel svg.narrow").is_visible()
    assert page.locator("#funnel svg.wide").is_hidden()
    visit.close()


@pytest.mark.parametrize(("view", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")])
def test_axe_finds_nothing_in_any_part(browser: Browser, home: str, view: str, scheme: str) -> None:
    visit = Visit(browser, home, view, scheme)
    page = visit.open("", done=False)
    page.locator("#bet-done").wait_for()
    assert faults(page, scheme) == []
    page.locator("#bet-skip").click()
    visit.done()
    if view == "phone":
        page.locator("#rules-open").click()
        assert faults(page, scheme) == []
        page.keyboard.press("Escape")
    for part in PARTS:
        visit.part(part)
        until(page, "!document.querySelector('#view [aria-busy]')")
        if part == "file":
            page.locator(".codes button").first.click()
            page.locator("#dossier .who").wait_for()
        assert faults(page, scheme) == [], part
        assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"], part
        assert page.evaluate(CUT) == 0 or view == "desktop", part
    visit.close()


def test_numbers_are_the_same_in_sentence_chart_table_and_file(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open("view=who&with=notice")
    design = {
        "regime": START.regime,
        "against": ["none"],
        "with": ["notice"],
        "people": START.people,
        "years": START.years,
    }
    with httpx.Client(base_url=home, headers={"authorization": f"Bearer {TOKEN}"}) as client:
        made = client.post("/api/runs", json={**design, "seeds": list(START.seeds)}).json()
        answer = client.get(f"/api/runs/{made['id']}").json()["answer"]
    assert made["state"] == "done"
    frames = {frame["id"]: frame for one in answer["exhibits"].values() for frame in one["frames"]}
    frames |= {"finding": answer["finding"]["frame"], "people": answer["people"]["exhibit"]["frames"][0]}
    checked = 0
    for part in ("glance", "who", "change", "doubt"):
        visit.part(part)
        for name, text, value in page.evaluate(MARKED):
            frame, row, key = name.split("/")
            cell = frames[frame]["rows"][int(row)][key]
            assert text == cell["shown"], name
            assert value in ("null", "None") if cell["value"] is None else float(value) == pytest.approx(float(cell["value"])), name
            checked += 1
    assert checked > 100
    visit.part("who")
    for id in ("spread", "funnel"):
        drawn = page.locator(f"#{id} svg.wide tspan[font-weight=bold]").all_text_contents()
        assert drawn == [row["value"]["shown"] for row in frames[id]["rows"] if row["value"]["value"] is not None]
    page.locator("#spread summary").first.click()
    with page.expect_download() as saving:
        page.locator("#spread details").first.locator("button").click()
    lines = saving.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(column["key"] for column in frames["spread"]["columns"])
    assert len(lines) == 1 + len(frames["spread"]["rows"])
    visit.close()


def test_pictures_are_kept_with_a_line_that_says_what_they_are_not(browser: Browser, home: str) -> None:
    visit = Visit(browser, home, scheme="dark")
    page = visit.open()
    with page.expect_download() as saving:
        page.locator("[data-key=svg-people-1]").click()
    text = saving.value.path().read_text(encoding="utf-8")
    assert "Synthetic people only" in text
    assert "var(" not in text
    assert "#fbfaf7" in text
    with page.expect_download() as saving:
        page.locator("[data-key=png-people-1]").click()
    assert saving.value.path().read_bytes().startswith(b"\x89PNG")
    visit.close()


def test_another_language_changes_every_word(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open()
    english = {part: page.locator("#views").inner_text() for part in PARTS[:1]}
    page.locator("#language").select_option("de")
    until(page, "location.search.includes('lang=de')")
    visit.done()
    assert "Menschen" in page.locator("#finding").inner_text()
    assert page.locator("#views").inner_text() not in english.values()
    assert "synthetische Menschen" in page.locator(".over").first.inner_text()
    assert page.locator("html").get_attribute("lang") == "de"
    visit.close()


def test_two_browsers_at_once_each_get_their_answer(browser: Browser, home: str) -> None:
    one, two = Visit(browser, home), Visit(browser, home)
    one.open("view=glance&with=notice", done=False)
    two.open("view=glance&with=appeal", done=False)
    one.done()
    two.done()
    assert "notice" in one.page.locator("#people").inner_text().lower()
    assert "appeal" in two.page.locator("#people").inner_text().lower()
    one.close()
    two.close()


def test_what_cannot_be_run_is_refused_in_words(browser: Browser, home: str) -> None:
    visit = Visit(browser, home)
    page = visit.open(f"view=glance&set={json.dumps('lists.nowhere.term')}=3", done=False)
    page.locator("#result .fault:visible").wait_for(timeout=WAIT)
    assert "This was not run." in page.locator("#result .fault").inner_text()
    visit.wrong = [one for one in visit.wrong if "422" not in one and "400" not in one]
    visit.close()
