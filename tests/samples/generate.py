"""Write invented invoices and registration cards with their truth: `python -m tests.samples.generate FOLDER`."""

import argparse
import json
from pathlib import Path
from random import Random

from tests.samples.cards import card
from tests.samples.invoices import LAYOUTS, job
from tests.samples.sheet import photographed

STRENGTHS = {"scan": 0.0, "photo": 0.6, "poor": 1.0}


def write_samples(folder: Path, copies: int = 1, font: Path | None = None, quality: int = 80) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for copy in range(copies):
        for difficulty, strength in STRENGTHS.items():
            for layout in (*LAYOUTS, "card"):
                random = Random(f"{layout} {difficulty} {copy}")
                page, truth = card(random, font) if layout == "card" else LAYOUTS[layout](job(random), font)
                name = f"{layout}_{difficulty}_{copy}"
                photographed(page, random, strength).save(folder / f"{name}.jpg", quality=quality)
                described = {"difficulty": difficulty, "layout": layout, "fields": truth}
                (folder / f"{name}.json").write_text(
                    json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8"
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--font", type=Path, default=None, help="a TrueType font instead of the built-in one")
    arguments = parser.parse_args()
    write_samples(arguments.folder, arguments.copies, arguments.font)
