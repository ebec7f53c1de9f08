"""A look-alike of Twilio for workers that are killed: it counts how often it was given each message."""

from collections import Counter
from urllib.parse import parse_qsl

from tests.channels.provider import Reply, Request
from tests.channels.twilio import LookAlike, taken


class CountingTwilio(LookAlike):
    """Answers by the mode of the sender's number: "ok", or "hang" until `release`."""

    def __init__(self) -> None:
        super().__init__()
        self.modes: dict[str, str] = {}
        self.url = self.provider.url
        self.seen = self.provider.seen

    def answer(self, asked: Request) -> Reply:
        """As Twilio would; each message has a SID of its own."""
        told = super().answer(asked)
        form = dict(parse_qsl(asked.body.decode()))
        if self.modes.get(form.get("From", "")) == "hang":
            self.provider.wait()
        # Twilio knows no key of ours: asked twice it makes two messages.
        return taken(f"SM{self.seen.index(asked):032x}") if told.status == 201 else told

    def counts(self) -> Counter[str]:
        """How often each message was given to it, by its text: no two have the same."""
        return Counter(dict(parse_qsl(asked.body.decode()))["Body"] for asked in list(self.seen))

    def release(self) -> None:
        """Hangs up on all that are kept waiting."""
        self.provider.close_hung()

    def close(self) -> None:
        """Ends the server."""
        self.provider.close()
