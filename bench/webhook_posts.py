"""Makes accounts and messages that were sent; writes COUNT posts of Twilio and SendGrid as HTTP, parted by a mark."""

import sys

import django

django.setup()

from tests.channels.posting import mixed  # noqa: E402
from tests.channels.storms import accounts, write_sent  # noqa: E402

PEOPLE = 50
MARK = b"\0KITH\0"

_, by_mail, sender = accounts()
write_sent(sender, by_mail, people=PEOPLE)
for post in mixed(int(sys.argv[1]), people=PEOPLE):
    headers = {**post.headers, "Host": "127.0.0.1", "Content-Type": post.content_type, "Content-Length": len(post.body)}
    lines = [f"POST {post.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    sys.stdout.buffer.write("\r\n".join([*lines, "", ""]).encode() + post.body + MARK)
