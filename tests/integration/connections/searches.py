"""Sixty things people type to find a provider, written by hand, and the provider they mean.

(way, what was typed, a part of the name that has to come first). The first fifty are about the published lists, the
last ten about OWN, a list of ours.
"""

SEARCHES = [
    # the name, whole or in part, in any case and order
    ("office", "UCSF Health", "UCSF Health"),
    ("office", "childrens hospital colorado", "Children's Hospital Colorado"),
    ("office", "waco family medicine", "Waco Family Medicine"),
    ("office", "baylor scott and white", "Baylor Scott & White"),
    ("office", "LURIE CHILDRENS", "Lurie Children's"),
    ("office", "kaiser hawaii", "Hawaii"),
    ("office", "university of michigan", "University of Michigan Health"),
    ("office", "loma linda", "Loma Linda"),
    ("office", "orthocarolina", "OrthoCarolina"),
    ("office", "st croix health", "St. Croix Health"),
    ("office", "mercy bon secours", "Bon Secours Mercy Health"),
    ("office", "geisinger", "Geisinger"),
    ("office", "alaska native medical", "Alaska Native Medical Center"),
    ("office", "palm beach derm", "Palm Beach Dermatology"),
    ("office", "womans clinic of mississippi", "The Womans Clinic of Mississippi"),
    ("office", "biospine", "BioSpine Institute"),
    # misspelt
    ("office", "Clevland Clinic", "Cleveland Clinic"),
    ("office", "Giesinger", "Geisinger"),
    ("office", "kettring health", "Kettering Health"),
    ("office", "Childrens Hosptal Colorado", "Children's Hospital Colorado"),
    ("office", "Univeristy of Colorado Health", "University of Colorado Health"),
    ("office", "Loma Lynda University", "Loma Linda University"),
    ("office", "hillside painmanagement", "Hillside Pain Management"),
    ("office", "Brodlawns medical", "Broadlawns Medical Center"),
    ("office", "Renowm", "Renown"),
    ("office", "caromount health", "CaroMont Health"),
    ("office", "Temple Helth", "TempleHealth"),
    ("office", "Kootnai Health", "Kootenai Health"),
    # a doctor
    ("doctor", "Derocher", "Dr. Erick C. Derocher"),
    ("doctor", "Dr. Earl Jacobson", "Earl Jacobson, DPM"),
    ("doctor", "zimmel", "Mitchell T. Zimmel"),
    ("doctor", "Kalischer Alan", "Alan L. Kalischer"),
    ("doctor", "dr harkins", "Brian Harkins"),
    ("doctor", "Konduru", "Chandana Konduru"),
    ("doctor", "Rubinshtein", "IGOR RUBINSHTEYN"),
    ("doctor", "Hormila", "Amador Hormilla"),
    ("doctor", "oscar matthews", "Oscar Matthews, MD"),
    ("doctor", "Dr. Basel Refai", "Basel Refai"),
    # a portal's address: the domain, a host, a whole address, misspelt
    ("address", "wacofhc.org", "Waco Family Medicine"),
    ("address", "haiku.wacofhc.org", "Waco Family Medicine"),
    ("address", "https://haiku.wacofhc.org/FHIR/oauth2/authorize?response_type=code", "Waco Family Medicine"),
    ("address", "www.luriechildrens.org", "Lurie Children's"),
    ("address", "luriechildren.org", "Lurie Children's"),
    ("address", "templehealth.org", "TempleHealth"),
    ("address", "orthocarolina.com", "OrthoCarolina"),
    ("address", "HTTPS://EPICSOAP.SHANDS.UFL.EDU/", "UF Health"),
    ("address", "https://fhir4.eclinicalworks.com/fhir/r4/DGIACA", "Surgical Assoicates"),
    ("address", "caromonthealth", "CaroMont Health"),
    ("address", "kp.org", "Kaiser Permanente"),
    ("address", "childrenscolorado.org", "Children's Hospital Colorado"),
    # our own list: former names, doctors of an office, a portal's own page, a town
    ("office", "St. Brendan Infirmary", "Alder Creek Medical Center"),
    ("office", "saint brendan infirmry", "Alder Creek Medical Center"),
    ("office", "Lantern Street Doctors", "Harbor Light Family Practice"),
    ("office", "harbor light milbrook", "Harbor Light Family Practice"),
    ("doctor", "Oyelaran", "Dr. Miriam Oyelaran"),
    ("doctor", "dr samuel lund baptiste", "Dr. Samuel Lund-Baptiste"),
    ("doctor", "Oyelarn", "Dr. Miriam Oyelaran"),
    ("address", "my.aldercreek.example", "Alder Creek Medical Center"),
    ("address", "https://my.aldercreek.example/login?next=/results", "Alder Creek Medical Center"),
    ("address", "aldercreak.example", "Alder Creek Medical Center"),
]

_PORTAL = "http://hl7.org/fhir/StructureDefinition/organization-portal"


def _organization(number: str, name: str, former: list[str], city: str, web: str) -> dict[str, object]:
    return {
        "resourceType": "Organization",
        "id": number,
        "name": name,
        "alias": former,
        "address": [{"city": city, "state": "VT", "postalCode": "05001"}],
        "extension": [
            {
                "url": _PORTAL,
                "extension": [
                    {"url": "portalName", "valueString": f"My {name}"},
                    {"url": "portalUrl", "valueUrl": web},
                    {"url": "portalEndpoint", "valueReference": {"reference": f"Endpoint/{number}"}},
                ],
            }
        ],
    }


def _endpoint(number: str, address: str) -> dict[str, object]:
    return {"resourceType": "Endpoint", "id": number, "status": "active", "address": address}


def _doctor(number: str, given: str, family: str, office: str) -> list[dict[str, object]]:
    return [
        {"resourceType": "Practitioner", "id": number,
         "name": [{"prefix": ["Dr."], "given": [given], "family": family}]},
        {"resourceType": "PractitionerRole", "id": number, "practitioner": {"reference": f"Practitioner/{number}"},
         "organization": {"reference": f"Organization/{office}"}},
    ]  # fmt: skip


OWN = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": resource}
        for resource in [
            _organization("alder", "Alder Creek Medical Center", ["Saint Brendan Infirmary", "St Brendan Infirmary"],
                          "Millbrook Falls", "https://my.aldercreek.example/login"),
            _endpoint("alder", "https://fhir.aldercreek-cloud.example/r4"),
            _organization("harbor", "Harbor Light Family Practice", ["Lantern Street Doctors"], "Millbrook Falls",
                          "https://harborlight.example/"),
            _endpoint("harbor", "https://ehr.harborlight.example/fhir"),
            *_doctor("d1", "Miriam", "Oyelaran", "alder"),
            *_doctor("d2", "Samuel", "Lund-Baptiste", "harbor"),
        ]
    ],
}  # fmt: skip
