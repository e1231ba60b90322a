"""Heron Bay Clinics: a young network of practices that shows everything at once."""

from __future__ import annotations

from haversack.demo.hospitals import Doctor, Hospital
from haversack.demo.portals.facts import Colleague, PortalHospital

HERON_BAY = PortalHospital(
    Hospital(
        "heronbay",
        "Heron Bay Clinics",
        "https://fhir.heronbayclinics.example/r4",
        "Heron Bay",
        "60 Boardwalk",
        (
            Doctor("hb-sato", "Aiko", "Sato-Reyes", "Family medicine"),
            Doctor("hb-ndiaye", "Moussa", "Ndiaye", "Cardiology"),
            Doctor("hb-costigan", "Fiona", "Costigan", "Obstetrics and gynecology"),
            Doctor("hb-eldridge", "Bram", "Eldridge", "Pediatrics"),
            Doctor("hb-varga", "Zsófia", "Varga", "Emergency medicine"),
            Doctor("hb-okeke", "Chidi", "Okeke", "Orthopedic surgery"),
            Doctor("hb-romano", "Silvia", "Romano", "Gastroenterology"),
            Doctor("hb-tran", "Minh", "Tran", "Radiology"),
            Doctor("hb-ashby", "Rowan", "Ashby", "Pathology"),
            Doctor("hb-keller", "Judith", "Keller", "Psychiatry"),
            Doctor("hb-dunbar", "Alasdair", "Dunbar", "Pharmacy", "PharmD"),
        ),
        (
            "Heron Bay Harbor Clinic",
            "Heron Bay Walk-in Clinic",
            "Heron Bay Day Surgery",
            "Heron Bay Imaging",
            "Heron Bay Family Center",
            "Heron Bay Pharmacy",
        ),
        "pinecone",
        "uuid",
    ),
    preset="open",
    motto="Five small clinics, one open record",
    help_line="555-0175",
    help_hours="weekdays 8 to 17",
    phone="555-0170",
    state="OH",
    postcode="43998",
    mark="sunrise",
    look={
        "accent": "light-dark(#7a3b12, #f0b58a)",
        "accent-deep": "light-dark(#58290a, #f8d0b2)",
        "on-accent": "light-dark(#fff, #2c1403)",
        "tint": "light-dark(#f8ece3, #33231a)",
        "band": "light-dark(#ecd0bb, #59381f)",
        "bar": "#5c2b0c",
        "radius": "14px",
    },
    at={
        "primary": ("Sato-Reyes", "Heron Bay Harbor Clinic"),
        "heart": ("Ndiaye", "Heron Bay Harbor Clinic"),
        "women": ("Costigan", "Heron Bay Family Center"),
        "children": ("Eldridge", "Heron Bay Family Center"),
        "emergency": ("Varga", "Heron Bay Walk-in Clinic"),
        "surgery": ("Okeke", "Heron Bay Day Surgery"),
        "bowel": ("Romano", "Heron Bay Day Surgery"),
        "bones": ("Okeke", "Heron Bay Day Surgery"),
        "ward": ("Sato-Reyes", "Heron Bay Day Surgery"),
        "imaging": ("Tran", "Heron Bay Imaging"),
        "pathology": ("Ashby", "Heron Bay Day Surgery"),
        "mind": ("Keller", "Heron Bay Harbor Clinic"),
        "pharmacy": ("Dunbar", "Heron Bay Pharmacy"),
    },
    kinds=("PC", "ER", "OR", "RADDX", "PEDC", "PHARM"),
    absent={"Varga": "The walk-in clinic answers by telephone, day and night.", "Ashby": "Reads samples only."},
    staff=(
        Colleague("lou.pereira", "Lou Pereira", "clerk"),
        Colleague("a.sato", "Aiko Sato-Reyes", "provider", "Sato-Reyes"),
        Colleague("b.eldridge", "Bram Eldridge", "provider", "Eldridge"),
        Colleague("p.holm", "Petra Holm", "administrator"),
    ),
)
