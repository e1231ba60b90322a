"""Which hospitals, practices and laboratories look after the invented family?

Each has its own FHIR address (RFC 2606 `.example`), its own way of naming ids and its own laboratory, because records
of one person from several places never look alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Doctor:
    """Somebody who sees patients. `id` is the Practitioner's id at that hospital."""

    id: str
    given: str
    family: str
    specialty: str
    prefix: str = "Dr."

    @property
    def name(self) -> str:
        return f"{self.prefix} {self.given} {self.family}"


@dataclass(frozen=True)
class Hospital:
    """A source of records. `laboratory` is a column of `tables.ranges`; `profiles`: whether US Core is declared."""

    key: str
    name: str
    base: str
    city: str
    street: str
    doctors: tuple[Doctor, ...]
    places: tuple[str, ...]
    laboratory: Literal["alder", "pinecone"]
    ids: Literal["serial", "uuid"]
    profiles: bool = True

    def doctor(self, family: str) -> Doctor:
        """The doctor with that family name; KeyError when nobody here has it."""
        return {found.family: found for found in self.doctors}[family]


ALDER = Hospital(
    "alder",
    "Alder Creek Medical Center",
    "https://fhir.aldercreek.example/r4",
    "Millbrook Falls",
    "200 Alder Creek Road",
    (
        Doctor("prac-0107", "Miriam", "Oyelaran", "Endocrinology"),
        Doctor("prac-0131", "Henrik", "Solberg", "Internal medicine"),
        Doctor("prac-0166", "Priya", "Raghunathan", "Emergency medicine"),
        Doctor("prac-0210", "Caleb", "Whitehorse", "Orthopedic surgery"),
        Doctor("prac-0245", "Yuki", "Tanabe", "Radiology"),
    ),
    ("Endocrine Clinic, Building B", "Emergency Department", "Medical Ward 4 West", "Day Surgery Unit", "Imaging"),
    "alder",
    "serial",
)
HARBOR = Hospital(
    "harbor",
    "Harbor Light Family Practice",
    "https://fhir.harborlight.example/r4",
    "Millbrook Falls",
    "14 Lantern Street",
    (
        Doctor("dr-lund", "Samuel", "Lund-Baptiste", "Family medicine"),
        Doctor("np-achterberg", "Joy", "Achterberg", "Family nurse practitioner", "NP"),
        Doctor("rn-villalobos", "Marta", "Villalobos", "Nursing", "RN"),
    ),
    ("Harbor Light, first floor", "Harbor Light, vaccine room"),
    "pinecone",
    "uuid",
    profiles=False,
)
NORTHGATE = Hospital(
    "northgate",
    "Northgate Heart and Kidney Institute",
    "https://fhir.northgateheart.example/r4",
    "Northgate",
    "8 Signal Hill",
    (
        Doctor("doc-21", "Farid", "Haddadi", "Cardiology"),
        Doctor("doc-34", "Ruth", "Mbeki-Stone", "Nephrology"),
        Doctor("doc-40", "Lionel", "Graves", "Echocardiography"),
        Doctor("doc-52", "Anneke", "Visser", "Anticoagulation clinic", "PharmD"),
    ),
    ("Heart Failure Clinic", "Echocardiography Laboratory", "Anticoagulation Clinic", "Cardiac Ward 2"),
    "alder",
    "serial",
)
WESTMERE = Hospital(
    "westmere",
    "Westmere Women’s Hospital",
    "https://fhir.westmere.example/r4",
    "Westmere",
    "77 Orchard Avenue",
    (
        Doctor("w-1003", "Beatriz", "Carvalho Lima", "Obstetrics and gynecology"),
        Doctor("w-1017", "Siobhán", "Kearney", "Midwifery", "CNM"),
        Doctor("w-1042", "Olu", "Adeyemi-Ross", "Maternal-fetal medicine"),
        Doctor("w-1050", "Dina", "Feldman", "Anesthesiology"),
    ),
    ("Prenatal Clinic", "Labor and Delivery", "Ultrasound", "Mother and Baby Unit"),
    "alder",
    "uuid",
)
LITTLE_OAK = Hospital(
    "littleoak",
    "Little Oak Pediatrics",
    "https://fhir.littleoak.example/r4",
    "Millbrook Falls",
    "3 Acorn Lane",
    (
        Doctor("lo-11", "Grace", "Nakamura-Bell", "Pediatrics"),
        Doctor("lo-12", "Tariq", "Suleiman", "Pediatric allergy and asthma"),
        Doctor("lo-19", "Wren", "Abbott", "Pediatric nursing", "RN"),
    ),
    ("Little Oak, Acorn room", "Little Oak, Allergy clinic"),
    "pinecone",
    "serial",
)
SAN_TELMO = Hospital(
    "santelmo",
    "Clínica San Telmo",
    "https://fhir.clinicasantelmo.example/r4",
    "Puerto Viejo",
    "Calle del Faro 12",
    (
        Doctor("st-5", "Ángela", "Peñaranda", "Medicina familiar", "Dra."),
        Doctor("st-9", "Íñigo", "Zúñiga", "Medicina interna", "Dr."),
    ),
    ("Consultorio 2", "Urgencias"),
    "pinecone",
    "uuid",
    profiles=False,
)
PHARMACY = Hospital(
    "pharmacy",
    "Beacon Street Pharmacy",
    "https://fhir.beaconpharmacy.example/r4",
    "Millbrook Falls",
    "41 Beacon Street",
    (Doctor("rph-2", "Denise", "Okonjo", "Pharmacy", "PharmD"),),
    ("Vaccine counter",),
    "pinecone",
    "serial",
    profiles=False,
)
LABORATORIES = {"alder": "Alder Creek Clinical Laboratory", "pinecone": "Pinecone Reference Laboratory"}
