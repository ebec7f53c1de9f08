"""Twilio's and SendGrid's own forms, repeated, shuffled and at once: the same state as once in order."""

import pytest

from crm.conversations.models import Message, Payload
from tests.channels.posting import Post, mixed
from tests.channels.storms import accounts, once_in_order, state_of_posts
from tests.conversations.storms import storm_by

PEOPLE = 3


@pytest.mark.django_db(transaction=True)
def test_sixty_posts_in_a_storm_are_as_once_in_order() -> None:
    _, by_mail, sender = accounts()
    posts = mixed(60, people=PEOPLE)
    once = once_in_order(posts, sender, by_mail, people=PEOPLE)

    storm = storm_by(Post.send, posts, posters=6, readers=2)

    assert (storm.failures, storm.statuses) == ([], {204})
    assert set(Payload.objects.values_list("state", "error_text")) == {("done", "")}
    assert state_of_posts() == once
    assert Message.objects.filter(direction="in").count() == 42
    assert set(Message.objects.filter(direction="out").values_list("state", flat=True)) == {"delivered", "failed"}
