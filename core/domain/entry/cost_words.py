"""Costs beside work and energy, by the words people have for them."""

import re
from typing import Final

from core.domain.entry.word_sets import set_of
from core.domain.recurring import CostType

# In the order they are tried: a parking ticket is a fine, and the wash of a car park is a wash.
_WORDS: Final = (
    (CostType.CHARGING_SUBSCRIPTION, (
        (r"abo(?:nnement|nnemen|nnt)? (?:de |a la |d'une |a |pour (?:la )?)?(?:recharge\w*|borne\w*|chargemap"
         r"|ionity|tesla|electra|electrique|superchargeur)"),
        r"abo(?:nnement)? (?:de )?(?:recharge|charge)",
        (r"(?:chargemap|ionity|electra|fastned|tesla|chargepoint|evgo|gridserve) (?:member\w*|abo\w*"
         r"|subscription|pass\w*)"),
        r"(?:carte|pass|badge) (?:de )?recharge",
        (r"(?:electroverse|octopus|bp pulse|shell recharge|izivia|freshmile|plugsurfing)(?: \w+)? (?:sub|abo"
         r"|member|pass)\w*"),
        r"charging (?:subscription|membership|plan|pass|card|sub)", r"subscription (?:for )?(?:ev )?charging",
        r"(?:ev|charge) (?:charging )?(?:subscription|membership)",
    )),
    (CostType.REGISTRATION, (
        r"cartes? grises?", r"certificats? d'immat\w*",
        r"(?:frais d'|nouvelle )?(?<!plaque d')(?<!plaques d')immatriculation", r"cg",
        r"(?:car |vehicle )?registration(?: (?:fee|card|document|renewal|certificate|tax))?s?", r"v5c?",
        r"logbook fee", r"reg(?:istration)? fee", r"tags? renewal", r"(?:car )?tags", r"title (?:fee|transfer)",
        r"rego(?! check)", r"v5c?", r"dmv", r"(?:licen[cs]e )?plate (?:sticker|renewal)",
    )),
    (CostType.FINE, (
        r"am[ae]n?des?", r"stationnements? (?:genant|interdit|abusif|impaye)s?", r"contraventions?", r"contredanses?",
        r"p\.?v\.?", r"proces[ -]verba(?:l|ux)", r"prunes?", r"fps", r"forfait (?:de )?post[ -]stationnement",
        r"radars?", r"exces de vitesse", r"(?<!boitier )papillon", r"fourriere",
        r"(?:speeding|parking|traffic) (?:fine|ticket|penalty)s?", r"fines?", r"penalty(?: charge)?(?: notice)?",
        r"pcn", r"(?:speeding|speed camera)", r"multas?", r"fined", r"impound\w*", r"flashe",
    )),
    (CostType.INSURANCE, (
        r"assu(?:r\w{0,8})?(?! (?:habitation|vie|sante|maison|scolaire|voyage))",
        r"assu?r?ances?(?! (?:habitation|vie|sante|maison|scolaire|voyage))", r"prime (?:d'assurance|auto)",
        r"(?<!home )(?<!life )(?<!health )(?<!pet )(?<!travel )(?<!house )insurances?", r"ins(?= ?[0-9£$€~])",
        r"insurence",
        r"(?<!estoy )seguro(?! (?:que|de que|social))(?: (?:del coche|a todo riesgo|a terceros))?",
        r"(?:policy|cover) renewal", r"mutuelle(?: auto)?", r"direct line", r"motor cover",
        r"maif|macif|matmut|maaf|gmf|axa|allianz|direct assurance|groupama|mma|admiral|aviva",
    )),
    (CostType.TOLL, (
        r"pea[gj]e?s?", r"ferr(?:y|ies)", r"tunnel", r"tele ?-?peages?", r"liber[ -]?t", r"ulys",
        r"bip ?(?:and|&) ?go", r"tolls?", r"toll (?:road|booth|fee)s?", r"congestion (?:charge|zone)", r"ulez",
        r"vignette (?:autoroute|suisse|autriche)", r"autoroutes?", r"motorway", r"turnpike", r"dartford|dart charge",
        r"e-?zpass",
    )),
    (CostType.CREDIT, (
        r"(?:credit|(?<!est )(?<!sont )pret)s?(?: (?:auto|voiture|bancaire))?", r"mensualites?", r"loa", r"lld",
        r"leasing", r"lease",
        r"loyer(?: (?:auto|voiture|loa|lld))?(?! (?:(?:de |du |d'un )?(?:garage|box|place|parking)))",
        r"(?:car |auto )?(?:loan|finance)(?: payment)?", r"pcp", r"instal?lments?", r"echeance (?:credit|pret)",
        r"car payment", r"hp payment", r"hire purchase", r"traites? (?:auto|voiture)",
    )),
    (CostType.TAX, (
        r"taxes?(?![a-z])(?! (?:inc|compris))", r"vignettes?(?![a-z])(?! (?:de )?stationnement)", r"crit'?air",
        r"malus", r"(?:road|car|vehicle|motor|eco) tax", r"ved", r"tvs", r"sorn",
        r"impuesto(?: de circulacion)?", r"impots?", r"excise",
    )),
    (CostType.PARKING, (
        r"parking?s?", r"park", r"parc metre", r"parcmetre", r"horodateurs?", r"stationnements?", r"indigo",
        r"q-?park", r"effia", r"paybyphone",
        r"aparcamiento|estacionamiento|parquimetro|zona azul", r"easypark", r"car ?park", r"parked",
        r"(?:location |loyer )(?:de )?(?:box|garage|place)", r"(?:garage|box) rental",
        r"parking (?:fee|meter|garage)s?", r"valet parking", r"resident permit",
    )),
    (CostType.WASH, (
        r"lavages?",
        r"(?:tunel de )?lava(?:do|dero)",
        r"lavomatic", r"rouleaux", r"lava[gj]e?s?", r"lave[ -]?auto", r"(?:elephant bleu)",
        r"lav(?:e|er) (?:la )?(?:voiture|auto|caisse)", r"car ?wash\w*",
        r"(?<!screen )wash(?:ed)?(?: (?:the|my) car)?", r"jet ?wash", r"valet(?:ing)?", r"detailing",
        r"nettoyage (?:int\w*|ext\w*|complet|voiture|auto)", r"aspirateur", r"polish(?:ed|ing)", r"cleaned the car",
    )),
    (CostType.OTHER, (
        r"plaques? (?:d'|de )?immat\w*", r"screen ?wash", r"(?:tow|bike) ?bars?", r"attelages?", r"antivols?",
        r"casques?", r"baches?", r"crics?", r"jack", r"car covers?", r"(?:mini )?compresseur 12 ?v", r"chargeur",
        r"jump starter", r"booster", r"(?:cable|charging cable|cable de recharge)s?", r"first aid kit",
        r"trousse de secours", r"cires?", r"polish", r"wax", r"tools?", r"outils?", r"helmet", r"car seat",
        r"motor club", r"pare[ -]soleil", r"sun ?shade", r"steering lock", r"(?:bike|motorbike) lock", r"gants?",
        r"top ?case", r"ethylotests?", r"autocollants?", r"stickers?", r"macaron",
        r"support (?:de )?(?:tel\w*|smartphone)", r"bequille d'atelier", r"tapis(?: de sol)?", r"oil top ?up",
        r"top(?:ped)? ?up (?:the )?oil", r"(?:appoint|bidon)s? (?:d')?huile", r"(?:key|fob|remote) batter(?:y|ies)",
        r"(?:aaa|aa|rac) (?:membership|cover)", r"roadside (?:cover|membership)", r"housses?", r"accessoires?",
        r"siege (?:auto|enfant|bebe)", r"porte[ -]velos?", r"coffre de toit", r"barres? de toit",
        r"chaines?(?: (?:a )?neige)?", r"ad ?-?blue", r"lave[ -]glaces?",
        r"(?:wind(?:screen|shield) )?wash(?:er)? fluid", r"plaques?(?: d'immat\w*| immat\w*| mineralogiques?)?",
        r"gps", r"dash ?cam\w*", r"autoradio", r"support telephone", r"triangle de signalisation", r"gilet jaune",
        r"extincteur", r"desodorisant", r"parfum", r"stage (?:points|recup\w*)", r"(?:floor |car )mats?",
        r"seat covers?", r"roof (?:box|rack|bars)", r"snow chains?", r"screen ?wash", r"air freshener",
        r"(?:number|license|licence) plates?", r"phone (?:holder|mount)", r"child seat", r"bike rack",
        r"breakdown cover", r"accessor(?:y|ies)", r"permis", r"cle(?: de)? voiture", r"double (?:de |des )?cles?",
        r"(?:spare|car) key",
    )),
)  # fmt: skip
# Words that a line about work may hold as well: there they are no cost.
WEAK: Final = frozenset({CostType.WASH, CostType.OTHER, CostType.TAX})
_WEAK_WORDS: Final = set_of(
    "autoroute autoroutes motorway parking parkings park car park radar radars cg registration plaques plaque"
    " valet polish insurance assurance parked prune prunes"
)
_BOTTLE: Final = re.compile(r"bidon|appoint|oil top|top")
_KINDS: Final = tuple(
    (kind, re.compile(rf"(?<![a-z0-9])[dl]?(?:{'|'.join(words)})(?![a-z0-9])")) for kind, words in _WORDS
)


def cost_of(flat: str) -> tuple[CostType, re.Match[str]] | None:
    """The kind of cost that a folded line speaks of, and its words."""
    for kind, pattern in _KINDS:
        match = pattern.search(flat)
        if match is not None:
            return kind, match
    return None


def subscription_of(flat: str) -> tuple[CostType, re.Match[str]] | None:
    """A subscription to chargers, whose name may be that of a chain of them."""
    kind, pattern = _KINDS[0]
    match = pattern.search(flat)
    return None if match is None else (kind, match)


def is_weak(kind: CostType, words: str) -> bool:
    """Whether these words may stand in a line about work without making it a cost."""
    if _BOTTLE.match(words):
        return False  # oil that is bought in a bottle is no oil change, whatever its grade
    return kind in WEAK or words in _WEAK_WORDS
