"""How a line is said: a question, a plan, a complaint, a polite order, or a plain fact."""

import re
from typing import Final

_POLITE: Final = re.compile(
    r"^[¿¡ ]*(?:(?:bonjour|bonsoir|salut|hello|hi|hey|hola|coucou|stp|svp|please|ok|alors|bon|euh|et|cc|bjr|slt"
    r"|yo|so|"
    r"dis|dis moi|steuplait|por favor)[ ,!.]+)*"
    r"(?:(?:est[ -]ce que )?(?:tu (?:peux|pourrais)|peux[ -]tu|pourrais[ -]tu|vous pouvez|pouvez[ -]vous|merci de"
    r"|pourriez[ -]vous|can you|could you|would you|will you|puedes|podrias|please|i want you to|je veux que tu"
    r"|j'aimerais que tu|veuillez|il faut)(?: me| please| stp| svp)?[ ,]+)?"
    r"(?P<order>(?:me |m')?(?:note[rsz]?|notes|ajoute[rsz]?|enregistre[rsz]?|saisi[rs]?|inscri[rst]\w*|log|add|save"
    r"|record|note down|write down|put down)"
    r"|(?:me |m')?(?:rappel\w*|fai(?:s|re) penser|remind|recuerda\w*|recordar\w*|avisa\w*|alert\w*|prev(?:iens"
    r"|enir)))(?![a-z])"
)
_QUESTION_FIRST: Final = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|hello|hi|hey|dis|et|and|so|alors|hola|stp|svp|please|au fait"
    r"|btw)[ ,!.]+)*(?:c'est |ca fait |il y a |y a |de |a |pour |en |depuis |at |in |for )?"
    r"(?:combien|quand|quel(?:le)?s?|comment|pourquoi|ou|qui|que|quoi|qu'est|est[ -]ce|c koi|kan|when|what|how|why"
    r"|where"
    r"|who|which|whats|what's|when's|hows|is|are|was|were|do|does|did (?:i|you|he|she|we|they|it|that|this|any\w*"
    r"|some\w*)|should|could|would|can|will|am i|have i|has"
    r"|peut[ -]on|dois[ -]je|puis[ -]je|faut[ -]il|a combien|cuando|cuanto|cuanta|cual|como|por que|donde|shall|any"
    r"|penses[ -]tu|connais[ -]tu|sais[ -]tu|tu (?:peux|sais|connais)|peux[ -]tu|pouvez[ -]vous|vous (?:pouvez"
    r"|savez))(?![a-z])"
)
_QUESTION_INSIDE: Final = re.compile(
    r"(?<![a-z])(?:c'est quand|c quand|combien (?:ca|ai|j'ai|coute|m'a)|(?:coute|vaut|faut|c'est) combien"
    r"|a quel (?:km|kilometrage)|how much (?:did|do"
    r"|does|is|for)"
    r"|i'?d like to know|(?:want|need|like) to know|(?:voudrais|veux|aimerais) savoir|how many|what is|when is"
    r"|quelle? (?:huile|pneu|pression)|should i|dois[ -]je|est[ -]ce que"
    r"|(?:is|are|was) (?:that|it|this|they|those) (?:a )?(?:good|ok|okay|fair|normal|expensive|cheap|lot|too|worth"
    r"|right|much|alot)|(?:t'en|vous en|tu en) pense[sz] quoi|qu'en pense\w*|ca vaut le coup|worth it|que te parece"
    r"|(?:cuanto|cuantos|cuantas|cuando) )(?![a-z])"
)
# However politely it is said, an order to remind is none: "auriez-vous l'amabilité de me rappeler …".
_TO_REMIND: Final = re.compile(
    r"(?<![a-z])(?:me rappell?(?:er|iez)|remind(?:ing)? me|recordarme)(?! (?:quand|combien|quel|ou |si |comment"
    r"|pourquoi|ce que|when|what|how|if |which|where|cuando|cuanto|que ))(?![a-z])"
)
_PLANNED: Final = re.compile(
    r"^(?:faire|changer|penser a|prendre|remplacer|acheter|reparer) |(?<![a-z])(?:booked|scheduled|rdv"
    r"|rendez[ -]vous|appointment|il fo|fo (?:ke?|que)|faut (?:ke?|que)|jdois|jdoi|je doi|je v|jvais|g besoin|je"
    r" (?:dois|vais|devrais|voudrais|veux|pense|compte)|j'ai (?:besoin|envie)|besoin de|il faut|faut que"
    r"|faut (?:faire|changer)|il faudra\w*|faudra\w*|on doit|va falloir|doit etre|a faire|a prevoir|prevoir|prevu\w*"
    r"|a changer|a remplacer|bientot|prochaine?s?(?! fois le)|pas encore|need(?:s)? (?:to|a|new|an|chang\w+"
    r"|replac\w+|doing|fixing|servic\w+)|gotta"
    r"|ought to|supposed to|time (?:to|for)|i need|have to"
    r"|has to|must|should"
    r"|going to|gonna|will (?:do|need|have|be|change)|i'?ll|want to|wanna|plan(?:ning)? to|is due|due (?:in|at|for"
    r"|soon)"
    r"|overdue|soon"
    r"|next (?:week|weekend|month|year|spring|summer|autumn|winter)"
    r"|next (?:service|oil|mot|inspection|change)|not yet|thinking (?:of|about)|considering"
    r"|looking (?:at|for|into)|j'(?:envisage|hesite)|jpense|quote|estimate|devis|tengo que"
    r"|hay que|toca (?:cambiar|hacer|pasar)|necesito|quiero|voy a|deberia|pendiente"
    r"|(?:tous les|every|cada) [0-9][0-9 .,]* ?k?(?:kms?|kilometres?|miles?|mi)"
    r"|pas (?:fait|change)|n'ai (?:pas|jamais)|haven't|havent|didn't|didnt|never)(?![a-z])"
)
# What was not done, in whatever way it is said; "pas de souci" says nothing of the kind.
_DENIED: Final = re.compile(
    r"(?<![a-z])(?:pas (?:ete |eu )?(?:fait|faite|faites|change\w*|paye\w*|encore|remplace\w*|mis|refait)"
    r"|(?:n'ai|n'a|n'avons|n'est) (?:pas|jamais|plus|rien)|sans (?:faire|changer|payer)|jamais (?:fait|change|paye)\w*"
    r"|(?:haven't|havent|hasn't|hasnt|didn't|didnt|wasn't|wasnt|did not|have not|has not|was not|never)"
    r"|not (?:been |yet )?(?:done|paid|changed|replaced|serviced|fitted|yet)"
    r"|no (?:he|hemos|han|ha|hice|hago|pague|cambie)(?! (?:mas|problema))"
    r"|not (?:bothering|doing|having|getting|going)|won't|skipp(?:ed|ing)"
    r"|refusee?s?|dit non|said no|declined|refused|rechazad[oa]|annulee?s?|cancelled|canceled|cancelad[oa])(?![a-z])"
    r"|(?<![a-z])(?:pas|plus) (?:de |d'|eu de )(?!(?:souci|probleme|chance|quoi|frais|facture|panne|bruit)s?(?![a-z]))"
    r"|^(?:no|sin) (?!charge|problem|cost|worries)(?=[a-z])"
)
_NEXT_TIME: Final = re.compile(
    r"(?<![a-z])(?:la |le |the )?(?:prochaine?|next|proxim[oa])(?: (?:one|due|fois|vidange|service|ct|revision))? "
    r"(?:a|dans|en|vers|le|pour|prevue?|at|in|due|el) "
)
_UNPAID: Final = re.compile(
    r"(?<![a-z])(?:pas|jamais|not|never|didn't|didnt|haven't|havent|no he|sin)(?: (?:encore|yet|been|ete|have))* "
    r"(?:pay\w*|paid|regle\w*|pagad\w*|pagu\w*|fait|done|changed?|mis|put|filled)(?![a-z])"
)
_COMPLAINT: Final = re.compile(
    r"(?<![a-z])(?:bruits?|grince\w*|couine\w*|siffle\w*|vibre\w*|vibrations?|tremble\w*|voyants?|fume[esr]?|fuites?"
    r"|fuit"
    r"|en panne|morte?s?|(?:est |sont )?(?:hs|uses?|usees?|fichue?s?)|ne (?:marche|demarre|fonctionne|tient)\w*"
    r"|marche (?:plus|pas|mal)"
    r"|demarre (?:plus|pas|mal)|cale|noises?|nois[ey]\w*|squeal\w*|squeak\w*|grind\w*|leak(?:s|ing)?|warning light"
    r"|smells?|smoke"
    r"|won'?t start|doesn'?t (?:work|start)|not working|broken|worn(?: out)?|dead|odeur|sent le|sens une|problem\w*"
    r"|clignote\w*"
    r"|s'allume|allume|shak\w*|judder\w*|rattl\w*|knocking|overheat\w*|chauffe)(?![a-z])"
)
_TRIP: Final = re.compile(
    r"(?<![a-z])(?:fait|roule|roules|parcouru\w*|trajet|route|aller|retour|drove|driven|drive|did|trip|travel\w*"
    r"|road)(?![a-z])"
)
_OFFER: Final = re.compile(
    r"%|(?<![a-z])(?:promos?|promotions?|reductions?|remise|offre|discount|sale"
    r"|deal)(?![a-z])"
)
_REPAIR: Final = re.compile(
    r"(?<![a-z])(?:reparations?|repare[es]{0,2}|remplacements?|remplace[es]{0,2}|changements?|change[es]{0,2}"
    r"|refection"
    r"|montage|pose|main d'?oeuvre|repairs?|repaired|replaced|replacement|replacing|fixed|fitted|labou?r)(?![a-z])"
)
# What somebody asks or would take is no payment.
_PRICED: Final = re.compile(
    r"(?<![a-z])(?:coutent|ca coute|costs|vaut|(?:il|on|elle|ils|garagiste|garage|norauto|speedy|midas) me"
    r" (?:propose|demande|annonce|prendrait|ferait|avait propose|avait demande)"
    r"|ils? demanden?t?|(?:garage|garagiste) demande"
    r"|(?:garage|mechanic|dealer|he|she|they|guy) (?:wants?|asks?|quotes?|quoted|would charge|'d charge|reckons?)"
    r"|(?<!a )(?<!ont )(?:demande|demandent|reclame|reclament) (?=[0-9€£$])[0-9€£$]*"
    r"|(?:is|are) (?:wanting|asking)|wants to charge|(?:on|il|elle|ils) m'(?:a|ont|avait) (?:dit|annonce|propose)"
    r"|voul(?:ait|aient)|i was told"
    r"|(?:they|he|she) (?:said|told)|me han dicho|(?:me )?(?:piden|pide)|me cobraria\w*)(?![a-z])"
)
_TRADED: Final = re.compile(
    r"(?<![a-z])(?:vendu|vends|sold|selling|vendido|vendo) (?:mes|les|my|the|mis|los|las|l'|le|la|mon|ma)? ?"
    r"(?:anciens?|anciennes?|vieux|vieilles?|old|used|quatre|four|[0-9])|"
    r"(?<![a-z])(?:vend(?:u|s|re)|a vendre|achete|acheter|acquis|sold|sell(?:ing)?|bought|buy(?:ing)?"
    r"|purchased)(?![a-z])"
    r".{0,40}(?<![a-z])(?:voiture|auto|vehicule|moto|car|bike|van|clio|golf|megane|peugeot|renault|caisse)(?![a-z])"
)
_DONE: Final = re.compile(
    r"(?<![a-z])(?:faite?s?|fini\w*|changed|(?<!oil )(?<!fluid )(?<!tyre )(?<!tire )change(?:e|s|es)?|remplace(?:e|s"
    r"|es)?|poses?|posee?s?|montes?|montees?"
    r"|installes?|installees?|repare\w*|nettoye\w*|refait\w*|effectue\w*|paye\w*|regle|done|changed|paid"
    r"|replaced|fitted|installed|repaired|fixed|serviced|completed|finished|cambiad[oa]s?|hech[oa]|puest[oa]s?|pagad[oa]|pague|reparad[oa])(?![a-z])"
)
_NEW: Final = re.compile(
    r"(?<![a-z])(?:neufs?|neuves?|new|ok|valide\w*|passee?s?|passed|pass|had|got|did|mis|mises?|nuev[oa]s?|pasad[oa])(?![a-z])"
)


