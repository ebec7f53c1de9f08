"""Workflows over HTTP, as their pages use them."""

import pytest

from tests.cast import Browser, ada, as_actor, uma
from tests.workflows.ways import go, person, step, tag

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_workflow_is_written_activated_run_and_replayed() -> None:
    browser = Browser(ada())
    admin = as_actor(ada())
    made = browser.post("/api/v1/workflows", {"name": "Welcome"}).json()
    assert (made["status"], made["faults"][0]["field"]) == ("draft", "trigger")
    address = f"/api/v1/workflows/{made['id']}"
    vip = tag(admin, "VIP")
    definition = {
        "trigger": {"kind": "manual"},
        "policy": {"enrol": "many"},
        "steps": [step(1, "add_tag", {"tag_id": vip}), step(2, "wait", {"amount": 5, "unit": "minutes"})],
    }
    refused = browser.post(f"{address}/activate", {"version": made["version"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_sound")
    assert {one["field"] for one in refused.json()["faults"]} == {"trigger", "steps"}

    saved = browser.send("PATCH", address, {"version": made["version"], "definition": definition}).json()
    assert saved["words"]["trigger"]
    stale = browser.send("PATCH", address, {"version": made["version"], "name": "Hello"})
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, saved["version"])

    live = browser.post(f"{address}/activate", {"version": saved["version"]}).json()
    assert (live["status"], live["live"]["number"], live["is_changed"]) == ("active", 1, False)
    grace = person(admin)
    assert browser.post(f"{address}/enrol", {"contact_ids": [grace, 10**12]}).json()["started"] == 1
    go()
    (run,) = browser.get(f"{address}/runs?state=active").json()["items"]
    assert run["current_step"]["id"] == "step2"
    assert browser.get(address).json()["counts"]["step2"] == {"waiting": 1, "passed": 0, "failed": 0}
    shown = browser.post(f"/api/v1/runs/{run['id']}/cancel").json()
    assert (shown["state"], [one["state"] for one in shown["steps"]]) == ("cancelled", ["done", "skipped"])
    plan = browser.get(f"/api/v1/runs/{run['id']}/replay_plan?start=start").json()
    assert (plan["keeps"], plan["repeats"]) == (["1. Add a tag"], ["2. Wait"])
    replay = browser.post(f"/api/v1/runs/{run['id']}/replay", {"start": "start"})
    assert (replay.status_code, replay.json()["replay_of"]) == (201, run["id"])
    assert len(browser.get(f"/api/v1/contacts/{grace}/runs").json()["items"]) == 2
    assert browser.get(f"{address}/versions").json()[0]["is_live"] is True


def test_a_user_sees_workflows_of_their_own_alone() -> None:
    theirs = Browser(ada()).post("/api/v1/workflows", {"name": "Ada's"}).json()
    browser = Browser(uma())
    own = browser.post("/api/v1/workflows", {"name": "Uma's"}).json()
    assert [one["name"] for one in browser.get("/api/v1/workflows").json()["items"]] == ["Uma's"]
    assert browser.get(f"/api/v1/workflows/{own['id']}").status_code == 200
    for path in (f"/api/v1/workflows/{theirs['id']}", f"/api/v1/workflows/{theirs['id']}/runs"):
        assert browser.get(path).status_code == 404
