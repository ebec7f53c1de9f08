"""Mail's HTML made harmless: for showing it in a frame without scripts, and as plain text.

nh3 (the ammonia sanitizer) lets through what is listed here and nothing else. The frame's Content-Security-Policy is
the second wall: whatever got past the first could run nothing and load nothing.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3

_TAGS = {
    "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite",
    "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol",
    "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_GONE_WITH_CONTENT = {"script", "style", "head", "title", "iframe", "object", "template", "noscript", "svg", "math"}
_SIZES = {"width", "height", "align", "valign", "bgcolor"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
    "font": {"color", "face", "size"},
    "table": {*_SIZES, "border", "cellpadding", "cellspacing"},
    "td": {*_SIZES, "colspan", "rowspan"},
    "th": {*_SIZES, "colspan", "rowspan"},
    "tr": _SIZES,
    "col": {"width", "span"},
    "ol": {"start", "type"},
    "li": {"value"},
}
# No position, no display of things over others, nothing that loads.
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-spacing", "border-style", "border-top", "border-width", "color", "direction", "font",
    "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "min-width",
    "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout", "text-align",
    "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-break",
}  # fmt: skip
_QUOTE_CLASSES = {"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote"}
_INLINE_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_COLOURED = re.compile(r"\bbgcolor=|background-color|[\";\s]color\s*[:=]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail's HTML as it may be shown: how many pictures were left out, and whether it sets colours of its own."""

    html: str
    remote_images: int
    has_colours: bool


def harmless(markup: str, *, pictures: Mapping[str, str], with_remote: bool) -> Shown:
    """The HTML without anything that runs, hides, or loads what nobody has asked for.

    `pictures` are the data: addresses of a mail's own pictures by Content-ID, in lower case. Quoted mails are folded.
    """
    left_out: set[str] = set()
    cleaned = _clean(markup, pictures, left_out, with_remote=with_remote)
    return Shown(fold_quotes(cleaned), len(left_out), bool(_COLOURED.search(cleaned)))


def harmless_markup(markup: str) -> str:
    """The HTML of a mail that one of us writes, without anything that runs or hides; quotes stay as they are."""
    return _clean(markup, {}, set(), with_remote=True)


def _clean(markup: str, pictures: Mapping[str, str], left_out: set[str], *, with_remote: bool) -> str:

    def keep(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return _source(value.strip(), pictures, left_out, with_remote=with_remote)
        if name == "href" and not value.lower().startswith(("http:", "https:", "mailto:", "tel:")):
            return None
        if name == "class":
            return value if set(value.split()) & _QUOTE_CLASSES else None
        return value

    cleaned: str = nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        filter_style_properties=_STYLES,
        allowed_classes={"div": _QUOTE_CLASSES},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return cleaned


def _source(value: str, pictures: Mapping[str, str], left_out: set[str], *, with_remote: bool) -> str | None:
    scheme = value.partition(":")[0].lower()
    if scheme == "cid":
        return pictures.get(value[4:].strip().strip("<>").lower())
    if scheme == "data":
        return value if _INLINE_IMAGE.fullmatch(value) else None
    if with_remote:
        return value
    left_out.add(value)
    return None


_QUOTE = re.compile(
    r"<(?:(div) class=\"[^\"]*(?:gmail_quote|yahoo_quoted|protonmail_quote)[^\"]*\"|(blockquote)\b)[^>]*>"
)


def fold_quotes(cleaned: str) -> str:
    """Puts the first quoted mail into a `<details class="quoted">` that is closed. `cleaned` is well-formed.

    A mail that is nothing but a quote stays open.
    """
    found = _QUOTE.search(cleaned)
    if found is None or not re.sub(r"<[^>]*>|&nbsp;|\s", "", cleaned[: found.start()]):
        return cleaned
    end = _end_of(cleaned, found.start(), found[1] or found[2])
    quoted = cleaned[found.start() : end]
    summary = '<summary title="Show what was quoted">•••</summary>'
    return f'{cleaned[: found.start()]}<details class="quoted">{summary}{quoted}</details>{cleaned[end:]}'


def _end_of(markup: str, start: int, tag: str) -> int:
    depth = 0
    for found in re.finditer(rf"<(/?){tag}\b", markup[start:]):
        depth += -1 if found[1] else 1
        if depth == 0:
            return markup.index(">", start + found.start()) + 1
    return len(markup)


_BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "td", "th"}


def plain_from_html(markup: str) -> str:
    """The text of a mail that brought no plain part: blocks as lines."""
    cleaned = nh3.clean(markup, tags=_BLOCKS, clean_content_tags=_GONE_WITH_CONTENT, attributes={}, strip_comments=True)
    # Line breaks of the source mean nothing in HTML.
    flowing = re.sub(r"\s+", " ", cleaned)
    flowing = re.sub(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>|<hr\s*/?>", "\n", flowing)
    flowing = re.sub(r"</t[dh]>", "\t", flowing)
    text = html.unescape(re.sub(r"<[^>]*>", "", flowing)).replace("\xa0", " ")
    lines = [" ".join(line.split(" ")).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# The page has no background of its own where the mail sets no colours: then it is as light or dark as its reader.
_STYLE = """
html{margin:0;padding:0}body{margin:0;padding:2px;overflow-wrap:anywhere;
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #8888}
details.quoted>summary{cursor:pointer;list-style:none;display:inline-block;padding:0 8px;border-radius:4px;
background:#8883}
"""
_LIGHT = "html{color-scheme:light}body{background:#fff;color:#1a1b1e}a{color:#1c5fb8}"
_DARK = "html{color-scheme:dark}body{background:transparent;color:#e3e4e6}a{color:#8ab4f8}"


def page_of(shown: Shown, *, dark: bool) -> str:
    """A whole document for the frame. A mail with colours of its own stands on white, whatever the reader's theme."""
    theme = _DARK if dark and not shown.has_colours else _LIGHT
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta name="remote-images" content="{shown.remote_images}"><style>{_STYLE}{theme}</style></head>'
        f"<body>{shown.html}</body></html>"
    )


# No script, no form, nothing from anywhere but pictures that were asked for; links open elsewhere. The frame keeps our
# origin, so that the page around it can measure its height: without scripts nothing inside can make use of that.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:{images}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


def page_headers(*, with_remote: bool) -> dict[str, str]:
    """The headers that the document is sent with."""
    return {
        "Content-Security-Policy": _POLICY.format(images=" https: http:" if with_remote else ""),
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
