"""Who may be messaged, and when: what a house may decide for itself (docs/rules.md, "Consent")."""

from datetime import time

from django.core.exceptions import ImproperlyConfigured

from crm.settings import environment


def _clock(name: str, default: str) -> time:
    """A time of day, written as 08:00."""
    raw = environment.text(name, default).strip()
    try:
        hours, minutes = raw.split(":")
        if len(minutes) != 2 or not (hours + minutes).isdecimal():
            raise ValueError(raw)
        return time(int(hours), int(minutes))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a time of day such as 08:00, not {raw!r}.") from error


# Text messages that are sent by themselves leave only between these, on the clock of who gets them.
# 47 CFR 64.1200(c)(1); Florida's own law ends an hour earlier (Fla. Stat. 501.616(6)).
SMS_FROM = _clock("KITH_SMS_FROM", "08:00")
SMS_UNTIL = _clock("KITH_SMS_UNTIL", "21:00")
SMS_UNTIL_FLORIDA = _clock("KITH_SMS_UNTIL_FLORIDA", "20:00")
for _name, _end in (("KITH_SMS_UNTIL", SMS_UNTIL), ("KITH_SMS_UNTIL_FLORIDA", SMS_UNTIL_FLORIDA)):
    if _end <= SMS_FROM:
        raise ImproperlyConfigured(f"{_name} must be later than KITH_SMS_FROM ({SMS_FROM:%H:%M}), on the same day.")
# A STOP ends every topic, not just the one that it answers. That rule is waived until 31 January 2027 (DA-26-12).
STOP_ENDS_ALL = environment.boolean("KITH_STOP_ENDS_ALL", default=True)
MARKETING_SMS_NEEDS_OPT_IN = environment.boolean("KITH_MARKETING_SMS_NEEDS_OPT_IN", default=True)
# In most of Europe it does; in the United States it is enough that nothing says no.
MARKETING_EMAIL_NEEDS_OPT_IN = environment.boolean("KITH_MARKETING_EMAIL_NEEDS_OPT_IN", default=False)
# To one address by one channel in 24 hours; 0 is without limit.
MARKETING_PER_DAY = environment.integer("KITH_MARKETING_PER_DAY", 2, lowest=0, highest=100)
