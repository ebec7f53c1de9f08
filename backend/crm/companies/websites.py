"""From what people type as a website to the domain that says whose it is."""

from urllib.parse import SplitResult, urlsplit


def normalise_domain(website: str) -> str:
    """`https://www.Example.com/about` → `example.com`; '' when there is none in it. All scripts as punycode."""
    try:
        address = _split(website)
        host = (address.hostname or "").rstrip(".")
        domain = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except ValueError:
        return ""
    domain = domain.removeprefix("www.")
    labels = domain.split(".")
    is_domain = len(labels) > 1 and all(_is_label(label) for label in labels) and not labels[-1].isdigit()
    return domain if is_domain and len(domain) <= 253 else ""


def is_website(website: str) -> bool:
    """Whether a browser may be sent to `website`: to a domain, by http or https, without a name or password in it."""
    if not normalise_domain(website) or any(character.isspace() for character in website.strip()):
        return False
    address = _split(website)
    return address.scheme in {"", "http", "https"} and "@" not in address.netloc


def _split(website: str) -> SplitResult:
    typed = website.strip()
    return urlsplit(typed if "//" in typed else f"//{typed}")


def _is_label(label: str) -> bool:
    bare = label.replace("-", "").replace("_", "")
    return (
        bool(bare) and bare.isalnum() and bare.isascii() and len(label) <= 63 and label[0] != "-" and label[-1] != "-"
    )
