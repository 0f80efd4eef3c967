"""Words for quantities of energy and for money."""

from typing import Final

from core.domain.entry.entry_types import QuantityUnit
from core.domain.money import currency_of

QUANTITY_UNITS: Final[dict[str, QuantityUnit]] = {
    **dict.fromkeys(
        [
            "l",
            "litre",
            "litres",
            "liter",
            "liters",
            "lt",
            "lts",
            "ltr",
            "ltrs",
            "litr",
            "litrs",
            "litro",
            "litros",
            "litters",
        ],
        "l",
    ),
    **dict.fromkeys(["kwh", "kwhs", "kw", "kilowatt", "kilowatts", "kilowattheure", "kilowattheures", "kwatt"], "kWh"),
    **dict.fromkeys(["kg", "kgs", "kilo", "kilos", "kilogrammes", "kilograms"], "kg"),
    **dict.fromkeys(["gal", "gals", "gallon", "gallons", "galons"], "gal"),
}
MORE_CURRENCIES: Final = {
    "quid": "GBP", "gbp": "GBP", "bucks": "USD", "balles": "EUR", "boules": "EUR", "roros": "EUR", "eurs": "EUR",
    "euross": "EUR", "eruos": "EUR", "euos": "EUR", "uros": "EUR", "francs": "CHF", "franc": "CHF", "frs": "CHF",
}  # fmt: skip


def money_sign(word: str) -> str | None:
    """The currency that a word or sign means."""
    return MORE_CURRENCIES.get(word) or (currency_of(word) if word else None)
