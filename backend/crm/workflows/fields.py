"""Fields that kinds of triggers and steps are set by, each with how the builder has it chosen (`x-widget`)."""

from typing import Annotated, Any, Literal

from pydantic import Field

ID_MOST = 2**31 - 1


def widget(name: str, **more: Any) -> dict[str, Any]:
    """What the builder reads beside a field's schema."""
    return {"x-widget": name, **more}


TagId = Annotated[int, Field(title="Tag", gt=0, le=ID_MOST, json_schema_extra=widget("tag"))]
StageId = Annotated[int, Field(title="Stage", gt=0, le=ID_MOST, json_schema_extra=widget("stage"))]
PipelineId = Annotated[int, Field(title="Pipeline", gt=0, le=ID_MOST, json_schema_extra=widget("pipeline"))]
UserId = Annotated[int, Field(title="Colleague", gt=0, le=ID_MOST, json_schema_extra=widget("user"))]
TemplateId = Annotated[int, Field(title="Template", gt=0, le=ID_MOST, json_schema_extra=widget("template"))]
Filter = Annotated[dict[str, Any], Field(title="Conditions", json_schema_extra=widget("filter"))]
Unit = Literal["minutes", "hours", "days", "weeks"]
SECONDS = {"minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
AMOUNT_MOST = {"minutes": 60 * 24 * 366, "hours": 24 * 366, "days": 366, "weeks": 52}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def span_words(amount: int, unit: str) -> str:
    """`2 days`, `1 hour`."""
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"
