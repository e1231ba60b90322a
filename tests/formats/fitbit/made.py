"""How is an export put together for a test? Each file under its name, gathered as a zip's are."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

GLOBAL = "Takeout/Fitbit/Global Export Data/"
GOOGLE = "Takeout/Google Health/Physical Activity_GoogleData/"
NIGHTS = "Takeout/Google Health/Health Fitness Data_GoogleData/"
FIT = "Takeout/Fit/Daily activity metrics/"
PROFILE = {
    "Takeout/Fitbit/Your Profile/Profile.csv": (
        "id,full_name,date_of_birth,timezone,gender,height\nB2,Ada Ferris,1984-02-29,America/New_York,FEMALE,177\n"
    )
}


def zipped(files: Mapping[str, Any]) -> bytes:
    """A zip of files: text as it is, anything else as JSON."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in files.items():
            archive.writestr(name, said if isinstance(said, str | bytes) else json.dumps(said))
    return held.getvalue()


def counted(day: str, *values: object, at: str = "13:00:00") -> list[dict[str, Any]]:
    """A list of Fitbit's JSON: a value a minute of that day ("03/05/24")."""
    return [{"dateTime": f"{day} {at}", "value": value} for value in values]
