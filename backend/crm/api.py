"""The front door: mounts every room's router; nothing else."""

from ninja import NinjaAPI

from crm.accounts.api import router as accounts
from crm.accounts.authentication import signed_in
from crm.bulk.api import router as bulk
from crm.companies.api import router as companies
from crm.consent.api import router as consent
from crm.contacts.api import router as contacts
from crm.contacts.company_api import router as contact_companies
from crm.contacts.imports_api import router as imports
from crm.contacts.privacy_api import router as privacy
from crm.contacts.tag_api import router as tags
from crm.conversations.channels_api import router as channels
from crm.conversations.files_api import router as files
from crm.conversations.inbox_api import router as inbox
from crm.conversations.sending_api import router as sending
from crm.conversations.simulator.api import router as simulator
from crm.conversations.templates_api import router as templates
from crm.core.http import JsonParser, OrjsonRenderer, install_error_handlers
from crm.intake.api import router as forms
from crm.journal.api import router as journal
from crm.pipelines.api import router as pipelines
from crm.pipelines.opportunity_api import router as opportunities
from crm.reports.api import router as reports
from crm.views.api import router as views
from crm.workflows.api import router as workflows
from crm.workflows.runs_api import router as runs

api = NinjaAPI(
    title="Kith",
    version="1",
    description="The API that Kith's own page uses.",
    docs_url=None,
    openapi_url=None,
    parser=JsonParser(),
    renderer=OrjsonRenderer(),
    auth=signed_in,
)
install_error_handlers(api)
api.add_router("", accounts)
api.add_router("", journal)
api.add_router("", bulk)
api.add_router("", views)
api.add_router("", companies)
api.add_router("", contacts)
api.add_router("", contact_companies)
api.add_router("", tags)
api.add_router("", privacy)
api.add_router("", consent)
api.add_router("", pipelines)
api.add_router("", opportunities)
api.add_router("", channels)
api.add_router("", inbox)
api.add_router("", sending)
api.add_router("", files)
api.add_router("", templates)
api.add_router("", simulator)
api.add_router("", reports)
api.add_router("", imports)
api.add_router("", workflows)
api.add_router("", runs)
api.add_router("", forms)
