"""The rooms, lowest first, and the libraries below them."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "crm.core",
    "crm.journal",
    "crm.accounts",
    "crm.bulk",
    "crm.views",
    "crm.companies",
    "crm.contacts",
    "crm.consent",
    "crm.pipelines",
    "crm.conversations",
    "crm.channels",
    "crm.reports",
    "crm.workflows",
    "crm.intake",
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
