"""A second factor: the picture is read as a phone would, codes are computed as RFC 6238 says."""

import base64
import hashlib
import hmac
import io
import struct
import time
from urllib.parse import parse_qs, unquote, urlsplit

import zxingcpp
from looking import Look
from people import House, Person
from PIL import Image
from playwright.sync_api import Locator, Page, expect

PERIOD = 30


class Phone:
    """An authenticator app that has seen the picture. It never shows one code twice, as the server takes none twice."""

    def __init__(self, picture: Locator) -> None:
        seen = zxingcpp.read_barcode(Image.open(io.BytesIO(picture.screenshot())))
        assert seen is not None, "No QR code is seen in the picture."
        address = urlsplit(seen.text)
        assert (address.scheme, address.netloc) == ("otpauth", "totp")
        words = parse_qs(address.query)
        self.account = f"{words['issuer'][0]}: {unquote(address.path).strip('/')}"
        self.secret = words["secret"][0]
        self._last = 0

    def code(self) -> str:
        """The code of this moment, or the next one when this one was shown already: a fast clock is allowed for."""
        step = max(int(time.time()) // PERIOD, self._last + 1)
        # At most one step ahead of the clock is taken for right.
        while step > int(time.time()) // PERIOD + 1:
            time.sleep(0.5)
        self._last = step
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
        start = digest[-1] & 0xF
        return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def confirm(page: Page, person: Person) -> None:
    """Gives the password once more where it is asked for; a fresh sign-in is not asked."""
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    codes = page.get_by_role("list", name="Recovery codes")
    expect(dialog.or_(codes)).to_be_visible()
    if dialog.is_visible():
        dialog.get_by_label("Your password").fill(person.password)
        dialog.get_by_role("button", name="Confirm").click()


def store_codes(page: Page) -> list[str]:
    """The recovery codes on the page, stored as a file; nothing leads on before that is confirmed."""
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    shown = codes.all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .txt").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert all(code in text for code in shown)
    assert download.value.suggested_filename.endswith(".txt")
    expect(page.get_by_role("button", name="Done")).to_be_disabled()
    page.get_by_label("I have stored these codes").check()
    page.get_by_role("button", name="Done").click()
    return shown


def first_step(page: Page, person: Person) -> None:
    """Address and password; the code is asked for next."""
    page.goto(f"{person.kith.url}/sign-in")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_recovery_code(page: Page, person: Person, code: str) -> None:
    """Both steps, the second one without the phone."""
    first_step(page, person)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Continue").click()


def test_set_up_sign_in_and_recover(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    elsewhere = house.again(uma)
    page = uma.open("/settings/security")
    section = page.get_by_role("region", name="Two-factor")
    section.get_by_role("button", name="Set up").click()
    phone = Phone(page.get_by_alt_text("QR code with the setup key"))
    assert phone.account == f"Kith: {uma.email}"
    assert phone.secret in page.locator("code").first.inner_text().replace(" ", "")
    page.get_by_label("Six-digit code").fill(phone.code())
    confirm(page, uma)
    codes = store_codes(page)
    expect(section).to_contain_text("10")
    assert elsewhere.send("GET", "/api/v1/me").status == 401

    # Never shown again, also not to who asks the server.
    page.reload()
    expect(section).to_be_visible()
    assert codes[0] not in page.content()
    told = uma.send("GET", "/_allauth/browser/v1/account/authenticators/recovery-codes")
    assert codes[0] not in told.text()

    # At another browser: the password alone opens nothing, the code does.
    other = Person(house.kith, house.browser(), uma.name, uma.email, uma.password)
    tab = other.context.new_page()
    first_step(tab, other)
    field = tab.get_by_label("Code from your authenticator app")
    expect(field).to_be_focused()
    assert other.send("GET", "/api/v1/me").status == 401
    field.fill("000000")
    expect(tab.get_by_role("alert").filter(has_text="Incorrect code.")).to_be_visible()
    field.fill(phone.code())
    expect(tab.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()

    # Without the phone: each recovery code once.
    last = Person(house.kith, house.browser(), uma.name, uma.email, uma.password)
    tab = last.context.new_page()
    with_recovery_code(tab, last, codes[0])
    expect(tab.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    last.context.clear_cookies()
    with_recovery_code(tab, last, codes[0])
    expect(tab.get_by_text("Incorrect code.")).to_be_visible()
    assert last.send("GET", "/api/v1/me").status == 401
    assert uma.ask("GET", "/me")["two_factor"]["recovery_codes_left"] == 9


def test_required_for_all_opens_nothing_else(own_house: House) -> None:
    admin = own_house.administrator()
    uma = own_house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Olga", last_name="Petrova")
    page = admin.open("/settings/security")
    page.get_by_role("region", name="Two-factor").get_by_role("button", name="Set up").click()
    phone = Phone(page.get_by_alt_text("QR code with the setup key"))
    page.get_by_label("Six-digit code").fill(phone.code())
    confirm(page, admin)
    store_codes(page)

    # The administrator sees who is not ready, and sets a day that has passed.
    policy = admin.open("/settings/policy")
    ready = policy.get_by_role("region", name="Who is ready")
    expect(ready).to_contain_text("1 of 2 have no second factor yet.")
    policy.get_by_label("Required for everybody").check(force=True)
    policy.get_by_label("From").fill("2026-01-01")
    policy.get_by_role("button", name="Save").click()
    expect(policy.get_by_label("Messages")).to_contain_text("The sign-in policy is saved.")

    # Uma's open session reaches nothing but the set-up, by the page or by the address.
    tab = uma.open(f"/contacts/{contact['id']}")
    expect(tab.get_by_role("heading", name="Set up two-factor sign-in")).to_be_visible()
    refused = uma.send("GET", f"/api/v1/contacts/{contact['id']}")
    assert (refused.status, refused.json()["code"]) == (403, "two_factor_required")
    tab.goto(f"{own_house.kith.url}/trash")
    expect(tab.get_by_role("heading", name="Set up two-factor sign-in")).to_be_visible()
    own = Phone(tab.get_by_alt_text("QR code with the setup key"))
    look = Look(tab)
    look.at("two-factor-required")
    tab.get_by_label("Six-digit code").fill(own.code())
    confirm(tab, uma)
    expect(tab.get_by_role("heading", name="Store your recovery codes")).to_be_visible()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    look.at("recovery-codes")
    assert look.faults == []
    store_codes(tab)
    expect(tab.get_by_role("navigation", name="Main")).to_be_visible()
    assert uma.send("GET", f"/api/v1/contacts/{contact['id']}").status == 200
    policy.reload()
    expect(ready).to_contain_text("Everybody has a second factor.")
