"""An event that could not be delivered is seen by an administrator, and brought again."""

from people import House, Person, unique
from playwright.sync_api import expect


def test_a_failed_delivery_is_seen_and_tried_again(house: House, admin: Person) -> None:
    contact = admin.add_contact(first_name="Pia", last_name=unique("Lang"))
    event = house.kith.sql("SELECT max(id) FROM journal_event WHERE contact_id = %s", contact["id"])[0][0]
    # It makes nothing of an event that states no consent.
    listener = "consent.keep_consent"
    house.kith.sql(
        "INSERT INTO journal_delivery (event_id, listener, state, attempts, error, finished_at)"
        " VALUES (%s, %s, 'failed', 8, 'TimeoutError: the other side did not answer', now())"
        " ON CONFLICT (event_id, listener) DO UPDATE SET state = 'failed', attempts = 8,"
        " error = excluded.error, finished_at = now()",
        event,
        listener,
    )
    page = admin.open("/settings/deliveries")
    expect(page.get_by_text("TimeoutError: the other side did not answer")).to_be_visible()
    again = page.get_by_role("button", name=f"Try again: {listener}, event {event}")
    again.click()
    expect(again).to_have_count(0)
    expect(page.get_by_role("heading", name="Nothing has failed")).to_be_visible()
    page.get_by_role("group", name="Show").or_(page.get_by_role("radiogroup", name="Show")).get_by_text("All").click()
    expect(page.get_by_text(f"Event {event}", exact=True).first).to_be_visible()
    for _ in range(100):
        state = house.kith.sql(
            "SELECT state FROM journal_delivery WHERE event_id = %s AND listener = %s", event, listener
        )[0][0]
        if state == "done":
            break
        page.wait_for_timeout(100)
    assert state == "done"
