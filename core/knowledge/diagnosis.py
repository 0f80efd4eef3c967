"""Symptoms, causes, questions and advice, read from their files and checked against each other."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from core.knowledge.schedule import Checked, Words
from core.knowledge.told import Told, read_data

FOLDER: Final = Path(__file__).parent

Urgent = Literal["low", "medium", "high"]
Names = Annotated[list[Words], Field(min_length=1)]


class Cause(Told):
    """What may be behind a symptom, and what putting it right usually costs, from and to, in EUR."""

    cost: Annotated[list[int], Field(min_length=2, max_length=2)]
    source: Words
    service: Words | None = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not 0 <= self.cost[0] <= self.cost[1]:
            raise ValueError("a cost goes from less to more")
        return self


class Question(Told):
    """A question that narrows things down; `means` are the ideas that a yes adds."""

    means: str = ""


class Symptom(Checked):
    """One thing a vehicle may show, and how it is recognised."""

    id: Words
    family: Words
    urgency: Urgent
    title: Told
    signs: Names
    causes: Annotated[dict[Words, Annotated[int, Field(gt=0, le=100)]], Field(min_length=1)]
    ask: Names
    do: Names
    stop: Words
    sources: Names


class CauseFile(Checked):
    """All causes, with what their costs rest on."""

    basis: Told
    sources: dict[Words, Words]
    causes: dict[Words, Cause]


class SentenceFile(Checked):
    """All questions, all advice, and when to stop driving."""

    questions: dict[Words, Question]
    advice: dict[Words, Told]
    stop: dict[Words, Told]


class SymptomFile(Checked):
    """All symptoms, with where they come from."""

    sources: dict[Words, Words]
    symptoms: list[Symptom]


class WordFile(Checked):
    """Words by idea, small and plain words that say nothing, and the ideas that should happen and may fail to."""

    small: Words
    plain: Words
    everyday: Words
    judging: Words
    about_us: Words
    functions: Names
    ideas: dict[Words, Words]


class Knowledge(Checked):
    """Everything the diagnosis rests on, consistent in itself."""

    causes: CauseFile
    sentences: SentenceFile
    symptoms: SymptomFile

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        sentences, causes, symptoms = self.sentences, self.causes, self.symptoms
        named: list[tuple[str, set[str], set[str]]] = [
            ("symptom", set(), set()),
            ("cause", {c for s in symptoms.symptoms for c in s.causes}, set(causes.causes)),
            ("question", {q for s in symptoms.symptoms for q in s.ask}, set(sentences.questions)),
            ("advice", {a for s in symptoms.symptoms for a in s.do}, set(sentences.advice)),
            ("stop", {s.stop for s in symptoms.symptoms}, set(sentences.stop)),
            ("source", {x for s in symptoms.symptoms for x in s.sources}, set(symptoms.sources)),
            ("cost source", {c.source for c in causes.causes.values()}, set(causes.sources)),
        ]
        for what, used, known in named:
            if used - known:
                raise ValueError(f"no such {what}: {sorted(used - known)}")
        if len({symptom.id for symptom in symptoms.symptoms}) < len(symptoms.symptoms):
            raise ValueError("two symptoms have one id")
        return self


@cache
def diagnosis_knowledge() -> Knowledge:
    """Read what the product knows about symptoms."""
    return Knowledge(
        causes=CauseFile.model_validate(read_data(FOLDER / "diagnosis_causes.yaml")),
        sentences=SentenceFile.model_validate(read_data(FOLDER / "diagnosis_sentences.yaml")),
        symptoms=SymptomFile.model_validate(read_data(FOLDER / "symptoms.yaml")),
    )


@cache
def symptom_words() -> WordFile:
    """Read the words people use about symptoms."""
    return WordFile.model_validate(read_data(FOLDER / "symptom_words.yaml"))
