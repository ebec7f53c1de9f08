"""What a contact's page shows of consent, and what can be done there."""

import msgspec
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.consent import services as consent
from crm.consent.enums import Channel, Keyword
from crm.consent.models import AddressFact
from crm.consent.selectors import get_contact_consent
from crm.core.access import Actor
from tests.cast import Browser
from tests.cast import ada as ada_user
from tests.cast import uma as uma_user
from tests.cast import vic as vic_user
from tests.consent.made import day
from tests.consent.test_facts import NUMBER
from tests.contacts.people import make


def test_a_block_is_set_and_lifted_on_the_page(ada: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", email="ann@example.com", phone=NUMBER)
    path = f"/api/v1/contacts/{ann.id}/consent"
    uma, admin = Browser(uma_user()), Browser(ada_user())
    block = {"channel": "email", "reach": "marketing", "reason": "Asked at the fair"}
    mail, texts = uma.post(f"{path}/block", block).json()
    assert (mail["status_label"], mail["can_stop"], mail["can_block"], texts["can_stop"]) == (
        "Opted out",
        False,
        True,
        True,
    )
    (fact,) = mail["facts"]
    assert (fact["label"], fact["wording"], fact["recorded_by"]["name"], fact["stands"], fact["can_lift"]) == (
        "Marketing stopped by us", "Asked at the fair", "Uma", True, True,
    )  # fmt: skip
    assert [(one["purpose"], one["answer"], len(one["warnings"])) for one in mail["verdicts"]] == [
        ("one_to_one", "yes", 1), ("transactional", "yes", 0), ("marketing", "no", 0),
    ]  # fmt: skip
    lifted = uma.post(f"{path}/lift", {"channel": "email", "fact_id": fact["id"], "reason": "Asked again"}).json()[0]
    assert (lifted["status"], [(one["kind"], one["stands"]) for one in lifted["facts"]]) == (
        "unknown", [("lift", False), ("stopped", False)],
    )  # fmt: skip

    consent.record_keyword(
        actor=kith, channel=Channel.SMS, address=NUMBER, keyword=Keyword.STOP, wording="STOP", contact_id=ann.id,
        message_ref="SM1", at=day(1),
    )  # fmt: skip
    stop = uma.get(path).json()[1]["facts"][0]
    assert (stop["stands"], stop["can_lift"]) == (True, False)
    lift = {"channel": "sms", "fact_id": stop["id"], "reason": "Wrote a letter"}
    refused = uma.post(f"{path}/lift", lift)
    assert (refused.status_code, refused.json()["permission"]) == (403, "consent:manage")
    assert admin.post(f"{path}/lift", lift).json()[1]["status"] == "unknown"
    assert admin.post(f"{path}/lift", lift).json()["code"] == "nothing_to_lift"
    # Another contact's address is none of this one's.
    other = make(ada, "Other", email="other@example.com")
    answer = admin.post(f"/api/v1/contacts/{other.id}/consent/lift", {**lift, "channel": "email"})
    assert answer.status_code == 404
    answer = admin.post(f"/api/v1/contacts/{other.id}/consent/lift", lift)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_such_address")
    assert uma.post(f"{path}/block", {**block, "reason": " "}).json()["fields"] == {
        "reason": ["Say why, in a few words: it stays with the address."]
    }
    vic = Browser(vic_user())
    assert vic.post(f"{path}/block", block).status_code == 403
    told = vic.get(path).json()
    assert [one["can_block"] for one in told] == [False, False]


def test_what_they_wrote_is_read_on_the_page(ada: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", phone=NUMBER)
    consent.record_free_text_opt_out(
        actor=kith, channel=Channel.SMS, address=NUMBER, wording="no more texts", contact_id=ann.id,
        message_ref="1", at=day(1),
    )  # fmt: skip
    (texts,) = get_contact_consent(actor=ada, contact_id=ann.id)
    assert (texts.status, texts.facts[0].needs_review) == ("paused", True)
    uma = Browser(uma_user())
    review = {"channel": "sms", "fact_id": texts.facts[0].id, "decision": "keep"}
    (kept,) = uma.post(f"/api/v1/contacts/{ann.id}/consent/review", review).json()
    assert (kept["status"], kept["facts"][1]["needs_review"], kept["facts"][1]["can_lift"]) == (
        "opted_out",
        False,
        False,
    )
    assert kept["verdicts"][0]["answer"] == "no"


def test_it_costs_the_same_for_one_fact_and_for_many(ada: Actor) -> None:
    ann = make(ada, "Ann", email="ann@example.com", phone=NUMBER)
    get_contact_consent(actor=ada, contact_id=ann.id)
    with CaptureQueriesContext(connection) as few:
        get_contact_consent(actor=ada, contact_id=ann.id)
    for number in range(60):
        consent.record_bounce(
            actor=ada, address="ann@example.com", is_hard=True, code="", text="", at=day(-number), contact_id=None
        )
    AddressFact.objects.update(last_at=day(0))
    with CaptureQueriesContext(connection) as many:
        told = get_contact_consent(actor=ada, contact_id=ann.id)
    assert len(many) - len(few) <= 1, "the names of who recorded it"
    assert msgspec.json.encode(told)
