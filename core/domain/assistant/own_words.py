"""The words by which people ask about their own logbook, in French and English, folded."""

import re
from typing import Final


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])")


# What says that it is no question about what was logged.
GENERAL: Final = _words(
    r"faut[ -]il|il faut|tous les combien|est[ -]ce (?:grave|dangereux|normal|que c'est grave|possible)|c'est grave"
    r"|pourquoi|comment|puis[ -]je|peut[ -]on|est ce que je peux|je peux|how often|how do i|how to|how can|why"
    r"|is it (?:ok|safe|bad|dangerous|normal)|can i|should i(?! .*\bnext\b)|what (?:is|are) an?|c'est quoi une?"
    r"|combien de temps (?:dure|durent|tient|tiennent|faut)|how long (?:does|do|should|can"
    r"|will) .{1,40}(?:last|take)|duree de vie"
    r"|lifespan|life expectancy|a quoi sert|what does|what happens|que se passe|quelle huile|which oil"
    r"|what oil|quelle pression|what pressure"
    r"|conseil\w*|recommand\w*|recommend\w*|meilleure?s?|best|difference"
)
# Of a thing in general: "une vidange", "an oil change", "pour une Clio".
A_THING: Final = _words(
    r"(?:combien (?:ca )?(?:coute|coutent|vaut|coutera)|how much (?:does|do|is|are|would)|prix (?:moyen"
    r"|d'une?)|price of an?)"
)
TO_COME: Final = _words(
    r"va (?:me |nous )?(?:couter|falloir)|vont (?:me |nous )?couter|coutera|couteront|will|going to cost|gonna"
    r"|l'an prochain"
    r"|l'annee prochaine|next (?:year|month)|le mois prochain|prevoir|previsions?|forecast|would"
)
# Whose: nobody's logbook but one's own is here.
OTHERS: Final = _words(
    r"(?:ma|mon|my|sa|son|his|her|leur|their) (?:femme|mari|wife|husband|fils|son|fille|daughter|mere|mother"
    r"|mum|mom|pere"
    r"|father|dad|frere|brother|soeur|sister|voisine?|neighbou?r|amie?|friend|collegue|colleague|copain|copine"
    r"|boss|patron)"
    r"|quelqu'un|somebody|someone|les gens|people|moyenne nationale|les autres|others|everybody|all users|other users"
)
KIND_OF_VEHICLE: Final = _words(
    r"moto|motos|scooter|scooters|motorbike|motorcycle|bike|velo|camping[ -]car|camper|motorhome|caravane|caravan|van"
    r"|camion|truck|lorry|quad|tracteur|tractor|bateau|boat|remorque|trailer|utilitaire|fourgon"
)
MINE: Final = _words(
    r"j'ai|ai[ -]je|j'avais|m'a|m'ont|me coute|m'aura|mes|ma|mon|je|me|moi|on a|nous avons|nos|notre|i|i've"
    r"|i have|did i"
    r"|my|me|mine|our|we|have i"
)

ASKING: Final = re.compile(
    r"^(?:et |and |dis |stp )?(?:combien|quand|quels?|quelles?|how|when|what|what's|which|where|total|dernier"
    r"|derniere|last|chez"
    r"|qui|who|tolls?|kilometrage|odometer|mileage|conso|consommation|plaque|vin|prochaine?|next|mon dernier"
    r"|ma derniere|my last)\b"
    r"|(?<!\w)(?:combien|quand|c'est quoi|depuis|how many|how much|how long|how far|when|what)(?!\w)"
)

