"""Makes of vehicles as registration cards and invoices print them."""

from rapidfuzz import process

MAKES = (
    "ABARTH", "ALFA ROMEO", "ALPINE", "APRILIA", "ASTON MARTIN", "AUDI", "BENTLEY", "BMW", "BYD", "CADILLAC",
    "CHEVROLET", "CHRYSLER", "CITROEN", "CUPRA", "DACIA", "DAEWOO", "DAIHATSU", "DODGE", "DS", "DUCATI",
    "FERRARI", "FIAT", "FORD", "HARLEY-DAVIDSON", "HONDA", "HUSQVARNA", "HYUNDAI", "INFINITI", "ISUZU", "IVECO",
    "JAGUAR", "JEEP", "KAWASAKI", "KIA", "KTM", "LADA", "LANCIA", "LAND ROVER", "LEAPMOTOR", "LEXUS", "LIGIER",
    "LOTUS", "LYNK & CO", "MAN", "MASERATI", "MAZDA", "MERCEDES-BENZ", "MG", "MINI", "MITSUBISHI", "NISSAN",
    "OPEL", "PEUGEOT", "PIAGGIO", "POLESTAR", "PORSCHE", "RENAULT", "ROVER", "SAAB", "SEAT", "SKODA", "SMART",
    "SSANGYONG", "SUBARU", "SUZUKI", "SYM", "TESLA", "TOYOTA", "TRIUMPH", "VAUXHALL", "VESPA", "VOLKSWAGEN",
    "VOLVO", "XPENG", "YAMAHA",
)  # fmt: skip
_ALIKE = 86.0


def nearest_make(text: str) -> str | None:
    """The known make that a reading most likely is, or None when it is none of them."""
    plain = text.upper().replace("0", "O").replace("1", "I").replace("5", "S").strip(" .")
    if plain in MAKES:
        return plain
    best = process.extractOne(plain, MAKES, score_cutoff=_ALIKE if len(plain) > 4 else 99.0)
    return best[0] if best is not None else None
