"""The API as it describes itself: the document of which `make check` proves that it is the API's.

Read, not made: to make it takes seconds, in each process that collects tests.
"""

import json
from typing import Any

from django.utils.module_loading import import_string
from ninja import NinjaAPI

from crm.core.management.commands.export_openapi import FRONT_DOOR, PATH

# With it all operations are known, and what each declares.
API: NinjaAPI = import_string(FRONT_DOOR)

DOCUMENT: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
