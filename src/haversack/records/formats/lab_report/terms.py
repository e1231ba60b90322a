"""Which words head a column, name a flag, or stand for a result, in English, German and Spanish?"""

from __future__ import annotations

from typing import Literal

Column = Literal["test", "value", "flag", "unit", "range", "date", "code", "out", "other"]

_COLUMNS: dict[Column, str] = {
    "test": "test;tests;test name;name of test;analyte;component;examination;test description;description;parameter;"
    "untersuchung;analyse;analyt;messgröße;test performed;prueba;análisis;analisis;examen;determinación;determinacion;"
    "estudio;parámetro;parametro;lab test;procedure",
    "value": "result;results;value;your value;your result;result value;current result;in range;observed value;"
    "ergebnis;wert;messwert;resultat;resultado;resultados;valor;current result and flag;result and flag",
    "flag": "flag;flags;abnormal flag;abnormal;status flag;abn;h/l;interpretation;kennung;bewertung;markierung;"
    "indicador;alerta;señal;marca",
    "unit": "unit;units;uom;units of measure;unit of measure;einheit;einheiten;unidad;unidades;dimension",
    "range": "reference range;ref range;ref. range;reference interval;reference;reference ranges;ref. interval;"
    "normal range;normal;normal values;expected values;expected;range;limits;reference limits;ref;biological ref. "
    "interval;referenzbereich;referenz;normbereich;normwert;normwerte;referenzwert;referenzwerte;ref.-bereich;"
    "valores de referencia;valor de referencia;rango de referencia;intervalo de referencia;rango;rango normal;"
    "ref range & units;reference range & units;ref range and units;range & units;reference range and units;"
    "valores normales;standard range",
    "out": "out of range;outside range",
    "date": "date;collected;date collected;datum;fecha",
    "code": "loinc;loinc code",
    "other": "lab;site;method;previous result;previous result and date;previous;comment;status;methode;material;"
    "vorwert;método;metodo;muestra;anterior;specimen",
}
HEADINGS: dict[tuple[str, ...], Column] = {
    tuple(phrase.split()): kind for kind, phrases in _COLUMNS.items() for phrase in phrases.split(";")
}
LONGEST_HEADING = max(map(len, HEADINGS))

# As HL7 v3 ObservationInterpretation.
_FLAGS = {
    "H": "h;high;hoch;alto;alta;elevado;elevada;above range;above;erhöht;↑;▲;+;h*;*h;(h);[h];hi",
    "L": "l;low;niedrig;tief;bajo;baja;below range;below;erniedrigt;vermindert;↓;▼;-;−;l*;*l;(l);[l];lo",
    "HH": "hh;critical high;panic high;high critical;↑↑;++;crítico alto;hh*;h!;hc;ch",
    "LL": "ll;critical low;panic low;low critical;↓↓;--;crítico bajo;ll*;l!;lc;cl",
    "A": "a;abn;abnormal;*;a*;(a);auffällig;anormal;!;out of range;**",
    "AA": "aa;critical;crit;critical abnormal;kritisch;crítico",
    "N": "n;normal;in range;within range",
}
FLAGS = {word: flag for flag, words in _FLAGS.items() for word in words.split(";")}
# What may follow a number in the same cell, as no unit reads like it.
JOINED_FLAGS = frozenset({
    "h", "l", "hh", "ll", "a", "aa", "h*", "l*", "*", "**", "(h)", "(l)", "(a)", "[h]", "[l]", "high", "low", "↑", "↓",
    "↑↑", "↓↓", "▲", "▼", "abnormal", "critical", "h!", "l!", "alto", "bajo", "hoch", "niedrig",
})  # fmt: skip

RESULT_WORDS = frozenset({
    "1+", "2+", "3+", "4+", "a", "a negative", "a positive", "ab", "ab negative", "ab positive", "abnormal", "absent",
    "amarillo", "amber", "auffällig", "ausente", "b", "b negative", "b positive", "borderline", "cancelled", "clear",
    "cloudy", "comment", "detectado", "detected", "equivocal", "few", "gelb", "grenzwertig", "hazy", "immune",
    "indeterminate", "klar", "large", "many", "moderate", "nachweisbar", "neg", "neg.", "negativ", "negativa",
    "negative", "negativo", "nicht nachweisbar", "no detectado", "no growth", "no reactivo", "non reactive",
    "non-reactive", "none", "none detected", "none seen", "nonreactive", "normal", "not detected", "not immune",
    "not performed", "not seen", "o", "o negative", "o positive", "occasional", "pending", "pos", "pos.", "positiv",
    "positiva", "positive", "positivo", "present", "presente", "rare", "reactive", "reactivo", "see below",
    "see comment", "see note", "small", "spur", "straw", "tnp", "trace", "transparente", "trazas", "turbio",
    "unauffällig", "undetected", "yellow",
})  # fmt: skip
COMMENTS = ("comment", "comments", "note", "notes", "interpretation", "remark", "remarks", "kommentar", "hinweis",
    "bemerkung", "comentario", "nota", "observaciones", "interpretación", "methodology", "disclaimer")  # fmt: skip


def plain(word: str) -> str:
    """A word of a heading without what is put around it."""
    return word.strip(" :;,*|()[]").lower()


def headings(words: list[str]) -> list[tuple[Column, int, int]] | None:
    """Which columns a line heads, each with its first word and the word behind its last; None where a word of it heads
    none."""
    folded = [plain(one) for one in words]
    found: list[tuple[Column, int, int]] = []
    at = 0
    while at < len(folded):
        if not folded[at]:
            at += 1
            continue
        for length in range(min(LONGEST_HEADING, len(folded) - at), 0, -1):
            kind = HEADINGS.get(tuple(folded[at : at + length]))
            if kind is not None:
                found.append((kind, at, at + length))
                at += length
                break
        else:
            return None
    return found


def flag_in(text: str) -> str:
    """The code of a flag, "" for words that are none."""
    return FLAGS.get(" ".join(text.lower().split()), "")
