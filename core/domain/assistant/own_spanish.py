"""Questions in Spanish about one's own logbook, put into the words that the rules read.

Word for word and whole: what is not known here stays as it is, and a question with a word that no rule knows is
refused.
"""

import re
from typing import Final

_SPANISH: Final = re.compile(
    r"¿|^\W*(?:y |dime )?cuando |(?<!\w)(?:cuant[oa]s?|cual(?:es)?|ultim[oa]s?|proxim[oa]s?|peajes?|kilometraje"
    r"|repost\w+|gast(?:e|os|ado)|taller|mas car[oa]|matricula|bastidor|coches?|este ano|ano pasado|hace cuanto"
    r"|aseguradora|consumo)(?!\w)"
)
_MONTHS: Final = {
    "enero": "janvier", "febrero": "fevrier", "marzo": "mars", "abril": "avril", "mayo": "mai", "junio": "juin",
    "julio": "juillet", "agosto": "aout", "septiembre": "septembre", "setiembre": "septembre", "octubre": "octobre",
    "noviembre": "novembre", "diciembre": "decembre",
}  # fmt: skip
_NUMBERS: Final = {"dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "nueve": "9", "diez": "10",
                   "doce": "12"}  # fmt: skip
_KM: Final = r"(?:km|kms|kilometros)"
_FUEL: Final = r"(?:gasolina|combustible|carburante|gasoil|gasoleo|diesel)"
# In this order, longer sayings before the words they are made of.
_SAYINGS: Final = (
    # Whose, and what is no question about a logbook.
    (r"(?:mi|su) (?:mujer|marido|hij[oa]|padre|madre|herman[oa]|amig[oa]|vecin[oa]|novi[oa]|jefe|jefa)", "mon frere"),
    (r"cada cuanto(?: tiempo)?", "tous les combien"),
    (r"es (?:grave|peligroso|normal|malo)", "est-ce grave"),
    (r"por que", "pourquoi"),
    (r"como (?:se|puedo|hago)", "comment"),
    (r"puedo", "puis-je"),
    (r"que aceite", "quelle huile"),
    (r"que presion", "quelle pression"),
    (r"cuanto (?:tiempo )?duran?", "combien de temps dure"),
    (r"cuanto (?:cuesta|cuestan|vale|valen) (?:un|una|unos|unas|el|la|los|las)", "combien coute une"),
    # When.
    (r"(?:el )?ano que viene|(?:el )?proximo ano", "l'an prochain"),
    (r"(?:me |nos )?(?:costara|va a costar|gastare)", "coutera"),
    (r"(?:en |durante )?este ano", "cette annee"),
    (r"(?:en |durante )?(?:el )?(?:ano pasado|pasado ano)", "l'annee derniere"),
    (r"(?:en |durante )?este mes", "ce mois"),
    (r"(?:en |durante )?(?:el )?(?:mes pasado|pasado mes)", "le mois dernier"),
    (r"(?:en |durante )?(?:los )?ultimos (\w+) meses", r"sur les \1 derniers mois"),
    (r"(?:en |durante )?(?:los )?ultimos (\w+) anos", r"sur les \1 derniers ans"),
    (r"desde (?:que lo tengo|que la tengo|siempre)|en total|hasta ahora", "en tout"),
    (r"desde (?:el )?(?:principios?|comienzo) de(?:l)? ano", "depuis le debut de l'annee"),
    (r"entre ((?:19|20)\d\d) y ((?:19|20)\d\d)", r"entre \1 et \2"),
    (r"desde (?=(?:19|20)\d\d|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)",
     "depuis "),
    (r"hoy", "aujourd'hui"),
    # Work.
    (r"cambios de aceite", "vidanges"),
    (r"cambio de aceite", "vidange"),
    (r"(?:le )?(?:cambie|cambio|he cambiado|cambiaron|hice|puse) el aceite", "vidange"),
    (r"cuando (?:me |le )?tocan? (?:el )?aceite", "quand dois-je vidange"),
    (r"pastillas(?: del? frenos?)?", "plaquettes de frein"),
    (r"discos(?: del? frenos?)?", "disques de frein"),
    (r"neumaticos|cubiertas|gomas", "pneus"),
    (r"(?:la )?bateria", "la batterie"),
    (r"itv|inspeccion tecnica", "controle technique"),
    (r"(?:la )?correa(?: de (?:la )?distribucion)", "courroie de distribution"),
    (r"(?:el )?filtro de(?:l)? aceite", "filtre a huile"),
    (r"(?:el )?filtro de(?:l)? aire", "filtre a air"),
    (r"(?:el )?filtro (?:de polen|del? habitaculo)", "filtre d'habitacle"),
    (r"(?:el )?liquido de frenos?", "liquide de frein"),
    (r"bujias", "bougies"),
    (r"amortiguadores", "amortisseurs"),
    (r"(?:el )?embrague", "embrayage"),
    (r"(?:los )?limpiaparabrisas|escobillas", "essuie-glaces"),
    # What is asked for.
    (r"cuantos (?:coches|vehiculos|autos) (?:tengo|tenemos)", "combien de voitures j'ai"),
    (rf"cuantas veces (?:he |hemos )?(?:repostado|reposte|echado {_FUEL}|eche {_FUEL}|llenado el deposito)",
     "combien de pleins"),
    (rf"(?:reposte|he repostado|eche {_FUEL}|llene el deposito)", "plein"),
    (r"repostajes", "pleins"),
    (r"repostaje", "plein"),
    (r"cuanto (?:gasta|consume)|consumo(?: medio)?(?: de (?:gasolina|combustible))?", "consommation"),
    (r"(?:numero de )?(?:bastidor|chasis)", "vin"),
    (r"numero de poliza|poliza", "numero de contrat"),
    (r"aseguradora|compania de seguros", "assureur"),
    (r"(?:fecha de )?primera matriculacion|fecha de matriculacion", "premiere immatriculation"),
    (r"matricula", "plaque"),
    (r"(?:la |mi )?(?:factura|reparacion) mas (?:alta|cara|grande|gorda)|(?:el |mi )?gasto mas (?:alto|grande|gordo)",
     "la facture la plus chere"),
    (
        rf"cuant[oa]s {_KM} (?:(?:hace|he hecho|hice|llevo|han pasado|pasaron) )?(?:desde|que)(?: que)?",
        "combien de km depuis",
    ),
    (rf"a cuantos {_KM}", "a combien de km"),
    (r"a que kilometraje", "a quel kilometrage"),
    (rf"cuantos {_KM} (?:he hecho|hice|hicimos|hemos hecho|he recorrido|recorri)", "combien de km j'ai fait"),
    (rf"cuantos {_KM} (?:tiene|marca|lleva)", "combien de km a"),
    (r"que kilometraje (?:tiene|marca|lleva)", "kilometrage"),
    (r"kilometraje", "kilometrage"),
    (
        r"(?:hace cuanto|cuanto hace|cuanto tiempo hace)(?: tiempo)?(?: (?:que|desde))?|desde cuando(?: no)?",
        "depuis quand",
    ),
    (r"en que taller|en cual taller|donde|quien me", "chez qui"),
    (r"cuando (?:me |le )?(?:toca|tocan|hay que (?:hacer|cambiar)|tengo que (?:hacer|cambiar)|vence)", "quand dois-je"),
    # In the midst of a sentence it tells when something happens, and asks nothing.
    (r"(?<![a-z] )cuando|(?<=dis )cuando", "quand"),
    (r"(?:por |la )?ultima vez", "derniere fois"),
    (r"ultim[oa]s?", "dernier"),
    (r"proxim[oa]s?", "prochaine"),
    (r"(?:cuanto|cuantos euros) (?:(?:me|nos) )?(?:ha|han) costado", "combien m'a coute"),
    (r"(?:cuanto|cuantos euros) (?:(?:me|nos) )?(?:costo|costaron|salio)", "combien m'a coute"),
    (r"cuanto (?:pague|he pagado|me costo|me cobraron) por (?:la |el )?", "combien m'a coute "),
    (r"(?:cuanto|que) (?:se )?(?:me|nos) (?:gaste|gastamos|fue|he gastado|he dejado|hemos dejado|deje)",
     "combien j'ai depense"),
    (r"total gastado", "total depense"),
    (r"(?:dime|quiero saber|sabes|me dices)", "dis"),
    (r"(?:cuanto|cuantos euros) (?:llevo|he|hemos) (?:gastad[oa]s?|pagad[oa]s?)", "combien j'ai depense"),
    (r"(?:cuanto|cuantos euros) (?:gaste|gastamos|pague|pagamos)", "combien j'ai depense"),
    (r"gastos?", "depenses"),
    (r"cuantas veces", "combien de fois"),
    (r"(?:cuant[oa]s|numero de)", "combien de"),
    (r"cuanto", "combien"),
    (r"(?:cual|cuales) (?:es|son|fue|era|fueron)|cual|cuales", "quelle est"),
    # On what.
    (r"gasolina|combustible|carburante", "essence"),
    (r"gasoil|gasoleo", "gazole"),
    (r"seguros?", "assurance"),
    (r"peajes?", "peages"),
    (r"aparcamientos?", "parking"),
    (r"multas?", "amendes"),
    (r"impuestos?", "impots"),
    (r"lavados?", "lavage"),
    (r"mantenimiento", "entretien"),
    (r"reparacion(?:es)?", "reparations"),
    (r"taller(?:es)?", "garage"),
    # What is said besides.
    (r"coches|vehiculos", "voitures"),
    (r"coche|vehiculo|carro", "voiture"),
    (r"(?:le |les |me )?(?:he cambiado|cambie|cambiamos|cambiaron|cambio)", "j'ai change"),
    (r"(?:le |les |me )?(?:he hecho|hice|hicieron|he pasado|pase|pasamos|monte|montaron|puse|pusieron)", "j'ai fait"),
    (r"mi|mis", "mon"),
    (r"(?:del|al|con el|con la|con|el|los|las|lo|fue|es|para)", " "),
    (r"en(?= (?:peages|assurance|essence|gazole|parking|amendes|impots|lavage|entretien|reparations|garage))", " "),
)  # fmt: skip
_READ: Final = tuple((re.compile(rf"(?<!\w)(?:{said})(?!\w)"), meant) for said, meant in _SAYINGS)
_WORDS: Final = re.compile(rf"(?<!\w)(?:{'|'.join((*_MONTHS, *_NUMBERS))})(?!\w)")
_OF_A_YEAR: Final = re.compile(r"(?<=[a-z]) de(?= (?:19|20)\d\d(?!\d))")


def in_known_words(flat: str) -> str:
    """A folded question in the words that the rules know, where it is in Spanish; otherwise as it is."""
    if not _SPANISH.search(flat):
        return flat
    flat = re.sub(r"[¿¡]", " ", flat)
    flat = _WORDS.sub(lambda word: _MONTHS.get(word[0]) or _NUMBERS[word[0]], flat)
    flat = _OF_A_YEAR.sub("", flat)
    for said, meant in _READ:
        flat = said.sub(meant, flat)
    return " ".join(flat.split())
