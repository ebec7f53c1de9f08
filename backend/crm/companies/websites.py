"""From what people type as a website to the domain that says whose it is."""

from urllib.parse import urlsplit


def normalise_domain(website: str) -> str:
    """`https://www.Example.com/about` → `example.com`; '' when there is none in it. All scripts as punycode."""
    typed = website.strip()
    if not typed:
        return ""
    try:
        host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
        domain = host.rstrip(".").encode("idna").decode("ascii").lower() if not host.isascii() else host.rstrip(".")
    except ValueError:
        return ""
    domain = domain.removeprefix("www.")
    labels = domain.split(".")
    is_domain = len(labels) > 1 and all(_is_label(label) for label in labels) and not labels[-1].isdigit()
    return domain if is_domain and len(domain) <= 253 else ""


def _is_label(label: str) -> bool:
    bare = label.replace("-", "").replace("_", "")
    return (
        bool(bare) and bare.isalnum() and bare.isascii() and len(label) <= 63 and label[0] != "-" and label[-1] != "-"
    )
