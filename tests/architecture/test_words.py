import re

from tests.architecture.sources import texts

# Written in pieces, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
# The project speaks of itself alone: no machine, tracker, folder or index of those who happen to write it.
ELSEWHERE = re.compile(
    r"(?<![\w.])/(work|home|root|Users|farm)/\w"
    r"|\bissues? #?\d+\b"
    r"|\bshared/[A-Z]"
    r"|\bspikes/"
    r"|\b(pypi|pythonhosted|npmjs|crates)\.(org|com|io)\b"
    r"|\.libra" + "ry/",
    re.IGNORECASE,
)
NOT_PROSE = (".lock", ".json", ".svg")
HOME_OF_A_CONTAINER = "/home/autotrack"


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts()
        if not path.endswith(NOT_PROSE)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line.replace(HOME_OF_A_CONTAINER, ""))
    ]


def test_nothing_is_left_for_later_in_the_tree() -> None:
    assert found(UNFINISHED) == []


def test_the_project_speaks_of_itself_alone() -> None:
    assert found(ELSEWHERE) == []


def test_the_checks_see_what_they_are_for() -> None:
    assert UNFINISHED.search("# TO" + "DO later")
    assert ELSEWHERE.search("see /home/" + "me/notes")
    assert ELSEWHERE.search("as in iss" + "ue 7")
    assert not ELSEWHERE.search("GET /workshop, the card was issued 12 days ago")
