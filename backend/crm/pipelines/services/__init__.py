"""Writing pipelines, stages and opportunities."""

from crm.pipelines.services.closing import close_opportunity, reopen_opportunity
from crm.pipelines.services.creating import create_opportunity
from crm.pipelines.services.deleting_stages import delete_stage
from crm.pipelines.services.editing import update_opportunity
from crm.pipelines.services.moving import move_opportunity
from crm.pipelines.services.parts import add_opportunity_contact, remove_opportunity_contact
from crm.pipelines.services.stages import (
    PipelineChanged,
    create_pipeline,
    create_stage,
    delete_pipeline,
    order_pipelines,
    order_stages,
    update_pipeline,
    update_stage,
)
from crm.pipelines.services.stored import OpportunityChanged
from crm.pipelines.services.trash import archive_opportunity, delete_opportunity, restore_opportunity

__all__ = [
    "OpportunityChanged",
    "PipelineChanged",
    "add_opportunity_contact",
    "archive_opportunity",
    "close_opportunity",
    "create_opportunity",
    "create_pipeline",
    "create_stage",
    "delete_opportunity",
    "delete_pipeline",
    "delete_stage",
    "move_opportunity",
    "order_pipelines",
    "order_stages",
    "remove_opportunity_contact",
    "reopen_opportunity",
    "restore_opportunity",
    "update_opportunity",
    "update_pipeline",
    "update_stage",
]
