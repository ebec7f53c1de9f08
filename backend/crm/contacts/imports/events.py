"""What happens to imports, and what they state of people."""

from crm.journal.catalogue import Event, Kind

IMPORTING = Kind("import", "Imports")
CONSENT = Kind("consent", "Consent")

_CHANNELS = {"email": "email", "sms": "text messages"}
_SAID = {
    "opted_in": "recorded the consent to {channel} to {address}",
    "opted_out": "recorded that {address} wants no {channel}",
    "unknown": "recorded that the consent to {channel} to {address} is not known",
}
_TAKEN_BACK = {
    "opted_in": "took back the consent to {channel} to {address}",
    "opted_out": "took back that {address} wants no {channel}",
    "unknown": "took back that the consent to {channel} to {address} is not known",
}


class ImportStarted(Event, kw_only=True, frozen=True):
    """The loading of a file began. `size` is in bytes."""

    name = "import.started"
    kind = IMPORTING
    wording = "began to import {file_name}"
    subject = "import"
    is_audited = True

    file_name: str
    size: int
    runs_workflows: bool


class ImportFinished(Event, kw_only=True, frozen=True):
    """A file was loaded, as far as it could be; the numbers are rows of it. `how` is done, cancelled or failed."""

    name = "import.finished"
    kind = IMPORTING
    wording = "finished the import of {file_name}"
    subject = "import"
    is_audited = True

    file_name: str
    how: str
    created: int
    merged: int
    skipped: int
    refused: int


class ConsentStated(Event, kw_only=True, frozen=True):
    """Somebody stated what they know of the consent behind an address: where from, in which words, since which day.

    `channel` is email or sms; `status` is opted_in, opted_out or unknown; `stated_on` is a day (ISO 8601).
    """

    name = "contact.consent_stated"
    kind = CONSENT
    wording = "{said}"
    subject = "contact"

    channel: str
    address: str
    status: str
    source: str
    consent_wording: str = ""
    stated_on: str | None = None

    @property
    def said(self) -> str:
        """The statement as a part of a sentence."""
        return self._words(_SAID.get(self.status, "recorded a consent to {channel} to {address}"))

    def _words(self, words: str) -> str:
        channel = _CHANNELS.get(self.channel, self.channel)
        return words.replace("{channel}", channel).replace("{address}", self.address)


class ConsentTakenBack(ConsentStated, kw_only=True, frozen=True):
    """What was stated in a change that was undone: it counts no more."""

    name = "contact.consent_taken_back"

    @property
    def said(self) -> str:
        """What was taken back, as a part of a sentence."""
        return self._words(_TAKEN_BACK.get(self.status, "took back a consent to {channel} to {address}"))
