"""What does an operator do so that a portal knows this site? The steps, for each maker of portals.

All ask for the same: a name, the addresses to come back to, the kind of app (a patient's own, standalone), and which
records it reads. They differ in where that is typed, in who has to agree, and in how long it takes.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ..rules.vendors import ATHENA, ECW, EPIC, MEDITECH, NEXTGEN, ORACLE, VERADIGM

_READS = _(
    "It is: FHIR R4, patient-facing, standalone launch, confidential if it is offered, with refresh tokens "
    "(offline_access)."
)
_TYPES = _(
    "Let it read every type it offers to patients: Patient, AllergyIntolerance, Condition, Medication, "
    "MedicationRequest, MedicationDispense, Immunization, Observation, DiagnosticReport, Procedure, Encounter, "
    "DocumentReference, Binary, CarePlan, CareTeam, Goal, Device, Coverage, ServiceRequest, Specimen, Practitioner, "
    "PractitionerRole, Organization, Location, Provenance."
)
_BACK = _(
    "Give it the addresses to come back to, exactly as they stand below. Leave out those that the form does not take."
)

_STEPS: dict[str, tuple[str, ...]] = {
    EPIC: (
        _("Make an account at fhir.epic.com, and choose Build Apps, Create."),
        _("Application audience: Patients. Ask for the incoming APIs with (R4) in their name that read records."),
        _("Turn on “Is Confidential Client” and, for refresh tokens, “Requires Persistent Access”."),
        _(
            "Mark it ready for production. Organisations take such an app up by themselves within two days (12 "
            "hours for "
            "changes); a health system may have to activate the client id, so ask it if signing in fails."
        ),
        _(
            "With the key pair: paste the key set that `haversack register {number} --json` prints, or give the "
            "address "
            "/connections/keys.json of this site if it can be reached from outside."
        ),
    ),
    ORACLE: (
        _("Make an account at code.cerner.com (Oracle Health Developer Program), My Applications, New Application."),
        _(
            "Application type: Provider or Patient; choose Patient. Type of application: Confidential or Public, "
            "SMART v2."
        ),
        _("Choose the patient products (R4) under APIs, read and search for each, and offline_access."),
        _(
            "Each health system has a tenant: its id is the last part of the FHIR address. The app works there "
            "once Oracle "
            "Health has distributed it, about one working day later."
        ),
    ),
    ATHENA: (
        _(
            "Make an account at docs.athenahealth.com, and create an app: Certified APIs, patient-facing "
            "(3-legged OAuth)."
        ),
        _("Choose the scopes of the certified FHIR R4 APIs with patient/, and offline_access."),
        _("Ask for production access there; patients’ own apps need no agreement of the practice."),
    ),
    VERADIGM: (
        _("Make an account at developer.veradigm.com, and register an application of the kind FHIR, Patient."),
        _("Choose R4, Standalone launch, and grant type authorization code with refresh tokens."),
        _("Each practice has a FHIR address of its own; the one above must be among those the app is turned on for."),
    ),
    ECW: (
        _("Make an account at fhir.eclinicalworks.com (ecwopendev), and register an app: Patient, Standalone launch."),
        _("Choose the USCDI scopes with patient/, and offline_access. The review takes a few working days."),
        _("Then choose the practice under Connections, by its practice code, the last part of the FHIR address."),
    ),
    NEXTGEN: (
        _(
            "Make an account at developer.nextgen.com (Developer Program), and register an app under Patient "
            "Access API."
        ),
        _("Choose Standalone, R4, authorization code with PKCE, and refresh tokens."),
        _("NextGen sends the client id by e-mail once it is approved; it works at every practice of the same product."),
    ),
    MEDITECH: (
        _("Ask for access at home.meditech.com, Greenfield Workspace, as a developer of a patient’s app."),
        _("Register it for Patient Health Data APIs (R4): authorization code with PKCE, and refresh tokens."),
        _("MEDITECH forwards it to the hospital, which has to turn it on; write to the hospital as well."),
    ),
}
_ANY: tuple[str, ...] = (
    _(
        "Look on the provider’s website for “API”, “developers” or “third-party apps”; its portal’s help "
        "page often links "
        "there. Where nothing is to be found, ask the medical records office how a patient’s own app is registered."
    ),
    _("Register an app of the kind “patient access”, standalone launch, authorization code with PKCE (S256)."),
)


_END = _(
    "When it has a client id: haversack register {number} --client-id ID (and --proof secret or key, if "
    "it proves itself "
    "by one)."
)


def steps(vendor: str, number: int) -> list[str]:
    """The steps for a portal of this maker ("" or unknown: of any), in order, in the reader's language."""
    every = (*_STEPS.get(vendor, _ANY), _READS, _TYPES, _BACK, _END)
    return [gettext(step).replace("{number}", str(number)) for step in every]


VENDOR_NAMES: dict[str, str] = {
    EPIC: "Epic", ORACLE: "Oracle Health", ATHENA: "athenahealth", VERADIGM: "Veradigm", ECW: "eClinicalWorks",
    NEXTGEN: "NextGen", MEDITECH: "MEDITECH",
}  # fmt: skip
