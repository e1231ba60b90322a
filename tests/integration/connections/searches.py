"""A hundred things people type to find a provider, written by hand, and the provider they mean.

(way, what was typed, a part of the name that has to come first). PUBLISHED are about the published lists, OURS about
OWN, a list of ours.
"""

PUBLISHED = [
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
    # written otherwise than the list has it: shortened, run together, as people say it
    ("office", "saint croix health", "St. Croix Health"),
    ("office", "Saint Jude Children's", "St. Jude Children's Research Hospital"),
    ("office", "mt sinai", "Mount Sinai"),
    ("office", "Childrens Nat'l", "Children's National Medical Center"),
    ("office", "U C Davis", "UC Davis"),
    ("office", "U.C.S.F.", "UCSF"),
    ("office", "M.D. Anderson", "MD Anderson Cancer Center"),
    ("office", "UW Health", "UW Health And Affiliates - Wisconsin"),
    ("office", "cedar sinai hospital", "Cedars-Sinai"),
    ("office", "North western medicine", "Northwestern Medicine"),
    ("office", "MyChart Cleveland Clinic", "Cleveland Clinic"),
    ("office", "Pain mgmt hillside", "Hillside Pain Management"),
    ("office", "uofl", "UofL Health"),
    ("office", "Hopkins", "Johns Hopkins Medicine"),
    # wrong in two words, with the town or the state behind it
    ("office", "Kaiser Permanante Califronia", "Kaiser Permanente - California"),
    ("office", "Baylor Scot & Wite", "Baylor Scott & White"),
    ("office", "Clevland Clinc", "Cleveland Clinic"),
    ("office", "Palm beach dermatolgy grp", "Palm Beach Dermatology"),
    ("office", "Children's Hosptal of Philadelpia", "Children's Hospital of Philadelphia"),
    ("office", "family medicine waco tx", "Waco Family Medicine"),
    ("office", "Broadlawns des moines", "Broadlawns Medical Center"),
    # a doctor, by a short name, by the sound, in the wrong way of asking
    ("doctor", "Dr Mike Zimmel", "Mitchell T. Zimmel"),
    ("doctor", "Dr. Gonzales", "Manuel Gonzalez"),
    ("doctor", "Dr. Rubinstein", "IGOR RUBINSHTEYN"),
    ("doctor", "José Garcia", "Jose G Garcia"),
    ("doctor", "Earl Jacobsen", "Earl Jacobson"),
    ("office", "Dr Oscar Matthews", "Oscar Matthews, MD"),
    # the page that people know, of which no list knows the host
    ("address", "mychart.clevelandclinic.org", "Cleveland Clinic"),
    ("address", "https://mychart.ochsner.org/MyChart/Authentication/Login?", "Ochsner Health System"),
    ("address", "https://mychart.ucsfmedicalcenter.org/UCSFMyChart/", "UCSF"),
    ("address", "https://my.cedars-sinai.org/mychart", "Cedars-Sinai"),
    ("address", "www.mayoclinic.org", "Mayo Clinic"),
    ("address", "ucsfhealth.org", "UCSF Health"),
    ("office", "https://www.templehealth.org/patients/mychart?x=1", "TempleHealth"),
    ("address", "clevland clinic.org", "Cleveland Clinic"),
]

OURS = [
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
    ("office", "05001 harbor light", "Harbor Light Family Practice"),
    ("office", "Dr. Sam Lund Baptiste", "Dr. Samuel Lund-Baptiste"),
    ("doctor", "Míriam Oyelarán", "Dr. Miriam Oyelaran"),
    ("address", "mychart.harborlight.org", "Harbor Light Family Practice"),
    ("address", "https://ehr.harborlight.example/fhir/metadata?_format=json", "Harbor Light Family Practice"),
    ("office", "alder creek med ctr", "Alder Creek Medical Center"),
]
SEARCHES = [*PUBLISHED, *OURS]

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
