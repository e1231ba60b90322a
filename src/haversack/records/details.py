"""Which facts beside value and date can stand on an entry's page, and in which order?

`Entry.details` holds (key, text) pairs; every key a reader may use is here, so that pages have words for each.
"""

from __future__ import annotations

KEYS: tuple[str, ...] = (
    # what it is
    "original-title", "kind", "class", "name", "description", "about", "form", "ingredients", "protects-against",
    "relationship", "sex", "age", "died",
    # how it is taken or done
    "dosage", "dose", "dose-number", "series", "route", "body-site", "timing", "instruction", "course", "quantity",
    "refills", "supply-lasts", "valid-until", "substitution",
    # how bad, how sure, what came of it
    "severity", "criticality", "stage", "reaction", "allergen", "reference-range", "interpretation", "conclusion",
    "summary", "outcome", "complications", "evidence", "verification", "document-status", "decision", "nothing-known",
    "no-information", "not-asked", "withheld",
    # why
    "reason", "reason-not-done", "reason-stopped", "diagnosis", "addresses",
    # plans
    "intent", "priority", "activities", "goals", "target", "achievement", "start", "follow-up", "team",
    # when, beside the date
    "onset", "abatement", "last-occurrence", "occurred", "performed", "recorded", "asserted", "ordered", "issued",
    "handed-over", "date-as-sent", "updated", "service-start", "service-end", "length", "expires",
    "due", "due-from", "due-until", "overdue-from",
    # what it cost, and who pays
    "billed", "allowed", "paid-by-plan", "paid-to-provider", "paid-to-you", "paid-by-others", "discount", "deductible",
    "copay", "coinsurance", "not-covered", "you-paid", "you-may-owe", "disposition", "denied-lines", "done",
    "decided", "replaces", "claim-number", "payer", "plan", "group", "policy-holder", "prescriber", "member-number",
    "subscriber-number", "group-number",
    # who and where
    "organization", "location", "facility", "setting", "service", "pharmacy", "manufacturer", "admitted-from",
    "discharged-to", "ordered-by", "interpreted-by", "authenticated-by", "recorded-by", "reported", "reported-by",
    "assigned-to",
    # what with
    "specimen", "device", "model", "serial-number", "lot", "udi", "distinct-identifier", "identifier", "pictures",
    "format", "comment",
)  # fmt: skip
