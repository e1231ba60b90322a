"""What can be wrong with FHIR in XML, in a person's words? None of them quotes what a file says."""

from __future__ import annotations

BROKEN = "This is not valid XML: a tag is missing or misplaced. All that could be told apart was read."
CUT_OFF = "The file was cut off: it ends before it is complete. More may have been in it. Fetch it again."
DOCTYPE = (
    "This file declares its own entities (DOCTYPE), which FHIR forbids and which can hide text. It is kept, unread."
)
TOO_DEEP = "This is nested deeper than any health record is. It is kept, unread."
TOO_MANY_PARTS = "This consists of more elements than any health record does. It is kept, unread."
TOO_LARGE = "This is one XML document of more than {0} MB, more than can be read at once. Only its beginning was kept."
WRONG_ENCODING = "The characters of this file are not in the encoding that it names. It is kept, unread."
NO_RECORDS = "The file is a FHIR bundle in XML without any records in it."
