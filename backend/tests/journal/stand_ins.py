"""Listeners and undos for the length of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from crm.journal.catalogue import Event
from crm.journal.publishing import LISTENERS, Listener, on, on_batch
from crm.journal.undo import UNDOERS, Undoer, undoes


@contextmanager
def only(*listeners: Listener) -> Iterator[None]:
    """No listeners but these."""
    stored = dict(LISTENERS)
    LISTENERS.clear()
    LISTENERS.update({listener.name: listener for listener in listeners})
    try:
        yield
    finally:
        LISTENERS.clear()
        LISTENERS.update(stored)


def listener(name: str, function: Callable[[Any], None], *events: type[Event]) -> Listener:
    """A listener for single events."""
    return _made_by(on(*events), name, function)


def batch_listener(name: str, function: Callable[[Any], None], *events: type[Event]) -> Listener:
    """A listener for lists of events."""
    return _made_by(on_batch(*events), name, function)


def _made_by(register: Callable[[Any], Any], name: str, function: Callable[[Any], None]) -> Listener:
    def hear(told: Any) -> None:
        function(told)

    hear.__name__ = name
    register(hear)
    return LISTENERS.pop(f"journal.{name}")


@contextmanager
def undone_by(undoer: Undoer, *events: type[Event]) -> Iterator[None]:
    """`undoer` takes `events` back, whoever does so otherwise."""
    stored = dict(UNDOERS)
    for event in events:
        UNDOERS.pop(event.name, None)
    undoes(*events)(undoer)
    try:
        yield
    finally:
        UNDOERS.clear()
        UNDOERS.update(stored)
