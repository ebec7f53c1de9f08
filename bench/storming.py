"""EVENTS messages (1,000) of 50 people once in order; then each one to five times, shuffled, 20 posting, four reading.

The state must be the same. Prints how long an answer took and how soon all was read. The provider is the tests' own.
"""

import os
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.conversations.posting import pigeons  # noqa: E402
from tests.conversations.storms import (  # noqa: E402
    empty_inbox,
    many_messages,
    once_in_order,
    state_of_all,
    storm_of,
)

EVENTS = int(os.environ.get("EVENTS", "1000"))
PEOPLE = 50
POSTERS, READERS = 20, 4


def main() -> int:
    """0 when both ways leave the same behind."""
    call_command("migrate", verbosity=0)
    account = pigeons()
    posts = many_messages(EVENTS, people=PEOPLE)
    begun, busy = time.perf_counter(), time.process_time()
    once = once_in_order(account, posts)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    print(f"once in order       {EVENTS:,} messages in {seconds:.1f} s, {1000 * cpu / EVENTS:.1f} ms of our CPU each")
    empty_inbox()
    storm = storm_of(account, posts, posters=POSTERS, readers=READERS)
    answered = sorted(storm.answered)
    count = len(answered)
    print(f"repeated, shuffled  {count:,} posts by {POSTERS} at once, {count / storm.posting_seconds:.0f} a second")
    p50, p99 = answered[count // 2], answered[count * 99 // 100]
    print(f"answered in         p50 {1000 * p50:.0f} ms, p99 {1000 * p99:.0f} ms")
    print(f"all read after      {storm.reading_seconds:.1f} s")
    print(f"answers, failures   {sorted(storm.statuses)}, {storm.failures}")
    is_same = state_of_all() == once and not storm.failures and storm.statuses == {204}
    print("the same state" if is_same else "ANOTHER STATE")
    return 0 if is_same else 1


if __name__ == "__main__":
    raise SystemExit(main())
