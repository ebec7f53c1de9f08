"""What happens to views."""

from typing import Any

from crm.journal.catalogue import Change, Event, Kind

VIEWS = Kind("view", "Views")

FIELD_LABELS = {
    "name": "name",
    "filter": "filter",
    "q": "search",
    "sort": "order",
    "columns": "columns",
    "layout": "layout",
    "is_shared": "sharing",
}


def name_fields(fields: list[str]) -> str:
    """`name, filter and order`."""
    labels = [FIELD_LABELS.get(field, field) for field in fields]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


class ViewCreated(Event, kw_only=True, frozen=True):
    """Somebody saved a view of a list."""

    name = "view.created"
    kind = VIEWS
    wording = "saved the view {view}"
    subject = "view"

    view: str


class ViewUpdated(Event, kw_only=True, frozen=True):
    """A view was changed. `version` is the view's version since then."""

    name = "view.updated"
    kind = VIEWS
    wording = "changed {what} of the view {view}"
    subject = "view"
    labels = {field: label.capitalize() for field, label in FIELD_LABELS.items()}

    view: str
    version: int
    fields: dict[str, Change]
    # It followed from something else (a tag was merged), with which alone it is taken back.
    is_consequence: bool = False

    @property
    def what(self) -> str:
        """The changed fields as a person names them."""
        return name_fields(list(self.fields))

    @property
    def is_undoable(self) -> bool:
        return not self.is_consequence

    def changes(self) -> dict[str, Change]:
        return self.fields


class ViewDeleted(Event, kw_only=True, frozen=True):
    """A view was deleted. `kept` and `pins` (person, place) are what it takes to bring it back."""

    name = "view.deleted"
    kind = VIEWS
    wording = "deleted the view {view}"
    subject = "view"

    view: str
    kept: dict[str, Any]
    pins: list[tuple[int, int]]
