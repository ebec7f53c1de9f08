"""What the API takes and says of views and filters. Shape alone: what a value may hold, `values.py` decides."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.filters import FILTER_MOST
from crm.core.http import FieldConflict, Problem, Ref

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 10_000


class FilterOperator(Schema):
    """Something that can be asked of a field, and what it takes."""

    key: str
    label: str
    takes: Literal["nothing", "text", "ids", "day", "days", "span", "number", "numbers", "choices"]


class FilterSuggest(Schema):
    """The address below /api/v1 that offers records to choose from by `q`."""

    path: str


class FilterChoice(Schema):
    """Something that a field may hold, and what people call it."""

    value: str
    label: str


class FilterField(Schema):
    """A field that can be filtered by: by records that `suggest` offers, or by what `choices` lists."""

    key: str
    label: str
    type: Literal["text", "set", "link", "date", "day", "number", "boolean", "choice"]
    ops: list[FilterOperator]
    suggest: FilterSuggest | None
    choices: list[FilterChoice] | None


class FilterFields(Schema):
    """By what a sort of record can be filtered; days are those of `zone`."""

    subject: str
    zone: str
    fields: list[FilterField]


class FilterQuery(Schema):
    """A filter as JSON: `{"all": [{"field": …, "op": …, "value": …}, {"any": […]}]}`."""

    filter: str | None = Field(None, max_length=FILTER_MOST)


class FilterValue(Schema):
    """A record in a condition; `id` is "me" for whoever looks."""

    id: int | Literal["me"]
    name: str


class FilterConditionWords(Schema):
    """One condition in words. `path` leads to it through the tree; `is_broken` when it names something that is gone."""

    path: list[int]
    text: str
    values: list[FilterValue]
    is_broken: bool


class FilterWords(Schema):
    """A filter in words, and the zone whose days it means."""

    text: str
    zone: str
    conditions: list[FilterConditionWords]


class View(Schema):
    """A saved view as one person sees it. `filter` is a tree, or null when it asks for nothing."""

    id: int
    subject: str
    name: str
    filter: dict[str, Any] | None
    q: str
    sort: str
    columns: list[str]
    layout: str
    is_shared: bool
    is_mine: bool
    owner: Ref
    is_pinned: bool
    position: int | None
    updated_at: datetime
    version: int


class ViewsQuery(Schema):
    """Views of which list; of all when it is left out."""

    subject: str | None = Field(None, max_length=50)


class ViewIn(Schema):
    """A view to save."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(max_length=50)
    name: str = Field(max_length=_TEXT_MOST)
    filter: dict[str, Any] | None = None
    q: str = Field("", max_length=_TEXT_MOST)
    sort: str = Field("", max_length=100)
    columns: list[str] = Field(default_factory=list, max_length=200)
    layout: str = Field("", max_length=100)
    is_shared: bool = False


class ViewPatch(Schema):
    """Fields to change; those left out stay. `version` is the one that was seen when the edit began."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=_TEXT_MOST)
    filter: dict[str, Any] | None = None
    q: str = Field("", max_length=_TEXT_MOST)
    sort: str = Field("", max_length=100)
    columns: list[str] = Field(default_factory=list, max_length=200)
    layout: str = Field("", max_length=100)
    is_shared: bool = False

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class ViewChanged(Schema):
    """The view after a change, and the change's id for its undo: null when there was nothing to change."""

    view: View
    change_id: UUID | None


class ViewGone(Schema):
    """The id of the change that deleted a view, for its undo."""

    change_id: UUID


class ViewConflictProblem(Problem):
    """A refusal of an edit. With code `edit_conflict`: both values of each disputed field, and the view as it is."""

    conflict: dict[str, FieldConflict] | None = None
    current: View | None = None


class ViewOrder(Schema):
    """Ids of the views that one keeps at hand, in order."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(max_length=50)
    ids: list[int] = Field(max_length=1000)
