"""Write invented documents with their truth: `python -m tests.samples.generate FOLDER`."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from tests.samples.camera import as_file, shots, taken
from tests.samples.cards import card
from tests.samples.garages import GARAGES, varied
from tests.samples.invoices import LAYOUTS, job
from tests.samples.old_cards import CARDS
from tests.samples.papers import PAPERS
from tests.samples.sheet import photographed

STRENGTHS = {"scan": 0.0, "photo": 0.6, "poor": 1.0}
LEVELS = ("easy", "medium", "hard")
Draw = Callable[[Random, Path | None], tuple[Image.Image, dict[str, Any]]]


def write_samples(folder: Path, copies: int = 1, font: Path | None = None, quality: int = 80) -> None:
    """Invoices of the plain layouts and cards, photographed gently."""
    folder.mkdir(parents=True, exist_ok=True)
    for copy in range(copies):
        for difficulty, strength in STRENGTHS.items():
            for layout in (*LAYOUTS, "card"):
                random = Random(f"{layout} {difficulty} {copy}")
                page, truth = card(random, font) if layout == "card" else LAYOUTS[layout](job(random), font)
                name = f"{layout}_{difficulty}_{copy}"
                photographed(page, random, strength).save(folder / f"{name}.jpg", quality=quality)
                _write_truth(folder / f"{name}.json", difficulty, layout, truth)


def write_all(folder: Path, copies: int, fonts: Sequence[Path], seed: str = "") -> None:
    """Documents of every kind and layout, in every level of photo."""
    folder.mkdir(parents=True, exist_ok=True)
    for layout, draw in _drawings():
        for level in LEVELS:
            for copy in range(copies):
                random = Random(f"{seed}{layout} {level} {copy}")
                font = random.choice(fonts) if fonts else None
                page, truth = draw(random, font)
                shot = shots(level, random)
                name = f"{layout}_{level}_{copy}"
                (folder / f"{name}.jpg").write_bytes(as_file(taken(page, shot, random), shot))
                _write_truth(folder / f"{name}.json", level, layout, truth)


def _drawings() -> Iterator[tuple[str, Draw]]:
    for name, plain in LAYOUTS.items():
        yield name, lambda random, font, draw=plain: draw(job(random), font)  # type: ignore[misc]
    for name, garage in GARAGES.items():
        yield name, lambda random, font, draw=garage: draw(varied(job(random), random), random, font)  # type: ignore[misc]
    yield from CARDS.items()
    yield from PAPERS.items()


def _write_truth(path: Path, level: str, layout: str, truth: dict[str, Any]) -> None:
    described = {"difficulty": level, "layout": layout, "fields": truth}
    path.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--font", type=Path, nargs="*", default=[], help="TrueType fonts to draw with")
    parser.add_argument("--seed", default="", help="another set of the same kind")
    parser.add_argument("--plain", action="store_true", help="only invoices of four layouts and cards")
    arguments = parser.parse_args()
    if arguments.plain:
        write_samples(arguments.folder, arguments.copies, next(iter(arguments.font), None))
    else:
        write_all(arguments.folder, arguments.copies, arguments.font, arguments.seed)
