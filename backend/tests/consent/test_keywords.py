"""Keywords, and free text that seems to ask that we stop."""

import time

import pytest

from crm.consent.enums import Keyword
from crm.consent.keywords import read_keyword, sounds_like_opt_out


def test_stop_words() -> None:
    for text in (
        "STOP", " stop ", "Stop.", "STOPALL", "unsubscribe", "Cancel", "END", "quit!", "Revoke", "OPTOUT", "“Stop”",
        "stop\u200b", "ＳＴＯＰ",
    ):  # fmt: skip
        assert read_keyword(text) is Keyword.STOP, text


@pytest.mark.parametrize(
    ("text", "told", "keyword"),
    [
        ("START", None, Keyword.START),
        ("yes", None, Keyword.START),
        ("Unstop", None, Keyword.START),
        ("help", None, Keyword.HELP),
        ("INFO", None, Keyword.HELP),
        # What the provider has told outweighs the text, both ways.
        ("Basta", "STOP", Keyword.STOP),
        ("stop", "HELP", Keyword.HELP),
        ("whatever", "start", Keyword.START),
        ("stop", "", Keyword.STOP),
        ("stop", "SOMETHING_NEW", Keyword.STOP),
        # The whole message must be the word.
        ("stop by at 5", None, None),
        ("Stop please", None, None),
        ("Yes, Tuesday works", None, None),
        ("The end", None, None),
        ("start over?", None, None),
        ("", None, None),
        ("!!!", None, None),
    ],
)
def test_keywords(text: str, told: str | None, keyword: Keyword | None) -> None:
    assert read_keyword(text, told_type=told) is keyword


SOUNDS = """
please don't text me
Please don’t text me anymore
do not text me again
Dont text this number
stop texting me
Stop texting!!
quit texting me
STOP MESSAGING ME
please stop
stop please
Stop it
stop. now
Just stop
ok stop
Stop already
stop stop stop
Please stop sending me messages
stop sending these
Stop sending me this crap
stop sending texts
stop the texts
stop all messages
No more texts
no more messages please
Please, no more emails.
take me off your list
Take me off this list please
please remove me from your mailing list
Remove my number
remove me
Please remove my number from your system
delete my number from your database
get me off this list
take this number off your list
unsubscribe me
Please unsubscribe
unsubscribe please
I want to unsubscribe
I'd like to opt out
opt me out
opt out
Opt-out please
How do I unsubscribe?
how can i stop these
I would like to be removed
I don't want to receive these messages
I do not want any more texts
i don't want your texts
I no longer wish to receive messages
I don't want to hear from you
don't contact me again
Do not contact us
never text me again
don't ever text me again
do not message me
please don't email me any more
Don't write to me again
leave me alone
lose my number
wrong number
You have the wrong number
You've got the wrong number, I'm not Steve
I revoke my consent
I am withdrawing my consent to be messaged
Hi, this is Bob. I moved away, so please stop texting me. Thanks
Not interested. Please stop.
not interested, stop texting
Stop contacting me or I'll sue
cease texting this number
Stop spamming me
I'm reporting you to the FCC
reported as spam
Who is this? Don't text me
Please stop, thanks
no me escriban más
No me manden mensajes
Por favor, no me envíen más mensajes
dejen de escribirme
deja de mandarme mensajes
Quiero darme de baja
Dame de baja
Denme de baja por favor
no quiero más mensajes
No quiero recibir correos
bórrenme de su lista
basta
arrêtez de m'envoyer des messages
Arrête de m'écrire
ne me contactez plus
Ne m'écrivez plus
désabonnez-moi
Je veux me désabonner
désinscrivez-moi svp
plus de sms svp
Je ne veux plus recevoir de messages
retirez-moi de votre liste
hören Sie auf, mir zu schreiben
Bitte keine Nachrichten mehr
keine SMS mehr
Keine weiteren Nachrichten bitte
schreiben Sie mir nicht mehr
schreib mir nicht mehr
Bitte nicht mehr anschreiben
abmelden
Bitte mich vom Newsletter abmelden
Nehmen Sie mich aus dem Verteiler
Bitte von der Liste streichen
Lassen Sie mich in Ruhe
Ich widerrufe meine Einwilligung
não me mande mais mensagens
Não me enviem mais e-mails
pare de me mandar mensagens
parem de enviar
não quero mais receber mensagens
quero me descadastrar
sair
"""

NOT = """
stop by at 5
Can you stop by tomorrow?
I'll stop at the shop first
The bus stop is around the corner
when does the rain stop
Don't stop texting me!
please don't stop sending me the weekly menu
I never unsubscribed from anything
did you stop sending the newsletter?
I didn't unsubscribe, why don't I get mails?
don't forget to text me
Don't text me the code, call
Please don't email me the invoice, send it by post
don't hesitate to contact me
I don't want the blue one
I don't want to cancel
remove the second item from my order please
Please remove the lamp from the quote
take me off the call at 5, I'm driving
Could you remove the old address from my file
no more questions, thanks
No more than two people
I can't stop laughing
we stopped at the traffic lights
Stop sign on Main Street
one-stop shop
non-stop flight
Please stop the delivery until Monday
stop loss order
stop the car
Please stop him before he leaves
quit my job today
I quit smoking
the end of the month works
Is this the end of it?
cancel my appointment on Friday
please cancel the order
can I cancel?
yes
Not interested in the red one but the blue looks good
Sounds good, thanks!
thanks for your message
You can contact me any time
text me when you're here
I want to receive the newsletter
How do I subscribe?
I lost my number, can you send it again?
what number is wrong on the invoice?
The wrong size arrived
leave it at the door
leave me a message
go ahead
delete the draft, I'll send a new one
I opted for the large one
What are my options?
start
The texts stopped arriving, please send again
I no longer work there, please write to my new address
I don't want to miss your messages
don't call before nine
Let me know when to stop
Is the shop closed? I need help
¿Me pueden escribir mañana?
No me escribiste ayer
dejen el paquete en la puerta
quiero más mensajes como este
La fiesta se acaba a las 10
pouvez-vous m'envoyer la facture ?
arrêtez-vous au bureau demain
je veux m'abonner
plus de détails svp
il n'y a plus de pain
Können Sie mir schreiben?
hören wir uns morgen?
keine Zeit heute
Keine Sorge, ich schreibe morgen
ich nehme die Liste mit
pode me mandar a fatura?
não sei ainda
pare na esquina, por favor
"""


def rows(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


def test_what_sounds_like_an_opt_out() -> None:
    missed = [text for text in rows(SOUNDS) if not sounds_like_opt_out(text)]
    assert missed == []
    assert [text for text in rows(SOUNDS) if not sounds_like_opt_out(f"  {text.upper()} ")] == []


def test_what_does_not() -> None:
    assert [text for text in rows(NOT) if sounds_like_opt_out(text)] == []


def test_hostile_text_costs_no_time() -> None:
    began = time.process_time()
    for piece in ("stop ", "please stop ", "do not want any ", "remove me from the ", "no more ", "newsletter x ", "a"):
        sounds_like_opt_out(piece * 20_000)
        read_keyword(piece * 20_000)
    assert time.process_time() - began < 1.0
