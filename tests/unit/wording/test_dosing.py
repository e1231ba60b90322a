"""Is a dosage said in Spanish where its words are ours, and left alone where a source wrote them?"""

import pytest
from django.utils import translation

from haversack.records.formats.fhir_r4.dosage import dosage_words
from haversack.wording.dosing import dosing
from haversack.wording.source_words import detail_text


def every(frequency, period, unit, **more):
    return {"timing": {"repeat": {"frequency": frequency, "period": period, "periodUnit": unit, **more}}}


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        (every(1, 1, "d"), "Una vez al día"),
        (every(2, 1, "d"), "2 veces al día"),
        (every(5, 1, "d"), "5 veces por día"),
        (every(1, 8, "h"), "Cada 8 horas"),
        (every(1, 1, "h"), "Una vez por hora"),
        (every(2, 2, "wk"), "2 veces cada 2 semanas"),
        (every(1, 1, "d", frequencyMax=3), "De 1 a 3 veces por día"),
        (every(1, 6, "h", when=["HS"]), "Cada 6 horas, antes de dormir"),
        (every(2, 1, "d", timeOfDay=["08:00:00", "20:00:00"]), "2 veces al día, a las 08:00, 20:00"),
        (every(2, 1, "wk", dayOfWeek=["mon", "thu"]), "2 veces por semana, los días lun, jue"),
        (every(2, 1, "d", boundsDuration={"value": 10, "unit": "days"}), "2 veces al día, durante 10 días"),
        ({"asNeededCodeableConcept": {"text": "dolor"}}, "Según sea necesario, por dolor"),
        ({"text": "Take one in the morning"}, "Take one in the morning"),
        ({"text": "Tomar una por la mañana"}, "Tomar una por la mañana"),
    ],
)
def test_a_dosage_in_spanish(dosage, words):
    with translation.override("es"):
        assert dosing(dosage_words(dosage)) == words
    with translation.override("en"):
        assert dosing(dosage_words(dosage)) == dosage_words(dosage)


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("dose-number", "2 of 3", "2 de 3"),
        ("dose-number", "2", "2"),
        ("supply-lasts", "90 days", "90 días"),
        ("age", "45 years", "45 años"),
        ("age", "about 45", "about 45"),
        ("class", "Outpatient visit", "Consulta ambulatoria"),
        ("class", "Blue", "Blue"),
        ("comment", "2 of 3", "2 of 3"),
        ("intent", "order", "Orden"),
    ],
)
def test_a_detail_in_spanish(key, text, words):
    with translation.override("es"):
        assert detail_text(key, text) == words
