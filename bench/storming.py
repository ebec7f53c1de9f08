"""EVENTS posts (1,000) about 50 people once in order; then each one to five times, shuffled, 20 posting, four reading.

Texts, reports, mails and batches of events in the forms of Twilio and SendGrid, signed. The state must be the same.
Prints how long an answer took and how soon all was read.
"""

import os
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.channels.posting import Post, mixed  # noqa: E402
from tests.channels.storms import accounts, once_in_order, state_of_posts  # noqa: E402
from tests.conversations.storms import storm_by  # noqa: E402

EVENTS = int(os.environ.get("EVENTS", "1000"))
PEOPLE = 50
POSTERS, READERS = 20, 4


def main() -> int:
    """0 when both ways leave the same behind."""
    call_command("migrate", verbosity=0)
    _, by_mail, sender = accounts()
    posts = mixed(EVENTS, people=PEOPLE)
    begun, busy = time.perf_counter(), time.process_time()
    once = once_in_order(posts, sender, by_mail, people=PEOPLE)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    print(f"once in order       {EVENTS:,} posts in {seconds:.1f} s, {1000 * cpu / EVENTS:.1f} ms of our CPU each")
    storm = storm_by(Post.send, posts, posters=POSTERS, readers=READERS)
    answered = sorted(storm.answered)
    count = len(answered)
    print(f"repeated, shuffled  {count:,} posts by {POSTERS} at once, {count / storm.posting_seconds:.0f} a second")
    p50, p99 = answered[count // 2], answered[count * 99 // 100]
    print(f"answered in         p50 {1000 * p50:.0f} ms, p99 {1000 * p99:.0f} ms")
    print(f"all read after      {storm.reading_seconds:.1f} s")
    print(f"answers, failures   {sorted(storm.statuses)}, {storm.failures}")
    is_same = state_of_posts() == once and not storm.failures and storm.statuses == {204}
    print("the same state" if is_same else "ANOTHER STATE")
    return 0 if is_same else 1


if __name__ == "__main__":
    raise SystemExit(main())
