"""What does the process do that opens a PDF? It writes the words of every page with their places, or draws one page.

A process of its own for each file, with limits: whatever is in a PDF, it can neither hold up nor take down whoever
asked. It imports nothing of ours, so it starts in a moment.

    extracting.py words            a PDF on standard input; JSON on standard output: {"pages": [[width, height, [[text,
                                   left, top, right, bottom], ...]], ...], "more": pages that were not looked at}
    extracting.py page NUMBER      a PDF on standard input; that page (from 0) as PNG on standard output

Places are in points from the page's upper left corner, as it is shown. What cannot be opened is {"why": "password"},
"damaged" or "large".
"""

import json
import sys
from contextlib import suppress

import pypdfium2
import pypdfium2.raw as pdfium

MOST_PAGES = 60
MOST_CHARACTERS = 300_000  # of all pages together; a report of 60 pages has 200,000
MEMORY = 1536 << 20  # bytes of address space
SECONDS = 20  # of the processor
_WIDEST = 1400  # pixels
_TALLEST = 2200
_GAP = 0.18  # of the height of a letter: further apart, and it is another word

Placed = list[object]


def main() -> None:
    """Answer what the words of the command ask for."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as fault:
        _say({"why": "password" if "password" in str(fault).lower() else "damaged"})
        return
    if not pages:
        _say({"why": "damaged"})
    elif sys.argv[1] == "page":
        _draw(document[int(sys.argv[2])])
    else:
        _say(words_of(document))


def words_of(document: pypdfium2.PdfDocument) -> dict[str, object]:
    """The words of every page. A page that cannot be read has none."""
    found: list[Placed] = []
    left = MOST_CHARACTERS
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            width, height = page.get_size()
            words, used = _words(page, left)
        except pypdfium2.PdfiumError:
            found.append([612.0, 792.0, []])
            continue
        left -= used
        found.append([round(width, 2), round(height, 2), words])
        if left <= 0:
            break
    return {"pages": found, "more": len(document) - len(found)}


def _words(page: pypdfium2.PdfPage, most: int) -> tuple[list[Placed], int]:
    text = page.get_textpage()
    number = min(text.count_chars(), most)
    turn, box = page.get_rotation(), page.get_bbox()
    words: list[Placed] = []
    letters, place = "", (0.0, 0.0, 0.0, 0.0)
    for at in range(number):
        letter = _letter(text, at)
        if letter.isspace() or not letter:
            letters = _ended(words, letters, place)
            continue
        here = _turned(text.get_charbox(at, loose=True), turn, box)
        if letters and not _follows(place, here):
            letters = _ended(words, letters, place)
        place = _around(place, here) if letters else here
        letters += letter
    _ended(words, letters, place)
    return words, number


def _letter(text: pypdfium2.PdfTextPage, at: int) -> str:
    """The letter in this place; "" for what is none."""
    code = pdfium.FPDFText_GetUnicode(text.raw, at)
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return " " if code < 32 else {0xA0: " ", 0x02: "-", 0xAD: "-"}.get(code, chr(code))


def _ended(words: list[Placed], letters: str, place: tuple[float, float, float, float]) -> str:
    if letters:
        words.append([letters, *(round(one, 2) for one in place)])
    return ""


def _follows(before: tuple[float, ...], here: tuple[float, ...]) -> bool:
    """Whether a letter stands on the same line as the word before it, and no further away than letters do."""
    height = max(before[3] - before[1], here[3] - here[1], 1.0)
    return abs(here[3] - before[3]) < 0.5 * height and -height < here[0] - before[2] < _GAP * height


def _around(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _turned(
    place: tuple[float, float, float, float], turn: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """From the page's own axes (upwards from the lower left corner, before it is turned) to how it is shown."""
    left, bottom, right, top = place[0] - box[0], place[1] - box[1], place[2] - box[0], place[3] - box[1]
    wide, high = box[2] - box[0], box[3] - box[1]
    if turn == 90:
        return bottom, left, top, right
    if turn == 180:
        return wide - right, bottom, wide - left, top
    if turn == 270:
        return high - top, wide - right, high - bottom, wide - left
    return left, high - top, right, high - bottom


def _draw(page: pypdfium2.PdfPage) -> None:
    width, height = page.get_size()
    scale = min(2.0, _WIDEST / max(width, 1.0), _TALLEST / max(height, 1.0))
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    picture.quantize(64).save(sys.stdout.buffer, "PNG")


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what))


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
