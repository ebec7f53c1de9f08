"""Text messages that are one word for the provider: STOP, START, HELP and what is said in their stead.

The words are Twilio's default set (twilio.com/docs/messaging/tutorials/advanced-opt-out). The provider answers them
itself, so nothing here does, and nothing may run on them. "Stop by at 5" is none: the whole message must be the word.
YES is left out, which that set has for START: mostly it answers a question of ours, and somebody has to read it. Where
it was meant for the provider, the provider says so.
"""

STOP, START, HELP = "STOP", "START", "HELP"
_WORDS = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"), STOP),
    **dict.fromkeys(("start", "unstop"), START),
    **dict.fromkeys(("help", "info"), HELP),
}


def keyword_of(text: str, told: str) -> str:
    """STOP, START, HELP, or empty. What the provider has `told` outweighs the text."""
    if told.upper() in {STOP, START, HELP}:
        return told.upper()
    return _WORDS.get(text.strip().lower().rstrip(".!").strip(), "")
