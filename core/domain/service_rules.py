"""How garages name each kind of work, in French and in English.

Rules read the words of a line in the order below. What a rule reads is taken out of the line, so that a
"courroie d'alternateur" is never an alternator. A rule is the ids of its services and the ways to say them.
"""

import re
from typing import Final

_GEARBOX: Final = r"(?:boite|bv[ma6]?|pont|differentiel|dsg)(?: de)?(?: vitesses?)?"
# Small words between two that matter.
_OF: Final = r"(?: (?:d|de|du|des|a|au|aux|l|le|la|les|en|sur))*"
_AND: Final = r"(?: (?:a|d|de|du|des|l|le|la|les|et|and|\+|avec|plus))*"
_DONE_TO: Final = r"(?:(?:vidange|remplacement|purge|changement|change|flush)(?: et | \+ | )?)*"

# A part of a line that speaks of waste, paper, stock or cleaning products: no work was done.
NOT_WORK: Final = re.compile(
    r"\b(?:recycl\w*|eco ?(?:taxe|contribution|participation|part)|ecotaxe|dechets?|usage[es]{1,2}|usages|retraitement"
    r"|tgap|stockage|gardiennage|devis|acompte|carnet|contrat|produits? (?:d )?entretien|fournitures?|consommables"
    r"|disposal|storage|waste|environmental|nettoyant|appoint|top up|remise a zero|raz|reset|lave glaces?"
    r"|lave vitres?|extension|bon d)\b"
)
# A part of a line that is advice for later.
TO_COME: Final = re.compile(
    r"^(?:a |au )?(?:prevoir|prochaine?s?|surveiller|programmer|planifier|conseille|recommande|next"
    r"|advise[ds]?|advisory)\b"
    r"|\b(?:a prevoir|a surveiller|a faire|prochainement|sous peu|recommended|due (?:soon|in|at|on))\b"
)
# A part of a line where something was looked at and, as far as it says, left as it was.
ONLY_LOOKED_AT: Final = re.compile(
    r"^(?:forfait )?(?:controles?|verifications?|verif|examen|essai|mesure|check(?:ed|ing)?|inspect(?:ed)?|test)\b"
    r"(?! (?:tech|periodique|anti|de pollution|pollution|geometrie|de geometrie|parallelisme))"
    r"(?!.*\b(?:rempl\w*|chang\w*|replac\w*|vidange|pollution|geometrie|parallelisme)\b)"
)

# Read first, and worth nothing: they hold the words of real work.
NOTHING: Final = (
    r"(?:forfait )?pre ?controles?(?: technique)?",
    rf"preparation{_OF} (?:controle technique|ct)",
    rf"(?:bouchons?|joints?|vis|rondelles?|bac){_OF}(?: bouchon| vis)?{_OF} (?:vidange|carter)(?: huile)?",
    r"(?:drain|sump) plug(?: washer| gasket)?|sump (?:washer|gasket)",
    r"crochets? (?:de )?remorquage|attelage",
    r"(?:indicateur|voyant)(?: d)? (?:entretien|huile)|service (?:light|indicator|client|book)",
    r"pressions?(?: des?)? pneus?|(?:tyre|tire) pressures?|gonflage(?: des?)?(?: pneus?)?",
    r"niveaux?(?: d)? huile|oil level",
)

