"""Runs are lived once, answer while they go on, stop when they should, and go on where they stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.explorer.watching import LONG, SMALL, begin, events, state, watched

from counterlife.explorer import jobs

if TYPE_CHECKING:
    import httpx

    from counterlife.explorer.jobs import Desk


def until(client: httpx.Client, run: str, wanted: str) -> None:
    """Wait until a run is in a state; give up after a minute."""
    for _ in range(600):
        if state(client, run) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{run} is {state(client, run)}, not {wanted}")


def test_answers_come_in_stages_and_then_the_end(client: httpx.Client) -> None:
    made = begin(client, SMALL | {"people": 2000, "with": []}, status=201)
    assert (made["of"], made["stages"], made["design"]["people"]) == (4, [2, 4], 2000)
    told = watched(client, made["id"])
    assert [data["seeds"] for name, data, _ in told if name == "answer"] in ([2, 4], [4])
    assert told[-1][:2] == ("end", {"state": "done"})
    done = [data["done"] for name, data, _ in told if name == "progress"]
    assert done == sorted(done)
    assert done[-1] == 4
    assert [int(id) for _, _, id in told] == sorted(int(id) for _, _, id in told)


def test_the_same_design_is_the_same_run(client: httpx.Client, run: str) -> None:
    before = client.get(f"/api/runs/{run}").json()
    again = begin(client, SMALL, status=200)
    assert (again["id"], again["state"], again["seconds"]) == (run, "done", before["seconds"])
    same = SMALL | {"set": {"lists.defaulters.unable": "0.3"}}
    assert begin(client, same, status=200)["id"] == run, "a setting that changes nothing is no other design"
    other = begin(client, SMALL | {"set": {"lists.defaulters.unable": "0.4"}}, status=201)
    assert other["id"] != run
    client.delete(f"/api/runs/{other['id']}")


def test_coming_back_shows_the_present_state_and_starts_nothing(client: httpx.Client, run: str) -> None:
    first, second = watched(client, run), watched(client, run)
    assert [name for name, _, _ in first] == ["progress", "answer", "end"]
    assert first == second
    last = first[-1][2]
    assert client.get(f"/api/runs/{run}/events", headers={"last-event-id": last}).status_code == 204
    assert [name for name, _, _ in events(client, run, last="0")] == ["progress", "answer", "end"]


def test_stop_works_and_asking_again_goes_on(client: httpx.Client) -> None:
    made = begin(client, LONG | {"start": "2012"}, status=201)
    stream = events(client, made["id"])
    for name, data, _ in stream:
        if name == "progress" and data["seconds"] > 0:
            break
    assert client.delete(f"/api/runs/{made['id']}").status_code == 200
    assert [data for name, data, _ in stream if name == "end"] == [{"state": "stopped"}]
    lived = client.get(f"/api/runs/{made['id']}").json()["seconds"]
    assert begin(client, LONG | {"start": "2012"}, status=200)["id"] == made["id"]
    until(client, made["id"], "running")
    client.delete(f"/api/runs/{made['id']}")
    until(client, made["id"], "stopped")
    assert client.get(f"/api/runs/{made['id']}").json()["seconds"] >= lived


def test_a_newer_run_of_a_page_replaces_the_older(client: httpx.Client) -> None:
    old = begin(client, LONG | {"start": "2013"}, page="one")["id"]
    kept = begin(client, LONG | {"start": "2015"}, page="another")["id"]
    new = begin(client, LONG | {"start": "2016"}, page="one")["id"]
    until(client, old, "stopped")
    assert state(client, kept) != "stopped"
    assert state(client, new) != "stopped"
    for run in (kept, new):
        client.delete(f"/api/runs/{run}")
        until(client, run, "stopped")


def test_two_pages_that_ask_for_the_same_share_it(client: httpx.Client) -> None:
    body = LONG | {"start": "2017"}
    shared = begin(client, body, page="one")["id"]
    assert begin(client, body, page="another")["id"] == shared
    other = begin(client, SMALL, page="one")["id"]
    assert other != shared
    time.sleep(0.3)
    assert state(client, shared) != "stopped", "somebody else still wants it"
    begin(client, SMALL, page="another")
    until(client, shared, "stopped")


def test_a_closed_tab_stops_its_run(client: httpx.Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(client, LONG | {"start": "2018"})["id"]
    job = desk.get(run)
    monkeypatch.setattr(jobs, "ALONE", 0.0)
    for name, _, _ in events(client, run):
        desk.sweep()
        assert not job.stopping, "somebody listens"
        if name == "progress":
            break  # which closes the stream
    for _ in range(600):
        if job.state == "stopped":
            break
        time.sleep(0.1)
    assert job.state == "stopped"


def test_the_loop_is_never_blocked(client: httpx.Client) -> None:
    run = begin(client, LONG | {"start": "2019"})["id"]
    assert all(client.get("/api/start").status_code == 200 for _ in range(20))
    assert state(client, run) in ("waiting", "running")
    client.delete(f"/api/runs/{run}")
    until(client, run, "stopped")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 422, "either `regime` or `source`"),
        ({"regime": "rongcheng", "source": "regime: x"}, 422, "either `regime` or `source`"),
        ({"regime": "rongchen"}, 404, "no regime `rongchen`"),
        ({"regime": "/etc/passwd"}, 404, "no regime"),
        ({"regime": "../../x.yaml"}, 404, "no regime"),
        ({"regime": "none", "against": ["/etc/passwd"]}, 404, "no regime"),
        ({"regime": "none", "with": ["/tmp/x.yaml"]}, 404, "no safeguard"),
        ({"regime": "none", "with": ["notice+"]}, 404, "no safeguard"),
        ({"regime": "none", "town": "/tmp/x.yaml"}, 404, "no town"),
        ({"regime": "none", "people": 0}, 422, "greater than or equal to 1"),
        ({"regime": "none", "people": 10**9}, 422, "less than or equal to"),
        ({"regime": "none", "years": 0.3}, 400, "whole months"),
        ({"regime": "none", "start": "now"}, 400, "year and month"),
        ({"regime": "none", "seeds": 0}, 422, ""),
        ({"regime": "none", "seeds": []}, 422, ""),
        ({"regime": "none", "peopel": 5}, 422, "Extra inputs"),
        ({"regime": "rongcheng", "set": {"recourse.lookup": 1}}, 400, "unknown key"),
        ({"regime": "rongcheng", "set": {"recourse.look-up": "often"}}, 400, "no rate"),
        ({"regime": "rongcheng", "set": {"lists.x.unable": 2.5}}, 400, ""),
        ({"source": "regime: [1"}, 400, "not YAML"),
        ({"source": ""}, 400, "empty"),
        ({"source": "regime: x\ninclude: [/etc/passwd]"}, 400, "lies in no folder"),
        ({"source": "regime: x\ninclude: [./../secret.yaml]"}, 400, "lies in no folder"),
        ({"regime": "national", "years": 30, "people": 200_000, "against": ["none", "mute", "exempt"]}, 422, "too many"),
    ],
)
def test_what_cannot_be_run_is_said_clearly(client: httpx.Client, body: dict[str, Any], status: int, said: str) -> None:
    found = client.post("/api/runs", json=body)
    assert found.status_code == status, found.text
    assert said in found.json()["fault"]["message"]


def test_no_run_no_answer(client: httpx.Client) -> None:
    for path in ("", "/events", "/lives", "/lives/3", "/codes", "/file/SYN-000003-A", "/copy", "/compare/y", "/tables/who.csv"):
        found = client.get(f"/api/runs/nothing{path}")
        assert (found.status_code, found.json()["fault"]["where"]) == (404, "id")
