"""What a file is, by its bytes: its name and what was said of it are whatever the sender chose.

A table of our own: the libraries that do this are either not kept any more or a binding to libmagic, whose database
guesses hundreds of sorts that nobody mails. What is not in the table is text when it reads as UTF-8, else just bytes.
"""

import re
import unicodedata

BYTES = "application/octet-stream"
# Shown inside a mail or as a picture; SVG is a document that can run, and is none of them.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
_STARTS: list[tuple[int, bytes, str]] = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"%PDF-", "application/pdf"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
]
_OLD_OFFICE = {
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-outlook",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TEXTS = {"text/plain", "text/csv", "text/calendar", "text/vcard", "text/x-vcard", "text/markdown", "message/rfc822"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MARKUP = re.compile(rb"^\s*(?:<\?xml|<!doctype|<html|<svg|<head|<body|<script)", re.IGNORECASE)
NAME_MOST = 255


def type_of(data: bytes, told: str = "") -> str:
    """The content type of a file. `told` is believed only where bytes of its sort look like this."""
    told = told.partition(";")[0].strip().lower()
    for offset, mark, kind in _STARTS:
        if data.startswith(mark, offset) and (offset != 8 or data.startswith(b"RIFF")):
            return told if kind == "application/x-ole-storage" and told in _OLD_OFFICE else kind
    if data.startswith(b"PK\x03\x04"):
        return told if told.startswith((_OFFICE, "application/vnd.oasis.")) else "application/zip"
    if not data or _CONTROL.search(data[:4096]):
        return BYTES
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return BYTES
    # HTML and SVG can run: as plain text they can't.
    if _MARKUP.match(data[:512]):
        return "text/plain"
    return told if told in _TEXTS else "text/plain"


def tidy_name(name: str, content_type: str = "") -> str:
    """A file's name without folders and without what hides its end. Never empty."""
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    kept = " ".join(kept.split()).strip(". ")
    if not kept:
        kept = "picture" if content_type.startswith("image/") else "file"
    stem, dot, end = kept.rpartition(".")
    if len(kept) > NAME_MOST:
        kept = f"{stem[: NAME_MOST - 1 - len(end)]}{dot}{end}" if dot and len(end) < 20 else kept[:NAME_MOST]
    return kept
