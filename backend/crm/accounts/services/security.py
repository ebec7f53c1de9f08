"""The rules that an administrator sets for everybody."""

from datetime import date
from typing import Any

from django.db import transaction

from crm.accounts.events import NOBODY, SecurityChanged
from crm.accounts.models import SecuritySettings
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.publishing import publish

_RULES = ("idle_timeout_minutes", "two_factor_required", "two_factor_required_from")


@requires(Permission.SETTINGS_WRITE)
def update_security(*, actor: Actor, changes: dict[str, Any]) -> SecuritySettings:
    """Sets the rules named in `changes`; they hold from the next request of anybody. Raises `InvalidInput`.

    A `two_factor_required_from` of None means from now on; without `two_factor_required` the date is dropped.
    """
    least, most = SecuritySettings.idle_least_minutes, SecuritySettings.idle_most_minutes
    minutes = changes.get("idle_timeout_minutes", least)
    if minutes is None or not least <= minutes <= most:
        message = f"Between {least} minutes and {most} (30 days)."
        raise InvalidInput(fields={"idle_timeout_minutes": [message]})
    if changes.get("two_factor_required", False) is None:
        raise InvalidInput(fields={"two_factor_required": ["This is either required or not."]})
    with transaction.atomic():
        SecuritySettings.objects.get_or_create(pk=1)
        rules = SecuritySettings.objects.select_for_update().get(pk=1)
        before = _values(rules)
        for rule in _RULES:
            if rule in changes:
                setattr(rules, rule, changes[rule])
        if not rules.two_factor_required:
            rules.two_factor_required_from = None
        after = _values(rules)
        if after != before:
            rules.save()
            publish(SecurityChanged(subject_id=NOBODY, before=before, after=after), actor=actor)
    return rules


def _values(rules: SecuritySettings) -> dict[str, int | bool | str | None]:
    from_day: date | None = rules.two_factor_required_from
    return {
        "idle_timeout_minutes": rules.idle_timeout_minutes,
        "two_factor_required": rules.two_factor_required,
        "two_factor_required_from": from_day.isoformat() if from_day else None,
    }
