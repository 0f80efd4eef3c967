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
    r"|combien de temps (?:dure|durent|tient|tiennent|faut)|how long (?:does|do|should|can|will) .{1,40}(?:last|take)|duree de vie"
    r"|lifespan|life expectancy|a quoi sert|what does|what happens|que se passe|quelle huile|which oil|what oil|quelle pression|what pressure"
    r"|conseil\w*|recommand\w*|recommend\w*|meilleure?s?|best|difference"
)
# Of a thing in general: "une vidange", "an oil change", "pour une Clio".
A_THING: Final = _words(r"(?:combien (?:ca )?(?:coute|coutent|vaut|coutera)|how much (?:does|do|is|are|would)|prix (?:moyen|d'une?)|price of an?)")
TO_COME: Final = _words(
    r"va (?:me |nous )?(?:couter|falloir)|vont (?:me |nous )?couter|coutera|couteront|will|going to cost|gonna|l'an prochain"
    r"|l'annee prochaine|next (?:year|month)|le mois prochain|prevoir|previsions?|forecast|would"
)
# Whose: nobody's logbook but one's own is here.
OTHERS: Final = _words(
    r"(?:ma|mon|my|sa|son|his|her|leur|their) (?:femme|mari|wife|husband|fils|son|fille|daughter|mere|mother|mum|mom|pere"
    r"|father|dad|frere|brother|soeur|sister|voisine?|neighbou?r|amie?|friend|collegue|colleague|copain|copine|boss|patron)"
    r"|quelqu'un|somebody|someone|les gens|people|moyenne nationale|les autres|others|everybody|all users|other users"
)
KIND_OF_VEHICLE: Final = _words(
    r"moto|motos|scooter|scooters|motorbike|motorcycle|bike|velo|camping[ -]car|camper|motorhome|caravane|caravan|van"
    r"|camion|truck|lorry|quad|tracteur|tractor|bateau|boat|remorque|trailer|utilitaire|fourgon"
)
MINE: Final = _words(
    r"j'ai|ai[ -]je|j'avais|m'a|m'ont|me coute|m'aura|mes|ma|mon|je|me|moi|on a|nous avons|nos|notre|i|i've|i have|did i"
    r"|my|me|mine|our|we|have i"
)

ASKING: Final = re.compile(
    r"^(?:et |and |dis |stp )?(?:combien|quand|quels?|quelles?|how|when|what|what's|which|where|total|dernier|derniere|last|chez"
    r"|qui|who|tolls?|kilometrage|odometer|mileage|conso|consommation|plaque|vin|prochaine?|next|mon dernier|ma derniere|my last)\b"
    r"|(?<!\w)(?:combien|quand|c'est quoi|depuis|how many|how much|how long|how far|when|what)(?!\w)"
)

