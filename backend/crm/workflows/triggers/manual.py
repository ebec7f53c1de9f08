"""Nothing happens by itself: people are put in by hand."""

from crm.workflows.catalogue import TriggerKind, trigger_kind


@trigger_kind
class ManualTrigger(TriggerKind):
    """Any workflow can be entered by hand; this one only so."""

    key = "manual"
    label = "Started by hand"
    help = "Somebody puts people in, one by one or many at once."
    icon = "hand-click"
    group = "By hand"
