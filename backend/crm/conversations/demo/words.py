"""What is said in the demo's conversations: each a talk, from its first word to its last."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something written. `who` is "in" for the person, "out" for one of us, "note" for what only we see.

    `hours` after the line before; `state` is what became of what went out, `html` a mail's other form.
    """

    who: str
    text: str
    hours: float = 2
    state: str = "delivered"
    error: tuple[str, str, str] = ("", "", "")
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation by one channel. `ends` is how it stands afterwards: open, closed or snoozed."""

    channel: str
    lines: tuple[Line, ...]
    subject: str = ""
    ends: str = "open"


def _in(text: str, hours: float = 2, html: str = "") -> Line:
    return Line(who="in", text=text, hours=hours, html=html)


def _out(text: str, hours: float = 1) -> Line:
    return Line(who="out", text=text, hours=hours)


def _note(text: str, hours: float = 0.2) -> Line:
    return Line(who="note", text=text, hours=hours)


_OFFER_HTML = (
    '<div style="font-family: sans-serif"><p>Hello,</p><p>thank you for the offer. Two questions before I take it to '
    "our board:</p><ol><li>Is the <b>migration</b> part of the price?</li><li>Can we pay by quarter?</li></ol>"
    '<p><img src="https://pictures.example.com/logo.png" alt="Our logo" width="120"></p>'
    "<p>Kind regards</p><blockquote>On Monday you wrote:<br>Here is what we talked about, with the terms.</blockquote>"
    "</div>"
)

# The most usual first. `{first}` is the person's first name, `{us}` that of who answers.
TALKS: tuple[Talk, ...] = (
    Talk(
        channel="sms",
        lines=(
            _in("Hi, I saw your sign on Harbour Street. Do you have time for a call this week?"),
            _out("Hi {first}, {us} here. Thursday at 10 or Friday after 2, which suits you?", 0.4),
            _in("Thursday is good 👍", 0.2),
            _out("Booked. I will call you on this number.", 0.1),
            _in("Could we make it 11 instead? Something came up.", 20),
        ),
    ),
    Talk(
        channel="email",
        subject="Offer for the yearly plan",
        lines=(
            _out("Hello {first},\n\nhere is what we talked about, with the terms.\n\nBest,\n{us}", 3),
            _in(
                "Hello,\n\nthank you for the offer. Two questions before I take it to our board:\n\n"
                "1. Is the migration part of the price?\n2. Can we pay by quarter?\n\nKind regards\n\n"
                "On Monday you wrote:\n> Here is what we talked about, with the terms.",
                26,
                _OFFER_HTML,
            ),
        ),
    ),
    Talk(
        channel="sms",
        lines=(
            _out("Hi {first}, a short reminder: your review is tomorrow at 9:30. Reply C to confirm.", 3),
            _in("C", 0.3),
        ),
        ends="closed",
    ),
    Talk(
        channel="email",
        subject="Invoice 2291",
        lines=(
            _in(
                "Good morning,\n\nthe invoice names our old address. Could you send a new one?\n\n"
                "Our address is now 14 Mill Lane.\n\nThank you",
            ),
            _note("Accounting has the new address, the invoice goes out today."),
            _out("Good morning {first},\n\nof course, the new one is attached. Sorry about that.\n\n{us}", 1.5),
            _in("Perfect, thank you!", 4),
        ),
        ends="closed",
    ),
    Talk(
        channel="sms",
        lines=(
            _out("Hello {first}, {us} here. Is next Tuesday still good for the demo?", 2),
            _in("Yes! Will you show the reports too? My boss only cares about those.", 5),
            _out("Absolutely, I will start with them.", 0.5),
        ),
    ),
    Talk(
        channel="email",
        subject="Question about the contract",
        lines=(
            _in("Hi,\n\nclause 4 says 30 days' notice and clause 9 says 60. Which one counts?\n\nThanks"),
            _note("Legal looks at it, answer by Wednesday."),
        ),
    ),
    Talk(
        channel="sms",
        lines=(
            _in("Is anyone there? The link in your mail does not work."),
            _in("It says the page is gone.", 0.1),
            _in("Please call me.", 1),
        ),
    ),
    Talk(
        channel="email",
        subject="Introduction: {us}, your new contact",
        lines=(
            _out(
                "Hello {first},\n\nI am taking over from Marek and would like to introduce myself. Do you have 20 "
                "minutes next week?\n\nBest,\n{us}",
            ),
        ),
    ),
    Talk(
        channel="sms",
        lines=(
            _out("Hi {first}, the parts have arrived. When can we come by to install them?", 4),
            Line(
                who="out",
                text="Hi {first}, just checking: when can we come by?",
                hours=30,
                state="failed",
                error=("30003", "The phone was switched off or out of reach.", "retry"),
            ),
        ),
    ),
    Talk(
        channel="email",
        subject="Re: Offer for the yearly plan",
        lines=(
            _in("We decided to wait until the new budget in spring. Please come back to us in February."),
            _out("Thank you for telling me, {first}. I will write in February.", 2),
        ),
        ends="snoozed",
    ),
    Talk(
        channel="sms",
        lines=(
            _in("Thanks for the quick help today. It works now."),
            _out("Glad to hear it! Write any time.", 0.3),
        ),
        ends="closed",
    ),
    Talk(
        channel="email",
        subject="Meeting on the 14th",
        lines=(
            _out("Hello {first},\n\ncan we move our meeting from 3 to 4 pm?\n\n{us}", 6),
            _in("Yes, 4 pm works. I will bring Ines from purchasing along.", 3),
            _out("Great, see you both then.", 0.4),
            _in("One more thing: could you send the agenda beforehand?", 15),
        ),
    ),
)
