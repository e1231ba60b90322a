"""What does a PDF say?"""

from __future__ import annotations

import pypdfium2


def words_of(pdf: bytes) -> str:
    """The text of all its pages, and its title."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        return "\n".join([*pages, document.get_metadata_value("Title")])
    finally:
        document.close()
