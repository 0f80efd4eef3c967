"""Choosing services by buttons and words, as the flows that need it keep it in their draft."""

from collections.abc import Sequence

from pydantic import BaseModel

from core.domain.service_choice import named, nearest, offered
from core.domain.service_types import ServiceType
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.services.records import MOST_SERVICES

PAGE = 8
# What buttons say beside a service.
MORE, FEWER, DONE = "more", "fewer", "done"


class ServiceChoice(BaseModel):
    """What was chosen so far, in which order the rest is offered, and words that named nothing for sure."""

    chosen: list[ServiceType] = []
    usual: list[ServiceType] = []
    position: int = 0
    near: list[ServiceType] = []
    said: str = ""

    @property
    def shown(self) -> Sequence[ServiceType]:
        """The services on the buttons now: what the words may mean, or a page of all."""
        if self.said:
            return tuple(dict.fromkeys([*self.near, ServiceType.OTHER_REPAIR]))
        every = offered(self.usual)
        page = every[self.position : self.position + PAGE]
        # What was chosen elsewhere stays in sight, so that it can be taken off again.
        return tuple(dict.fromkeys([*(one for one in self.chosen if one not in page), *page]))

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.position + PAGE < len(ServiceType)

    def tap(self, value: str) -> bool:
        """Take a tap: turn a page, or add or take off a service; True when the choice is done."""
        if value == DONE:
            if not self.chosen:
                raise Refusal("error.choose_service")
            return True
        if value in {MORE, FEWER} and self.said:
            self.said, self.position = "", 0
        elif value in {MORE, FEWER}:
            self.position = max(self.position + (PAGE if value == MORE else -PAGE), 0)
            self.position = self.position if self.position < len(ServiceType) else 0
        elif value in set(ServiceType):
            self._toggle(ServiceType(value))
        else:
            raise Gone
        return False

    def say(self, text: str) -> bool:
        """Take typed words: True when they named services; else the nearest are offered."""
        words = clean_line(text)
        if not words:
            raise Refusal("error.text_expected")
        found = named(words)
        if not found:
            self.near, self.said = list(nearest(words)), words[:100]
            return False
        self.chosen = [*dict.fromkeys([*self.chosen, *found])][:MOST_SERVICES]
        self.said = ""
        return True

    def _toggle(self, service: ServiceType) -> None:
        if service in self.chosen:
            self.chosen.remove(service)
        elif len(self.chosen) < MOST_SERVICES:
            self.chosen.append(service)
        # Words of one's own stay as a note when no service says them.
        self.said = self.said if service is ServiceType.OTHER_REPAIR else ""
