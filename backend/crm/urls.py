"""Addresses: the API, the sign-in API, and the client for everything else."""

from django.urls import include, path, re_path

from crm import client
from crm.api import api
from crm.consent.pages import preferences_page, unsubscribe_page
from crm.conversations.hooks import receive_hook
from crm.conversations.media import serve_media
from crm.core.http import unknown_path
from crm.intake.receiving import receive_form

handler404 = "crm.core.http.unknown_path"

urlpatterns = [
    path("api/v1/", api.urls),
    path("_allauth/browser/v1/", include("crm.accounts.sign_in.urls")),
    path("hooks/<str:kind>/<str:hook_id>", receive_hook),
    path("ingest/form", receive_form),
    path("ingest/form/<str:key>", receive_form),
    path("media/<str:token>", serve_media),
    path("unsubscribe/<str:token>", unsubscribe_page),
    path("preferences/<str:token>", preferences_page),
    re_path(r"^(?:api|_allauth|hooks|ingest|live|media)(?:/|$)", unknown_path),
    path("healthz", client.healthz),
    path("readyz", client.readyz),
    re_path(r"^.*$", client.index),
]
