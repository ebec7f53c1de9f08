"""Mail's HTML: nothing of it runs, hides or loads; its own pictures are shown, its quotes are folded."""

import base64

import pytest

from crm.conversations.file_types import tidy_name, type_of
from crm.conversations.mail_html import fold_quotes, harmless, page_headers, page_of, plain_from_html
from crm.conversations.quoting import quote_start
from crm.conversations.reply_addresses import conversation_in_address, conversation_in_subject, reply_address


def clean(markup: str, *, with_remote: bool = False, **pictures: str) -> str:
    """The HTML as it is shown."""
    return harmless(markup, pictures=pictures, with_remote=with_remote).html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<style>@import 'https://evil.example/x.css'; body{background:url(https://evil.example)}</style>",
        '<div style="position:fixed;top:0;left:0;background:url(https://evil.example/x)">over everything</div>',
        '<form action="https://evil.example"><input name=password></form>',
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        '<base href="https://evil.example/">',
        '<link rel=stylesheet href="https://evil.example/x.css">',
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        '<img src="//evil.example/pixel.gif">',
        '<img srcset="https://evil.example/x 2x">',
        '<table background="https://evil.example/x"><tr><td>x</td></tr></table>',
        '<video poster="https://evil.example/x"></video>',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<template><script>alert(1)</script></template>",
        '<object data="https://evil.example"></object>',
        "<a href='vbscript:x'>x</a><b onclick=alert(1)>b</b>",
    ],
)
def test_nothing_hostile_is_left(hostile: str) -> None:
    shown = clean(f"<p>Hello</p>{hostile}").lower()

    assert shown.startswith("<p>hello</p>")
    for word in (
        "script",
        "onerror",
        "onclick",
        "evil.example",
        "position",
        "url(",
        "<form",
        "<input",
        "svg",
        "srcdoc",
    ):
        assert word not in shown.replace("over everything", ""), shown


def test_pictures_are_its_own_or_asked_for() -> None:
    picture = "data:image/png;base64," + base64.b64encode(b"png").decode()
    markup = '<img src="cid:Logo@Mail"><img src="cid:missing"><img src="https://a.example/1.png"><img src="HTTP://b/2">'

    shown = harmless(markup, pictures={"logo@mail": picture}, with_remote=False)
    asked = harmless(markup, pictures={"logo@mail": picture}, with_remote=True)

    assert (shown.remote_images, shown.html.count("src=")) == (2, 1)
    assert picture in shown.html
    assert (asked.remote_images, asked.html.count("src=")) == (0, 3)
    assert "img-src data:;" in page_headers(with_remote=False)["Content-Security-Policy"]
    assert "img-src data: https: http:;" in page_headers(with_remote=True)["Content-Security-Policy"]
    assert "script" not in page_headers(with_remote=True)["Content-Security-Policy"]


def test_links_open_elsewhere_and_say_nothing_of_us() -> None:
    shown = clean('<a href="https://a.example" target="_top">x</a><a href="/api/v1/me">y</a>')

    bounds = 'target="_blank" rel="noopener noreferrer nofollow"'
    assert shown == f'<a href="https://a.example" {bounds}>x</a><a {bounds}>y</a>'


def test_a_page_is_dark_only_where_the_mail_sets_no_colours() -> None:
    plain = harmless("<p>Hello</p>", pictures={}, with_remote=False)
    coloured = harmless('<p style="color:#222">Hello</p>', pictures={}, with_remote=False)

    assert "color-scheme:dark" in page_of(plain, dark=True)
    assert "color-scheme:light" in page_of(plain, dark=False)
    assert "color-scheme:light" in page_of(coloured, dark=True)


def test_quotes_are_folded_and_what_is_only_a_quote_is_not() -> None:
    answer = '<p>Yes</p><div class="gmail_quote x">On Monday<div>deep <div>deeper</div></div></div><p>After</p>'
    folded = clean(answer)

    assert folded.count("<details") == 1
    assert folded.endswith("</div></details><p>After</p>")
    assert "<details" not in clean("<blockquote>All of it</blockquote>")
    assert fold_quotes("<p>x</p><blockquote>a<blockquote>b</blockquote></blockquote>").endswith(
        "</blockquote></details>"
    )


def test_text_out_of_html() -> None:
    markup = (
        "<html><head><title>T</title><style>p{}</style></head><body><h1>Hello\n  there</h1><p>One<br>two &lt;3&gt;</p>"
        "<ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table></body></html>"
    )

    assert plain_from_html(markup) == "Hello there\nOne\ntwo <3>\na\nb\n1\t2"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Yes.\n\nOn Mon, 3 Aug 2026 at 10:12, Us <a@b.example>\nwrote:\n> Old", "Yes."),
        ("Ja.\n\nAm 03.08.2026 um 10:12 schrieb Us:\n> Alt", "Ja."),
        ("Yes.\n\n-----Original Message-----\nFrom: x", "Yes."),
        ("Yes.\n\nFrom: Us <a@b.example>\nSent: Monday\nOld", "Yes."),
        ("Yes.\n> Old\n> older\n", "Yes."),
    ],
)
def test_where_a_quote_begins(text: str, written: str) -> None:
    start = quote_start(text)

    assert start is not None
    assert text[:start].strip() == written


@pytest.mark.parametrize(
    "text", ["> Old\nMine between\n> Old", "> all quoted", "On the way home I wrote:", "", "On " * 60_000]
)
def test_what_is_no_quote_stays(text: str) -> None:
    assert quote_start(text) is None


def test_what_a_file_is_its_bytes_say() -> None:
    assert type_of(b"%PDF-1.7 x", "image/png") == "application/pdf"
    assert type_of(b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document").endswith(
        "document"
    )
    assert type_of(b"PK\x03\x04", "image/png") == "application/zip"
    assert type_of(b"RIFF0000WEBPVP8 ") == "image/webp"
    assert type_of(b"MZ\x90", "application/pdf") == "application/x-msdownload"
    assert type_of(b"<html><script>", "text/html") == "text/plain"
    assert type_of(b"a,b\n1,2", "text/csv; charset=utf-8") == "text/csv"
    assert type_of(b"\xff\x00\x01") == type_of(b"") == "application/octet-stream"
    assert tidy_name("C:\\x\\con\u202efdp.exe\0") == "confdp.exe"
    assert tidy_name("..", "image/png") == "picture"
    assert len(tidy_name("x" * 400 + ".pdf")) == 255


def test_tokens_are_signed() -> None:
    address = reply_address("support@ours.example", 123_456)

    assert conversation_in_address(address) == 123_456
    assert conversation_in_address(address.upper()) == 123_456
    assert conversation_in_address(address.replace("+k", "+k9")) is None
    assert conversation_in_address("support+k1-000000000000@ours.example") is None
    assert conversation_in_subject("Re: [k1-000000000000]") is None
