"""A machine of its own: does one step of a journey for each line that it reads, `STEP VALUE`, and prints what came."""

import json
import os
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
django.setup()

from django.conf import settings  # noqa: E402

from tests.cast import ALLAUTH, NEW_PASSWORD, PASSWORD, Browser  # noqa: E402

ADDRESS = "198.51.100.7"


def main(step: str, value: str) -> dict[str, Any]:
    """Does the step. Returns the answer's status, and the session's key afterwards."""
    browser = Browser(address=ADDRESS)
    if step == "five_wrong":
        answers = {browser.sign_in(value, "wrong").status_code for _ in range(5)}
        return {"status": answers.pop(), "session_key": ""}
    if step.startswith("sign_in"):
        answer = browser.sign_in(value, {"sign_in": PASSWORD, "sign_in_new": NEW_PASSWORD}[step])
        return {"status": answer.status_code, "session_key": browser.session_key}
    browser.client.cookies[settings.SESSION_COOKIE_NAME] = value
    if step == "me":
        answer = browser.get("/api/v1/me")
    elif step == "sign_out":
        answer = browser.send("DELETE", f"{ALLAUTH}/auth/session")
    else:
        form = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        answer = browser.post(f"{ALLAUTH}/account/password/change", form)
    return {"status": answer.status_code, "session_key": browser.session_key}


if __name__ == "__main__":
    # The test client speaks under this name.
    settings.ALLOWED_HOSTS.append("testserver")
    for line in sys.stdin:
        print(json.dumps(main(*line.split())), flush=True)
