"""What the product knows about cars by itself, as data with its sources."""

from core.knowledge.makes import MakeEntry, makes_and_models
from core.knowledge.schedule import Schedule, ScheduleEntry, Sentence, service_schedule

__all__ = ["MakeEntry", "Schedule", "ScheduleEntry", "Sentence", "makes_and_models", "service_schedule"]
