"""Refusals of the views room."""

from crm.core.errors import Refusal


class NotYourView(Refusal):
    """The view is shared by somebody else: it may be looked at."""

    status = 403
    code = "not_your_view"
    title = "Only the owner of this view and administrators may change it. Save a copy of your own instead"


class TooManyViews(Refusal):
    """A person's views are as many as can be."""

    code = "too_many_views"
    title = "You have as many views as there can be. Delete one that you don't need"