_GIFT: Final = re.compile(
    r"(?<![a-z])(?:gratuit\w*|offerte?s?|for free|free(?: of charge)?|no charge|sans frais|pour rien|for nothing"
    r"|(?:rien|nothing) (?:paye|coute|paid)|(?:rien|nothing) a payer|goodwill)(?![a-z])"
)


def order_at(flat: str) -> int:
    """Where the order begins in a polite line ("can you note: ..."), 0 when none is given."""
    match = _POLITE.match(flat)
    return match.start("order") if match is not None else 0


def is_order(flat: str) -> bool:
    """Whether the line tells us to note or to remind."""
    return _POLITE.match(flat) is not None


def is_question(flat: str) -> bool:
    """Whether the line asks something."""
    if is_order(flat) or _TO_REMIND.search(flat):
        return _QUESTION_INSIDE.search(flat) is not None
    asked = flat.rstrip(" .!)").endswith("?")
    return asked or _QUESTION_FIRST.search(flat) is not None or _QUESTION_INSIDE.search(flat) is not None


def is_plan(flat: str) -> bool:
    """Whether the line speaks of what is to be done, or was not."""
    return _PLANNED.search(flat) is not None


def before_next(flat: str) -> str:
    """What is said before the next time of it: "vidange 89 €, prochaine à 100 000 km"; nothing where none is."""
    following = _NEXT_TIME.search(flat)
    return flat[: following.start()] if following is not None else ""


