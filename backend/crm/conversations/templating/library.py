"""The library: ready templates to take over and change. What only the writer knows is asked for."""

from collections.abc import Mapping

import msgspec

from crm.conversations.mail_text import html_from_plain


class LibraryTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A ready template. `group` is what it stands under, `help` when to use it."""

    key: str
    group: str
    name: str
    help: str
    channel: str
    purpose: str
    subject: str
    text: str
    html: str


def _mail(
    key: str, group: str, name: str, when: str, subject: str, text: str, *, purpose: str = "one_to_one"
) -> LibraryTemplate:
    words = text.strip()
    if purpose == "marketing":
        words += "\n\n{{our_address}}\nNo more of this? {{unsubscribe_link}}"
    return LibraryTemplate(
        key=f"{key}_email", group=group, name=name, help=when, channel="email", purpose=purpose, subject=subject,
        text=words, html=html_from_plain(words),
    )  # fmt: skip


def _sms(key: str, group: str, name: str, when: str, text: str, *, purpose: str = "one_to_one") -> LibraryTemplate:
    words = f"{text} Reply STOP to opt out." if purpose == "marketing" else text
    return LibraryTemplate(
        key=f"{key}_sms",
        group=group,
        name=name,
        help=when,
        channel="sms",
        purpose=purpose,
        subject="",
        text=words,
        html="",
    )


_FIRST, _ALONG, _DATES, _MONEY, _AFTER, _NEWS = (
    "First contact", "Keeping in touch", "Appointments", "Quotes and invoices", "Afterwards", "News and offers",
)  # fmt: skip
_GREETING, _END = "Hi {{first_name|there}},", "Best regards,\n{{signature}}"

_ALL = [
    _mail(
        "introduction", _FIRST, "Introduction", "The first mail to somebody who has asked about you",
        "A quick hello from {{sender_first_name}}",
        f"""{_GREETING}

Thank you for your interest. I am {{{{sender_name}}}}, and I will be looking after you from here on.

So that I can be useful from the start: what would you like to have solved first, and by when? Two sentences are plenty.

{_END}""",
    ),
    _sms(
        "introduction", _FIRST, "Introduction", "Right after somebody has left a number",
        "Hi {{first_name|there}}, this is {{sender_first_name}}. Thanks for getting in touch! What can I do for you?",
    ),
    _mail(
        "referral", _FIRST, "Introduced by somebody", "When a person you both know has made the connection",
        "{{?who introduced you}} suggested we talk",
        f"""{_GREETING}

{{{{?who introduced you}}}} mentioned that you are looking into {{{{?topic}}}} and thought that we should talk.

Would a short call this week suit you? I am happy to work around your calendar.

{_END}""",
    ),
    _mail(
        "follow_up", _ALONG, "Follow-up after a talk", "On the same day, while it is fresh",
        "What we talked about",
        f"""{_GREETING}

It was good to talk to you. This is what I have taken away:

{{{{?what was agreed}}}}

Have I left anything out? Otherwise I will get back to you by {{{{?day}}}}.

{_END}""",
    ),
    _sms(
        "follow_up", _ALONG, "Follow-up after a talk", "A short word after a call",
        "Hi {{first_name|there}}, good to talk to you today. I'll get back to you by {{?day}}. {{sender_first_name}}",
    ),
    _mail(
        "no_reply", _ALONG, "No reply yet", "A few days after a mail that was not answered",
        "Still on your list?",
        f"""{_GREETING}

My last message may have come at a busy time. Is {{{{?topic}}}} still something you would like to take up?

A yes, a no or a "later" is all I need, and I will act on it.

{_END}""",
    ),
    _sms(
        "no_reply", _ALONG, "No reply yet", "After a mail that was not answered",
        "Hi {{first_name|there}}, did my email reach you? A short yes, no or later is fine. {{sender_first_name}}",
    ),
    _mail(
        "last_try", _ALONG, "Closing the file", "The last mail when nothing comes back",
        "Shall I close this?",
        f"""{_GREETING}

I have not heard from you, so I take it that {{{{?topic}}}} has to wait. I will stop writing about it now.

Should it come up again, a reply to this mail finds me.

{_END}""",
    ),
    _sms(
        "missed_call", _ALONG, "Missed call", "When you could not pick up, or nobody did",
        "Hi {{first_name|there}}, sorry we missed each other. When may I call you back? {{sender_first_name}}",
    ),
    _mail(
        "appointment", _DATES, "Proposing times", "Offering a choice instead of asking when",
        "When would suit you?",
        f"""{_GREETING}

Let us find a time. Any of these works for me:

{{{{?first choice}}}}
{{{{?second choice}}}}
{{{{?third choice}}}}

If none of them suits you, send me two that do.

