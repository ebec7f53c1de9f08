"""The language of templates: what is filled, what stays open, and that nothing hostile gets through."""

from typing import Any

import pytest

from crm.consent.enums import Channel, Purpose
from crm.conversations.mail_html import harmless_markup
from crm.conversations.segments import measure
from crm.conversations.templating.checks import SHORTENERS, Level, check_template_words
from crm.conversations.templating.language import half_written, nearest, placeholders, templated, unfilled_names
from crm.conversations.templating.library import LIBRARY
from crm.conversations.templating.rendering import Rendered, TemplateWords, render
from crm.conversations.templating.variables import VARIABLES, examples

GRACE = {"first_name": "Grace", "company": "Harbour & Mills", "signature": "Ada\nHarbour Mills",
         "unsubscribe_link": "https://ours.example/unsubscribe/abc"}  # fmt: skip


def filled(text: str, **values: str) -> str:
    """A text message filled for Grace, or for somebody with other values."""
    return rendered(TemplateWords(text=text), **values).text


def rendered(words: TemplateWords, **values: str) -> Rendered:
    """The words filled for Grace, or for somebody with other values."""
    return render(words, {**GRACE, **values}, typed={}, whom="Grace")


def in_mail(markup: str, **values: str) -> str:
    """The HTML of a mail filled for Grace, kept as a template keeps it."""
    return rendered(TemplateWords(html=templated(markup, harmless_markup)), **values).html


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Hi {{first_name}}!", "Hi Grace!"),
        ("Hi {{ First name | there }}!", "Hi Grace!"),
        ("Hi {{FIRST-NAME|there}}!", "Hi Grace!"),
        ("Hi {{last_name|there}}!", "Hi there!"),
        ("Hi {{last_name|}}!", "Hi !"),
        ("Hi {{last_name}}!", "Hi {{last_name}}!"),
        ("Hi {{frist_name|there}}!", "Hi {{frist_name|there}}!"),
        ("See you {{?day and time}}", "See you {{?day and time}}"),
        ("{{?day|soon}}", "soon"),
        ("{{{first_name}}}", "{Grace}"),
        ("{{}} { } }} {{ {{first_name}}", "{{}} { } }} {{ Grace"),
        ("{% if 1 %}{{first_name.__class__}}{{ 7*7 }}", "{% if 1 %}{{first_name.__class__}}{{ 7*7 }}"),
    ],
)  # fmt: skip
def test_what_a_placeholder_becomes(text: str, becomes: str) -> None:
    assert filled(text) == becomes


def test_what_is_put_in_is_never_read_again() -> None:
    hostile = "{{company}} {{first_name|x}}"
    text = filled("Hi {{first_name}}", first_name=hostile)

    assert "Harbour" not in text
    assert not unfilled_names(text)
    assert not placeholders(in_mail("<p>{{first_name}}</p>", first_name=hostile))


def test_values_are_no_markup_wherever_they_stand() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> & <b>'

    mail = in_mail('<p title="{{first_name}}">Hi {{<b>first</b>_name}}</p>', first_name=hostile)

    assert "<script" not in mail
    assert "<img" not in mail
    assert "<b>" not in mail
    assert mail.count("&lt;script&gt;") >= 1
    assert in_mail("<p>{{company}}</p>") == "<p>Harbour &amp; Mills</p>"
    assert in_mail("<p>{{signature}}</p>") == "<p>Ada<br>Harbour Mills</p>"
    assert in_mail("<p>{{last_name|R&amp;D <i>}}</p>") in {"<p>R&amp;D</p>", "<p>R&amp;D &lt;i&gt;</p>"}


def test_links_take_an_address_whole_and_a_value_only_in_parts() -> None:
    whole = in_mail('<a href="{{unsubscribe_link}}">No more</a>')
    assert 'href="https://ours.example/unsubscribe/abc"' in whole
    assert ">No more</a>" in whole
    part = in_mail('<a href="https://shop.example/?for={{company}}&amp;x=1">Shop</a>', company='a&b="/ c')
    assert "for=a%26b%3D%22%2F%20c&amp;x=1" in part
    assert "javascript" not in in_mail('<a href="{{first_name}}">x</a>', first_name="javascript:alert(1)")
    told = rendered(TemplateWords(html=templated("<p>{{unsubscribe_link}}</p>", harmless_markup)))
    assert ">Unsubscribe</a>" in told.html
    assert told.text == "Unsubscribe (https://ours.example/unsubscribe/abc)"


def test_a_subject_has_one_line() -> None:
    words = TemplateWords(subject="For {{first_name}}: {{?what}}", text="x")
    subject = render(words, {"first_name": "Grace\r\nBcc: all@example.com"}, typed={"?what": "a\nb"}, whom="G").subject

    assert subject == "For Grace Bcc: all@example.com: a b"


