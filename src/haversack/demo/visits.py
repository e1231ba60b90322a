"""What kinds of visits are there, and how does a hospital write one down?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haversack.demo.chart import SNOMED, TERMINOLOGY, Chart, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.life import at

KINDS: dict[str, tuple[str, str, str]] = {  # key: ActCode class, SNOMED CT code, its name
    "check": ("AMB", "185349003", "Encounter for check up"),
    "follow-up": ("AMB", "390906007", "Follow-up encounter"),
    "yearly": ("AMB", "162673000", "General examination of patient"),
    "problem": ("AMB", "185347001", "Encounter for problem"),
    "well-child": ("AMB", "410620009", "Well child visit"),
    "first-prenatal": ("AMB", "424441002", "Prenatal initial visit"),
    "prenatal": ("AMB", "424619006", "Prenatal visit"),
    "postnatal": ("AMB", "169762003", "Postnatal visit"),
    "day-surgery": ("SS", "305408004", "Admission to surgical department"),
    "emergency": ("EMER", "50849002", "Emergency room admission"),
    "stay": ("IMP", "32485007", "Hospital admission"),
    "video": ("VR", "448337001", "Telemedicine consultation with patient"),
    "phone": ("VR", "185317003", "Telephone encounter"),
    "home": ("HH", "439708006", "Home visit"),
}


_MINUTES = {"emergency": 260, "day-surgery": 240, "phone": 10, "video": 20, "yearly": 45}


@dataclass(frozen=True)
class Visit:
    """A visit that happened: where it is written, its reference, when it began, and who saw the person (family name).

    Without a reference it only lends its place and moment, as for results that came by fax.
    """

    chart: Chart
    reference: str
    when: datetime
    doctor: str

    @property
    def day(self) -> date:
        return self.when.date()

    def link(self) -> Json:
        """The `encounter` of a resource made in this visit."""
        return {"reference": self.reference}


def see(
    chart: Chart,
    day: date,
    kind: str,
    title: str,
    doctor: str,
    *,
    place: str = "",
    hour: int = 9,
    minute: int = 30,
    days: int = 0,
    reason: str = "",
    status: str = "finished",
) -> Visit:
    """Write the visit down. `days` is how long a stay lasted; `reason` in the person's words."""
    klass, code, name = KINDS[kind]
    lasts = timedelta(days=days, hours=3) if days else timedelta(minutes=_MINUTES.get(kind, 35))
    when = chart.life.free(at(day, hour, minute), lasts)
    over = when + lasts
    doctor_seen = {
        "type": [token("v3-ParticipationType", "PPRF", "primary performer")],
        "individual": chart.doctor(doctor),
    }
    body: Json = {
        "status": status,
        "class": {"system": TERMINOLOGY + "v3-ActCode", "code": klass},
        "type": [concept(SNOMED, code, name, title)],
        "subject": chart.patient,
        "participant": [doctor_seen],
        "period": {"start": stamp(when), "end": stamp(over)},
        "location": [{"location": chart.place(place)}],
        "serviceProvider": chart.organization(),
    }
    if reason:
        body["reasonCode"] = [{"text": reason}]
    if days:
        home = token("discharge-disposition", "home", "Home")
        body["hospitalization"] = {"dischargeDisposition": home | {"text": "Home"}}
    if status == "cancelled":
        body.pop("participant")
    return Visit(chart, chart.add("Encounter", body, over), when, doctor)
