"""Writing views."""

from crm.views.services.following import replace_in_views, take_back_replacement
from crm.views.services.pinning import order_views, pin_view, unpin_view
from crm.views.services.saving import ViewChanged, ViewGone, create_view, delete_view, update_view

__all__ = [
    "ViewChanged",
    "ViewGone",
    "create_view",
    "delete_view",
    "order_views",
    "pin_view",
    "replace_in_views",
    "take_back_replacement",
    "unpin_view",
    "update_view",
]