VEHICLES: Final = _words(
    r"combien (?:est[ -]ce que )?(?:j'ai |ai[ -]je |y a[ -]t[ -]il |on a )?d[e'] ?(?:voitures?|vehicules?"
    r"|autos?|engins?)(?: (?:j'ai|ai[ -]je))?"
    r"|how many (?:cars|vehicles)(?: (?:do i (?:have|own)|have i(?: got)?|i have|i own))?"
)
COUNT: Final = _words(r"combien de fois|combien d[e']|nombre d[e']|how many times|how many|how often did i|number of")
BIGGEST: Final = _words(
    r"(?:la |ma |the |my )?(?:plus (?:grosse|grande|chere|elevee)s? (?:facture|depense|reparation|intervention)"
    r"|(?:facture|depense|reparation|intervention) la plus (?:chere|grosse|elevee)"
    r"|(?:biggest|largest|highest|most expensive|dearest|costliest) (?:bill|invoice|expense|repair|cost|job))"
)
CONSUMPTION: Final = _words(
    r"consommations?(?: moyenne| de carburant| d'essence)?|conso(?: moyenne)?|consomme|l ?/ ?100(?: ?km)?"
    r"|litres aux cent"
    r"|(?:average )?(?:fuel )?(?:consumption|economy)|mpg|average fuel consumption"
)
FACTS: Final = {
    "plate": _words(
        r"plaque(?: d'immatriculation)?|immatriculation|immat|(?:licen[cs]e |number "
        r"|registration )?plate(?: number)?|registration number|reg number"
    ),
    "vin": _words(
        r"vin|(?:numero|n°|no) (?:de )?(?:chassis|serie|vin)|numero d'identification|chassis number"
        r"|vin number"
    ),
    "first_registered_on": _words(
        r"(?:date de )?(?:premiere |1ere )?mise en circulation|(?:date de )?(?:premiere|1ere) immatriculation"
        r"|first registered|first registration(?: date)?"
    ),
    "insurer": _words(
        r"assureur|compagnie d'assurance|insurer|insurance company|who insures"
        r"|chez qui (?:je suis|suis[ -]je|est) assuree?"
    ),
    "policy_number": _words(
        r"(?:numero|n°) (?:de )?(?:contrat|police)(?: d'assurance)?|policy number|insurance number"
    ),
}  # fmt: skip
DRIVEN: Final = _words(
    r"(?:combien d[e'] ?(?:km|kms|kilometres|bornes|miles) )?(?:(?:j'ai|ai[ -]je|on a|nous avons|a) (?:fait"
    r"|faits|parcourus?|roule|roules)|j'ai roule|ai[ -]je roule)"
    r"(?: d[e'] ?(?:km|kms|kilometres|miles))?|(?:combien )?(?:de )?(?:km|kilometres) (?:parcourus?|roules?|faits?)"
    r"|how (?:far|much|many (?:km|kms|kilometres|kilometers|miles)) (?:did|have) (?:i|we) (?:drive|driven|do"
    r"|done|cover|covered|go|gone)"
    r"|how (?:far|many (?:km|kms|kilometres|kilometers|miles)) (?:did|has) (?:the )?(?=\S)|(?:distance|km"
    r"|miles|kilometres) (?:driven|covered)"
)
ODOMETER: Final = _words(
    r"kilometrages?(?: actuel)?|compteur|combien d[e'] ?(?:km|kms|kilometres|bornes|miles)(?: (?:a|affiche"
    r"|au compteur|indique))?|odometer(?: reading)?|(?:current )?mileage"
    r"|how many (?:km|kms|kilometres|kilometers|miles)(?: (?:does|has|are|on|is))?"
)
FILL: Final = _words(
    r"pleins?(?: d'essence| de carburant| de gazole| de diesel)?|fill[ -]?ups?|tanks?|refuel(?:s|led|ling)?"
    r"|recharges?|charges|charging sessions"
)
LAST: Final = _words(r"derniere?s?(?: fois)?|last(?: time)?|la derniere|most recent|latest|recent|recemment|recently")
NEXT: Final = _words(
    r"prochaine?s?(?: fois)?|next|(?:is|are|be|comes|falls) due|due|echeances?|a faire|quand (?:dois[ -]je"
    r"|faut[ -]il|faudra[ -]t[ -]il|est[ -]ce que je dois|je dois)"
    r"|when (?:should|must|do) i(?: (?:need to|have to))?|when (?:does|do|will) .{1,30}? need|needs? (?:its|a|the|an)"
)
LITRES: Final = _words(
    r"(?:combien de |how many |nombre de )?(?:litres?|liters?|kwh)(?: d'essence| de carburant| of fuel)?"
)
# What exactly is asked of the last time.
ASPECTS: Final = (
    ("since_km", _words(
        r"combien d[e'] ?(?:km|kms|kilometres|bornes|miles) depuis|how many (?:km|kms|kilometres|kilometers"
        r"|miles) since|how far since|kilometres? depuis|(?:km|miles|distance) since"
    )),
    ("at_km", _words(
        r"a (?:combien d[e']|quel) ?(?:km|kms|kilometres|kilometrage|bornes)|(?:at )?what mileage(?: (?:was"
        r"|did))?|at how many (?:km|miles|kilometres)|a quel kilometrage"
    )),
    ("garage", _words(
        r"chez qui|chez quel(?: garage| garagiste)?|dans quel garage|quel (?:garage|garagiste)(?: m'a| a)?"
        r"|qui (?:m'a|a) (?:fait|monte|change|remplace)|where did i(?: (?:get|have))?|which garage|what garage"
        r"|who (?:fitted|did|changed|replaced)|where was"
    )),
    ("cost", _words(
        r"combien (?:m'a |a |ont |m'ont |avait |j'ai paye|ai[ -]je paye)(?:coute|paye)?e?s?|prix d[eu](?: la"
        r"| l'| mon| ma)?|how much (?:was|were|did (?:the|my|i pay for)|have i paid for)|cost of|price of"
    )),
    ("when", _words(
        r"(?:ca fait |depuis )?combien de (?:temps|mois|jours|semaines)(?: depuis)?|depuis quand|(?:c'est"
        r"|c'etait|c'etait c'est|quand c'est)? ?quand(?: est[ -]ce que)?|a quelle date|when(?: was| were"
        r"| did i| did we| is| did)?"
        r"|how long(?: ago)?(?: since| is it since| has it been since)?|how many (?:months|days|weeks) since"
        r"|what date|on which date|date d[eu]"
    )),
)  # fmt: skip
# Money spent, by what on.
MONEY: Final = _words(
    r"combien|coute[esr]?|couter|couts?|depense[srz]?|depenses|depenser|paye[esr]?|payer|revien[st]|revenu"
    r"|prix|total|totaux|somme|montant|budget"
    r"|how much|spent|spend|spending|costs?|paid|pay|expenses?|amount|bills?|factures?"
)
CATEGORIES: Final = (
    ("fuel", _words(
        r"(?:le |la |du |de |d'|en |l')?(?:essence|carburants?|gazole|gasoil|gas[ -]?oil|diesel|sans plomb"
        r"|e85|gpl|pleins?|electricite|recharges?)|fuel|petrol|gas|gasoline|diesel|charging|electricity"
        r"|fill[ -]?ups?"
    )),
    ("insurance", _words(r"assurances?|insurance|insurances|assurer|insure|cotisations?")),
    ("toll", _words(r"peages?|autoroutes?|tolls?|vignettes? d'autoroute")),
    ("parking", _words(r"parkings?|stationnement|parkmetre|horodateur")),
    ("fine", _words(r"amendes?|contraventions?|pv|proces[ -]verbaux|(?:parking |speeding )?(?:fines?|tickets?)")),
    ("credit", _words(r"credits?|mensualites|leasing|loa|lld|loan|lease|finance")),
    ("tax", _words(r"taxes?|impots?|vignette|malus|road tax")),
    ("wash", _words(r"lavages?|car ?wash(?:es)?|washing|washes")),
    ("work", _words(
        r"(?:frais d'|couts? d'|l'|d'|en )?(?:entretien|entretiens|reparations?|maintenance|atelier"
        r"|garagistes?|garages?)|repairs?|servicing|workshop|upkeep|garage bills?"
    )),
)  # fmt: skip

