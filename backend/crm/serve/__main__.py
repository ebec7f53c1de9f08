"""`python -m crm.serve [run] | dev | manage …`: Kith on this machine, from a terminal."""

import os
import shlex
import signal
import subprocess
import sys

from crm.serve.failures import CannotStart
from crm.serve.folders import data_folder
from crm.serve.postgres import running_postgres
from crm.serve.supervisor import BACKEND, Supervisor

USAGE = "python -m crm.serve [run] | dev | manage COMMAND …"


def manage(words: list[str]) -> int:
    """Runs one of Django's commands with the database at hand, started for it if nothing runs."""
    env = {**os.environ, "PYTHONPATH": BACKEND}
    command = [sys.executable, f"{BACKEND}/manage.py", *words]
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return subprocess.run(command, env=env, check=False).returncode
    data = data_folder()
    database = running_postgres(data)
    # Ctrl-C is for the command; we wait for it, to end the database after it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        env |= {"DATABASE_URL": database.dsn, "KITH_DATA": str(data)}
        running = subprocess.Popen(command, env=env, preexec_fn=_take_interrupts)
        return running.wait()
    finally:
        database.stop()


def _take_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main(words: list[str]) -> int:
    """Runs what the words ask for; a failure to start is told in one plain paragraph."""
    try:
        match words:
            case [] | ["run"]:
                return Supervisor().run()
            case ["dev"]:
                return Supervisor(reloads=True).run()
            case ["manage", *rest] if rest:
                # `make manage cmd='…'` passes the whole line as one word.
                return manage(shlex.split(rest[0]) if len(rest) == 1 else rest)
            case _:
                print(f"Usage: {USAGE}", file=sys.stderr)
                return 2
    except CannotStart as failure:
        print(f"\nKith can't start. {failure}\n", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
