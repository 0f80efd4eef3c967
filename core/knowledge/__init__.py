"""What the product knows about cars by itself, as data with its sources."""

from core.knowledge.schedule import Schedule, ScheduleEntry, Sentence, service_schedule

__all__ = ["Schedule", "ScheduleEntry", "Sentence", "service_schedule"]
