"""Garages: as the papers of people name them, and the directory that everybody shares."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.garages.corrections import Correction, CorrectionState
from core.domain.garages.listing import ListingSource, ListingStatus
from core.domain.garages.ratings import UNRATED, ReviewState
from core.models.account import Account


class Garage(Model):
    """A garage that one person's papers named. `vendor` is its SIRET, or its folded name where none was printed.

    It is only seen until the person keeps a paper of it, and then kept.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="garages")
    owner_id: int
    vendor = fields.CharField(max_length=64)
    siret = fields.CharField(max_length=14, null=True)
    name = fields.CharField(max_length=200)
    address = fields.CharField(max_length=300, null=True)
    phone = fields.CharField(max_length=32, null=True)
    kept = fields.BooleanField(default=False, db_default=False)
    # Its place in the directory.
    listed_id = fields.BigIntField(null=True)
    seen_on = fields.DateField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "garage"
        unique_together = (("owner", "vendor"),)
        indexes = [Index(fields=("listed_id",))]


class VendorLesson(Model):
    """What one person's correction taught about the papers of a vendor.

    `about` is a field of the card, or the lines whose work was chosen. `learned` is JSON.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="lessons")
    owner_id: int
    vendor = fields.CharField(max_length=64)
    about = fields.CharField(max_length=80)
    learned = fields.TextField()
    learned_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "vendor_lesson"
        unique_together = (("owner", "vendor", "about"),)


class ListedGarage(Model):
    """A garage of the directory that everybody shares, known by its SIRET or by its source's own key.

    `cell` is the part of the globe it lies in (`core/domain/garages/globe.py`), `words` are those by which it is
    found, `ratings` and `stars` count the reviews that are shown and `score` is what they come to.
    """

    id = fields.BigIntField(primary_key=True)
    siret = fields.CharField(max_length=14, null=True, unique=True)
    source_key = fields.CharField(max_length=60, null=True, unique=True)
    source = fields.CharEnumField(ListingSource, max_length=8)
    status = fields.CharEnumField(ListingStatus, max_length=8)
    name = fields.CharField(max_length=120)
    core_name = fields.CharField(max_length=120)
    address = fields.CharField(max_length=200, null=True)
    postcode = fields.CharField(max_length=12, null=True)
    city = fields.CharField(max_length=80, null=True)
    country = fields.CharField(max_length=2, default="FR")
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    approximate = fields.BooleanField(default=False)
    cell = fields.IntField(null=True)
    phone = fields.CharField(max_length=32, null=True)
    email = fields.CharField(max_length=120, null=True)
    website = fields.CharField(max_length=200, null=True)
    hours = fields.CharField(max_length=300, null=True)
    specialties = fields.CharField(max_length=120, default="")
    certifications = fields.CharField(max_length=120, default="", db_default="")
    words = fields.TextField()
    ratings = fields.IntField(default=0)
    stars = fields.IntField(default=0)
    score = fields.IntField(default=UNRATED)
    # Who suggested it, or kept the first invoice of it: until it is listed, nobody else sees it.
    brought_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="brought_garages", null=True, on_delete=OnDelete.SET_NULL
    )
    brought_by_id: int | None
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "listed_garage"
        indexes = [
            # All that the nearest are found by.
            Index(fields=("cell", "latitude", "longitude", "status", "brought_by_id", "score", "specialties")),
            Index(fields=("status", "score")),
            Index(fields=("postcode",)),
            Index(fields=("brought_by_id",)),
        ]


class MyGarage(Model):
    """A garage of the directory that a person has been to, as a kept invoice shows, or wants to find again."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="my_garages")
    owner_id: int
    garage: fields.ForeignKeyRelation[ListedGarage] = fields.ForeignKeyField(
        "models.ListedGarage", related_name="people"
    )
    garage_id: int
    favourite = fields.BooleanField(default=False)
    visited_on = fields.DateField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "my_garage"
        unique_together = (("owner", "garage"),)
        indexes = [Index(fields=("garage_id",))]


class GarageReview(Model):
    """What one person says of a garage, in stars and words. `verified`: a kept invoice proves the visit.

    No stars: it was taken back while it was hidden, and is nothing but the mark of that.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="garage_reviews")
    owner_id: int
    garage: fields.ForeignKeyRelation[ListedGarage] = fields.ForeignKeyField(
        "models.ListedGarage", related_name="reviews"
    )
    garage_id: int
    stars = fields.SmallIntField()
    comment = fields.CharField(max_length=600, null=True)
    # Whether the person's first name is shown with it.
    signed = fields.BooleanField(default=False)
    verified = fields.BooleanField(default=False)
    state = fields.CharEnumField(ReviewState, max_length=8)
    # When a moderator decided about it, and why it is hidden; null again once its author changed it.
    settled_at = fields.DatetimeField(null=True)
    reason = fields.CharField(max_length=200, null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "garage_review"
        unique_together = (("owner", "garage"),)
        indexes = [Index(fields=("garage_id", "state")), Index(fields=("state", "id"))]


class ReviewReport(Model):
    """Somebody finds that a review should not be shown, once each."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="review_reports")
    owner_id: int
    review: fields.ForeignKeyRelation[GarageReview] = fields.ForeignKeyField(
        "models.GarageReview", related_name="reports"
    )
    review_id: int
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "review_report"
        unique_together = (("owner", "review"),)
        indexes = [Index(fields=("review_id",))]


class ReviewTally(Model):
    """How many reviews a person wrote or changed on a day, so that a deleted one counts as well."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="review_tallies")
    owner_id: int
    day = fields.DateField()
    written = fields.SmallIntField(default=0)

    class Meta:
        """Where it is stored."""

        table = "review_tally"
        unique_together = (("owner", "day"),)


class GarageCorrection(Model):
    """What one person says of a garage should read, until a moderator looked. One for each of its columns."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="garage_corrections"
    )
    owner_id: int
    garage: fields.ForeignKeyRelation[ListedGarage] = fields.ForeignKeyField(
        "models.ListedGarage", related_name="corrections"
    )
    garage_id: int
    what = fields.CharEnumField(Correction, max_length=14)
    value = fields.CharField(max_length=300)
    state = fields.CharEnumField(CorrectionState, max_length=8)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "garage_correction"
        unique_together = (("owner", "garage", "what"),)
        indexes = [Index(fields=("garage_id",)), Index(fields=("state", "id"))]


class QuietMailbox(Model):
    """A mailbox whose reader wants no letter of ours to garages. `mailbox` is its keyed hash, `sealed` encrypted."""

    id = fields.BigIntField(primary_key=True)
    mailbox = fields.CharField(max_length=64, unique=True)
    sealed = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "quiet_mailbox"
