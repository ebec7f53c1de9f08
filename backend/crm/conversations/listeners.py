"""What conversations hear of other rooms."""

from crm.accounts.events import UserCreated
from crm.conversations.models import ChannelAccount
from crm.conversations.simulator.account import make_simulator
from crm.journal.publishing import Published, on


@on(UserCreated)
def give_something_to_try(event: Published) -> None:
    """Makes the simulator where no channel is set up: so what is tried first has something to go out by."""
    if not ChannelAccount.objects.exists():
        make_simulator()
