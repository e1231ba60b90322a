"""Does the list of every record that others made agree with a table made from the standard's text alone?

The table is written from the words of Health Connect's documentation and AOSP's comments, not from our code: rules in
their order, each a sentence and a question.
"""

from collections import Counter

from haversack.records.categories import CATEGORIES, SLUGS, UNDISPLAYED, category_of

LOINC = "http://loinc.org"
TODAY = "http://terminology.hl7.org/CodeSystem/observation-category"
BEFORE = "http://hl7.org/fhir/observation-category"

# "82810-3 Pregnancy status, 11636-8 births live ..." and so on, as the standard lists them.
PREGNANCY = """
    82810-3 Pregnancy status | 11636-8 births live | 11637-6 preterm | 11638-4 still living | 11639-2 term
    | 11640-0 total
    | 11612-9 abortions | 11613-7 induced | 11614-5 spontaneous | 33065-4 ectopic | 11778-8 EDD | 11779-6 EDD from LMP
    | 11780-4 EDD from ovulation
"""
SOCIAL = "74013-4 drinks a day | 72166-2 tobacco status"
VITAL = (
    """85353-1 | 9279-1 | 8867-4 | 2708-6 | 8310-5 | 8302-2 | 9843-4 | 29463-7 | 39156-5 | 85354-9 | 8480-6 | 8462-4"""
)


def listed(text):
    return {line.split()[0] for line in text.replace("\n", " ").split("|")}


def loinc_codes(observation):
    return {c.get("code") for c in (observation.get("code") or {}).get("coding") or [] if c.get("system") == LOINC}


def exact_kinds(observation, systems=(TODAY,)):
    return {
        coding.get("code")
        for kind in observation.get("category") or []
        for coding in kind.get("coding") or []
        if coding.get("system") in systems
    }


def spoken_kinds(observation):
    """Kinds that name no code system, or are only words: "Lab", "Laboratory"."""
    for kind in observation.get("category") or []:
        for coding in kind.get("coding") or []:
            if not coding.get("system"):
                yield str(coding.get("code")).lower()
        if not kind.get("coding"):
            yield str(kind.get("text")).lower()


def by_the_standard(observation, *, strict):
    codes = loinc_codes(observation)
    kinds = exact_kinds(observation) if strict else exact_kinds(observation, (TODAY, BEFORE))
    if not strict:
        words = {"lab": "laboratory", "vital signs": "vital-signs", "social history": "social-history"}
        kinds |= {words.get(said, said) for said in spoken_kinds(observation)}
    rules = [
        ("pregnancy", bool(codes & listed(PREGNANCY))),  # "Pregnancy is based on code alone"
        ("social-history", bool(codes & listed(SOCIAL)) or "social-history" in kinds),  # "on code or category"
        ("vitals", bool(codes & listed(VITAL)) or "vital-signs" in kinds),  # "on code or category"
        ("labs", "laboratory" in kinds),  # "on category alone"
    ]
    if not strict and not kinds and not any(holds for _name, holds in rules):
        return silent(observation)
    return next((name for name, holds in rules if holds), None if strict else "other")


# What those who say no kind at all may well mean, read off the names that their codes have in the shared records.
SILENT = {
    "3141-9": "vitals",  # Weight measured
    "365980008": "social-history",  # tobacco
    "228273003": "social-history",  # alcohol
    "228366006": "social-history",  # drugs
    "365508006": "social-history",  # residence
    "365470003": "social-history",  # household
}


def silent(observation):
    codings = (observation.get("code") or {}).get("coding") or []
    found = (SILENT[coding["code"]] for coding in codings if coding.get("code") in SILENT)
    return next(found, "labs" if observation.get("specimen") else "other")


BY_TYPE = {
    "AllergyIntolerance": "allergies",
    "Condition": "conditions",
    "Encounter": "visits",
    "Immunization": "vaccines",
    "MedicationRequest": "medications",
    "MedicationStatement": "medications",
    "MedicationDispense": "medications",
    "MedicationAdministration": "medications",
    "Procedure": "procedures",
    "DocumentReference": "documents",
}


def test_every_observation_is_where_the_standard_puts_it(others_records):
    observations = [record for record in others_records if record["resourceType"] == "Observation"]
    wrong = [
        (record.get("id"), category_of(record), by_the_standard(record, strict=False))
        for record in observations
        if category_of(record) != by_the_standard(record, strict=False)
    ]
    assert observations
    assert wrong == []


def test_the_strict_mode_is_androids(others_records):
    observations = [record for record in others_records if record["resourceType"] == "Observation"]
    assert [category_of(o, strict=True) for o in observations] == [
        by_the_standard(o, strict=True) for o in observations
    ]


def test_every_other_resource_is_where_its_type_belongs(others_records):
    for record in others_records:
        if record["resourceType"] in BY_TYPE:
            assert category_of(record) == BY_TYPE[record["resourceType"]]


def is_a_hospitals_copy(record):
    """A bill whose lines name their visits, which health plans do not know of."""
    lines = record.get("item") or []
    return record["resourceType"] == "ExplanationOfBenefit" and any("encounter" in line for line in lines)


def test_every_resource_is_in_one_of_twelve_lists_or_known_to_be_in_none(others_records):
    for record in others_records:
        kind, category = record["resourceType"], category_of(record)
        assert category in SLUGS or kind in UNDISPLAYED or kind == "Device" or is_a_hospitals_copy(record)
        assert not (category and kind in UNDISPLAYED)


def test_ten_lists_are_health_connects_and_two_are_ours():
    assert Counter(category.health_connect is None for category in CATEGORIES) == {False: 10, True: 2}
    assert [category.slug for category in CATEGORIES[-2:]] == ["documents", "other"]
