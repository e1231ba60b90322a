"""What can be wrong with an export of Apple Health, in a person's words? None of them quotes what a file says."""

from __future__ import annotations

BROKEN = (
    "From here on this export of Apple Health is damaged: a tag is missing or misplaced. What comes before was read; "
    "the rest is kept, unread."
)
CUT_OFF = (
    "This export of Apple Health was cut off: it ends before it is complete. What is in it was read. Export it again."
)
ENTITIES = (
    "This file declares its own entities (DOCTYPE), which can hide text and which Apple never does. It is kept, unread."
)
TOO_LONG = "One part of this export is longer than any measurement is. From here on it is kept, unread."
TOO_DEEP = "This export is nested deeper than Apple's are. From here on it is kept, unread."
NOT_UNDERSTOOD = (
    "Measurements whose value, unit or time could not be understood: {0}. They are kept, and shown in no list."
)
NOT_SHOWN = "Parts of the export that are kept and shown in no list: {0}."
REPEATED = (
    "In this file Apple says once more what stands in export.xml. So that nothing counts twice it is kept and not "
    "shown: add the zip as the iPhone made it, with export.xml in it."
)
NOTHING = "This export of Apple Health holds nothing that is shown in a list. It is kept."