_FILTERED: Final = (
    r"(?:huile|air|habitacle|pollen|cabine|poussieres?|anti pollen|gasoil|gazole|go|diesel|carburant|essence"
    r"|clim|climatisation|charbon actif|charbon)\b"
)

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    # Before the filters, which would read their words.
    ("particulate_filter", (
        r"filtres?(?: a)? particules?", r"fap", r"dpf", r"gpf", r"eolys", r"cerine", r"particulate filters?",
    )),
    ("gearbox_oil", (
        rf"(?:vidange|huiles?)(?:{_OF} huiles?)?{_OF} {_GEARBOX}(?: auto\w*)?",
        r"(?:huile )?viscoboite", r"atf",
        r"(?:gearbox|transmission|transaxle|dsg|differential) (?:oil|fluid)(?: change)?",
    )),
    ("oil_change oil_filter", (
        r"(?:vidange|huile)(?: [a-z0-9]+){0,5} \+ filtres?(?= \+|$)",
        r"(?:change )?(?:engine )?oil (?:and|\+) (?:oil )?filters?(?: change| service| replacement)?",
        rf"vidange(?: moteur| huile)?(?: avec| et| \+| plus)? filtres?(?! ?(?:\+|et)? ?(?:a |d |de )*{_FILTERED})",
    )),
    ("oil_change", (
        r"(?<!filtre )(?<!filtre a )(?<!filtres a )(?:vidange )?huiles? (?:moteur|visco)(?: visco)?",
        r"(?:engine|motor) oil(?: change| filter change)?",
        r"visco(?: huile)?(?: moteur)?",
    )),
    ("filters", (rf"filtres?(?:{_AND} {_FILTERED})+",)),
    ("filters", (
        r"(?:(?:oil|air|cabin|pollen|fuel|diesel)(?: and| \+)? )+filters?", r"(?:oil|air|cabin|pollen|fuel) element",
    )),
    ("emissions_check", (
        r"(?:controle|visite|test)(?: complementaire)?(?: (?:de|la))* (?:anti ?)?pollution", r"antipollution",
        r"opacite",
        r"visite complementaire", r"(?:emissions?|smog) (?:test|check)",
    )),
    ("technical_inspection", (
        r"contre visites?(?: (?:de )?controle technique)?",
        r"(?:controles?|visites?) (?:techniques?|tech|periodiques?)",
        r"ct",
        r"mot(?: test)?", r"roadworthiness (?:test|inspection)",
        r"(?:technical|state|annual|vehicle|periodic) inspections?", r"itv", r"inspection tecnica",
    )),
    ("brake_fluid", (
        rf"{_DONE_TO}{_OF} ?(?:liquide|circuit|purge){_OF}(?: circuit)?{_OF} frein(?:s|age)?",
        rf"(?:purge|vidange){_OF} freins?",
        r"dot ?[345]", r"brake fluid(?: change| flush| replacement)?", r"brakes? bleed\w*",
        r"bleed\w*(?: the)? brakes?", r"lockheed",
    )),
    ("coolant", (
        rf"{_DONE_TO}{_OF} ?(?:liquide|circuit|vidange|purge){_OF}(?: circuit)?{_OF} refroid\w*", r"(?:vidange )?ldr",
        r"antigel", r"antifreeze",
        r"coolant(?: flush| change| replacement)?",
    )),
    ("steering", (
        rf"(?:liquide|huile|pompe){_OF} direction(?: assistee)?", r"power steering(?: fluid| pump)?", r"pompe da",
        rf"(?:biellettes?|rotules?|soufflets?|cremaillere|colonne|boitier){_OF} direction", r"cremailleres?",
        r"direction(?: assistee)?",
        r"(?:tie|track) rods?(?: ends?)?", r"steering(?: rack| column)?",
    )),
    ("water_pump", (r"pompe(?: a)? eau", r"pae", r"water pumps?")),
    ("accessory_belt", (
        rf"(?:courroies?|galets?|tendeurs?|kit)(?: courroies?)?{_OF} (?:accessoires?|alternateur|clim\w*)",
        rf"courroies?{_OF} (?:poly ?v|servitude)",
        r"(?:serpentine|drive|auxiliary|alternator|accessory|fan|aux) belts?",
    )),
    ("timing_belt", (
        rf"(?:(?:courroies?|chaines?|kit|galets?){_OF} )*distri(?:bution)?",
        r"(?:timing|cam) (?:belt|chain)s?(?: kit)?", r"cambelts?",
    )),
    ("glow_plugs", (rf"bougies?{_OF} (?:pre ?)?(?:chauff?\w*|prechauff?\w*|prech)", r"glow ?plugs?")),
    ("spark_plugs", (r"bougies?(?: d)?(?: allumage)?", r"spark ?plugs?")),
    ("egr_valve", (r"(?:nettoyage )?(?:vannes? )?egr(?: valve)?",)),
    ("clutch", (
        rf"(?:(?:kit|butee|disque|recepteur|emetteur|mecanisme){_OF} )?embrayages?", r"volants? moteur",
        r"clutch(?: kit)?", r"flywheel",
    )),
    ("wheel_balancing", (
        r"(?<!montage )(?<!montage \+ )(?<!montage et )equilibrages?(?: des?)?(?: \d)?(?: (?:pneus?|roues?))?",
        r"equilibrages?",
        r"(?:wheel |tyre |tire )?balanc\w+(?: (?:of )?(?:wheels?|tyres?|tires?))?",
    )),
    ("wheel_alignment", (
        r"(?:controle |reglage )?(?:de )?geometrie(?: (?:trains?|avant|arriere|av|ar|\+|et|des|du|roulants?))*",
        r"parallelisme(?: (?:av|avant))?",
        r"reglages?(?: des?| du)? trains?(?: avant| av)?", r"alignement",
        r"(?:(?:4 )?(?:wheels?|front end) )?(?:alignment|tracking)",
    )),
    ("tyre_rotation", (
        rf"permutations?{_OF}(?: \d)?(?: (?:pneu\w*|roues?))?", r"(?:tyre|tire|wheel)s? rotation",
        r"rotat\w+(?: of)?(?: the)? (?:tyre|tire|wheel)s?", r"(?:tyre|tire|wheel)s? (?:were |got )?rotated",
    )),
    ("tyre_repair", (
        rf"(?:reparations?|rep){_OF} (?:pneu\w*|crevaisons?)", r"crevaisons?", r"mech(?:e|age)s?",
        r"puncture(?: repair)?",
        r"flat (?:tyre|tire)(?: repair)?", r"(?:tyre|tire) (?:puncture )?repair",
    )),
    ("wipers", (rf"balais?{_OF} ?essuie ?\w*(?: glaces?| vitres?)?", r"essuie ?(?:glaces?|vitres?)", r"balais",
        r"wipers?(?: blades?)?")),
    ("bulbs", (
        r"ampoules?(?: h\d+)?(?:(?: de| du| des)? (?:feux?|phares?|clignotants?|veilleuses?)(?: de)?(?: \w+)?)?",
        r"lampes?", r"h[1479]", r"w5w",
        r"(?:light |headlight |head |brake light )?bulbs?")),
    ("shock_absorbers", (
        rf"(?:butees?|coupelles?|kit|soufflets?){_OF} amortisseurs?", r"amortisseurs?", r"coupelles?",
        r"shocks?(?: absorbers?)?", r"struts?",
        r"dampers?",
    )),
    ("suspension", (
        rf"(?:triangles?|rotules?|bras|ressorts?|spheres?|silent ?blocs?){_OF} suspension",
        rf"(?:biellettes?{_OF} )?barres?{_OF} stab\w*", rf"biellettes?{_OF} stab\w*",
        r"triangles?", r"rotules?", r"silent ?blocs?", r"ressorts?", r"biellettes?", r"suspension", r"wishbones?",
        r"drop links?",
        r"control arms?", r"ball joints?", r"bushings?", r"(?:coil )?springs?", r"(?:anti roll|sway) bar(?: links?)?",
    )),
    ("transmission", (
        rf"(?:soufflets?{_OF} )?cardans?", rf"boites?{_OF} vitesses?", rf"arbres?{_OF} transmission",
        r"transmissions?", r"drive ?shafts?",
        r"cv (?:joint|boot)s?", r"gear ?box(?:es)?",
    )),
    ("windscreen", (r"(?:reparation |remplacement )?(?:impact )?(?:sur )?pare ?brise", r"impacts?",
        r"wind ?(?:screen|shield)s?")),
    ("bodywork", (
        r"carrosserie", r"peinture", r"pare ?chocs?", r"debosselage", r"tolerie", r"ailes?",
        r"body ?(?:work|shop|repair)", r"paint\w*",
        r"bumpers?", r"dents? (?:repair|removal)",
    )),
    ("exhaust", (
        r"catalyseurs?", r"pots?(?: d)?(?: echappement| catalytique)", r"silencieux",
        r"(?:ligne )?(?:d )?echappement",
        r"exhaust(?: system)?", r"mufflers?", r"catalytic(?: converter)?",
    )),
    ("alternator", (r"alternateurs?", r"alternators?")),
    ("starter", (r"demarreurs?", r"starter(?: motor)?")),
    ("injectors", (r"(?:nettoyage )?(?:des? )?injecteurs?", r"injectors?")),
    ("turbo", (r"turbos?(?: ?compresseurs?| ?chargers?)?",)),
    ("air_conditioning", (
        rf"(?:(?:recharge|entretien|gaz|nettoyage|desinfection|circuit|forfait|service){_AND} )*clim(?:atisation)?",
        rf"(?:compresseur|condenseur){_OF} clim(?:atisation)?",
        r"r ?134 ?a?", r"r ?1234 ?yf", r"air ?con(?:ditioning)?(?: (?:re)?gas\w*| service| recharge)?",
        r"a c (?:re)?(?:gas|charge|service)\w*",
    )),
    ("diagnosis", (
        r"diag(?:nostics?|nosis|nose)?(?: electronique)?", r"passage(?: a la)? valise", r"valise(?: diag\w*)?",
        r"lecture(?: des?)? (?:codes? )?defauts?", r"recherche(?: de)? pannes?",
        r"fault (?:codes?|finding)(?: read\w*)?",
    )),
    ("towing", (r"remorquage", r"depannage", r"towing", r"tow", r"recovery", r"roadside assistance")),
    ("wash", (
        r"lavages?", rf"nettoyages?{_OF} (?:interieur|exterieur|vehicule|complet|habitacle|auto\w*|voiture)",
        r"(?:car )?wash(?:ing)?",
        r"valet(?:ing)?", r"detailing",
    )),
    ("general_service", (
        r"revisions?", r"(?:forfait )?entretien", r"servicing", r"tune ?up", r"maintenance",
        r"(?:full|annual|interim|major|minor|regular|scheduled|car|vehicle|general|oil|miles?|km) service",
        r"^service",
        r"service (?:a|b|1|2)",
    )),
    ("battery", (r"batteries?", r"batterie\w*", r"battery")),
    ("oil_change", (
        rf"vidanges?(?:{_OF} huile)?(?: moteur)?", r"huiles?", r"oil (?:change|replacement)", r"lube",
        r"cambio (?:de )?aceite",
        r"(?:change\w*|replace\w*)(?: the)?(?: engine)? oil", r"(?:fresh|new) oil",
    )),
    ("other_repair", (
        r"(?:autre|other) (?:reparation|repair)s?", r"roulements?", r"etriers?", r"(?:joints?(?: de)? )?culasse",
        r"durites?", r"sondes?(?: lambda)?",
        r"radiateurs?", r"serrures?",
        r"leve ?vitres?", r"thermostats?", r"calorstat", r"debitmetre", r"bobines?", r"capteurs?", r"calipers?",
        r"wheel bearings?",
        r"head ?gasket", r"hoses?", r"radiators?", r"sensors?", r"ignition coils?",
        r"(?:cables?(?: de)? )?frein a main", r"hand ?brake",
        r"maitre cylindre", r"tambours?", r"joint spi", r"moyeux?", r"optiques?", r"phares?", r"retroviseurs?",
        r"feux?", r"klaxon",
        r"pompe(?: a)? (?:huile|carburant|injection|essence|gasoil)", r"fuel pumps?", r"supports? moteur",
        r"engine mounts?", r"fuites?",
        r"leaks?", r"soudures?", r"welding",
    )),
)  # fmt: skip

