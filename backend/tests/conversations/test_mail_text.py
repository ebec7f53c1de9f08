"""The plain part that is made of a mail's HTML."""

import pytest

from crm.conversations.mail_html import harmless_markup
from crm.conversations.mail_text import html_from_plain, plain_of_ours


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hi <strong>you</strong>,</p><p>One<br>two</p>", "Hi you,\n\nOne\ntwo"),
        ("<p>a</p><p></p><p><br></p><p>b</p>", "a\n\nb"),
        (
            "<p>a</p><ul><li><p>one</p></li><li><p>two</p><ul><li><p>deep</p></li></ul></li></ul><p>b</p>",
            "a\n\n- one\n- two\n  - deep\n\nb",
        ),
        ('<ol start="9"><li>x</li><li><p>y</p><p>z</p></li></ol>', "9. x\n10. y\n\n    z"),
        (
            "<p>Said:</p><blockquote><p>Quote</p><p>more</p><blockquote><p>deep</p></blockquote></blockquote><p>so</p>",
            "Said:\n\n> Quote\n>\n> more\n>\n> > deep\n\nso",
        ),
        (
            (
                '<p><a href="https://a.example/">https://a.example</a>, '
                '<a href="https://b.example/?y=1&amp;z=2">th<b>is</b></a>, '
                '<a href="mailto:a@b.example">a@b.example</a>, <a href="https://c.example"></a></p>'
            ),
            "https://a.example, this (https://b.example/?y=1&z=2), a@b.example, https://c.example",
        ),
        (
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><hr><h2>End</h2>",
            "1\t2\n3\t4\n\n--------------------\n\nEnd",
        ),
        ("<pre>a\n  b\n\nc</pre><p>x &lt; y&nbsp;&amp;\n z</p>", "a\n  b\n\nc\n\nx < y & z"),
        ('<p>Here <img src="https://a.example/x.png" alt="a plan"></p>', "Here a plan"),
        ("<ul></ul><blockquote></blockquote><p> </p>", ""),
    ],
)
def test_what_it_says(markup: str, text: str) -> None:
    assert plain_of_ours(harmless_markup(markup)) == text


def test_a_plain_text_comes_back_as_it_was() -> None:
    text = "Hi,\n\na < b & c:\n- one\n- two\n\nEnd"

    assert plain_of_ours(html_from_plain(text)) == text


def test_a_deep_or_broken_mail_is_read_in_no_time() -> None:
    deep = "<blockquote>" * 2_000 + "x" + "</p></li></ol></blockquote>" * 10

    assert plain_of_ours(deep).endswith("x")
    assert plain_of_ours("<a href='x'>" * 5_000 + "y").endswith("y")
