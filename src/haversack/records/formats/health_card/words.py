"""What can be wrong with a health card, beside what `cards.refused` says of it? In a person's words."""

from __future__ import annotations

NO_CODE = "This is a picture, and no code of a health card was found in it. It is kept."
TOO_LARGE = "This picture is too large to look for a code in it. It is kept. Cut out the code and send that part."
LINK = (
    "This is a SMART Health Link, not a record. It is kept. Open it by itself: on the page “Add files”, or with "
    "`haversack import`."
)
VERIFIED = "This card is verified: {0} signed it, and it holds."
NOT_VERIFIED = " What it says was taken in, and is marked as not verified."
REFUSED = " Nothing was taken from it. It is kept. Ask the issuer for a new one."
ANOTHERS = (
    "This card is about somebody else than the others. Nothing was taken from it. It is kept. Add the file to that "
    "person's backpack too."
)
OTHER_VERSION = "This card is written in FHIR {0}. It is kept as it came, and read as R4 would have it."
NOTHING = "This card holds no record that can be read. It is kept."
