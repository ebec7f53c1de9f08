"""What conversations tell opportunities: who waits for whose answer."""

import json
from datetime import timedelta

import pytest

from crm.conversations.models import Conversation
from crm.core import clock
from crm.core.access import Actor
from crm.pipelines import selectors
from tests.conversations.threads import person
from tests.pipelines.deals import deal, pipeline


@pytest.mark.parametrize(
    ("fields", "days", "said"),
    [
        ({"turn": "us"}, 2, ["Waiting for our answer for 2 days"]),
        ({"turn": "us"}, 1, ["Waiting for our answer for 1 day"]),
        ({"turn": "us"}, 0, []),
        ({"turn": "them"}, 7, ["No reply for 7 days"]),
        ({"turn": "them"}, 6, []),
        ({"turn": "them", "state": "closed"}, 30, []),
        ({"turn": "nobody"}, 30, []),
    ],
)
def test_a_card_says_who_waits_for_whom(ada: Actor, fields: dict[str, str], days: int, said: list[str]) -> None:
    line, contact = pipeline(ada), person()
    deal(ada, line.stages[0].id, contact_id=contact.pk, next_step="Call")
    then = clock.now() - timedelta(days=days, minutes=1)
    waiting_since = then if fields["turn"] == "us" else None
    Conversation.objects.create(contact=contact, last_at=then, waiting_since=waiting_since, **fields)

    board = selectors.get_board(actor=ada, pipeline_id=line.id)

    (card,) = board.columns[0].cards
    assert [reason.text for reason in card.stuck] == said
    (row,) = selectors.list_opportunities(actor=ada).items
    assert row.stuck == card.stuck
    condition = {"field": "is_stuck", "op": "is_true"}
    stuck = selectors.list_opportunities(actor=ada, filter=json.dumps({"all": [condition]})).items
    assert len(stuck) == len(said)
