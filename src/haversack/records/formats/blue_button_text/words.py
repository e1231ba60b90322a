"""What can be said of a Blue Button file? In a person's words."""

from __future__ import annotations

KEPT = "{0} sections of this Blue Button file are kept as documents; the others were read entry by entry."
KEPT_ONE = "1 section of this Blue Button file is kept as a document; the others were read entry by entry."
NOTHING = "This Blue Button file holds no entry that can be read. Its sections are kept."
NOT_READ = "Entries of this section that do not say what they are about: {0}. The section is kept as a document."
TOO_LARGE = "This Blue Button file is larger than any that those sites write. Only its beginning was read."
