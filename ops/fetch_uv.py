"""Gets uv, the installer of the locked Python packages, onto a machine that has only Python.

Tried in this order: a uv that is there, pip, pip inside a throw-away venv, and last the wheel itself from the package
index by plain HTTPS (Debian's Python comes without pip and without ensurepip).
"""

import hashlib
import html.parser
import os
import platform
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

UV_VERSION = "0.13.9"
# Of the wheels for Linux; a file that differs is not used.
SHA256 = {
    "x86_64": "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    "aarch64": "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
}


def find_uv(tools: Path) -> Path | None:
    """The uv of this version: ours, or one on the PATH."""
    for found in (tools / "bin" / "uv", shutil.which("uv")):
        if found and _version(Path(found)) == UV_VERSION:
            return Path(found)
    return None


def fetch_uv(tools: Path, *, stop: Callable[[str], None]) -> Path:
    """Puts uv into `tools/bin`; calls `stop` with what to do when no way leads there."""
    target = tools / "bin" / "uv"
    for way in (_by_pip, _by_pip_of_a_venv, _by_hand):
        if way(tools) and _version(target) == UV_VERSION:
            return target
    stop(
        f"uv {UV_VERSION} could not be had: neither pip nor the package index answered. Install it in any way "
        f"(https://docs.astral.sh/uv/) so that `uv --version` says {UV_VERSION}, or install pip "
        "(Debian: apt-get install python3-venv), or set PIP_INDEX_URL to an index that you can reach."
    )
    raise SystemExit(1)


def _version(uv: Path) -> str:
    try:
        said = subprocess.run([str(uv), "--version"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said[1] if len(said) > 1 else ""


def _by_pip(tools: Path, python: str = sys.executable) -> bool:
    # pip knows the person's own settings: index, proxy, certificates.
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"]
    command = [*install, "--target", str(tools), f"uv=={UV_VERSION}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _by_pip_of_a_venv(tools: Path) -> bool:
    venv = tools / "pip"
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, check=False)
    return made.returncode == 0 and _by_pip(tools, str(venv / "bin" / "python"))


class _Links(html.parser.HTMLParser):
    """The addresses on an index page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _by_hand(tools: Path) -> bool:
    machine = platform.machine()
    wanted = SHA256.get(machine)
    if sys.platform != "linux" or wanted is None:
        return False
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/uv/"
    start = f"uv-{UV_VERSION}-py3-none-manylinux"
    try:
        links = _Links()
        links.feed(_get(index).decode("utf-8", "replace"))
        for link in links.found:
            address, _, _ = urllib.parse.urljoin(index, link).partition("#")
            name = address.rpartition("/")[2]
            if name.startswith(start) and name.endswith(f"{machine}.whl"):
                wheel = _get(address)
                if hashlib.sha256(wheel).hexdigest() == wanted:
                    return _unpack(wheel, tools)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    return False


def _get(address: str) -> bytes:
    if not address.startswith(("https://", "http://")):
        raise ValueError(address)
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - checked above
        return bytes(answer.read())


def _unpack(wheel: bytes, tools: Path) -> bool:
    path = tools / "uv.whl"
    path.write_bytes(wheel)
    with zipfile.ZipFile(path) as archive:
        content = archive.read(f"uv-{UV_VERSION}.data/scripts/uv")
    path.unlink()
    target = tools / "bin" / "uv"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    target.chmod(0o755)
    return True
