"""`python -m tests.journal.forking`: a process for each order that is read, at the cost of a fork. See `forked.py`.

Django is loaded once; what is forked has opened no connection and started no thread.
"""

import json
import os
import runpy
import sys
import traceback
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402


def _become(order: dict[str, Any]) -> None:
    """Runs a module as `python -m` would, or a command of `manage.py`."""
    module, *arguments = order["words"]
    if order["is_module"]:
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__")
    else:
        call_command(module, *arguments)


def _fork(order: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.environ.update(order["environment"])
        output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        _become(order)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it dies of, it must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # No more than that: what else ends an interpreter belongs to the process that was forked from.
        os._exit(code)


def _status(pid: int) -> int | None:
    """The exit code, negative for a signal; None while it runs."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def main() -> int:
    """Until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        answer = _status(order["pid"]) if "pid" in order else _fork(order)
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
