"""Secrets in the database: sealed for one purpose, read under former keys, and useless when changed."""

import base64
from typing import Any

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm.accounts.adapter import TwoFactorAdapter
from crm.core.sealing import CannotUnseal, seal, unseal

OLD, NEW = "an old key of forty characters, at least", "a new key of forty characters, at least!"


def test_what_is_sealed_is_read_for_its_purpose_alone() -> None:
    sealed = seal(b"token", purpose="channel settings")
    assert b"token" not in sealed
    assert unseal(sealed, purpose="channel settings") == b"token"
    with pytest.raises(CannotUnseal):
        unseal(sealed, purpose="something else")
    with pytest.raises(CannotUnseal):
        unseal(sealed[:-4] + b"AAAA", purpose="channel settings")


def test_a_new_key_reads_what_the_old_one_sealed_while_that_is_named(settings: Any) -> None:
    settings.SECRET_KEY = OLD
    sealed = seal(b"token", purpose="channel settings")
    second_factor = TwoFactorAdapter().encrypt("SEED")
    settings.SECRET_KEY = NEW
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CannotUnseal):
        unseal(sealed, purpose="channel settings")
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert unseal(sealed, purpose="channel settings") == b"token"
    assert TwoFactorAdapter().decrypt(second_factor) == "SEED"


def test_second_factors_of_before_are_still_read(settings: Any) -> None:
    settings.SECRET_KEY = OLD
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"crm.accounts.two_factor").derive(OLD.encode())
    stored = Fernet(base64.urlsafe_b64encode(derived)).encrypt(b"SEED").decode()
    assert TwoFactorAdapter().decrypt(stored) == "SEED"
