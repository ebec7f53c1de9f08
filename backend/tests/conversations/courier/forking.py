"""`python -m tests.conversations.courier.forking`: a process for each line that is read, at the cost of a fork.

`work` is a worker; `queue URL ADDRESS COUNT` writes messages that are due. Prints the process id of each. Django is
loaded once; what is forked has opened no connection and started no thread.
"""

import os
import signal
import sys

import django

django.setup()

from crm.conversations.models import ChannelAccount, Sender  # noqa: E402
from crm.core.worker.process import Worker  # noqa: E402
from tests.conversations.courier.queueing import courier, queue_messages, sender  # noqa: E402


def _do(what: str, *given: str) -> None:
    if what == "work":
        Worker().run()
        return
    url, address, count = given
    account = ChannelAccount.objects.first() or courier(url)
    by = Sender.objects.filter(address=address).first() or sender(account, address)
    queue_messages(by, people=int(count))


def main() -> int:
    """Until the input ends."""
    # Whoever kills them waits for nobody: none stays behind as a zombie.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for order in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _do(*order.split())
            os._exit(0)
        print(child, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
