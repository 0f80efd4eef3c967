"""A small directory of invented garages, so that the simulator has some; `garages_sample.json` says where."""

from pathlib import Path
from typing import Final

SAMPLE: Final = Path(__file__).with_name("garages_sample.json")
