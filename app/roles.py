"""What one process does of the whole: everything, or a part beside other processes on one PostgreSQL."""

from dataclasses import dataclass

# How many jobs of a queue run at once in one process.
SLOTS = {"chat": 32, "ocr": 2, "clock": 1, "files": 2, "mail": 2, "ai": 8}


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts of the work. `queues` names those whose jobs are done here."""

    takes_in: bool = True
    queues: tuple[str, ...] = tuple(SLOTS)
    ticks: bool = True
    sends: bool = True

    @property
    def alone(self) -> bool:
        """Whether nobody else is needed."""
        return self == EVERYTHING


EVERYTHING = Roles()
# Takes updates in by polling or webhook, serves the web side, and is one of those that may send.
SERVE = Roles(queues=(), ticks=False)
# Only asks what is due.
TICK = Roles(takes_in=False, queues=(), sends=False)


def working(queues: tuple[str, ...]) -> Roles:
    """Do the jobs of these queues; who works on chats is one of those that may send."""
    return Roles(takes_in=False, queues=queues, ticks=False, sends="chat" in queues)
