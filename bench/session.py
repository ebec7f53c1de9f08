"""Makes an administrator and a session for the bench; prints the headers that a browser would send."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402

from crm.accounts.models import User  # noqa: E402
from crm.accounts.sessions import start_session  # noqa: E402

user = User.objects.filter(email="bench@example.com").first() or User.objects.create_user(
    "bench@example.com", "bench-password-31", name="Bench", role="admin"
)
store = SessionStore()
store[SESSION_KEY] = str(user.pk)
store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.create()
start_session(user=user, session_key=str(store.session_key), address="127.0.0.1", user_agent="bench")
token = _get_new_csrf_string()
headers = {
    "Cookie": f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={token}",
    "X-CSRFToken": token,
    "Origin": settings.PUBLIC_URL,
}
print(json.dumps({"headers": headers, "user_id": user.pk}))