VEHICLES: Final = _words(
    r"combien (?:est[ -]ce que )?(?:j'ai |ai[ -]je |y a[ -]t[ -]il |on a )?d[e'] ?(?:voitures?|vehicules?|autos?|engins?)(?: (?:j'ai|ai[ -]je))?"
    r"|how many (?:cars|vehicles)(?: (?:do i (?:have|own)|have i(?: got)?|i have|i own))?"
)
COUNT: Final = _words(r"combien de fois|combien d[e']|nombre d[e']|how many times|how many|how often did i|number of")
BIGGEST: Final = _words(
    r"(?:la |ma |the |my )?(?:plus (?:grosse|grande|chere|elevee)s? (?:facture|depense|reparation|intervention)"
    r"|(?:facture|depense|reparation|intervention) la plus (?:chere|grosse|elevee)"
    r"|(?:biggest|largest|highest|most expensive|dearest|costliest) (?:bill|invoice|expense|repair|cost|job))"
)
CONSUMPTION: Final = _words(
    r"consommations?(?: moyenne| de carburant| d'essence)?|conso(?: moyenne)?|consomme|l ?/ ?100(?: ?km)?|litres aux cent"
    r"|(?:average )?(?:fuel )?(?:consumption|economy)|mpg|average fuel consumption"
)
FACTS: Final = {
    "plate": _words(r"plaque(?: d'immatriculation)?|immatriculation|immat|(?:licen[cs]e |number |registration )?plate(?: number)?|registration number|reg number"),
    "vin": _words(r"vin|(?:numero|n°|no) (?:de )?(?:chassis|serie|vin)|numero d'identification|chassis number|vin number"),
    "first_registered_on": _words(
        r"(?:date de )?(?:premiere |1ere )?mise en circulation|(?:date de )?(?:premiere|1ere) immatriculation|first registered|first registration(?: date)?"
    ),
    "insurer": _words(r"assureur|compagnie d'assurance|insurer|insurance company|chez qui (?:je suis|suis[ -]je|est) assuree?|who insures"),
    "policy_number": _words(r"(?:numero|n°) (?:de )?(?:contrat|police)(?: d'assurance)?|policy number|insurance number"),
}  # fmt: skip
DRIVEN: Final = _words(
    r"(?:combien d[e'] ?(?:km|kms|kilometres|bornes|miles) )?(?:(?:j'ai|ai[ -]je|on a|nous avons|a) (?:fait|faits|parcourus?|roule|roules)|j'ai roule|ai[ -]je roule)"
    r"(?: d[e'] ?(?:km|kms|kilometres|miles))?|(?:combien )?(?:de )?(?:km|kilometres) (?:parcourus?|roules?|faits?)"
    r"|how (?:far|much|many (?:km|kms|kilometres|kilometers|miles)) (?:did|have) (?:i|we) (?:drive|driven|do|done|cover|covered|go|gone)"
    r"|how (?:far|many (?:km|kms|kilometres|kilometers|miles)) (?:did|has) (?:the )?(?=\S)|(?:distance|km|miles|kilometres) (?:driven|covered)"
)
ODOMETER: Final = _words(
    r"kilometrages?(?: actuel)?|compteur|combien d[e'] ?(?:km|kms|kilometres|bornes|miles)(?: (?:a|affiche|au compteur|indique))?|odometer(?: reading)?|(?:current )?mileage"
    r"|how many (?:km|kms|kilometres|kilometers|miles)(?: (?:does|has|are|on|is))?"
)
FILL: Final = _words(
    r"pleins?(?: d'essence| de carburant| de gazole| de diesel)?|fill[ -]?ups?|tanks?|refuel(?:s|led|ling)?|recharges?|charges|charging sessions"
)
LAST: Final = _words(r"derniere?s?(?: fois)?|last(?: time)?|la derniere|most recent|latest|recent|recemment|recently")
NEXT: Final = _words(
    r"prochaine?s?(?: fois)?|next|(?:is|are|be|comes|falls) due|due|echeances?|a faire|quand (?:dois[ -]je|faut[ -]il|faudra[ -]t[ -]il|est[ -]ce que je dois|je dois)"
    r"|when (?:should|must|do) i(?: (?:need to|have to))?|when (?:does|do|will) .{1,30}? need|needs? (?:its|a|the|an)"
)
LITRES: Final = _words(r"(?:combien de |how many |nombre de )?(?:litres?|liters?|kwh)(?: d'essence| de carburant| of fuel)?")
# What exactly is asked of the last time.
ASPECTS: Final = (
    ("since_km", _words(
        r"combien d[e'] ?(?:km|kms|kilometres|bornes|miles) depuis|how many (?:km|kms|kilometres|kilometers|miles) since|how far since|kilometres? depuis|(?:km|miles|distance) since"
    )),
    ("at_km", _words(
        r"a (?:combien d[e']|quel) ?(?:km|kms|kilometres|kilometrage|bornes)|(?:at )?what mileage(?: (?:was|did))?|at how many (?:km|miles|kilometres)|a quel kilometrage"
    )),
    ("garage", _words(
        r"chez qui|chez quel(?: garage| garagiste)?|dans quel garage|quel (?:garage|garagiste)(?: m'a| a)?|qui (?:m'a|a) (?:fait|monte|change|remplace)|where did i(?: (?:get|have))?|which garage|what garage|who (?:fitted|did|changed|replaced)|where was"
    )),
    ("cost", _words(
        r"combien (?:m'a |a |ont |m'ont |avait |j'ai paye|ai[ -]je paye)(?:coute|paye)?e?s?|prix d[eu](?: la| l'| mon| ma)?|how much (?:was|were|did (?:the|my|i pay for)|have i paid for)|cost of|price of"
    )),
    ("when", _words(
        r"(?:ca fait |depuis )?combien de (?:temps|mois|jours|semaines)(?: depuis)?|depuis quand|(?:c'est|c'etait|c'etait c'est|quand c'est)? ?quand(?: est[ -]ce que)?|a quelle date|when(?: was| were| did i| did we| is| did)?"
        r"|how long(?: ago)?(?: since| is it since| has it been since)?|how many (?:months|days|weeks) since|what date|on which date|date d[eu]"
    )),
)  # fmt: skip
# Money spent, by what on.
MONEY: Final = _words(
    r"combien|coute[esr]?|couter|couts?|depense[srz]?|depenses|depenser|paye[esr]?|payer|revien[st]|revenu|prix|total|totaux|somme|montant|budget"
    r"|how much|spent|spend|spending|costs?|paid|pay|expenses?|amount|bills?|factures?"
)
CATEGORIES: Final = (
    ("fuel", _words(r"(?:le |la |du |de |d'|en |l')?(?:essence|carburants?|gazole|gasoil|gas[ -]?oil|diesel|sans plomb|e85|gpl|pleins?|electricite|recharges?)|fuel|petrol|gas|gasoline|diesel|charging|electricity|fill[ -]?ups?")),
    ("insurance", _words(r"assurances?|insurance|insurances|assurer|insure|cotisations?")),
    ("toll", _words(r"peages?|autoroutes?|tolls?|vignettes? d'autoroute")),
    ("parking", _words(r"parkings?|stationnement|parkmetre|horodateur")),
    ("fine", _words(r"amendes?|contraventions?|pv|proces[ -]verbaux|(?:parking |speeding )?(?:fines?|tickets?)")),
    ("credit", _words(r"credits?|mensualites|leasing|loa|lld|loan|lease|finance")),
    ("tax", _words(r"taxes?|impots?|vignette|malus|road tax")),
    ("wash", _words(r"lavages?|car ?wash(?:es)?|washing|washes")),
    ("work", _words(r"(?:frais d'|couts? d'|l'|d'|en )?(?:entretien|entretiens|reparations?|maintenance|atelier|garagistes?|garages?)|repairs?|servicing|workshop|upkeep|garage bills?")),
)  # fmt: skip

