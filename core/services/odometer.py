"""Odometer readings: what a vehicle showed on a day."""

from dataclasses import dataclass, replace
from datetime import date

from tortoise.expressions import F

from core import db
from core.db.gather import put
from core.domain.odometer import Doubt, DoubtKind, ReadingSource, doubt_of, is_plain
from core.domain.pace import Reading
from core.errors import Gone, Refusal
from core.models import Account, ClusterReplacement, OdometerReading, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.foresight import foresee
from core.services.mileage import ExpectedReading, expected_on
from core.services.standing import LIVE, About, Piece, Standing, stand

_CONTRADICTED = """
    DELETE FROM odometer_reading WHERE vehicle_id = ?
       AND ((read_on <= ? AND kilometres + cluster_offset > ?) OR (read_on > ? AND kilometres + cluster_offset < ?))
"""


class OdometerDoubted(Refusal):
    """A reading that other days contradict; it may still be right: then insist. `guesses` were perhaps meant."""

    def __init__(self, key: str, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__(key, last=last)
        self.last, self.guesses = last, guesses


class OdometerWentBack(OdometerDoubted):
    """A reading lower than an earlier day's, or higher than a later day's."""

    def __init__(self, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__("error.odometer_went_back", last, guesses)


class OdometerJumped(OdometerDoubted):
    """More kilometres since the last reading than is likely of this vehicle."""

    def __init__(self, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__("error.odometer_jumped", last, guesses)


@dataclass(frozen=True, slots=True)
class Odometer:
    """Records readings and refuses those that cannot be believed."""

    clock: Clock

    async def record(
        self,
        owner: Account,
        vehicle_id: int,
        kilometres: int,
        *,
        read_on: date | None = None,
        insist: bool = False,
        source: ReadingSource = ReadingSource.TYPED,
    ) -> OdometerReading:
        """Record what the dash of one of the owner's vehicles showed, today by default; `insist` keeps any reading."""
        day = read_on or today_of(owner, self.clock)
        about = About(Piece.of(vehicle_id), Piece.of(day), Piece.of(kilometres))
        async with db.transaction():
            (standing,) = await stand(owner, self.clock.now(), about)
            if insist and await self.clear(standing, day, kilometres):
                (standing,) = await stand(owner, self.clock.now(), about)
            reading = await self.note(standing, day, kilometres, source, insist=insist)
            if reading is not standing.same:
                foresee(standing)
            await standing.pending.store()
            return reading

    async def clear(self, standing: Standing, day: date, kilometres: int) -> bool:
        """Delete the readings that contradict one that is right, if there are any: they were wrong.

        They must not stand in the way of the next one; the vehicle has then to be looked at again.
        """
        driven = kilometres + standing.offset
        if not _contradicted(standing, driven):
            return False
        return bool(await db.execute(_CONTRADICTED, standing.vehicle.id, day, driven, day, driven))

    async def note(
        self, standing: Standing, day: date, kilometres: int, source: ReadingSource, *, insist: bool = False
    ) -> OdometerReading:
        """Write a reading of a vehicle that stands for this day and mileage; one that is there already is `same`.

        What follows for its reminders, and what is pending, is the caller's.
        """
        if standing.same is not None:
            return standing.same
        driven = kilometres + standing.offset
        if not insist:
            _refuse_doubtful(standing, driven, day)
        reading = await self._write(standing, day, kilometres, standing.offset, source)
        standing.add_reading(Reading(day, driven, source is not ReadingSource.CONFIRMED))
        if standing.around.lowest_after is None:  # no later day is known: this is what it shows now
            standing.vehicle.kilometres = kilometres
        return reading

    async def check(self, owner: Account, vehicle_id: int, kilometres: int, *, read_on: date) -> None:
        """Refuse a reading of one of the owner's vehicles that others contradict, without recording it."""
        async with db.transaction():
            about = About(Piece.of(vehicle_id), Piece.of(read_on))
            (standing,) = await stand(owner, self.clock.now(), about)
        _refuse_doubtful(standing, kilometres + standing.offset, read_on)

    async def undo(self, owner: Account, reading_id: int) -> Vehicle:
        """Take a reading back; the vehicle shows its latest one again."""
        whose = Piece.column("odometer_reading", "vehicle_id", reading_id)
        about = About(whose, Piece.of(today_of(owner, self.clock)), without=Piece.of(reading_id))
        async with db.transaction():
            (standing,) = await stand(owner, self.clock.now(), about)
            standing.lose_reading()
            foresee(standing)
            await standing.pending.store()
        return standing.vehicle

    async def follow(self, owner: Account, vehicle_id: int) -> None:
        """After many readings came or went at once, show the latest again. Within the caller's transaction."""
        about = About(Piece.of(vehicle_id), Piece.of(today_of(owner, self.clock)))
        (standing,) = await stand(owner, self.clock.now(), about)
        standing.vehicle.kilometres = standing.latest
        foresee(standing)
        await standing.pending.store()

    async def expected(self, owner: Account, vehicle: Vehicle, on: date | None = None) -> ExpectedReading | None:
        """What the dash is expected to show today, or on a day; None when the readings tell nothing."""
        return await expected_on(vehicle, on or today_of(owner, self.clock))

    async def replace_cluster(self, owner: Account, vehicle_id: int, old: int, new: int, on: date) -> Vehicle:
        """Note that a new cluster showed `new` on the day when the old one showed `old`; the history goes on.

        What the new one showed before we knew is counted anew, and reminders are due at what the dash will show.
        """
        added = old - new
        async with db.transaction():
            (standing,) = await stand(owner, self.clock.now(), About(Piece.of(vehicle_id), Piece.of(on)))
            vehicle, before = standing.vehicle, standing.offset
            highest = standing.around.highest_before
            if highest is not None and old + before < highest:
                raise OdometerWentBack(highest - before)
            await ClusterReplacement.create(
                vehicle_id=vehicle.id,
                replaced_on=on,
                old_kilometres=old,
                new_kilometres=new,
                created_at=self.clock.now(),
            )
            await self._shift(standing, on, added)
            await self._write(standing, on, new, before + added, ReadingSource.TYPED)
            standing.newest = [_later(one, on, added) for one in standing.newest]
            standing.add_reading(Reading(on, old + before))
            vehicle.kilometres = new if standing.around.lowest_after is None else standing.latest
            foresee(standing)
            await standing.pending.store()
        return vehicle

    async def undo_replacement(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Forget the last replacement: the dash has always been the same one."""
        async with db.transaction():
            mine = ClusterReplacement.filter(
                vehicle_id=vehicle_id, vehicle__owner_id=owner.id, vehicle__deleted_at__isnull=True
            )
            last = await mine.order_by("-replaced_on", "-id").first()
            if last is None:
                raise Gone
            added, on = last.old_kilometres - last.new_kilometres, last.replaced_on
            await OdometerReading.filter(vehicle_id=vehicle_id, read_on=on, kilometres=last.new_kilometres).delete()
            await last.delete()
            # What is counted anew is read after it was.
            await _count_anew(vehicle_id, on, -added)
            (standing,) = await stand(owner, self.clock.now(), About(Piece.of(vehicle_id), Piece.of(on)))
            _due_anew(standing, -added)
            standing.vehicle.kilometres = standing.latest
            foresee(standing)
            await standing.pending.store()
        return standing.vehicle

    async def history(self, vehicle_id: int) -> list[tuple[date, int]]:
        """What a vehicle that the caller owns showed, oldest first."""
        rows = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return [(row.read_on, row.kilometres) for row in rows]

    async def _shift(self, standing: Standing, on: date, added: int) -> None:
        """Readings of the new dash count so much more, and what is due is due at so much less on it."""
        await _count_anew(standing.vehicle.id, on, added)
        _due_anew(standing, added)

    async def _write(
        self, standing: Standing, day: date, kilometres: int, offset: int, source: ReadingSource
    ) -> OdometerReading:
        """Write a reading, in the row of the one that it replaces if there is one."""
        before, standing.pending.reading = standing.pending.reading, None
        reading = OdometerReading(
            vehicle_id=standing.vehicle.id,
            read_on=day,
            kilometres=kilometres,
            cluster_offset=offset,
            source=source.value,
            created_at=self.clock.now(),
        )
        if before is not None:
            reading.id = before.id
        if before is None or _said(before) != _said(reading):
            await put(OdometerReading, [reading])
        return reading


def _said(reading: OdometerReading) -> tuple[object, ...]:
    return (reading.vehicle_id, reading.read_on, reading.kilometres, reading.cluster_offset, reading.source)


def _contradicted(standing: Standing, driven: int) -> bool:
    around = standing.around
    more_before = around.highest_before is not None and around.highest_before > driven
    less_after = around.lowest_after is not None and around.lowest_after < driven
    return standing.same is None and (more_before or less_after)


def _refuse_doubtful(standing: Standing, driven: int, day: date) -> None:
    if is_plain(driven, day, standing.around):
        return
    doubt = doubt_of(driven, day, standing.around, standing.mileage)
    if doubt is not None:
        raise _refusal(doubt, standing.offset)


async def _count_anew(vehicle_id: int, on: date, added: int) -> None:
    later = OdometerReading.filter(vehicle_id=vehicle_id, read_on__gt=on)
    await later.update(cluster_offset=F("cluster_offset") + added)


def _due_anew(standing: Standing, added: int) -> None:
    standing.vehicle.odometer_offset += added
    for reminder in standing.reminders:
        if reminder.due_kilometres is not None and reminder.state in LIVE:
            reminder.due_kilometres -= added
            standing.pending.change(reminder)


def _later(reading: Reading, on: date, added: int) -> Reading:
    """A reading after a day, with so much more on it."""
    return replace(reading, kilometres=reading.kilometres + added) if reading.on > on else reading


def _refusal(doubt: Doubt, offset: int) -> OdometerDoubted:
    kind = OdometerWentBack if doubt.kind is DoubtKind.BACKWARDS else OdometerJumped
    return kind(doubt.last - offset, tuple(guess - offset for guess in doubt.guesses if guess >= offset))
