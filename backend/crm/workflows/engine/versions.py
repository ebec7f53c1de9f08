"""Published versions, read once in each process: they never change."""

from collections.abc import Collection

from crm.workflows.definition.tree import Definition, read_definition
from crm.workflows.models import Version

_KEPT_MOST = 500
_known: dict[int, Definition] = {}


def definitions_of(version_ids: Collection[int]) -> dict[int, Definition]:
    """The definitions by version; one query for those that are read for the first time."""
    missing = [version_id for version_id in set(version_ids) if version_id not in _known]
    if missing:
        if len(_known) + len(missing) > _KEPT_MOST:
            _known.clear()
            missing = list(set(version_ids))
        for pk, raw in Version.objects.filter(pk__in=missing).values_list("pk", "definition"):
            _known[pk] = read_definition(raw)
    return {version_id: _known[version_id] for version_id in set(version_ids) if version_id in _known}
