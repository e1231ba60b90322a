"""What does an operator do so that a portal knows this site? The steps, for each maker of portals.

All ask for the same: a name, the addresses to come back to, the kind of app (a patient's own, standalone), and which
records it reads. They differ in where that is typed, in who has to agree, and in how long it takes.
"""

from __future__ import annotations

from ..rules.vendors import ATHENA, ECW, EPIC, MEDITECH, NEXTGEN, ORACLE, VERADIGM

_READS = (
    "FHIR R4, patient-facing, standalone launch, confidential if it is offered, with refresh tokens (offline_access)"
)
_TYPES = (
    "Let it read every type it offers to patients: Patient, AllergyIntolerance, Condition, Medication, "
    "MedicationRequest, MedicationDispense, Immunization, Observation, DiagnosticReport, Procedure, Encounter, "
    "DocumentReference, Binary, CarePlan, CareTeam, Goal, Device, Coverage, ServiceRequest, Specimen, Practitioner, "
    "PractitionerRole, Organization, Location, Provenance."
)
_BACK = (
    "Give it the addresses to come back to, exactly as they stand below. Leave out those that the form does not take."
)

_STEPS: dict[str, tuple[str, ...]] = {
    EPIC: (
        "Make an account at fhir.epic.com, and choose Build Apps, Create.",
        "Application audience: Patients. Ask for the incoming APIs with (R4) in their name that read records.",
        "Turn on “Is Confidential Client” and, for refresh tokens, “Requires Persistent Access”.",
        "Mark it ready for production. Organisations take such an app up by themselves within two days (12 hours for "
        "changes); a health system may have to activate the client id, so ask it if signing in fails.",
        "With the key pair: paste the key set that `haversack register {number} --json` prints, or give the address "
        "/connections/keys.json of this site if it can be reached from outside.",
    ),
    ORACLE: (
        "Make an account at code.cerner.com (Oracle Health Developer Program), My Applications, New Application.",
        "Application type: Provider or Patient; choose Patient. Type of application: Confidential or Public, SMART v2.",
        "Choose the patient products (R4) under APIs, read and search for each, and offline_access.",
        "Each health system has a tenant: its id is the last part of the FHIR address. The app works there once Oracle "
        "Health has distributed it, about one working day later.",
    ),
    ATHENA: (
        "Make an account at docs.athenahealth.com, and create an app: Certified APIs, patient-facing (3-legged OAuth).",
        "Choose the scopes of the certified FHIR R4 APIs with patient/, and offline_access.",
        "Ask for production access there; patients’ own apps need no agreement of the practice.",
    ),
    VERADIGM: (
        "Make an account at developer.veradigm.com, and register an application of the kind FHIR, Patient.",
        "Choose R4, Standalone launch, and grant type authorization code with refresh tokens.",
        "Each practice has a FHIR address of its own; the one above must be among those the app is turned on for.",
    ),
    ECW: (
        "Make an account at fhir.eclinicalworks.com (ecwopendev), and register an app: Patient, Standalone launch.",
        "Choose the USCDI scopes with patient/, and offline_access. The review takes a few working days.",
        "Then choose the practice under Connections, by its practice code, the last part of the FHIR address.",
    ),
    NEXTGEN: (
        "Make an account at developer.nextgen.com (Developer Program), and register an app under Patient Access API.",
        "Choose Standalone, R4, authorization code with PKCE, and refresh tokens.",
        "NextGen sends the client id by e-mail once it is approved; it works at every practice of the same product.",
    ),
    MEDITECH: (
        "Ask for access at home.meditech.com, Greenfield Workspace, as a developer of a patient’s app.",
        "Register it for Patient Health Data APIs (R4): authorization code with PKCE, and refresh tokens.",
        "MEDITECH forwards it to the hospital, which has to turn it on; write to the hospital as well.",
    ),
}
_ANY: tuple[str, ...] = (
    "Look on the provider’s website for “API”, “developers” or “third-party apps”; its portal’s help page often links "
    "there. Where nothing is to be found, ask the medical records office how a patient’s own app is registered.",
    "Register an app of the kind “patient access”, standalone launch, authorization code with PKCE (S256).",
)


def steps(vendor: str, number: int) -> list[str]:
    """The steps for a portal of this maker ("" or unknown: of any), in order; plain English, for an operator."""
    own = [step.format(number=number) for step in _STEPS.get(vendor, _ANY)]
    end = (
        f"When it has a client id: haversack register {number} --client-id ID (and --proof secret or key, if it "
        "proves itself by one)."
    )
    return [*own, f"It is: {_READS}.", _TYPES, _BACK, end]


VENDOR_NAMES: dict[str, str] = {
    EPIC: "Epic", ORACLE: "Oracle Health", ATHENA: "athenahealth", VERADIGM: "Veradigm", ECW: "eClinicalWorks",
    NEXTGEN: "NextGen", MEDITECH: "MEDITECH",
}  # fmt: skip