# The words inside a list of filters, and the filter that each means.
FILTERS: Final = (
    ("oil_filter", r"\b(?:huile|oil)\b"),
    ("air_filter", r"\bair\b"),
    ("cabin_filter", r"\b(?:habitacle|pollen|cabine|cabin|poussieres?|clim|climatisation|charbon)\b"),
    ("fuel_filter", r"\b(?:gasoil|gazole|go|diesel|carburant|essence|fuel)\b"),
)

# Work that has two ends. In French the end follows what it is said of; in English it comes first.
ENDED: Final = re.compile(
    r"\b(?:(?P<brake_pads>plaquettes?(?: (?:de )?freins?)?|garnitures? (?:de )?freins?|machoires?"
    r"|brake (?:pads?|shoes?|lining|job)|pads?"
    r"|(?:kit )?freins? (?=av\b|ar\b|avant|arriere)|(?<=front )brakes|(?<=rear )brakes)"
    r"|(?P<brake_discs>disques?(?: (?:de )?freins?)?|(?:brake )?(?:discs?|disks?|rotors?)(?![a-z]))"
    r"|(?P<tyres>pneus?|pneumatiques?|tyres?|tires?)"
    r"|(?P<follows>(?:av|avants?|avd|avg|ar|arrieres?|ard|arg|arr)\b)|(?P<leads>(?:front|rear|back)\b))"
)
FRONT: Final = frozenset({"av", "avant", "avants", "avd", "avg", "front"})
# Drums are at the rear of every car of today.
REAR_BY_NATURE: Final = re.compile(r"machoires?|shoes?|lining")