# What a question may say besides, without narrowing down what is asked.
SMALL: Final = frozenset(
    (
        "a ai as au aux avec avoir car ca ce cet cette ceci cela c d dans de depuis des du elle en est et etait eu fait fais faire faites faits"
        " fois il ils j je juste l la le les leur ma mais me mes moi mon m n ne nous on ont ou par pas pour qu que quel quelle quels quelles qui"
        " quoi s sa se ses si son sont sur t te tu un une vous y etre ete svp stp merci bonjour salut dis peux dire donne moi sais savoir voudrais"
        " veux connaitre exactement environ deja encore bien donc alors toutes tous tout toute voiture voitures auto vehicule vehicules caisse bagnole"
        " euro euros eur argent frais quand combien date monter monte montee montes changer change changee changees changes remplace remplacee remplacees"
        " remplacer effectue effectuee faire-faire km kms kilometre kilometres mis mettre poser pose coute coutee coutent couter paye payee payes depense"
        " depenses total somme montant question rappelle svp facture factures"
        " the of on in at to for from by with and or is are was were be been has have had do does did done i my me we our it its it's s that this"
        " these those what what's whats when how much many long which who where there please tell know can could you hi hello thanks just exactly"
        " about all any car cars vehicle vehicles so far get got getting put fitted fit change changed changing replace replaced replacing made make"
        " mileage km miles kilometres kilometers spent spend cost costs paid pay bill bills ever own since ago now currently up euros money sum amount"
        " technical technique moteur engine complete complet frein freins brake brakes remonte remontent datent date dates laisse laisses new both combined brand pour nouveau nouveaux nouvelle neufs neuf deux actuel actuelle current moment had up am im i'm i've he she had give show me d'ai qu'on"
    ).split()
)  # fmt: skip
