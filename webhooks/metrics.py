"""`/metrics` for Prometheus: what was counted since the start, and how the queues and the database stand now."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from aiohttp import web
from prometheus_client import PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from core.meters import BOUNDS, Durations, Key, Meters
from webhooks.access import Access

Value = TypeVar("Value")
Soundings = Callable[[], Awaitable[Mapping[Key, float]]]

PREFIX = "autotrack_"
# Name: what it says, and what its labels are called.
COUNTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "updates": ("Updates and events of our own that were handled", ("kind", "result")),
    "sends": ("Calls that send or edit a message", ("lane", "result")),
    "jobs": ("Attempts at jobs; `attempt` is 1 or later", ("name", "result", "attempt")),
    "jobs_buried": ("Jobs that were given up", ("name",)),
    "documents": ("Documents that were read, by type, or refused, by reason", ("result",)),
    "imports": ("Logbooks of other apps that were read, by app, or refused, by reason", ("result",)),
    "mails": ("Letters that were sent, delayed, refused or expired", ("kind", "result")),
    "pictures": ("Pictures of figures: drawn, or taken from what was drawn before", ("result",)),
    "webhook_requests": ("Deliveries to the webhook", ("result",)),
    "ai_calls": ("Questions to the model by what was asked (`any` for one that failed)", ("kind", "result")),
}
DURATIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "update_seconds": ("From taking an update to its commit", ("kind",)),
    "answer_seconds": ("From the arrival of an update to Telegram having the answer", ("kind",)),
    "job_seconds": ("One attempt at a job", ("name",)),
    "reading_seconds": ("Opening, recognising and interpreting one document", ()),
    "import_reading_seconds": ("Reading one logbook of another app", ()),
    "mail_seconds": ("Handing one letter to the mail server", ()),
    "export_seconds": ("Making one export", ()),
    "drawing_seconds": ("Drawing one picture of figures", ()),
    "paper_seconds": ("Making one service book or cost report", ()),
    "ai_first_seconds": ("From asking the model to its first words", ()),
    "loop_lag_seconds": ("How late the event loop runs what is due", ()),
}
LEVELS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "jobs": ("Jobs by queue and state: waiting, later, running, failed", ("queue", "state")),
    "jobs_oldest_seconds": ("Age of the oldest job that could run and does not", ("queue",)),
    "outgoing": ("Messages that are not delivered yet", ("lane",)),
    "outgoing_oldest_seconds": ("Age of the oldest of them", ("lane",)),
    "reading_line": ("Documents in the line: waiting, taken, aside", ("state",)),
    "reading_line_oldest_seconds": ("Age of the oldest document in the line", ()),
    "database_connections": ("Connections of this process: busy, idle; tasks that wait for one: waiting", ("state",)),
    "in_progress": ("What this process is doing right now", ("what", "which")),
}


class _Snapshot(Collector):
    """One scrape's figures as metric families."""

    def __init__(self, meters: Meters, levels: Mapping[Key, float]) -> None:
        self._meters = meters
        working = {("in_progress", *(*key, "")[:2]): float(number) for key, number in meters.levels.items()}
        self._levels = {**levels, **working}

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        for name, values in _by_name(self._meters.counts.items()):
            words, labels = COUNTS[name]
            counter = CounterMetricFamily(PREFIX + name, words, labels=labels)
            for key, number in values:
                counter.add_metric(key, number)
            yield counter
        for name, spans in _by_name(self._meters.durations.items()):
            words, labels = DURATIONS[name]
            histogram = HistogramMetricFamily(PREFIX + name, words, labels=labels)
            for key, span in spans:
                histogram.add_metric(key, _cumulated(span), span.total)
            yield histogram
        for name, levels in _by_name(self._levels.items()):
            words, labels = LEVELS[name]
            gauge = GaugeMetricFamily(PREFIX + name + ("_now" if name in COUNTS else ""), words, labels=labels)
            for key, level in levels:
                gauge.add_metric(key, level)
            yield gauge


def _by_name(items: Iterable[tuple[Key, Value]]) -> Iterator[tuple[str, list[tuple[tuple[str, ...], Value]]]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], Value]]] = defaultdict(list)
    for (name, *labels), value in items:
        found[name].append((tuple(labels), value))
    yield from found.items()


def _cumulated(span: Durations) -> list[tuple[str, float]]:
    total, buckets = 0, []
    for bound, number in zip((*BOUNDS, None), span.counts, strict=True):
        total += number
        buckets.append(("+Inf" if bound is None else str(bound), float(total)))
    return buckets


def metrics_routes(meters: Meters, soundings: Soundings, access: Access) -> list[web.RouteDef]:
    """`GET /metrics`, for whoever has the token; for everybody else there is nothing here."""

    async def metrics(request: web.Request) -> web.Response:
        if not access.allows(request):
            raise web.HTTPNotFound
        registry = CollectorRegistry()
        registry.register(_Snapshot(meters, await soundings()))
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})

    return [web.get("/metrics", metrics)]
