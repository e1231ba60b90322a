"""Is a dosage that came without words put into words a patient can follow?"""

import pytest

from haversack.records.digits import Digits
from haversack.records.formats.fhir_r4.dosage import dosage_words, dosages


def every(frequency, period, unit, **more):
    return {"timing": {"repeat": {"frequency": frequency, "period": period, "periodUnit": unit, **more}}}


TABLET = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}]}


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        ({"text": "One in the morning", **every(2, 1, "d")}, "One in the morning"),
        (every(1, 1, "d"), "Once a day"),
        (every(2, 1, "d"), "Twice a day"),
        (every(3, 1, "d"), "3 times a day"),
        (every(1, 8, "h"), "Every 8 hours"),
        (every(1, Digits("1.0"), "d"), "Once a day"),
        (every(1, 1, "h"), "Once an hour"),
        (every(2, 2, "wk"), "Twice every 2 weeks"),
        (every(1, 1, "d", frequencyMax=3), "1 to 3 times a day"),
        (every(1, 1, "d", when=["HS"]), "Once a day, before sleep"),
        (every(1, 1, "d", timeOfDay=["08:00:00"]), "Once a day, at 08:00"),
        (every(1, 1, "wk", dayOfWeek=["mon", "thu"]), "Once a week, on Mon, Thu"),
        (every(1, 1, "d", boundsDuration={"value": 10, "unit": "days"}), "Once a day, for 10 days"),
        ({"timing": {"code": {"coding": [{"code": "BID"}]}}}, "Twice a day"),
        ({**TABLET, **every(2, 1, "d")}, "1 tablet, twice a day"),
        ({**TABLET, "route": {"text": "Oral"}, "asNeededBoolean": True}, "1 tablet, oral, as needed"),
        ({**TABLET, "asNeededCodeableConcept": {"text": "pain"}}, "1 tablet, as needed for pain"),
        ({"doseAndRate": [{"doseQuantity": {"value": 2}}], **every(1, 4, "h")}, "2 at a time, every 4 hours"),
        ({"doseAndRate": [{"doseRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "puff"}}}]}, "1–2 puff"),
        ({"doseAndRate": [{"rateQuantity": {"value": 5, "unit": "mL/h"}}], "route": {"text": "IV"}}, "At 5 mL/h, IV"),
        ({"patientInstruction": "with water"}, "With water"),
        ({}, ""),
        ({"timing": "daily", "route": 7, "doseAndRate": "one"}, ""),
        ({"timing": {"repeat": {"frequency": "x", "period": {}, "periodUnit": []}}}, ""),
    ],
)
def test_dosage_in_words(dosage, words):
    assert dosage_words(dosage) == words


def test_several_dosages_stand_in_their_order():
    assert dosages([{"sequence": 2, "text": "then one"}, {"sequence": 1, "text": "first two"}]) == "first two; then one"
