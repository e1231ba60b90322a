"""How is a medicine to be taken, in words (FHIR R4 Dosage and Timing)?"""

from __future__ import annotations

from haversack.records.formats.fhir_r4.fields import Doc, joined, obj, objs, text, texts, words
from haversack.records.formats.fhir_r4.nearby import strength
from haversack.records.formats.fhir_r4.values import amount, value_in

UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
# FHIR R4 event-timing.
WHEN = {
    "MORN": "in the morning", "MORN.early": "early in the morning", "MORN.late": "late in the morning",
    "NOON": "at noon", "AFT": "in the afternoon", "AFT.early": "early in the afternoon",
    "AFT.late": "late in the afternoon", "EVE": "in the evening", "EVE.early": "early in the evening",
    "EVE.late": "late in the evening", "NIGHT": "at night", "PHS": "after sleep", "HS": "before sleep",
    "WAKE": "after waking", "C": "with meals", "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner",
    "AC": "before meals", "ACM": "before breakfast", "ACD": "before lunch", "ACV": "before dinner",
    "PC": "after meals", "PCM": "after breakfast", "PCD": "after lunch", "PCV": "after dinner",
}  # fmt: skip
# HL7 v3 GTSAbbreviation, as Timing.code.
CODES = {
    "BID": "twice a day", "TID": "3 times a day", "QID": "4 times a day", "AM": "every morning",
    "PM": "every afternoon", "QD": "once a day", "QOD": "every other day", "Q1H": "every hour",
    "Q2H": "every 2 hours", "Q3H": "every 3 hours", "Q4H": "every 4 hours", "Q6H": "every 6 hours",
    "Q8H": "every 8 hours", "BED": "at bedtime", "WK": "once a week", "MO": "once a month",
}  # fmt: skip
_TIMES = {"1": "once", "2": "twice"}


def _often(repeat: Doc) -> str:
    """ "twice a day", "every 8 hours", "3 times every 2 weeks"."""
    period, unit = text(repeat.get("period")), UNITS.get(text(repeat.get("periodUnit")), "")
    count, most = text(repeat.get("frequency")), text(repeat.get("frequencyMax"))
    if not period or not unit:
        return ""
    period = period.rstrip("0").rstrip(".") if "." in period else period
    every = f"every {period} {unit}s" if period != "1" else ("an " if unit == "hour" else "a ") + unit
    if most and count:
        return f"{count} to {most} times {every}"
    if count in ("", "1"):
        return every if period != "1" else f"once {every}"
    return f"{_TIMES.get(count, count + ' times')} {every}"


def _timing(timing: Doc) -> str:
    repeat = obj(timing.get("repeat"))
    coded = obj(timing.get("code"))
    code = next((text(item.get("code")) for item in objs(coded.get("coding"))), "")
    often = _often(repeat) or CODES.get(code.upper(), "") or words(coded)
    when = joined(WHEN.get(said, "") for said in texts(repeat.get("when")))
    at = joined(said[:5] for said in texts(repeat.get("timeOfDay")))
    days = joined(said.capitalize() for said in texts(repeat.get("dayOfWeek")))
    unit = UNITS.get(text(repeat.get("durationUnit")), "")
    bounds = obj(repeat.get("boundsDuration"))
    during = amount(bounds)
    return joined((
        often, when, f"at {at}" if at else "", f"on {days}" if days else "",
        f"over {text(repeat.get('duration'))} {unit}s" if unit and text(repeat.get("duration")) else "",
        f"for {during}" if during else "",
        f"{text(repeat.get('count'))} times in all" if text(repeat.get("count")) not in ("", "1") else "",
    ))  # fmt: skip


def _dose(dosage: Doc) -> str:
    for part in objs(dosage.get("doseAndRate")) or [dosage]:
        quantity = amount(part.get("doseQuantity")) or amount(part.get("quantity"))
        span = value_in({"valueRange": part.get("doseRange")})
        rate = strength(part.get("rateRatio")) or amount(part.get("rateQuantity"))
        if quantity.replace(".", "").isdigit():
            quantity += " at a time"
        said = joined((quantity or (f"{span.text} {span.unit}".strip() if span else ""), f"at {rate}" if rate else ""))
        if said:
            return said
    return ""


def _within(said: str) -> str:
    """Words as they stand inside a sentence: "by mouth", but "IV"."""
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


def dosage_words(dosage: Doc) -> str:
    """One Dosage: its own text, else a sentence made of dose, route, timing and need."""
    if said := text(dosage.get("text")):
        return said
    as_needed = dosage.get("asNeededBoolean") is True or "asNeededCodeableConcept" in dosage
    reason = _within(words(dosage.get("asNeededCodeableConcept")))
    said = joined((
        words(dosage.get("method")),
        _dose(dosage),
        _within(words(dosage.get("route"))),
        _timing(obj(dosage.get("timing"))),
        (f"as needed for {reason}" if reason else "as needed") if as_needed else "",
        words(dosage.get("additionalInstruction")),
        text(dosage.get("patientInstruction")),
    ))  # fmt: skip
    return said[:1].upper() + said[1:]


def dosages(value: object) -> str:
    """Every Dosage in order, as lines of words."""
    found = sorted(objs(value), key=lambda item: text(item.get("sequence")).zfill(4))
    return joined(map(dosage_words, found), "; ")
