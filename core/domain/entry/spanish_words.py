"""Work and costs as Spanish lines say them, in the words that the readers of French ones know."""

import re
from typing import Final

from core.domain.entry.word_sets import set_of

_FRONT_OR_REAR: Final = ((r"traser[oa]s?", "arriere"), (r"delanter[oa]s?", "avant"))
_SAID: Final = (
    *_FRONT_OR_REAR,
    (r"(?:aceite )?(?:de )?(?:la )?caja(?: de cambios)?", "vidange boite"),
    (r"filtros? (?:de |del |de la )?aceite", "filtre a huile"),
    (r"filtros? (?:de |del |de la )?aire(?! acond)", "filtre a air"),
    (r"filtros? (?:de |del |de la )?(?:habitaculo|polen|cabina|antipolen)", "filtre habitacle"),
    (r"filtros? (?:de |del |de la )?(?:combustible|gasoil|gasoleo|gasolina)", "filtre gasoil"),
    (r"filtros? (?:de |del |anti)?particulas", "fap"),
    (r"(?:cambi[oe]|cambiad[oa]) (?:de |del |el )?aceite", "vidange"),
    (r"aceite (?:y|\+) (?:el )?filtros?", "huile + filtre"),
    (r"filtros?", "filtre"),
    (r"(?:cambi[oe] |purga )?(?:de |del |el )?(?:liquido|liquide) (?:de )?(?:los )?frenos?", "liquide de frein"),
    (r"(?:(?:liquido|liquide) )?(?:de )?(?:refrigerante|anticongelante)", "antigel"),
    (r"aceite", "huile"),
    (r"(?:kit (?:de )?)?(?:correa |cadena )?(?:de )?(?:la )?distribucion", "courroie de distribution"),
    (r"correa (?:de )?(?:los |del )?(?:accesorios|auxiliar|servicio|alternador)", "courroie accessoires"),
    (r"pastillas?(?: (?:de )?frenos?)?", "plaquettes"),
    (r"discos?(?: (?:de )?frenos?)?", "disques"),
    (r"frenos", "plaquettes"),
    (r"(?:neumatic[oa]s?|ruedas?|llantas?|cubiertas?)", "pneus"),
    (r"pinchazos?", "crevaison"),
    (r"alinea(?:do|cion)|paralelo", "parallelisme"),
    (r"equilibrados?", "equilibrage"),
    (r"baterias?", "batterie"),
    (r"bujias?", "bougies"),
    (r"calentadores", "bougies de prechauffage"),
    (r"bomba (?:de |del )?agua", "pompe a eau"),
    (r"embrague", "embrayage"),
    (r"amortiguador(?:es)?", "amortisseurs"),
    (r"escobillas?|limpiaparabrisas", "essuie glaces"),
    (r"parabrisas", "pare brise"),
    (r"bombillas?", "ampoule"),
    (r"(?:tubo de )?escape", "echappement"),
    (r"catalizador", "catalyseur"),
    (r"aire acondicionado", "climatisation"),
    (r"mantenimiento", "entretien"),
    (r"alternador", "alternateur"),
    (r"motor de arranque", "demarreur"),
    (r"grua", "remorquage"),
    (r"inyectores", "injecteurs"),
    (r"chapa(?: y pintura)?", "carrosserie"),
    (r"inspeccion tecnica", "itv"),
)  # fmt: skip
_REWRITTEN: Final = tuple((re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])"), plain) for words, plain in _SAID)
# Most lines hold none of them: one search tells.
_ANY: Final = re.compile("|".join(pattern.pattern for pattern, _ in _REWRITTEN))
# Words of Spanish lines that are near to French or English ones and are themselves.
SPANISH: Final = set_of(
    "aceite filtro filtros aire habitaculo polen cabina combustible gasoleo gasolina particulas liquido freno frenos"
    " refrigerante anticongelante correa cadena distribucion accesorios auxiliar alternador pastilla pastillas disco"
    " discos neumatico neumaticos rueda ruedas llanta llantas trasero traseros trasera traseras delantero delanteros"
    " delantera delanteras pinchazo alineado alineacion paralelo equilibrado bateria baterias bujia bujias"
    " calentadores bomba agua embrague amortiguador amortiguadores escobillas limpiaparabrisas parabrisas bombilla"
    " bombillas escape catalizador acondicionado mantenimiento grua inyectores chapa pintura inspeccion tecnica"
    " cambio cambie cambiado cambiada cambiar caja coche taller lleno llena llenado deposito repostar reposte"
    " repostado repostaje recarga carga cargado aparcamiento estacionamiento parquimetro seguro multa multas sancion"
    " lavado lavadero peaje peajes impuesto letra cuota prestamo renting matriculacion pague pagado pagada nuevo nueva"
    " nuevos nuevas hecho hecha puesto puesta pasado pasada hace ayer anteayer hoy manana semana semanas mes meses"
    " tengo llevo marca kilometros kilometro litro litros euro cuanto cuando donde gracias vale"
)


def in_known_words(flat: str) -> str:
    """A folded line with Spanish words of work as the rules know them."""
    if _ANY.search(flat) is None:
        return flat
    for pattern, known in _REWRITTEN:
        flat = pattern.sub(known, flat)
    return flat
