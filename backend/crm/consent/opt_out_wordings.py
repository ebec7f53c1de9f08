"""How people ask, in their own words, not to be written to any more: English, and a little Spanish, French, German and
Portuguese. Read by `keywords.py`; what sounds like it and what does not stands in `tests/consent/test_keywords.py`.

All patterns are for text in lower case with single spaces and plain apostrophes.
"""

import re
from collections.abc import Sequence

# --- English ---------------------------------------------------------------------------------------------------------
_MESSAGES = (
    r"(?:texts?|text messages?|messages?|msgs?|sms|e-?mails?|mails?|spam|newsletters?|ads?|promos?|promotions?|offers?)"
)
_SENDING = r"(?:texting|messaging|msging|emailing|e-mailing|mailing|contacting|spamming|writing(?: to)?|sms(?:ing)?)"
_SEND = r"(?:text|message|msg|e-?mail|mail|contact|write(?: to)?|sms|spam)"
_MINE = r"(?:me|us|my (?:number|name|e-?mail|address|info(?:rmation)?|contact)(?: address)?|this (?:number|address))"
_PLEASE = r"(?:please|pls|plz|thanks?|thank you)"
_STOP = r"(?:stop|quit|cease)"
_DO_NOT = r"(?:do not|don't|dont)"
# "Don't stop texting me", "did you stop sending it?"
_BEFORE = (
    r"(?<!don't )(?<!dont )(?<!do not )(?<!never )(?<!not )(?<!can't )(?<!cannot )(?<!won't )(?<!didn't )"
    r"(?<!did you )(?<!have you )(?<!why you )\b"
)
# What may follow "don't text me" without making it about one thing: "don't email me the invoice" is no opt-out.
_ENDS = (
    r"(?= ?(?:$|[.!?,;:]|(?:any ?more|again|ever|please|pls|plz|thanks?|at all|and|or|on|at this|from|here|until"
    r"|about (?:this|your)|with (?:this|your|any))\b))"
)
_NOW = (
    r"(?:it|this|that|now|already|everything|all of (?:it|this)|all|immediately|today|asap|stop|please|pls|plz"
    r"|thanks|thank you)"
)

# The whole message, marks taken away.
_WHOLE = (
    rf"stop(?: {_NOW})*",
    (
        r"(?:i'd like to |i want to |i would like to )?(?:unsubscribe|unsub|opt[ -]?out|opt me out)"
        rf"(?: (?:me|us|now|{_PLEASE}))*"
    ),
    r"remove(?: (?:me|us|my number|this number|my e-?mail|please))+",
    r"not interested stop",
    r"how (?:do|can) i (?:unsubscribe|opt[ -]?out|stop (?:this|these|getting these))",
    r"leave me alone|go away|lose my number|wrong (?:number|person)|no more|take me off|delete me|end (?:this|it)",
    # One word in another language: providers know the English ones.
    r"parar|pare|alto|basta|baja|arr[eê]te[rz]?|arr[eê]t|d[eé]sabonner|stopp|abmelden|abbestellen|sair|cancelar",
)
_ENGLISH = (
    (
        rf"{_BEFORE}{_STOP} (?:{_SENDING}(?: (?:me|us|this number|to me|here))?|\w+ing me)\b"
        r"(?! (?:you|him|her|them|back|it|when|while|if)\b)"
    ),
    (
        rf"{_BEFORE}{_STOP} sending (?:(?:me|us|these|this|those|your|any|all|more|the|so many) )*"
        rf"(?:{_MESSAGES}|crap|stuff|things)\b"
    ),
    rf"{_BEFORE}{_STOP} sending (?:me |us )?(?:these|this|those|them)(?= ?(?:$|[.!?,;]))",
    rf"{_BEFORE}(?:stop|cease) (?:(?:all|these|the|this|your|any|with the|sending) )+{_MESSAGES}\b",
    (
        rf"\b(?:{_DO_NOT}|never|no longer)(?: (?:ever|please|you))? {_SEND} "
        rf"(?:me|us|this number|to me|to this number|here){_ENDS}"
    ),
    rf"\b{_DO_NOT} (?:ever )?contact (?:me|us|this number)\b(?! (?:the|before|until|him|her)\b)",
    (
        rf"\b(?:{_DO_NOT}|no longer|never) (?:want|wish|wanna|care)(?: to)?(?: (?:get|receive|be getting|hear|see))?"
        rf"(?: (?:any|these|this|your|more|further|of|from you|such))*(?: {_MESSAGES}\b|(?<=from you))"
    ),
    (
        rf"\b(?:take|remove|delete|drop|get|scratch|strike) {_MINE} (?:off|from|out of)"
        r"(?: (?:of|all|any|the|your|this|that|these|every))*(?: \w+)?"
        rf"(?: (?:lists?|database|db|system|records?|mailing|{_MESSAGES}|contacts?|subscriptions?))\b"
    ),
    r"\b(?:unsubscribe|unsub|opt) (?:me|us|my (?:number|e-?mail)|this number)\b",
    (
        r"\b(?:want|wish|like|need|trying|tried|asked|requesting|request|prefer)(?: you)? to "
        r"(?:unsubscribe|opt[ -]?out|be (?:removed|taken off|unsubscribed))\b"
    ),
    r"\b(?:please|pls|kindly) (?:unsubscribe|opt[ -]?out|remove (?:me|my (?:number|name|e-?mail)))\b(?! (?:the|as)\b)",
    (
        r"(?:^|[.!?,;] ?|please )no (?:more|further) "
        rf"(?:(?:of|these|this|your|marketing|promotional|sales) )*{_MESSAGES}\b"
    ),
    r"\b(?:revoke|withdraw|withdrawing|revoking)(?: (?:my|any|all|the))?(?: \w+)? (?:consent|permission)\b",
    r"\b(?:leave me alone|lose (?:my|this) number|wrong number)\b",
    r"\byou(?: have|'ve got|'ve| got)? the wrong (?:number|person)\b",
    r"(?:^|[.!,;] ?)(?:please|pls|plz|just) stop(?: (?:it|this|now|already|thank you|thanks|please))?(?:$|[.!,;])",
    r"\breport(?:ing|ed)?(?: (?:you|this))?(?: \w+)? (?:as spam|to the (?:fcc|ftc))\b",
)

