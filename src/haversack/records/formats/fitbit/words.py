"""What can be wrong with an export of Fitbit or Google, in a person's words? None of them quotes what a file says."""

from __future__ import annotations

A_PART = (
    "This is one file of a Fitbit export, which does not say by itself what it counts. It is kept, unread. Add the zip "
    "as Google or Fitbit gave it."
)
NOT_GATHERED = "From here on the parts of this export cannot be told apart. The rest is kept, unread."
BROKEN_OFF = "The zip is damaged inside this file. What could be read of it was taken in."
UNREADABLE = "This part of the export is not as such files are. It is kept, unread."
TOO_LARGE = "This part of the export is larger than such files are. It is kept, unread."
NOT_UNDERSTOOD = (
    "Measurements of the export whose value, unit or time could not be understood: {0}. They are kept, and shown in no "
    "list."
)
NO_UNIT = (
    "Weights whose unit cannot be told, as the export does not say whether it is pounds or kilograms and no body mass "
    "index beside them does: {0}. They are kept, and shown in no list."
)
NO_ZONE = (
    "This export does not say in which time zone its person lives, so that its days are those of UTC. Export it again "
    "with the profile in it."
)
NOT_SHOWN = "Files of the export that are kept and shown in no list: {0}."
NOTHING = "This export holds nothing that is shown in a list. It is kept."
