"""World manufacturer identifiers met on European roads, and the countries behind the first two characters.

Only the identifiers that are beyond doubt are listed: an unknown one is no error, just not named.
"""

from functools import cache
from typing import Final

_IDENTIFIERS: Final[dict[str, str]] = {
    "Aixam": "VLG",
    "Alfa Romeo": "ZAR",
    "Alpine": "VFA",
    "Aprilia": "ZD4",
    "Aston Martin": "SCF",
    "Audi": "WAU TRU WA1 WUA",
    "Benelli": "ZBN",
    "Bentley": "SCB",
    "Beta": "ZD3",
    "BMW": "WBA WBS WBX WBY WB1 WB3 4US 5UX 5YM",
    "BYD": "LGX LC0",
    "Cadillac": "1G6 1GY",
    "Chevrolet": "KL1 1G1 1GC 1GN 2G1",
    "Chrysler": "1C3 2C3 1C8",
    "Citroën": "VF7 VR7",
    "Dacia": "UU1",
    "Daewoo": "KLA",
    "DAF": "XLR",
    "Daihatsu": "JDA",
    "Dodge": "1B3 2B3 1D7 3D7",
    "DS": "VR1",
    "Ducati": "ZDM",
    "Ferrari": "ZFF",
    "Fiat": "ZFA",
    "Ford": "WF0 1FA 1FM 1FT 2FM 3FA NM0",
    "GasGas": "VTR",
    "Harley-Davidson": "1HD 5HD",
    "Honda": "JHM JHL SHH SHS JH2 ZDC 1HG 2HG 19X",
    "Husqvarna": "ZKH",
    "Hyundai": "KMH TMA NLH MAL 5NP",
    "Infiniti": "JNK JNX",
    "Isuzu": "JAA MPA",
    "Iveco": "ZCF",
    "Jaguar": "SAJ",
    "Jeep": "1J4 1J8 1C4",
    "Kawasaki": "JKA JKB",
    "Kia": "KNA KND KNE KNC U5Y U6Y",
    "KTM": "VBK",
    "Kymco": "RFB",
    "Lada": "XTA",
    "Lamborghini": "ZHW",
    "Lancia": "ZLA",
    "Land Rover": "SAL",
    "Lexus": "JTH 2T2",
    "Ligier": "VJR",
    "Lotus": "SCC",
    "MAN": "WMA",
    "Maserati": "ZAM",
    "Mazda": "JMZ JM1 JM3",
    "Mercedes-Benz": "WDB WDC WDD WDF W1K W1N W1V 4JG VSA",
    "MG": "LSJ",
    "MINI": "WMW",
    "Mitsubishi": "JMB JA3 JA4",
    "Moto Guzzi": "ZGU",
    "MV Agusta": "ZCG",
    "Nissan": "JN1 JN8 SJN VSK 1N4 5N1",
    "Opel": "W0L W0V VXK",
    "Peugeot Motocycles": "VGA",
    "Peugeot": "VF3 VR3",
    "Piaggio": "ZAP",
    "Polestar": "LPS YSM",
    "Porsche": "WP0 WP1",
    "Renault Trucks": "VF6",
    "Renault": "VF1 VF2",
    "Rolls-Royce": "SCA",
    "Rover": "SAR",
    "Royal Enfield": "ME3",
    "Saab": "YS3",
    "Scania": "XLE YS2",
    "SEAT": "VSS",
    "Škoda": "TMB",
    "Smart": "WME",
    "SsangYong": "KPT",
    "Subaru": "JF1 JF2",
    "Suzuki": "JSA JS1 JS2 JS3 TSM MA3",
    "SYM": "RFG",
    "Tesla": "5YJ 7SA 7G2 LRW XP7 SFZ",
    "Toyota": "JTD JTE JTF JTM JTN VNK SB1 NMT JT1 JT2 JT3 JT4 4T1 5TD",
    "Triumph": "SMT",
    "Volkswagen": "WVW WV1 WV2 WVG 1VW 3VW",
    "Volvo": "YV1 YV4 LVY",
    "XPeng": "L1N",
    "Yamaha": "JYA VG5",
}

MAKERS: Final = {identifier: maker for maker, identifiers in _IDENTIFIERS.items() for identifier in identifiers.split()}

# The order of the second character in the ranges of ISO 3780.
_ORDER: Final = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890"

# Ranges of the first two characters, and the ISO 3166 code of their country.
_RANGES: Final = (
    "AA-AH ZA", "JA-J0 JP", "KL-KR KR", "LA-L0 CN", "MA-ME IN", "MF-MK ID", "ML-MR TH", "NL-NR TR", "RF-RG TW",
    "SA-SM GB", "SN-ST DE", "SU-SZ PL", "TA-TH CH", "TJ-TP CZ", "TR-TV HU", "TW-T1 PT", "UH-UM DK",
    "UU-UZ RO", "U5-U7 SK", "VA-VE AT", "VF-VR FR", "VS-VW ES", "VX-V2 FR", "WA-W0 DE", "XL-XR NL", "XS-XW RU",
    "X3-X0 RU", "YA-YE BE", "YF-YK FI", "YS-YW SE", "ZA-ZU IT", "1A-10 US", "2A-20 CA", "3A-3W MX",
    "4A-40 US", "5A-50 US", "6A-6W AU", "7F-70 US", "8A-8E AR", "9A-9E BR", "93-99 BR",
)  # fmt: skip


@cache
def _countries() -> dict[str, str]:
    countries = {}
    for line in _RANGES:
        span, _, country = line.partition(" ")
        for second in _ORDER[_ORDER.index(span[1]) : _ORDER.index(span[4]) + 1]:
            countries[span[0] + second] = country
    return countries


def country_of(vin: str) -> str | None:
    """Find the ISO 3166 code of the country where a maker is registered, by the first two characters."""
    return _countries().get(vin[:2])
