"""Whose signature on a health card does this site take for good? The same for everybody on it."""

from __future__ import annotations

from django.db import models


class CardIssuer(models.Model):
    """One issuer that the operator's list names. Public facts, of no person: the keys of all issuers are asked for
    alike, so that neither they nor whoever reads the rows learn whose cards are here.

    keys: its JWK Set as JSON, "" while it is not known; lists: the cards it took back, JSON by the name of a key.
    keys_at: when they came; due_at: when they are asked for again; failures: how often in a row that failed.
    """

    iss = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=300)
    keys = models.TextField(blank=True)
    lists = models.TextField(blank=True)
    keys_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    failures = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"issuer {self.pk}"
