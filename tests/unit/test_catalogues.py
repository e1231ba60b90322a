"""Does the Spanish catalogue say everything that people read, and does it fit the English?

Where a test here fails after a text was changed: `make messages`, translate what it lists, and `make messages` again.
"""

import re
import runpy
from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import polib
import pytest
from django.utils import translation

from haversack.backpack.presenters import troubles
from haversack.records.entry import Range, Value
from haversack.records.formats.fhir_r4.read import OTHER_TYPE
from haversack.records.zips import DAMAGED
from haversack.wording.dates import said, span
from haversack.wording.values import range_words, with_unit

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "catalogues.py"))
CATALOGUE = TOOL["catalogue"]("es")
ENTRIES = list(polib.pofile(str(CATALOGUE)))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|\{\d?\}|</?\w+>")


def test_it_has_every_text_that_people_read_and_no_other():
    wanted = {(one.context, one.text, one.plural) for one in TOOL["messages"]()}
    assert {(one.msgctxt, one.msgid, one.msgid_plural) for one in ENTRIES} == wanted


def test_every_text_is_translated_for_certain():
    assert TOOL["untranslated"](ENTRIES) == []
    assert [one.msgid for one in ENTRIES if one.fuzzy or one.obsolete] == []
    assert [one.msgid for one in ENTRIES if not one.msgid.strip()] == []


def test_what_is_put_into_a_text_is_put_into_its_translation():
    differing = [
        (english, spanish)
        for one in ENTRIES
        for english, spanish in _pairs(one)
        if one.msgctxt is None or not one.msgctxt.startswith("date format")
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(spanish))
    ]
    assert differing == []


def _pairs(one):
    """A singular is compared with the singular, the rest with the plural."""
    if not one.msgid_plural:
        return [(one.msgid, one.msgstr)]
    return [(one.msgid, one.msgstr_plural[0]), (one.msgid_plural, one.msgstr_plural[1])]


def test_what_begins_or_ends_with_a_space_still_does():
    assert [
        english for one in ENTRIES for english, spanish in _pairs(one) if _outside(english) != _outside(spanish)
    ] == []


def _outside(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_the_reader_is_spoken_to_in_one_way():
    formal = re.compile(r"\b(usted|ustedes|vosotros|vuestr[oa]s?)\b", re.IGNORECASE)
    assert [one.msgstr for one in ENTRIES if formal.search(one.msgstr)] == []


def test_what_libraries_are_overruled_in_they_still_say():
    theirs = set()
    for package in (django.conf, django.contrib.auth, allauth):
        file = Path(package.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "django.mo"
        theirs |= {one.msgid for one in polib.mofile(str(file))}
    ours = {line.replace("\\n", "\n").partition(" || ")[0] for line in TOOL["LIBRARIES"].read_text().splitlines()}
    assert ours - theirs == set()
    with translation.override("es"):
        assert translation.gettext("Forgot your password?") == "¿Olvidaste tu contraseña?"
        assert translation.ngettext("%s record", "%s records", 2) == "%s registros"


def test_the_compiled_catalogue_is_that_of_the_text():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == polib.pofile(str(CATALOGUE)).to_binary()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from django.utils.translation import gettext as _\n_('Yes')", [(None, "Yes", "")]),
        ("from django.utils.translation import gettext_lazy\nx = {1: gettext_lazy('a' 'b')}", [(None, "ab", "")]),
        ("from django.utils.translation import ngettext\nngettext('%d a', '%d b', n)", [(None, "%d a", "%d b")]),
        ("from django.utils.translation import pgettext_lazy as p\np('result', 'Low')", [("result", "Low", "")]),
        ("from django.utils.translation import gettext as _\n_(told)", []),
        ("_('of something else')", []),
    ],
)
def test_texts_are_found_in_modules(source, found):
    assert [tuple(one) for one in TOOL["in_module"](source)] == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'Yes' as yes %}", [(None, "Yes", "")]),
        ('{% translate "the lab’s 100 %" %}', [(None, "the lab’s 100 %%", "")]),
        ("{% translate 'May' context 'month' %}", [("month", "May", "")]),
        (
            "{% blocktranslate trimmed with n=m %}\n  Hello\n  {{ n }}\n{% endblocktranslate %}",
            [(None, "Hello %(n)s", "")],
        ),
        (
            "{% blocktranslate count n=m %}1 key{% plural %}{{ n }} keys{% endblocktranslate %}",
            [(None, "1 key", "%(n)s keys")],
        ),
        ('{% button _("Stop") url %}', [(None, "Stop", "")]),
        ("<p>No text of ours: {{ name }}</p>", []),
    ],
)
def test_texts_are_found_in_templates(source, found):
    assert [tuple(one) for one in TOOL["in_template"](source)] == found


def test_dates_and_numbers_in_spanish():
    with translation.override("es"):
        assert said("2019-03-03") == "3 de marzo de 2019"
        assert said("2019-03") == "marzo de 2019"
        assert said("2019-03-03T09:12:00Z", with_time=True) == "3 de marzo de 2019, 09:12"
        assert span("2019-03-03", "2019-03-05") == "3 de marzo de 2019 – 5 de marzo de 2019"
        assert with_unit(Value(kind="quantity", text="1234.50", unit="mg/dL")) == "1234.50 mg/dL"
        assert range_words(Range(low="4.0", high="5.60")) == "4.0–5.60"


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (DAMAGED, "Este zip está dañado o no se descargó hasta el final. Descárgalo otra vez."),
        (
            OTHER_TYPE.format("MedicationOrder", "DSTU2"),
            "MedicationOrder es un tipo de recurso de FHIR DSTU2, una versión distinta de R4. Se guarda y no se "
            "muestra en ninguna lista.",
        ),
        (
            "This is a picture (TIFF). It is kept. The file is larger than 64 MB, so only its beginning was kept.",
            "Esta es una imagen (TIFF). Se guarda. El archivo pasa de 64 MB, así que solo se guardó su comienzo.",
        ),
        ("A sentence of an earlier version.", "A sentence of an earlier version."),
    ],
)
def test_a_files_trouble_is_said_in_spanish(english, spanish):
    with translation.override("es"):
        assert troubles.what(english) == spanish
    with translation.override("en"):
        assert troubles.what(english) == english


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("entry 3 of 40", "entrada 3 de 40"),
        ("line 7, entry 1 of 2", "línea 7, entrada 1 de 2"),
        ("whole file", "archivo completo"),
        ("", ""),
        ("somewhere", "somewhere"),
    ],
)
def test_a_place_in_a_file_is_said_in_spanish(english, spanish):
    with translation.override("es"):
        assert troubles.where(english) == spanish
