"""Workflows over HTTP, as their pages use them."""

import pytest
from django.db import transaction

from crm.contacts.services import archive_contact, delete_tag
from crm.contacts.services.batches import tag_contacts, untag_contacts
from crm.workflows.services import enrol_contacts
from tests.cast import Browser, ada, as_actor, uma
from tests.workflows.ways import active, go, later, person, states, step, tag

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


def test_a_workflow_says_why_it_did_not_start_and_for_how_many_it_would() -> None:
    admin = as_actor(ada())
    browser = Browser(ada())
    vip, gold = tag(admin, "VIP"), tag(admin, "Gold")
    grace, alan = person(admin, "Grace", tags=["VIP"]), person(admin, "Alan")
    only_gold = {"all": [{"field": "tags", "op": "has_any", "value": [gold]}]}
    workflow = active(
        admin, {"kind": "tag_added", "config": {"tag_id": vip}, "filter": only_gold}, [step(1, "wait", {"amount": 1})]
    )
    address = f"/api/v1/workflows/{workflow}"
    go()
    answer = browser.get(f"{address}/why?contact_id={grace}").json()
    assert [one["text"] for one in answer["events"]] == [
        "It did not start: this was before the workflow was activated, or while it was paused."
    ]
    assert [one["holds"] for one in answer["conditions"]] == [False]

    with transaction.atomic():
        untag_contacts(actor=admin, contact_ids=[grace], tag_ids=[vip])
        tag_contacts(actor=admin, contact_ids=[grace], names=["Gold"])
        tag_contacts(actor=admin, contact_ids=[alan, grace], names=["VIP"])
    go()
    assert browser.get(f"{address}/why?contact_id={alan}").json()["events"][0]["text"] == (
        "It did not start: the conditions did not hold."
    )
    told = browser.get(f"{address}/why?contact_id={grace}").json()
    assert (told["events"][0]["text"], told["conditions"][0]["holds"]) == ("It started.", True)
    assert told["now"][0].endswith("and this workflow takes each person in once ever.")
    assert browser.get(f"{address}/estimate").json() == {"subject": "contact", "count": 1, "is_bounded": False}


def test_people_under_way_move_to_another_version_where_it_has_their_step() -> None:
    admin = as_actor(ada())
    workflow = active(admin, {"kind": "manual"}, [step(1, "wait", {"amount": 1})])
    grace = person(admin)
    enrol_contacts(actor=admin, workflow_id=workflow, contact_ids=[grace])
    go()
    browser = Browser(ada())
    address = f"/api/v1/workflows/{workflow}"
    shown = browser.get(address).json()
    vip = tag(admin, "VIP")
    longer = {**shown["definition"], "steps": [*shown["definition"]["steps"], step(2, "add_tag", {"tag_id": vip})]}
    saved = browser.send("PATCH", address, {"version": shown["version"], "definition": longer}).json()
    browser.post(f"{address}/activate", {"version": saved["version"]})
    assert browser.post(f"{address}/versions/1/move_runs", {"to": 2}).json() == {"moved": 1, "left": 0}
    later()
    (run,) = browser.get(f"{address}/runs").json()["items"]
    assert (run["state"], run["version"]) == ("done", 2)
    assert states(run["id"]) == [("step1", "done"), ("step2", "done")]

    other = {**longer, "steps": [step(3, "wait", {"amount": 1})]}
    saved = browser.send("PATCH", address, {"version": saved["version"], "definition": other}).json()
    assert [one["what"] for one in browser.get(f"{address}/diff").json()] == ["added", "removed", "removed"]
    browser.post(f"{address}/activate", {"version": saved["version"]})
    refused = browser.post(f"{address}/versions/1/move_runs", {"to": 1})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["to"])


def test_the_trash_holds_people_where_they_are_and_copies_are_drafts_of_ones_own() -> None:
    admin = as_actor(ada())
    vip = tag(admin, "VIP")
    workflow = active(admin, {"kind": "manual"}, [step(1, "wait", {"amount": 1}), step(2, "add_tag", {"tag_id": vip})])
    enrol_contacts(actor=admin, workflow_id=workflow, contact_ids=[person(admin)])
    go()
    browser = Browser(ada())
    address = f"/api/v1/workflows/{workflow}"
    assert browser.post(f"{address}/archive").json()["is_archived"] is True
    later()
    assert browser.get(f"{address}/runs").json()["items"][0]["state"] == "held"
    assert browser.post(f"{address}/resume").json()["code"] == "workflow_is_archived"
    assert browser.get("/api/v1/workflows").json()["items"] == []
    restored = browser.post(f"{address}/restore").json()
    assert (restored["status"], restored["is_archived"]) == ("paused", False)
    browser.post(f"{address}/resume")
    later()
    assert browser.get(f"{address}/runs").json()["items"][0]["state"] == "done"
    copy = browser.post(f"{address}/copy").json()
    assert (copy["name"], copy["status"], copy["definition"]) == ("Copy of Trial", "draft", restored["definition"])


def test_failed_runs_are_replayed_all_at_once_and_each_once() -> None:
    admin = as_actor(ada())
    browser = Browser(ada())
    vip = tag(admin, "VIP")
    workflow = active(admin, {"kind": "manual"}, [step(1, "wait", {"amount": 1}), step(2, "add_tag", {"tag_id": vip})])
    people = [person(admin, name) for name in ("Grace", "Alan", "Edsger")]
    enrol_contacts(actor=admin, workflow_id=workflow, contact_ids=people)
    go()
    archive_contact(actor=admin, contact_id=people[0])
    delete_tag(actor=admin, tag_id=vip)
    later()
    address = f"/api/v1/workflows/{workflow}"
    failed = browser.get(f"{address}/runs?state=failed").json()["items"]
    assert browser.post(f"{address}/replay_failed", {}).json() == {"replayed": len(failed), "left": 0}
    assert len(failed) >= 2
    assert browser.post(f"{address}/replay_failed", {}).json() == {"replayed": 0, "left": 0}


def test_a_difference_names_what_moved_and_not_what_merely_follows() -> None:
    browser = Browser(ada())
    waits = [step(number, "wait", {"amount": number}) for number in range(1, 5)]
    branch = step(9, "if_else", branches={"yes": [step(5, "end")], "no": []})
    made = browser.post(
        "/api/v1/workflows", {"name": "Steps", "definition": {"trigger": {"kind": "manual"}, "steps": [*waits, branch]}}
    ).json()
    address = f"/api/v1/workflows/{made['id']}"
    whole = made["definition"]
    assert list(whole["steps"][4]["branches"]) == ["yes", "no"]

    def told(steps: list[object]) -> list[tuple[str, str]]:
        now = browser.get(address).json()
        browser.send("PATCH", address, {"version": now["version"], "definition": {**whole, "steps": steps}})
        diff = browser.get(f"{address}/diff?before=live&after=draft").json()
        return [(one["what"], one["step_id"]) for one in diff if one["step_id"]]

    first, second, third, fourth = waits
    browser.send("PATCH", address, {"version": 1, "definition": {**whole, "steps": [*waits]}})
    browser.post(f"{address}/activate", {"version": browser.get(address).json()["version"]})
    assert told([second, third, fourth]) == [("removed", "step1")]
    assert told([second, third, first, fourth]) == [("moved", "step1")]
    inside = {**branch, "branches": {"yes": [third], "no": []}}
    assert told([first, second, inside, fourth]) == [("added", "step9"), ("moved", "step3")]
