"""What keeps Kith from starting, in words for the person at the terminal."""


class CannotStart(Exception):
    """Starting can't go on; the message says why and what to do. Shown without a traceback."""