def test_what_is_open_says_what_to_do() -> None:
    words = TemplateWords(subject="{{last_name}}", text="{{frist_name}} {{?day and time}} {{last_name}} {{zzz}}")
    missing = rendered(words).missing

    assert [one.name for one in missing] == ["last_name", "frist_name", "?day and time", "zzz"]
    assert missing[0].text.startswith("Grace has nothing for last name.")
    assert (missing[1].nearest, missing[3].nearest) == ("first_name", None)
    assert "Did you mean {{first_name}}?" in missing[1].text
    assert missing[2].is_question
    assert [(one.name, one.source) for one in rendered(TemplateWords(text="{{first_name}}{{phone|none}}")).used] == [
        ("first_name", "contact"), ("phone", "fallback"),
    ]  # fmt: skip


def test_half_written_variables_are_seen_and_other_braces_left_alone() -> None:
    assert half_written("Hi {first_name}, {{company}, {{email}} {not this} {a:1}", VARIABLES) == [
        "{first_name}",
        "{{company}",
    ]
    assert nearest("Firstname", VARIABLES) == "first_name"


def test_hostile_lengths_cost_nothing() -> None:
    for evil in ("{{" * 50_000, "{{a" * 30_000, "<" * 50_000, "{{" + "<b>" * 20_000 + "}}", "{ a" * 30_000):
        filled(evil)
        in_mail(evil)
        half_written(evil, VARIABLES)


def codes(channel: Channel, purpose: Purpose, *, has_address: bool = True, **fields: str) -> dict[str, Level]:
    """What is found about such a template, by its code."""
    words = TemplateWords(**fields)
    done = render(words, examples(), typed={}, whom="Grace")
    measured = measure(done.text) if channel is Channel.SMS else None
    found = check_template_words(channel, purpose, words, rendered=done, measured=measured, has_address=has_address)
    return {check.code: check.level for check in found}


def test_marketing_carries_a_way_out_and_an_address() -> None:
    bare = codes(Channel.EMAIL, Purpose.MARKETING, subject="News", html="<p>Buy</p>")
    assert bare == {"no_unsubscribe": Level.ERROR, "no_postal_address": Level.ERROR}
    whole: dict[str, Any] = {"subject": "News", "html": "<p>{{our_address}} {{unsubscribe_link}}</p>"}
    assert codes(Channel.EMAIL, Purpose.MARKETING, **whole) == {}
    assert list(codes(Channel.EMAIL, Purpose.MARKETING, has_address=False, **whole)) == ["postal_address_unknown"]
    assert codes(Channel.EMAIL, Purpose.ONE_TO_ONE, subject="News", html="<p>Buy</p>") == {}
    assert list(codes(Channel.SMS, Purpose.MARKETING, text="Buy now")) == ["no_stop"]
    assert codes(Channel.SMS, Purpose.MARKETING, text="Buy. Reply STOP to opt out") == {}


def test_what_costs_or_goes_wrong_is_named() -> None:
    assert codes(Channel.SMS, Purpose.ONE_TO_ONE, text="It’s {{unsubscribe_link}} {{nme}} {first_name}") == {
        "wrong_channel": Level.ERROR, "unknown_variable": Level.ERROR, "half_written": Level.ERROR,
        "costly_characters": Level.WARNING,
    }  # fmt: skip
    assert codes(Channel.SMS, Purpose.ONE_TO_ONE, text="a" * 161) == {"several_segments": Level.NOTE}
    assert codes(Channel.SMS, Purpose.ONE_TO_ONE, text="{{first_name}}") == {"no_fallback": Level.NOTE}
    for link in ("bit.ly/x", "https://BIT.LY/x", "see www.tinyurl.com/abc."):
        assert "shortener" in codes(Channel.SMS, Purpose.ONE_TO_ONE, text=link), link
    assert codes(Channel.SMS, Purpose.ONE_TO_ONE, text="https://habit.ly/x and orbit.lyon.example") == {}
    assert all("." in host for host in SHORTENERS)


@pytest.mark.parametrize("key", LIBRARY)
def test_the_library_is_in_order(key: str) -> None:
    ready = LIBRARY[key]
    words = TemplateWords(subject=ready.subject, text=ready.text, html=ready.html)
    known = {one.name for one in words.placeholders() if not one.is_question}

    assert known <= set(VARIABLES)
    found = codes(
        Channel(ready.channel), Purpose(ready.purpose), subject=ready.subject, text=ready.text, html=ready.html
    )
    assert not {code for code, level in found.items() if level is not Level.NOTE}
    assert (ready.channel == "email") == bool(ready.subject) == bool(ready.html)
    if ready.channel == "sms":
        assert measure(render(words, examples(), typed={}, whom="").text).segments == 1
