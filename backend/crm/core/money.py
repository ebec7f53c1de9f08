"""Money: whole numbers of a currency's smallest unit. Amounts of different currencies are never added."""

import re
from typing import LiteralString

# ISO 4217 (list one): currencies whose minor unit is not a hundredth.
_MINOR_DIGITS = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF"], 0
    ),
    **dict.fromkeys(["XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
# ISO 4217 (list one): the currencies in use.
CURRENCIES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF "
        "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
        "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD "
        "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
        "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD "
        "TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG",
    )
)


def minor_digits(currency: str) -> int:
    """How many decimal places amounts of `currency` have: 2 for USD, 0 for JPY, 3 for KWD."""
    return _MINOR_DIGITS.get(currency, 2)


def show_amount(minor: int | None, currency: str) -> str | None:
    """`USD 1,250.00`: an amount in minor units as people read it. None for no amount."""
    if minor is None:
        return None
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    fraction = f".{rest:0{digits}d}" if digits else ""
    return f"{currency} {'-' if minor < 0 else ''}{whole:,}{fraction}"


def whole_units_sql(amount: LiteralString, currency: LiteralString) -> LiteralString:
    """SQL for an amount in whole units of its currency: both arguments name columns."""
    by_digits: dict[int, list[str]] = {}
    for code, digits in _MINOR_DIGITS.items():
        by_digits.setdefault(digits, []).append(code)
    cases = " ".join(
        f"WHEN {currency} = ANY('{{{','.join(sorted(codes))}}}') THEN {10**digits}.0"
        for digits, codes in sorted(by_digits.items())
    )
    return f"({amount} / CASE {cases} ELSE 100.0 END)"
