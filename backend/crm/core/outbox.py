"""Where mails go that no server takes: files for the owner of this Kith alone, since they carry one-time links."""

import os
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class OutboxBackend(EmailBackend):
    """Django's file backend, with a folder and files that other accounts of the machine can't look into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        os.chmod(self.file_path, 0o700)
