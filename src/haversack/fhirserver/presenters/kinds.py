"""What is each kind of record called, to somebody who decides whether an app may see it?"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """name, and what it holds where the name does not say it."""

    name: Any
    about: Any = ""


ABOUT, TREATED, MEASURED, PLANNED, WRITTEN, WHO = "about", "treated", "measured", "planned", "written", "who"
GROUPS: dict[str, Any] = {
    ABOUT: _("Who you are"),
    TREATED: _("Your health and treatment"),
    MEASURED: _("Results and measurements"),
    PLANNED: _("Plans and care"),
    WRITTEN: _("Documents"),
    WHO: _("Who treated you, and where"),
}
KINDS: dict[str, tuple[str, Kind]] = {
    "Patient": (ABOUT, Kind(_("Personal details"), _("name, birth date, sex, address, telephone"))),
    "RelatedPerson": (ABOUT, Kind(_("Relatives and contacts"))),
    "Coverage": (ABOUT, Kind(_("Insurance"))),
    "AllergyIntolerance": (TREATED, Kind(_("Allergies"))),
    "Condition": (TREATED, Kind(_("Conditions"))),
    "MedicationRequest": (TREATED, Kind(_("Prescriptions"))),
    "MedicationStatement": (TREATED, Kind(_("Medicines you take"))),
    "MedicationDispense": (TREATED, Kind(_("Medicines handed out"))),
    "MedicationAdministration": (TREATED, Kind(_("Medicines given to you"))),
    "Medication": (TREATED, Kind(_("Names of medicines"))),
    "Immunization": (TREATED, Kind(_("Vaccines"))),
    "Procedure": (TREATED, Kind(_("Procedures"), _("operations, examinations, treatments"))),
    "Encounter": (TREATED, Kind(_("Visits and stays"))),
    "FamilyMemberHistory": (TREATED, Kind(_("Health of your family"))),
    "Device": (TREATED, Kind(_("Implants and devices"))),
    "Observation": (MEASURED, Kind(_("Results and measurements"))),
    "DiagnosticReport": (MEASURED, Kind(_("Reports"), _("laboratory, imaging, pathology"))),
    "Specimen": (MEASURED, Kind(_("Samples"))),
    "QuestionnaireResponse": (MEASURED, Kind(_("Answers to questionnaires"))),
    "Questionnaire": (MEASURED, Kind(_("Questions of questionnaires"))),
    "CarePlan": (PLANNED, Kind(_("Care plans"))),
    "CareTeam": (PLANNED, Kind(_("Care team"))),
    "Goal": (PLANNED, Kind(_("Goals"))),
    "ServiceRequest": (PLANNED, Kind(_("Orders and referrals"))),
    "Appointment": (PLANNED, Kind(_("Appointments"))),
    "DocumentReference": (WRITTEN, Kind(_("Documents and notes"))),
    "Binary": (WRITTEN, Kind(_("Files"), _("the contents of documents, such as PDF"))),
    "Provenance": (WRITTEN, Kind(_("Where records come from"))),
    "Practitioner": (WHO, Kind(_("Doctors and staff"))),
    "PractitionerRole": (WHO, Kind(_("Who works where"))),
    "Organization": (WHO, Kind(_("Practices and hospitals"))),
    "Location": (WHO, Kind(_("Places"))),
    "Endpoint": (WHO, Kind(_("Technical addresses"))),
}
_OTHER = (TREATED, None)


def group_of(resource_type: str) -> str:
    return KINDS.get(resource_type, _OTHER)[0]


def kind_of(resource_type: str) -> Kind:
    """A type that nobody gave words is called what FHIR calls it."""
    known = KINDS.get(resource_type)
    return known[1] if known else Kind(resource_type)