# What a question may say besides, without narrowing down what is asked.
SMALL: Final = frozenset(
    """
    a about actuel actuelle ago ai all alors am amount and any are argent as at au auto aux avec avoir
    bagnole be been bien bill bills bonjour both brake brakes brand by c ca caisse can car cars ce ceci cela
    cet cette change changed changee changees changer changes changing combien combined complet complete
    connaitre cost costs could coute coutee coutent couter current currently d d'ai dans date datent dates
    de deja depense depenses depuis des deux did dire dis do does donc done donne du effectue effectuee elle
    en encore engine environ est et etait ete etre eu eur euro euros ever exactement exactly facture
    factures faire faire-faire fais fait faites faits far fit fitted fois for frais frein freins from get
    getting give got had has have he hello hi how i i'm i've il ils im in is it it's its j je just juste
    kilometers kilometre kilometres km kms know l la laisse laisses le les leur long m ma made mais make
    many me merci mes mettre mileage miles mis moi moment mon money montant monte montee monter montes
    moteur much my n ne neuf neufs new nous nouveau nouveaux nouvelle now of on ont or ou our own paid par
    pas pay paye payee payes peux please pose poser pour put qu qu'on quand que quel quelle quelles quels
    question qui quoi rappelle remonte remontent remplace remplacee remplacees remplacer replace replaced
    replacing s sa sais salut savoir se ses she show si since so somme son sont spend spent stp sum sur svp
    t te technical technique tell thanks that the there these this those to total tous tout toute toutes tu
    un une up vehicle vehicles vehicule vehicules veux voiture voitures voudrais vous was we were what
    what's whats when where which who with y you
    """.split()  # noqa: SIM905  # a list of words reads as words
)
