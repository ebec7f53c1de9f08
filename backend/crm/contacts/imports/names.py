"""What columns are called: by Google Contacts (old and new), Outlook and HubSpot, and by people. Comparison ignores
case, spaces and punctuation.
"""

import functools
import re
from collections.abc import Iterable, Sequence

# Field → names of columns, the most telling first. Outlook's many numbers: a mobile before a desk before a home.
_NAMES: dict[str, list[str]] = {
    "first_name": [
        "First Name", "Given Name", "Forename", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam", "Imię", "Jméno",
        "Имя", "Ім'я", "Όνομα", "名",
    ],
    "middle_name": ["Middle Name", "Additional Name", "Отчество"],
    "last_name": [
        "Last Name", "Family Name", "Surname", "Nachname", "Nom", "Nom de famille", "Apellidos", "Cognome", "Sobrenome",
        "Achternaam", "Nazwisko", "Příjmení", "Фамилия", "Прізвище", "Επώνυμο", "Soyadı", "姓",
    ],
    "full_name": [
        "Name", "Full Name", "Display Name", "File As", "Contact Name", "E-mail Display Name", "Nombre completo",
        "Nome completo", "ФИО", "氏名", "名前", "お名前", "姓名", "이름",
    ],
    "email": [
        "E-mail", "Email", "Email Address", "E-mail Address", "Work Email", "Mail", "E-Mail-Adresse", "Courriel",
        *(f"E-mail {n} - Value" for n in range(1, 10)),
        *(f"E-mail {n} Address" for n in range(2, 10)),
        "Adresse e-mail", "Correo electrónico", "Почта", "Электронная почта", "メール", "メールアドレス", "邮箱",
    ],
    "phone": [
        "Mobile Phone", "Mobile Phone Number", "Mobile", "Cell", "Phone", "Phone Number", "Telephone", "Tel",
        "Primary Phone", "Telefon", "Handy", "Téléphone", "Teléfono",
        *(f"Phone {n} - Value" for n in range(1, 10)),
        "Business Phone", "Business Phone 2", "Home Phone", "Home Phone 2", "Other Phone", "Car Phone",
        "Móvil", "Celular", "Cellulare", "Telefono", "Telefone", "Telefoon", "Мобильный телефон", "Телефон",
        "携帯電話", "電話番号", "手机", "电话",
    ],
    "company": [
        "Company", "Company Name", "Associated Company", "Organization Name", "Organization 1 - Name", "Organization",
        "Organisation", "Account Name", "Firma", "Entreprise", "Empresa", "Azienda", "Bedrijf", "Компания",
        "Организация", "会社名", "会社", "公司",
    ],
    "notes": ["Notes", "Note", "Comments", "Description", "Notizen", "Remarques", "Notas", "Заметки", "備考", "备注"],
    "tags": [
        "Tags", "Tag", "Labels", "Label", "Group Membership", "Categories", "Category", "Groups", "Etiquetas",
        "Schlagwörter", "Теги", "Метки", "タグ", "标签",
    ],
    "consent_on": ["Consent Date", "Opt-in Date", "Opted in on", "Date of Consent"],
}  # fmt: skip


def key_of(name: str) -> str:
    """What two spellings of a column's name share."""
    return re.sub(r"[\W_]+", "", name.casefold())


_RANKS = {key_of(name): (target, rank) for target, names in _NAMES.items() for rank, name in enumerate(names)}


@functools.lru_cache(maxsize=4096)
def known_name(name: str) -> tuple[str, int] | None:
    """The field that a column of that name speaks for, and how telling the name is (0 is the most)."""
    return _RANKS.get(key_of(name))


def is_known_name(name: str) -> bool:
    """Whether a column of that name speaks for a field."""
    return known_name(name) is not None


def header_key(columns: Iterable[str]) -> str:
    """What two headers share that a mapping fits both of."""
    return "\n".join(key_of(column) for column in columns)


def rank_of(column: str, target: str) -> int:
    """How telling a column's name is for a field; names that say nothing of it come last."""
    known = known_name(column)
    return known[1] if known and known[0] == target else 1000


def fields_by_name(columns: Sequence[str]) -> dict[int, str]:
    """Position → field, of those columns whose name speaks for one."""
    found = {position: known_name(column) for position, column in enumerate(columns)}
    return {position: known[0] for position, known in found.items() if known}