def is_denied(flat: str) -> bool:
    """Whether the line says that something was not done after all, and not that it was done and what was not."""
    denied = _DENIED.search(flat)
    return denied is not None and not (is_done(flat[: denied.start()]) or is_new(flat[: denied.start()]))


def is_unpaid(flat: str) -> bool:
    """Whether the line says that nothing was paid, or done, for what it names."""
    return _UNPAID.search(flat) is not None


def is_complaint(flat: str) -> bool:
    """Whether the line describes a trouble."""
    return _COMPLAINT.search(flat) is not None


def is_trade(flat: str) -> bool:
    """Whether the line tells of a vehicle bought or sold, or of what something costs in general."""
    return _TRADED.search(flat) is not None or _PRICED.search(flat) is not None


def is_trip(flat: str) -> bool:
    """Whether kilometres may be those of a journey."""
    return _TRIP.search(flat) is not None


def is_offer(flat: str) -> bool:
    """Whether the line speaks of a discount."""
    return _OFFER.search(flat) is not None


def is_repair(flat: str) -> bool:
    """Whether the line speaks of work, whatever was worked on."""
    return _REPAIR.search(flat) is not None


def is_gift(flat: str) -> bool:
    """Whether the line says that nothing was paid."""
    return _GIFT.search(flat) is not None


def is_done(flat: str) -> bool:
    """Whether the line says that something was done."""
    return _DONE.search(flat) is not None


def is_new(flat: str) -> bool:
    """Whether the line says that something is new, or went well."""
    return _NEW.search(flat) is not None
