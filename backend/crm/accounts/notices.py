"""Asks for a mail in the caller's transaction: it is sent when, and only if, that transaction is committed."""

from procrastinate.contrib.django import app

from crm.accounts.enums import Notice

SEND_NOTICE = "accounts.send_notice"


def ask_for(notice: Notice, *, about: int) -> None:
    """Has the worker send `notice`. `about` is the user's id, or the invitation's; 0 sends nothing and costs the same.

    The job holds no token and no address: what the mail says is put together when it is sent.
    """
    app.configure_task(SEND_NOTICE).defer(notice=notice.value, about=about)