{_END}""",
    ),
    _mail(
        "appointment_confirmed", _DATES, "Appointment confirmed", "As soon as the time is settled",
        "Confirmed: {{?day and time}}",
        f"""{_GREETING}

We are meeting on {{{{?day and time}}}}, {{{{?place or link}}}}.

If anything comes between, just answer this mail and we will find another time.

{_END}""",
        purpose="transactional",
    ),
    _sms(
        "appointment_confirmed", _DATES, "Appointment confirmed", "As soon as the time is settled",
        "Hi {{first_name|there}}, you are booked for {{?day and time}} with {{sender_name}}. Can't come? Just reply.",
        purpose="transactional",
    ),
    _mail(
        "reminder", _DATES, "Reminder of an appointment", "The day before",
        "Tomorrow: {{?time}}",
        f"""{_GREETING}

A short reminder of our appointment tomorrow at {{{{?time}}}}, {{{{?place or link}}}}.

Should you need to move it, please answer today and we will find another time.

{_END}""",
        purpose="transactional",
    ),
    _sms(
        "reminder", _DATES, "Reminder of an appointment", "The day before",
        "Hi {{first_name|there}}, a reminder: tomorrow at {{?time}} with {{sender_name}}. Need to move it? Reply here.",
        purpose="transactional",
    ),
    _sms(
        "no_show", _DATES, "Missed appointment", "When somebody did not come",
        "Hi {{first_name|there}}, we missed you today. Shall we find another time? {{sender_first_name}}",
    ),
    _mail(
        "quote", _MONEY, "Following up a quote", "About a week after the quote went out",
        "Questions about the quote?",
        f"""{_GREETING}

Have you had time for the quote that I sent you on {{{{?day}}}}? I am glad to go through it with you, or to
change what does not fit.

It holds until {{{{?last day}}}}.

{_END}""".replace("to\nchange", "to change"),
    ),
    _mail(
        "invoice", _MONEY, "Invoice reminder", "The first, friendly one, a week after it was due",
        "Invoice {{?number}}",
        f"""{_GREETING}

Invoice {{{{?number}}}} of {{{{?amount}}}} was due on {{{{?day}}}}, and I see no payment yet. Perhaps it has slipped
through, or crossed with this mail; then please ignore it.

Is something wrong with the invoice? Tell me and I will put it right.

{_END}""".replace("slipped\nthrough", "slipped through"),
        purpose="transactional",
    ),
    _sms(
        "invoice", _MONEY, "Invoice reminder", "When the mail was not answered",
        "Hi {{first_name|there}}, invoice {{?number}} is still open. Did it reach you? Reply here with any question.",
        purpose="transactional",
    ),
    _mail(
        "thanks", _AFTER, "Thank you", "After an order, or when something is done",
        "Thank you",
        f"""{_GREETING}

Thank you for your trust. It was a pleasure to work with you.

If anything is not as you had expected, write to me directly: I would rather hear it from you than not at all.

{_END}""",
    ),
    _sms(
        "thanks", _AFTER, "Thank you", "After an order, or when something is done",
        "Hi {{first_name|there}}, thank you! If anything isn't right, reply and I'll see to it. {{sender_first_name}}",
    ),
    _mail(
        "review", _AFTER, "Asking for a review", "One or two weeks after all went well",
        "How was it?",
        f"""{_GREETING}

How happy are you with {{{{?what was done}}}}? If it went well, a short review helps others to find us:

{{{{?link}}}}

And if it did not, please tell me first.

{_END}""",
        purpose="marketing",
    ),
    _sms(
        "review", _AFTER, "Asking for a review", "Soon after all went well",
        "Hi {{first_name|there}}, were you happy with us? A short review helps a lot: {{?link}} {{our_name|}}",
        purpose="marketing",
    ),
    _mail(
        "win_back", _NEWS, "Winning back", "To customers who have been quiet for months",
        "It has been a while",
        f"""{_GREETING}

It has been a while since we last worked together. Since then this has changed here:

{{{{?what is new}}}}

Would it help if I looked at how things stand with you, without any obligation? Just answer this mail.

{_END}""",
        purpose="marketing",
    ),
    _sms(
        "win_back", _NEWS, "Winning back", "To customers who have been quiet and agreed to offers",
        "Hi {{first_name|there}}, it's been a while! New here: {{?what is new}}. Interested? {{our_name|}}",
        purpose="marketing",
    ),
    _mail(
        "announcement", _NEWS, "Announcement", "Something new, an event, a date to keep",
        "{{?headline}}",
        f"""{_GREETING}

{{{{?what is new, in two sentences}}}}

What it means for you: {{{{?benefit}}}}

You will find everything else here: {{{{?link}}}}

{_END}""",
        purpose="marketing",
    ),
]  # fmt: skip

LIBRARY: Mapping[str, LibraryTemplate] = {one.key: one for one in _ALL}
