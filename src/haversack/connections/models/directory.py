"""Which providers are there, under which names, and through which portals do they give records?

One portal serves thousands of practices, and one practice has several portals: offices and portals are many to many.
A portal's FHIR servers of several versions are its doors.
"""

from __future__ import annotations

from django.db import models


class PublishedList(models.Model):
    """One list of providers, as somebody publishes it. address: the URL or the file's name; shape: what it turned out
    to be; listings: how many it named. etag, changed, digest: what the server said of the edition that is here, and
    sha256 of its bytes, so that an unchanged list is neither fetched nor taken twice.

    is_own: a portal's own brands, which go before what a collector says of it (SMART 2.2, brands.html). base: the FHIR
    server that named this list as its own, "" where the operator did: it says nothing of any other server.

    read_at: when it was last heard that this edition holds. due_at: when it is asked for again, null for a file.
    trouble: why the last time nothing could be taken, in words; the edition before stays.
    """

    address = models.CharField(max_length=500)
    base = models.CharField(max_length=500, blank=True)
    region = models.CharField(max_length=32, blank=True)
    shape = models.CharField(max_length=32, blank=True)
    listings = models.IntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    changed = models.CharField(max_length=64, blank=True)
    digest = models.BinaryField(max_length=32, null=True)
    is_own = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "base"], name="one_list_each")]

    def __str__(self) -> str:
        return self.address


class Portal(models.Model):
    """Where people sign in. key: what its servers' addresses have in common (smart.addresses.portal_key).

    web: the page where people sign in themselves, "" unknown. state: what an investigation found, "" where none was.
    """

    key = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=300, blank=True)
    web = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.key


class Door(models.Model):
    """One FHIR server of a portal; version "" where nothing tells it."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="doors")
    base = models.CharField(max_length=500, unique=True)
    version = models.CharField(max_length=16, blank=True)
    authorize = models.CharField(max_length=500, blank=True)
    token = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.base


class Office(models.Model):
    """One name under which people look for care: an office, or a doctor.

    key: a hash of what makes it the same one in another list. former: other and earlier names. part_of: the larger
    organisation; for a doctor, the office. place: a hash of name and postal code, by which a list that knows the
    portal and one that knows the address meet. hosts, keys: of its website and portals, kept here so that a search
    orders hundreds without looking further.
    """

    class Kind(models.TextChoices):
        OFFICE = "office"
        DOCTOR = "doctor"

    class Standing(models.TextChoices):
        SHOWN = "shown"
        COMING = "coming"  # of an edition that is not whole yet
        BEHIND = "behind"  # a collector's word for what the portal itself calls otherwise

    key = models.BinaryField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.SHOWN)
    name = models.CharField(max_length=300)
    former = models.JSONField(default=list)
    website = models.CharField(max_length=253, blank=True)  # its host
    npi = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=100, blank=True)
    zip = models.CharField(max_length=16, blank=True)
    part_of = models.CharField(max_length=300, blank=True)
    specialty = models.CharField(max_length=200, blank=True)
    is_person = models.BooleanField(default=False)  # an office that goes by the name of somebody who treats
    hosts = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    place = models.BinaryField(max_length=16, null=True, db_index=True)
    portals = models.ManyToManyField(Portal, through="OfficePortal", related_name="offices")
    lists = models.ManyToManyField(PublishedList, related_name="offices")

    class Meta:
        indexes = [
            models.Index(fields=["npi"], name="office_by_npi", condition=~models.Q(npi="")),
            models.Index(fields=["standing"], name="office_not_shown", condition=~models.Q(standing="shown")),
        ]

    def __str__(self) -> str:
        return self.name


class OfficePortal(models.Model):
    """That an office gives records through a portal."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "portal"], name="one_office_portal_each")]

    def __str__(self) -> str:
        return f"{self.office_id} at {self.portal_id}"


class Word(models.Model):
    """A word that occurs in the directory, by which a misspelt one is put right. kind: name, or host."""

    word = models.CharField(max_length=100)
    kind = models.CharField(max_length=4)
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="one_word_each")]

    def __str__(self) -> str:
        return self.word
