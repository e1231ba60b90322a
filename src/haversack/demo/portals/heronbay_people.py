"""Who else is a patient of Heron Bay Clinics? Families who come for everyday things, parents who may look."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from haversack.demo.portals.neighbour import OnFile, Proxy
from haversack.demo.portals.people import Neighbour, checkups, kin_with_heart, none_known, settled, shots
from haversack.demo.portals.stories import childhood, chronic, edges, everyday, mothers, stays


def of_heron_bay(today: date) -> tuple[Neighbour, ...]:
    """All of them, the youngest first."""
    return (*_young(), *_grown(), *_old(today))


def _young() -> tuple[Neighbour, ...]:
    """Two whose mother may look, one who is a teen in days, one who is one."""
    mirela = Proxy("mirela.costa", "Mirela Costa", "mother", "parent")
    return (
        Neighbour(
            "Nina", "Costa", 0.8, "female", "en-US", "7 Boardwalk",
            OnFile("mirela.costa@mail.example", relative=("MTH", "Mirela", "Costa", "555-0122"), proxies=(mirela,)),
            (everyday.settled, childhood.growing),
        ),
        Neighbour(
            "Luca", "Costa", 8.3, "male", "en-US", "7 Boardwalk",
            OnFile("mirela.costa@mail.example", relative=("MTH", "Mirela", "Costa", "555-0122"), proxies=(mirela,)),
            (everyday.settled, childhood.growing, childhood.asthma, shots(1, 2)),
        ),
        Neighbour(
            "Amos", "Feldkamp", 13.99, "male", "en-US", "18 Dune Way",
            OnFile("feldkamps@mail.example", relative=("FTH", "Joel", "Feldkamp", "555-0123")),
            (everyday.settled, partial(childhood.growing, since_years=7.0), childhood.asthma, shots(1)),
        ),
        Neighbour(
            "Sunniva", "Hale", 17.2, "female", "en-US", "5 Lighthouse Road",
            OnFile("sunniva.hale@mail.example", "sunniva.hale", relative=("MTH", "Ingrid", "Hale", "555-0124")),
            (everyday.settled, chronic.low_mood, partial(childhood.growing, since_years=4.0), none_known),
        ),
    )  # fmt: skip


def _grown() -> tuple[Neighbour, ...]:
    """Mothers, a fisher with results hours old, a cancer found early."""
    return (
        Neighbour(
            "Yara", "Haddad", 26.9, "female", "ar", "4 Boardwalk",
            OnFile("yara.haddad@mail.example", "yara.haddad", "white", interpreter=True,
                   relative=("MTH", "Salma", "Haddad", "555-0131")),
            (settled("Student", "Education"), stays.sprained, shots(1), none_known,
             partial(mothers.women_visit, intent="no", loves="lesbian")),
        ),
        Neighbour(
            "Imani", "Brathwaite", 31.6, "female", "en-US", "2 Shell Court",
            OnFile("imani.b@mail.example", "imani.brathwaite", "black", marital="M",
                   relative=("SPS", "Noel", "Brathwaite", "555-0127")),
            (settled("Nurse", "Hospitals"), partial(mothers.pregnant, week_now=19),
             partial(mothers.women_visit, intent="unsure", loves="bisexual"), shots(1)),
        ),
        Neighbour(
            "Mirela", "Costa", 36.5, "female", "pt-BR", "7 Boardwalk",
            OnFile("mirela.costa@mail.example", "mirela.costa", hispanic=False, marital="M",
                   relative=("SPS", "Davi", "Costa", "555-0121")),
            (settled("Baker", "Food manufacturing"), partial(mothers.women_visit, intent="no", loves="straight"),
             checkups(2.0, 1.0), shots(1, 2), none_known),
        ),
        Neighbour(
            "Casimir", "Wolski", 42.0, "male", "pl", "50 Net Loft Row",
            OnFile("cwolski@mail.example", "casimir.wolski", marital="D",
                   relative=("SIS", "Hanna", "Wolska", "555-0128")),
            (settled("Fisher", "Fishing"), edges.just_final, chronic.hard_times, checkups(1.3), shots(1), none_known),
        ),
        Neighbour(
            "Delphine", "Arceneaux", 47.7, "female", "fr", "8 Cannery Square",
            OnFile("delphine.a@mail.example", "delphine.arceneaux", marital="M", former_family="Robichaux",
                   relative=("SPS", "Luc", "Arceneaux", "555-0129")),
            (settled("Translator", "Translation"), stays.colon, shots(1, 2), none_known),
        ),
    )  # fmt: skip


def _old(today: date) -> tuple[Neighbour, ...]:
    """Sugar, a new knee, and a wife whose access ends in three weeks."""
    return (
        Neighbour(
            "Gideon", "Asare", 58.8, "male", "en-US", "33 Pier Street",
            OnFile("gideon.asare@mail.example", "gideon.asare", "black", marital="M",
                   relative=("SPS", "Ama", "Asare", "555-0125")),
            (settled("Harbor master", "Water transport"), chronic.sugar, checkups(1.1), shots(1, 2, 3), kin_with_heart),
        ),
        Neighbour(
            "Beatrix", "Stolz", 66.2, "female", "de", "11 Gull Lane",
            OnFile("b.stolz@mail.example", "beatrix.stolz", marital="W", payer="Medicare",
                   relative=("SONC", "Paul", "Stolz", "555-0126")),
            (settled("Bookbinder", "Printing"), stays.knee, chronic.thyroid, shots(1, 2, high_dose=True), edges.wishes),
        ),
        Neighbour(
            "Tobias", "Engel", 74.4, "male", "en-US", "19 Sandpiper Street",
            OnFile("t.engel@mail.example", "tobias.engel", marital="M", payer="Medicare",
                   relative=("SPS", "Ruth", "Engel", "555-0130"),
                   proxies=(Proxy("ruth.engel", "Ruth Engel", "wife", until=today + timedelta(days=21)),)),
            (everyday.settled, stays.slow_heart, edges.old_records, shots(1, 2, 3, high_dose=True)),
        ),
    )  # fmt: skip
