"""People who write while the bot is being killed, and the account of what became of each message."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.i18n import Translator, translator
from core.models import Account, ChatState, OdometerReading
from core.services.vehicles import NewVehicle
from simulator.testing import Message, Person
from tests.conftest import Bot, plain
from tests.faults.places import replies

PLATES = ("AB123CD", "EF456GH")
SHOWN = ("AB-123-CD", "EF-456-GH")


@dataclass(slots=True)
class Driver:
    """One person who reports readings: as a line, through /km, or as a line and a tap on one of two vehicles."""

    person: Person
    way: str
    t: Translator = field(default_factory=lambda: translator("fr"))
    sent: list[int] = field(default_factory=list)
    vehicles: list[int] = field(default_factory=list)

    async def arrive(self, bot: Bot) -> None:
        """Greet the bot and have a vehicle, or two."""
        await self.person.say("/start")
        await bot.settle()
        services = bot.runtime.parts.services
        account = await Account.get(telegram_id=self.person.id)
        for plate in PLATES if self.way == "tap" else PLATES[:1]:
            self.vehicles.append((await services.vehicles.add(account, NewVehicle(plate=plate))).id)

    async def go_on(self, chance: random.Random, stop: asyncio.Event) -> None:
        """Write until told to stop, at a pace that leaves a backlog while the bot is away."""
        while not stop.is_set():
            await self.once()
            await asyncio.sleep(chance.uniform(0.02, 0.15))

    async def go_on_while(self, permits: asyncio.Semaphore, chance: random.Random, stop: asyncio.Event) -> None:
        """Write as often as there are permits for updates, until told to stop."""
        while not stop.is_set():
            for _ in range(1 if self.way == "line" else 2):
                await permits.acquire()
            if not stop.is_set():
                await self.once()
            await asyncio.sleep(chance.uniform(0, 0.05))

    async def effects_doubled(self) -> int:
        """How many answers were stored once too often: each update's transaction stores one."""
        stored = Counter(plain(str(reply.get("text", ""))) for reply in await replies(self.person.id))
        once = [text(n) for n in self.sent for text in (self._saved, self._question)]
        asked = plain(self.t("odometer.ask", vehicle=SHOWN[0]))
        return sum(max(0, stored[text] - 1) for text in once) + max(0, stored[asked] - self._asked)

    async def once(self) -> None:
        """Report one reading."""
        await {"line": self._line, "flow": self._flow, "tap": self._tap}[self.way]()

    async def _line(self) -> None:
        await self.person.say(f"{self._next()} km")

    async def _flow(self) -> None:
        await self.person.say("/km")
        await self.person.say(str(self._next()))

    async def _tap(self) -> None:
        kilometres = self._next()
        await self.person.say(f"{kilometres} km")
        question = self._question(kilometres)
        asked = await self.person.wait_for(lambda message: self._unmarked(message)[0] == question, 240)
        await self.person.tap(SHOWN[-1], message=asked)

    def _next(self) -> int:
        self.sent.append(1_001 + len(self.sent))
        return self.sent[-1]

    def _question(self, kilometres: int) -> str:
        return plain(self.t("odometer.which_vehicle", kilometres=kilometres))

    def _saved(self, kilometres: int) -> str:
        vehicle = SHOWN[-1] if self.way == "tap" else SHOWN[0]
        return plain(self.t("odometer.saved", kilometres=kilometres, vehicle=vehicle))

    def _unmarked(self, message: Message) -> tuple[str, bool]:
        """The text without the mark of a repeat, and whether it was there."""
        mark = plain(self.t("chat.repeat")) + "\n"
        return message.text.removeprefix(mark), message.text.startswith(mark)

    async def ledger(self) -> "Ledger":
        """What became of everything this person sent; call it once the bot has nothing left to do."""
        rows = await OdometerReading.filter(vehicle_id=self.vehicles[-1]).order_by("id")
        kept = [row.kilometres for row in rows]
        answers = [self._unmarked(message) for message in self.person.messages[1:]]
        asked, once = plain(self.t("odometer.ask", vehicle=SHOWN[0])), [self._saved(n) for n in self.sent]
        subjects = {self._question(n): n for n in self.sent} | dict(zip(once, self.sent, strict=True)) | {asked: 0}
        saved, plainly = Counter(text for text, _ in answers), Counter(text for text, marked in answers if not marked)
        about = Counter(subjects[text] for text, _ in answers if text in subjects)
        return Ledger(
            sent=len(self.sent),
            lost=len(set(self.sent) - set(kept)),
            doubled=len(kept) - len(set(kept)),
            disordered=sum(a > b for a, b in itertools.pairwise(kept)),
            unanswered=sum(saved[text] == 0 for text in once) + max(0, self._asked - saved[asked]),
            unmarked=sum(max(0, plainly[text] - 1) for text in once) + max(0, plainly[asked] - self._asked),
            repeated=sum(max(0, about[n] - 1) for n in self.sent) + max(0, about[0] - self._asked),
            marked=sum(marked for _, marked in answers),
            strange=tuple(text for text, _ in answers if text not in subjects),
            state_wrong=not await self._state_is_right(),
        )

    @property
    def _asked(self) -> int:
        return len(self.sent) + 1 if self.way == "flow" else 0

    async def _state_is_right(self) -> bool:
        """Two changes for each /km and its number, and the last /km that still waits."""
        state = await ChatState.get_or_none(chat_id=self.person.id)
        if self.way != "flow":
            return state is None
        draft = f'{{"vehicle_id":{self.vehicles[0]}}}'
        found = (state.flow, state.step, state.draft, state.version) if state is not None else None
        return found == ("log_odometer", "kilometres", draft, 2 * len(self.sent) + 1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Figures of one person or of all: `repeated` answers came twice, `marked` ones say that they may have."""

    sent: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    unanswered: int = 0
    unmarked: int = 0
    repeated: int = 0
    marked: int = 0
    strange: tuple[str, ...] = ()
    state_wrong: int = 0

    @classmethod
    def total(cls, ledgers: Iterable["Ledger"]) -> "Ledger":
        """The sum."""
        every = list(ledgers)
        names = ("sent", "lost", "doubled", "disordered", "unanswered", "unmarked", "repeated", "marked", "state_wrong")
        figures = {name: sum(getattr(one, name) for one in every) for name in names}
        return cls(**figures, strange=tuple(text for one in every for text in one.strange))
