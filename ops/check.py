"""`make check`: every check that is not a test. All of them run, so that one look shows all there is to mend."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "backend"
sys.path.insert(0, str(BACKEND))

BIN = Path(sys.executable).parent
NPM = [sys.executable, str(ROOT / "ops" / "npm.py")]
MANAGE = [sys.executable, "manage.py"]
SCHEMA = ROOT / "frontend" / "src" / "api" / "schema.d.ts"
# Nothing here asks the database; settings want an address all the same.
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/nothing"

CHECKS: list[tuple[str, list[str], Path]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], ROOT),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], ROOT),
    ("imports between rooms", [str(BIN / "lint-imports"), "--config", str(ROOT / "pyproject.toml")], BACKEND),
    ("types", [str(BIN / "mypy")], ROOT),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], BACKEND),
    ("OpenAPI document", [*MANAGE, "export_openapi", "--check"], BACKEND),
    ("list of events", [*MANAGE, "write_events", "--check"], BACKEND),
    ("list of permissions", [*MANAGE, "write_permissions", "--check"], BACKEND),
    ("client lint and types", [*NPM, "run", "check"], ROOT / "frontend"),
]


def is_generated_client_current() -> bool:
    """True when generating the client's types anew changes nothing."""
    before = SCHEMA.read_bytes()
    done = subprocess.run([*NPM, "run", "generate"], cwd=SCHEMA.parents[2], capture_output=True, check=False)
    after = SCHEMA.read_bytes()
    SCHEMA.write_bytes(before)
    if done.returncode != 0:
        sys.stdout.buffer.write(done.stdout + done.stderr)
    elif before != after:
        print("The client's types differ from frontend/openapi.json: run `npm run generate`.")
    return done.returncode == 0 and before == after


def report(name: str, is_good: bool, began: float) -> bool:
    """One line for each check."""
    print(f"  {'ok  ' if is_good else 'FAIL'}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
    return is_good


def main() -> int:
    """Runs all checks; 1 when any failed."""
    environment = {
        **os.environ,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or NO_DATABASE,
        "PYTHONPATH": str(BACKEND),
    }
    failed = []
    for name, command, folder in CHECKS:
        began = time.monotonic()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        if done.returncode != 0:
            sys.stdout.buffer.write(done.stdout + done.stderr)
            sys.stdout.flush()
        if not report(name, done.returncode == 0, began):
            failed.append(name)
    began = time.monotonic()
    if not report("generated client", is_generated_client_current(), began):
        failed.append("generated client")
    if failed:
        print(f"\nTo mend: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
