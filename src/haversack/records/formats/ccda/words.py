"""What can be wrong with a C-CDA document, in a person's words? None of them quotes what a document says."""

from __future__ import annotations

BROKEN = "This part of the document is not valid XML: a tag is missing or misplaced. It is kept, unread."
CUT_OFF = "The document was cut off: it ends before it is complete. What is whole in it was read. Fetch it again."
DECLARES_ENTITIES = "This document declares its own entities (DOCTYPE), which can hide text. It is kept, unread."
NESTED_TOO_DEEP = "This document is nested deeper than any health record is. It is kept, unread."
TOO_MANY_ELEMENTS = "This document consists of more elements than any health record does. It is kept, unread."
TOO_LARGE = "This document is longer than {0} MB, more than can be read at once. Only its beginning was kept."
WRONG_ENCODING = (
    "The characters of this document are not in the encoding that it names. They were read as Latin-1; letters with "
    "accents may be wrong."
)
NOBODY = "This does not say whom it is about. What it says was read all the same."
SEVERAL_PEOPLE = (
    "This document says that it is about several people. It was read as the record of the first. Look whether all of "
    "it is."
)
NOTHING_INSIDE = "This document holds no statement that a list could show. It is kept."
NO_NAME = "This statement does not say what it is about, and neither does the text beside it. It is kept, unread."
NO_INFORMATION = "This says only that there is nothing known to say. It is kept with the document."
ONLY_TEXT = "This says nothing that a list could show. What the text of its section says is kept with the document."
REPEATED = "This says again what another statement of the document says. It was read once."
POINTS_ELSEWHERE = "This only points to another statement of the document."
UNKNOWN_STATEMENT = "This is a kind of statement that is not known here. It is kept with the document."
UNREADABLE_STATEMENT = "This statement could not be made sense of. It is kept, unread."
BAD_FILE = "The file inside this document is damaged, perhaps cut off. It is kept, and could not be opened."
FILE_ELSEWHERE = "This document is a file beside it that did not come along. Ask the sender for that file."
ABOUT_THE_PLAN = "This describes an insurance plan in general and nothing of this person. It is kept with the document."
