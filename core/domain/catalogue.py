"""Makes and models: what a person most likely means by what they typed.

Nothing is put in the place of what was typed but another way to write the same; what is only near is offered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from core.domain.typed_text import folded
from core.knowledge import MakeEntry, makes_and_models

OFFERED: Final = 6
# How alike two spellings must be, of 100, to be offered: makes are few and long, models many and short.
_NEAR_MAKE, _NEAR_MODEL, _NEAR_SHORT, _NEAR_ALONE = 78.0, 72.0, 66.0, 78.0
_TOKENS: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile(r"[^a-z0-9]+")


class VehicleKind(StrEnum):
    """What kind of vehicle a model is."""

    CAR = "car"
    VAN = "van"
    BIKE = "bike"


def key_of(name: str) -> str:
    """What makes two spellings of a name the same: `Série 3`, `serie-3` and `SERIE3` have one key."""
    return _SIGNS.sub("", _plain(name))


def _plain(name: str) -> str:
    """A name to take words from; a plus sign tells two models apart: Ka and Ka+."""
    return folded(name[:80]).replace("+", " plus ")


@dataclass(frozen=True, slots=True)
class Model:
    """A model by its usual name, and the keys of every way to write it."""

    name: str
    keys: tuple[str, ...]
    kind: VehicleKind | None = None


@dataclass(frozen=True, slots=True)
class Make:
    """A make by its usual name, the keys of every way to write it, and its models, the most usual ones first."""

    name: str
    keys: tuple[str, ...]
    models: tuple[Model, ...] = ()

    @property
    def key(self) -> str:
        """The key of its usual name."""
        return self.keys[0]

    def model(self, key: str) -> Model | None:
        """The model that is written so, with or without the make before it: `DS 3` of DS."""
        return next((model for model in self.models if key in model.keys or f"{self.key}{key}" in model.keys), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A make, perhaps with a model of it, as the catalogue writes them."""

    make: str
    model: str | None = None
    kind: VehicleKind | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was typed written in the catalogue's way, or else what is near to it, the likeliest first."""

    exact: Suggestion | None = None
    near: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """A make, or with a model a model of it, that is added to the catalogue, or hidden from it.

    `meant`: the make and model of which it is another way to write.
    """

    make: str
    model: str = ""
    hidden: bool = False
    meant: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Makes by the keys of every way to write them."""

    makes: tuple[Make, ...]
    _by_key: Mapping[str, Make] = field(init=False, repr=False, compare=False)
    _by_model: Mapping[str, tuple[Suggestion, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        makes: dict[str, Make] = {}
        models: dict[str, tuple[Suggestion, ...]] = {}
        for make in self.makes:
            makes |= {key: make for key in make.keys if key not in makes}
            for model in make.models:
                found = Suggestion(make.name, model.name, model.kind)
                for key in model.keys:
                    models[key] = (*models.get(key, ()), found)
        object.__setattr__(self, "_by_key", makes)
        object.__setattr__(self, "_by_model", models)

    def make(self, name: str) -> Make | None:
        """The make that is written so, in whatever way."""
        return self._by_key.get(key_of(name))

    def with_additions(self, additions: Iterable[Addition]) -> "Catalogue":
        """The catalogue with names added and hidden."""
        makes = {make.key: make for make in self.makes}
        for addition in additions:
            key = key_of(addition.meant[0] if addition.meant is not None else addition.make)
            make = makes.get(key) or self._by_key.get(key)
            if make is None:
                if addition.hidden or addition.meant is not None:
                    continue
                make = Make(addition.make, (key,))
            changed = _changed(make, addition)
            makes.pop(make.key, None)
            if changed is not None:
                makes[changed.key] = changed
        return Catalogue(tuple(makes.values()))

    def popular(self, make: str, highest: int = OFFERED) -> tuple[Suggestion, ...]:
        """The most usual models of a make."""
        known = self.make(make)
        return _suggestions(known, known.models[:highest]) if known is not None else ()

    def suggest_model(self, make: str, typed: str) -> Suggestions:
        """What model of a make was typed, or which are near."""
        known = self.make(make)
        if known is None:
            return Suggestions()
        # The make may have been typed once more: `Peugeot 208`.
        whole = self.suggest(typed).exact
        again = whole is not None and whole.make == known.name and whole.model is not None
        return Suggestions(whole) if again else _model_of(known, typed)

    def suggest(self, typed: str) -> Suggestions:
        """What make, perhaps with its model, was typed, or which are near."""
        words = _TOKENS.findall(_plain(typed))
        if not words:
            return Suggestions()
        for length in range(min(len(words), 4), 0, -1):
            make = self._by_key.get("".join(words[:length]))
            if make is not None:
                rest = " ".join(words[length:])
                return _model_of(make, rest) if rest else Suggestions(Suggestion(make.name))
        sure = self._by_model.get("".join(words), ())
        if len(sure) == 1 and len("".join(words)) > 3 and not typed.strip().isdecimal():
            return Suggestions(sure[0])
        return Suggestions(None, self._near(words, sure))

    def _near(self, words: Sequence[str], sure: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
        found = dict.fromkeys(sure)
        for length in range(1, min(len(words), 3) + 1):
            rest = " ".join(words[length:])
            for make in self._makes_near("".join(words[:length])):
                if not rest:
                    found[Suggestion(make.name)] = None
                    continue
                models = _model_of(make, rest)
                found |= dict.fromkeys([models.exact] if models.exact is not None else models.near)
        if not found and len(words) > 1:
            # The make is beyond recognition, or left out: `reno clio`, `ma clio 4`.
            found = dict.fromkeys(self._named_later(words))
        if not found:
            found = dict.fromkeys(self._alike("".join(words)))
        return tuple(found)[:OFFERED]

    def _named_later(self, words: Sequence[str]) -> Iterator[Suggestion]:
        for place, word in enumerate(words):
            if len(word) > 2 or not word.isalpha():
                for one in self._by_model.get(word, ()):
                    model = _model_of(self._by_key[key_of(one.make)], " ".join(words[place:])).exact
                    yield model or one

    def _alike(self, typed: str) -> Iterator[Suggestion]:
        starts = [key for key in self._by_model if len(typed) > 2 and key.startswith(typed)]
        near = process.extract(typed, self._by_model.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ALONE)
        for key in (*starts, *(key for key, _, _ in near)):
            yield from self._by_model[key]

    def _makes_near(self, typed: str) -> list[Make]:
        if len(typed) < 3:
            return []
        near = process.extract(typed, self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_MAKE, limit=3)
        return list({make.key: make for make in (self._by_key[key] for key, _, _ in near)}.values())


def _model_of(make: Make, typed: str) -> Suggestions:
    """Read a model of a known make; a generation or version after it is kept as typed: `Clio 4`."""
    words = _TOKENS.findall(_plain(typed))
    if not words:
        return Suggestions()
    for length in range(len(words), 0, -1):
        model = make.model("".join(words[:length]))
        if model is not None:
            rest = " ".join(word.upper() if len(word) < 4 else word.capitalize() for word in words[length:])
            name = " ".join(part for part in (model.name, rest) if part)
            return Suggestions(Suggestion(make.name, name, model.kind))
    keys = {key: model for model in make.models for key in model.keys}
    typed_key = "".join(words)
    enough = _NEAR_SHORT if len(typed_key) < 5 else _NEAR_MODEL
    near = process.extract(typed_key, keys.keys(), scorer=fuzz.ratio, score_cutoff=enough, limit=OFFERED)
    starts = [key for key in keys if len(typed_key) > 1 and key.startswith(typed_key)]
    models = dict.fromkeys([*(keys[key] for key in starts), *(keys[key] for key, _, _ in near)])
    return Suggestions(None, _suggestions(make, tuple(models)[:OFFERED]))


def _suggestions(make: Make, models: Iterable[Model]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(make.name, model.name, model.kind) for model in models)


def _changed(make: Make, addition: Addition) -> Make | None:
    if addition.meant is not None:
        return _also(make, addition, key_of(addition.meant[1]))
    return _without(make, addition) if addition.hidden else _with(make, addition)


def _also(make: Make, addition: Addition, meant: str) -> Make:
    """The make with one more way to write it, or a model of it."""
    own = key_of(addition.make) in make.keys
    if not meant:
        return make if own else Make(make.name, (*make.keys, key_of(addition.make)), make.models)
    key = key_of(addition.model) if own else key_of(f"{addition.make} {addition.model}")
    models = [
        Model(one.name, (*one.keys, key), one.kind) if meant in one.keys and key not in one.keys else one
        for one in make.models
    ]
    return Make(make.name, make.keys, tuple(models))


def _with(make: Make, addition: Addition) -> Make:
    key = key_of(addition.model)
    if not key or make.model(key) is not None:
        return make
    return Make(make.name, make.keys, (*make.models, Model(addition.model, (key,))))


def _without(make: Make, addition: Addition) -> Make | None:
    key = key_of(addition.model)
    return Make(make.name, make.keys, tuple(model for model in make.models if key not in model.keys)) if key else None


def _made(entry: MakeEntry) -> Make:
    keys = tuple(dict.fromkeys(key_of(name) for name in (entry.name, *entry.also)))
    groups = ((VehicleKind.CAR, entry.cars), (VehicleKind.VAN, entry.vans), (VehicleKind.BIKE, entry.bikes))
    return Make(entry.name, keys, tuple(_model(line, kind) for kind, lines in groups for line in lines))


def _model(line: str, kind: VehicleKind) -> Model:
    names = [name.strip() for name in line.split(" = ")]
    return Model(names[0], tuple(dict.fromkeys(key_of(name) for name in names)), kind)


@cache
def seeded_catalogue() -> Catalogue:
    """The catalogue that comes with the product."""
    return Catalogue(tuple(_made(entry) for entry in makes_and_models()))
