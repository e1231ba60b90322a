"""Who else is a patient of Riverside General Hospital? Minors among them, old records and new, pathology."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from haversack.demo.portals.neighbour import OnFile, Proxy
from haversack.demo.portals.people import Neighbour, checkups, kin_with_heart, none_known, settled, shots
from haversack.demo.portals.stories import childhood, chronic, edges, everyday, mothers, stays

TRANS_WOMAN = ("446141000124107", "Identifies as female gender")


def of_riverside(today: date) -> tuple[Neighbour, ...]:
    """All of them, the youngest first."""
    return (*_young(today), *_grown(), *_old(today))


def _young(today: date) -> tuple[Neighbour, ...]:
    """Minors: one grown up tomorrow, one emancipated, one twelve next week, one small."""
    emancipated = today - timedelta(days=140)
    return (
        Neighbour(
            "Bea", "Lindqvist", 3.2, "female", "en-US", "40 Acorn Lane",
            OnFile(relative=("MTH", "Signe", "Lindqvist", "555-0106")),
            (everyday.settled, childhood.growing, childhood.ears),
        ),
        Neighbour(
            "Theo", "Brandvold", 11.985, "male", "en-US", "5 Ferry Road",
            OnFile("brandvolds@mail.example", relative=("FTH", "Nils", "Brandvold", "555-0105")),
            (everyday.settled, childhood.growing, childhood.ears, shots(1, 2), none_known),
        ),
        Neighbour(
            "Juno", "Castellanos", 16.4, "female", "es", "21 Orchard Avenue, Apt 6",
            OnFile("juno.c@mail.example", "juno.castellanos", hispanic=True, emancipated_on=emancipated,
                   relative=("SIS", "Vera", "Castellanos", "555-0104"), payer="Prairie Health Plan"),
            (everyday.settled, chronic.low_mood, partial(childhood.growing, since_years=3.0), shots(1), none_known),
        ),
        Neighbour(
            "Hollis", "Marchetti", 17.998, "female", "en-US", "88 Mill Lane",
            OnFile("hollis@mail.example", relative=("MTH", "Dana", "Marchetti", "555-0103")),
            (everyday.settled, partial(childhood.growing, since_years=4.5), childhood.asthma, shots(1, 2)),
        ),
    )  # fmt: skip


def _grown() -> tuple[Neighbour, ...]:
    """A student without an address on file, an appendix of this week, results that are hours old."""
    return (
        Neighbour(
            "Robin", "Larkin-Moreau", 24.1, "male", "en-US", "12 Campus Green, Room 308",
            OnFile("", "", gender_identity=TRANS_WOMAN, relative=("MTH", "Odile", "Moreau", "555-0114")),
            (everyday.settled, stays.sprained, chronic.low_mood, shots(1), none_known),
        ),
        Neighbour(
            "Priscilla", "Vance", 29.3, "female", "en-US", "17 Willow Court",
            OnFile("priscilla.vance@mail.example", "priscilla.vance", marital="M",
                   relative=("SPS", "Jonah", "Vance", "555-0111"), payer="Prairie Health Plan"),
            (settled("Florist", "Retail trade"), mothers.pregnant,
             partial(mothers.women_visit, intent="yes", loves="straight"), shots(1, 2)),
        ),
        Neighbour(
            "Desmond", "Quarshie", 34.7, "male", "en-US", "61 Signal Hill",
            OnFile("desmond.q@mail.example", "desmond.quarshie", "black",
                   relative=("SIS", "Efua", "Quarshie", "555-0110")),
            (settled("Bus mechanic", "Public transport"), stays.appendix, checkups(0.8), shots(1), none_known),
        ),
        Neighbour(
            "Ling", "Zhao-Pereira", 45.4, "female", "zh-CN", "3 Lantern Street",
            OnFile("ling.zp@mail.example", "ling.zhao", "asian", marital="M", interpreter=True,
                   former_family="Zhao", relative=("SPS", "Rui", "Pereira", "555-0102"), wait_hours=48),
            (settled("Violin maker", "Musical instruments"), stays.colon, checkups(1.8, 0.9), shots(1, 2), none_known),
        ),
        Neighbour(
            "Ezekiel", "Redriver", 49.9, "male", "en-US", "Lot 4, Quarry Road",
            OnFile("e.redriver@mail.example", "ezekiel.redriver", "native", tribe=True, marital="D",
                   relative=("MTH", "Alma", "Redriver", "555-0112"), payer="Prairie Health Plan"),
            (settled("Roofer", "Construction"), chronic.lungs, chronic.hard_times, checkups(0.5, smokes="former"),
             shots(1), none_known),
        ),
        Neighbour(
            "Claudia", "Tull-Ahmadi", 52.2, "female", "en-US", "9 Chapel Row",
            OnFile("tulls@mail.example", "claudia.tull", "black", marital="M",
                   relative=("SPS", "Farhad", "Ahmadi", "555-0109")),
            (settled("School principal", "Education"), edges.just_final, checkups(2.5, 1.5), shots(1, 2), none_known),
        ),
    )  # fmt: skip


def _old(today: date) -> tuple[Neighbour, ...]:
    """Records older than every window, somebody who lets her daughter in, somebody who died."""
    year = today + timedelta(days=365)
    return (
        Neighbour(
            "Walter", "Abiodun", 67.3, "male", "en-US", "14 Quay Street",
            OnFile("walter.abiodun@mail.example", "walter.abiodun", "black", marital="M", religion="Methodist",
                   relative=("SPS", "Grace", "Abiodun", "555-0101"), payer="Medicare"),
            (settled("Ferry pilot", "Water transport"), chronic.sugar, checkups(2.2, 1.2), shots(1, 2, 3),
             kin_with_heart, none_known),
        ),
        Neighbour(
            "Frances", "Oduya", 71.0, "female", "en-US", "30 Beacon Street",
            OnFile("", "", "black", marital="W", payer="Medicare", died=today - timedelta(days=96),
                   relative=("DAUC", "Miriam", "Oduya-Hart", "555-0113")),
            (everyday.settled, partial(edges.wishes, scanned=True), checkups(2.4, 1.4), shots(2, 3, high_dose=True)),
        ),
        Neighbour(
            "Marguerite", "Tull", 79.6, "female", "en-US", "9 Chapel Row",
            OnFile("tulls@mail.example", "marguerite.tull", "black", marital="W", religion="Baptist", payer="Medicare",
                   relative=("DAUC", "Claudia", "Tull-Ahmadi", "555-0108"),
                   proxies=(Proxy("claudia.tull", "Claudia Tull-Ahmadi", "daughter"),)),
            (everyday.settled, stays.knee, chronic.thyroid, checkups(1.9, 0.95), shots(1, 2, 3, high_dose=True)),
        ),
        Neighbour(
            "Otis", "Grumbach", 88.1, "male", "en-US", "2 Harbor Steps",
            OnFile("otis.grumbach@mail.example", "otis.grumbach", marital="W", religion="Lutheran", payer="Medicare",
                   relative=("SONC", "Leo", "Grumbach", "555-0107"),
                   proxies=(Proxy("leo.grumbach", "Leo Grumbach", "son", until=year),)),
            (everyday.settled, edges.old_records, edges.wishes, stays.slow_heart, shots(1, 2, 3, 4, high_dose=True)),
        ),
    )  # fmt: skip
