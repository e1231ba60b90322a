"""What can be wrong with HL7 v2 messages, in a person's words? None of them quotes what a message says."""

from __future__ import annotations

NO_HEADER = (
    "These lines are of an HL7 v2 message, but its first line (MSH), which says who sent it and how it is written, "
    "is missing. They are kept, unread."
)
NO_SEPARATORS = (
    "The first line (MSH) of this message does not say which characters part its fields. It is kept, unread."
)
NO_PATIENT = "This message does not say whom it is about (it has no PID segment). It is kept, unread."
NOBODY = "This message names nobody: its PID segment gives neither a number nor a name. It is kept, unread."
NO_MESSAGES = "The file announces batches of messages, and holds no message."
TOO_LONG = "This message is longer than {0} MB. Only its beginning was kept, unread."
TOO_MANY = "This message has more than {0} segments, which no health record has. It is kept, unread."
CUT_OFF = "This message was cut off: the sign that ends it is missing. What is whole in it was read. Fetch it again."
LAST_LINE = (
    "This line was cut off before its end, so that what it says is not certain. It is kept, unread. Fetch it again."
)
BATCH_CUT_OFF = "The file was cut off: the line that ends the batch is missing. More may have been in it."
BATCH_COUNT = "The batch says that it holds {0} messages, and {1} were found."
WRONG_ENCODING = (
    "The characters of this message are not in the encoding that it names (MSH field 18). They were read as Latin-1; "
    "letters with accents may be wrong."
)
UNKNOWN_ENCODING = (
    "This message names an encoding that is not known here (MSH field 18). Letters with accents may be wrong."
)
LOOSE_LINES = (
    "Lines of this message begin with no segment's name ({0} in all). They were read as the end of the line before."
)
TOO_OFTEN = "This field repeats more than {0} times. Only the first were read; all are kept."
NO_CODE = "This result does not say what was measured (field 3). It is kept, and shown in no list."
NO_VACCINE = "This does not say which vaccine was given (field 5). It is kept, and shown in no list."
NO_NAME = "This does not say what it is about (field 3). It is kept, and shown in no list."
BAD_FILE = "The document inside this message is damaged, perhaps cut off. It is kept, and could not be opened."
NO_FILE = "This announces a document and does not hold it."
NO_VACCINE_GIVEN = "This says that no vaccine was given (CVX 998), so there is none to show."
MERGED = (
    "This message says that the sender joined two of this person's record numbers. Nothing of the record was changed."
)
ONLY_AN_ANSWER = "This is the receipt of another message, not a health record. It is kept."
NOT_READ = "Parts that are kept and shown in no list: {0}."
