"""What a stage asks for before an opportunity enters it."""

from collections.abc import Mapping
from typing import Any

from crm.pipelines.enums import RequiredField
from crm.pipelines.errors import StageRequires
from crm.pipelines.services.stages import LockedStage

# How the API calls the field that a person fills.
_SENT_AS = {"value": "value_cents", "contact": "contact_id", "assigned_user": "assigned_user_id"}


def check_requirements(stage: LockedStage, values: Mapping[str, Any]) -> None:
    """Raises `StageRequires` naming what the stage asks for and `values` lack."""
    missing = [field for field in stage.required_fields if values.get(field) in (None, "")]
    if not missing:
        return
    labels = [RequiredField(field).label for field in missing]
    raise StageRequires(
        f"{stage.name} needs: {', '.join(labels)}.",
        fields={_SENT_AS.get(field, field): [f"{stage.name} needs this."] for field in missing},
        missing=missing,
        stage_id=stage.id,
    )
