"""`autotrack diagnose --offline`: descriptions of what a vehicle does to diagnoses, by the built-in knowledge alone."""

import argparse
import json
import logging
import sys
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from app.commands.parse import lines_of
from core.domain.diagnosis.diagnose import Diagnosis, diagnose
from core.knowledge.diagnosis import diagnosis_knowledge

_CURRENCY = "EUR"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `diagnose`."""
    parser = subparsers.add_parser("diagnose", help="diagnose descriptions from standard input")
    parser.add_argument("--offline", action="store_true", required=True, help="built-in knowledge only, no model")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line (the only form there is)")
    parser.add_argument("--lang", choices=("fr", "en", "es"), default="fr", help="language of the person")
    parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="changes nothing")
    parser.add_argument("--timezone", type=ZoneInfo, default=ZoneInfo("Europe/Paris"), help="changes nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer every line; one that tells of no trouble is answered as such, so the exit status is 0."""
    # Standard output carries answers only.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr)
    for text in lines_of(sys.stdin.buffer):
        answer = {"text": text, **answer_of(diagnose(text), arguments.lang)}
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


def answer_of(diagnosis: Diagnosis, language: str) -> dict[str, Any]:
    """A diagnosis in the form that scripts rely on."""
    known, sentences = diagnosis_knowledge().causes.causes, diagnosis_knowledge().sentences
    advice = [sentences.advice[name] for name in diagnosis.advice]
    stop = [sentences.stop[name] for name in diagnosis.stop_when] if diagnosis.is_symptom else []
    cost = diagnosis.cost
    return {
        "urgency": diagnosis.urgency.value,
        "stop_driving": diagnosis.stop_driving,
        "red_flags": [flag.value for flag in diagnosis.flags],
        "causes": [
            {
                "id": likely.cause,
                "label": known[likely.cause].in_language(language),
                "probability": likely.probability,
            }
            for likely in diagnosis.causes
        ],
        "cost": None if cost is None else {"min": cost[0], "max": cost[1], "currency": _CURRENCY},
        "questions": [
            sentences.questions[name].in_language(language) for name in (*diagnosis.safety, *diagnosis.questions)
        ],
        "advice": [told.in_language(language) for told in (*advice, *stop)],
        "codes": [{"code": code.code, "label": code.label(language)} for code in diagnosis.codes],
    }
