import pytest

from core.domain.introduction import introduced


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jai une clio 4", "Renault Clio"),
        ("J’ai une Ford Focus", "Ford Focus"),
        ("bonjour, j'ai acheté une mégane 3 diesel de 2015", "Renault Mégane"),
        ("ma voiture est une golf", "Volkswagen Golf"),
        ("I bought a Ford Focus.", "Ford Focus"),
        ("my car is a Peugeot 208", "Peugeot 208"),
        ("tengo un seat ibiza", "SEAT Ibiza"),
        ("j'ai une vieille clio", "Renault Clio"),
        ("I have an old Ford Focus", "Ford Focus"),
        ("Ford Focus", "Ford Focus"),
    ],
)
def test_whoever_says_what_they_drive_complains_of_nothing(text: str, name: str) -> None:
    assert introduced(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *("j'ai une clio qui fume", "I have a Focus that stalls", "j'ai une fuite", "i have a leak", "clio 4"),
        *("j'ai une panne", "my car is overheating", "ma voiture broute"),
        *("j'ai un bruit à l'avant", "i have a problem"),
    ],
)
def test_what_says_more_is_left_to_the_diagnosis(text: str) -> None:
    assert introduced(text) is None
