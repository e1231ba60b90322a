"""What can be said of a report, or of a PDF that is none? In a person's words."""

from __future__ import annotations

TOO_LARGE = "This PDF is larger than {0} MB. It is kept as it came, and not shown as a document."
RECOGNISED = (
    "This is a laboratory report: {0} results were recognised in it. Nothing of them counts yet. Look at each beside "
    "the page, on the page “Add files”."
)
RECOGNISED_ONE = (
    "This is a laboratory report: 1 result was recognised in it. It does not count yet. Look at it beside the page, on "
    "the page “Add files”."
)
KNOWN = "This laboratory report was here before. What was recognised in it waits, or was decided on, as it was."
PLAIN = "No table of laboratory results was recognised in this PDF. It is kept as a document."
NO_TEXT = "This PDF holds pictures of pages and no text, so no results can be read from it. It is kept as a document."
LOCKED = "This PDF opens with a password only. It is kept as a document; nothing was read from it."
DAMAGED = "This PDF is damaged, and cannot be opened. It is kept as it came."
HELD_UP = "This PDF could not be read in the time and memory that one may take. It is kept as a document."
MORE_PAGES = "This PDF has {0} pages more than were looked through for results."
