"""What a message says of whether to be written to: keywords, which count at once, and free text, which a person reads.

The keywords are Twilio's default set (twilio.com/docs/messaging/tutorials/advanced-opt-out). The whole message must be
one: "stop by at 5" is none. Any reasonable wording revokes consent in the United States (47 CFR 64.1200(a)(10)), so
what sounds like it pauses marketing at once, and somebody looks at it.
"""

import re
import unicodedata

from crm.consent.enums import Keyword
from crm.consent.opt_out_wordings import PARTS, WHOLE

_KEYWORDS = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"), Keyword.STOP),
    **dict.fromkeys(("start", "yes", "unstop"), Keyword.START),
    **dict.fromkeys(("help", "info"), Keyword.HELP),
}
# Nobody says so only after a page of something else.
_READ_MOST = 1000
_MARKS = ".!?,;:'\" "


def read_keyword(text: str, *, told_type: str | None = None) -> Keyword | None:
    """The keyword that the whole of `text` is, whatever its case; marks and quotes around it don't count.

    What the provider has told (Twilio's `OptOutType`: STOP, START, HELP) outweighs the text: it knows the words that
    were set up for its number.
    """
    told = (told_type or "").strip().upper()
    if told in Keyword.values:
        return Keyword(told)
    return _KEYWORDS.get(_tidy(text).strip(_MARKS))


def sounds_like_opt_out(text: str) -> bool:
    """Whether `text` seems to ask that we stop writing. Wrong either way at times: a person decides."""
    words = _tidy(text)
    bare = " ".join(re.sub(r"[.!?,;:\"]", " ", words).split())
    return bool(bare) and (WHOLE.fullmatch(bare) is not None or any(part.search(words) for part in PARTS))


def _tidy(text: str) -> str:
    """The beginning in lower case, with plain apostrophes, one space between words, no invisible characters."""
    plain = unicodedata.normalize("NFKC", text[:_READ_MOST]).casefold()
    plain = re.sub("[\u2018\u2019\u201b\u00b4`]", "'", plain)
    plain = re.sub("[\u201c\u201d\u201e\u00ab\u00bb]", '"', plain)
    seen = (one for one in plain if one.isspace() or unicodedata.category(one) not in {"Cf", "Cc"})
    return " ".join("".join(seen).split())