# --- Spanish ---------------------------------------------------------------------------------------------------------
_SPANISH = (
    (
        r"\bno (?:me|nos) (?:escrib|mand|env[ií]|contact|molest|llam)\w*"
        r"(?: m[aá]s| (?:por favor|mensajes|correos|nada|textos)|$|[.!,])"
    ),
    r"\b(?:dej[ae]n?|par[ae]n?|dej[aá]) de (?:escribir|mandar|enviar|molestar|contactar|llamar)\w*",
    r"\b(?:dar|d[aá]|de|d[eé]n|den)(?:me|nos) de baja\b|\bquiero (?:la baja|darme de baja)\b",
    (
        r"\bno (?:quiero|deseo)(?: recibir| que me (?:env[ií]en|manden))?(?: m[aá]s)? "
        r"(?:mensajes|correos|sms|textos|publicidad|mails|e-?mails)\b"
    ),
    (
        r"\b(?:b[oó]rr|elim[ií]n|qu[ií]t|s[aá]qu)\w*(?:me|nos) (?:de|del)(?: (?:la|su|tu|esta|el))? "
        r"(?:listas?|base|env[ií]os)\b"
    ),
)

# --- French ----------------------------------------------------------------------------------------------------------
_FRENCH = (
    r"\b(?:arr[eê]te[rzs]?|cesse[rz]?) (?:de |d')(?:me |m'|nous )\w+",
    r"\bne (?:me |m'|nous )(?:contact|[eé]cri|envo|sollicit|d[eé]rang|harcel)\w* plus\b",
    r"\b(?:d[eé]sabonn|d[eé]sinscri)\w*\b",
    r"(?:^|[.!,] ?)plus (?:de|aucun) (?:messages?|sms|textos?|mails?|e-?mails?|courriels?|pub)\b",
    r"\bje ne (?:veux|souhaite) plus (?:recevoir|de (?:messages?|sms|mails?))",
    r"\b(?:retire|enl[eè]ve|supprime|efface)[rz]?(?:-(?:moi|nous)| mon (?:num[eé]ro|adresse)) ",
)

# --- German ----------------------------------------------------------------------------------------------------------
_GERMAN = (
    r"\bh[oö]r(?:t|en sie)? (?:bitte )?auf,? (?:mir|uns|mich) ",
    (
        r"\bkeine (?:weiteren? |solchen? )?(?:nachrichten|sms|mails|e-?mails|werbung|newsletter)"
        r"(?: (?:mehr|bitte|an mich|von ihnen|senden|schicken)|$|[.!,])"
    ),
    r"\bschreib(?:en|t|e)?(?: sie)? (?:mir|uns) (?:bitte )?(?:nicht|nie|keine \w+) ?(?:mehr|wieder|$|[.!])",
    r"\b(?:nicht mehr|nie wieder) (?:anschreiben|kontaktieren|schreiben|bel[aä]stigen|anrufen)\b",
    r"\b(?:newsletter|mich|uns)(?: \w+){0,4} (?:abmelden|abbestellen|austragen|l[oö]schen)\b",
    r"\bmelden sie mich (?:\w+ ){0,3}ab\b",
    r"\baus (?:dem|ihrem|eurem|deinem) verteiler\b",
    r"\bvon (?:der|ihrer|eurer) liste (?:nehmen|streichen|l[oö]schen|entfernen)",
    r"\b(?:lasst|lassen sie|lass) mich in ruhe\b|\bwiderrufe?\b.{0,30}\beinwilligung\b",
)

# --- Portuguese ------------------------------------------------------------------------------------------------------
_PORTUGUESE = (
    r"\bn[aã]o (?:me|nos) (?:mand|envi|escrev|contat|contact|incomod|perturb)\w*(?: mais|$|[.!,])",
    r"\bpar(?:e|em|a|ar) de (?:me |nos )?(?:mandar|enviar|escrever|contatar|contactar|incomodar|ligar)",
    r"\bn[aã]o quero (?:mais )?(?:receber )?(?:mais )?(?:mensagens|e-?mails|sms|propaganda)\b",
    r"\b(?:me )?(?:descadastr|desinscrev)\w*",
    r"\bcancelar (?:a |minha )+(?:inscri[cç][aã]o|subscri[cç][aã]o|assinatura)\b",
    r"\b(?:tir|remov)\w*(?:-me| me| o? ?meu (?:n[uú]mero|e-?mail)) d[aeo]\b",
)

# A greeting or a please around it changes nothing.
WHOLE = re.compile(rf"(?:(?:ok(?:ay)?|hi|hey|hello|no|just|please|pls|plz) )*(?:{'|'.join(_WHOLE)})")
PARTS: Sequence[re.Pattern[str]] = [
    re.compile(pattern) for pattern in (*_ENGLISH, *_SPANISH, *_FRENCH, *_GERMAN, *_PORTUGUESE)
]
