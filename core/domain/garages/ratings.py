"""How stars become a fair order, and what may be said in a review.

The measure is the Bayesian average with a fixed prior: as if every garage had `WEIGHT` reviews of `USUAL` stars before
its first. One review of five stars is then 3.75, forty of them 4.83; few ratings do not beat many. The prior is fixed,
so a garage's measure follows from its own reviews alone and is kept in the transaction of each.
"""

import re
from enum import StrEnum
from typing import Final

from core.domain.typed_text import clean
from core.errors import Refusal

WEIGHT: Final = 5
USUAL: Final = 3.5
MOST_STARS: Final = 5
LONGEST_COMMENT: Final = 600
# Reviews that one person may write or change in a day.
MOST_A_DAY: Final = 5
# Reviews without a proven visit that one garage may get in a day; more are held back until a moderator looks.
BURST: Final = 5
# People who must report a review before it is hidden until a moderator looks.
REPORTS: Final = 3

# Reports that one person may write in a day.
REPORTS_A_DAY: Final = 10
# What a chat or a mail program makes a link of: addresses as they are, names with an ending that is no word of a
# sentence whose blank was forgotten ("fini.De plus"), and whatever has a path behind its dot.
_ENDINGS: Final = (
    "com|fr|net|org|info|io|es|ru|shop|xyz|online|site|top|biz|eu|be|ch|uk|pt|nl|pl|cn|tv|co|cc|ly|gg|app|dev|link|click"
    "|store|live|club|vip|win|icu|pro|tk|ml|cf|gq|ws|page|blog|website|space|tech|cloud|bet|casino|рф"
)
LINK: Final = re.compile(
    rf"\w+://|https?:|www\.|\bt\.me|@\w{{4,}}|\b[\w-]{{2,}}\.(?:{_ENDINGS})\b|\b[\w-]{{2,}}\.[a-z]{{2,}}/\w",
    re.IGNORECASE,
)


class ReviewState(StrEnum):
    """Shown; held back because too many came at once; or hidden because people reported it. Values are stored."""

    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"


def score(ratings: int, stars: int) -> int:
    """The measure in thousandths of a star, from how many reviews there are and the sum of their stars."""
    return round(1000 * (WEIGHT * USUAL + stars) / (WEIGHT + ratings))


UNRATED: Final = score(0, 0)


def checked_stars(stars: int) -> int:
    """Stars from 1 to 5."""
    if not 1 <= stars <= MOST_STARS:
        raise Refusal("review.stars_expected")
    return stars


def checked_comment(text: str) -> str:
    """A comment that may be shown: no links, no addresses, not too long."""
    comment = clean(text)
    if not comment:
        raise Refusal("error.text_expected")
    if len(comment) > LONGEST_COMMENT:
        raise Refusal("review.too_long", most=LONGEST_COMMENT)
    if LINK.search(comment):
        raise Refusal("review.no_links")
    return comment
