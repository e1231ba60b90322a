"""Is any template unfinished, or does it carry what a strict content security policy forbids?"""

import re
from pathlib import Path

import pytest

from haversack.web import icons

SOURCE = Path(__file__).parents[3] / "src" / "haversack"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "a placeholder": r"TODO|FIXME|lorem ipsum|not yet implemented|coming soon",
    "a link that leads nowhere": r'href=["\'](#|javascript:[^"\']*|)["\']',
    "an inline style": r"\sstyle\s*=|<style",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an inline script": r"<script(?![^>]*(\ssrc=|type=\"application/json\"))[^>]*>",
    "a page from elsewhere": r'(src|href)=["\'](https?:)?//',
    "a button without words": r"<button[^>]*>\s*</button>",
}


# Written into an export: a file that stands alone, under a policy of its own, carries its style with it.
STANDS_ALONE = {"an inline style": SOURCE / "web/templates/web/readable"}


def found(pattern: str, text: str) -> list[str]:
    return [match.group(0) for match in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_is_finished_and_carries_no_inline_style_or_script(template):
    text = template.read_text()
    looked_for = {what: pattern for what, pattern in FORBIDDEN.items() if STANDS_ALONE.get(what) != template.parent}
    assert {what: hits for what, pattern in looked_for.items() if (hits := found(pattern, text))} == {}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a placeholder", "<p>TODO: words</p>"),
        ("a placeholder", "<p>Lorem ipsum dolor</p>"),
        ("a link that leads nowhere", '<a href="#">More</a>'),
        ("a link that leads nowhere", '<a href="javascript:void(0)">More</a>'),
        ("an inline style", '<p style="color: red">'),
        ("an inline handler", '<button onclick="go()">'),
        ("an inline script", "<script>go()</script>"),
        ("an inline script", '<script type="module">go()</script>'),
        ("a page from elsewhere", '<script src="https://cdn.example/x.js"></script>'),
        ("a button without words", '<button class="btn"> </button>'),
    ],
)
def test_the_search_finds_what_it_looks_for(what, text):
    assert found(FORBIDDEN[what], text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/x.js" defer></script>',
        '<script type="application/json" id="d">{}</script>',
        '<a href="#count">x</a>',
    ],
)
def test_the_search_lets_pass_what_is_allowed(text):
    assert not any(found(pattern, text) for pattern in FORBIDDEN.values())


def test_every_icon_that_a_template_names_is_drawn():
    named = {
        name for template in TEMPLATES for name in re.findall(r'(?:\{% icon |\bicon=)"([a-z-]+)"', template.read_text())
    }
    assert named - set(icons.PATHS) == set()


def test_a_template_that_shows_words_translates_them():
    """Words between tags stand in a translation; names of the product, digits and signs need none."""
    bare = {}
    for template in TEMPLATES:
        if "gallery" in template.parts or template.name == "document.html":
            continue
        text = template.read_text()
        text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)
        text = re.sub(r"\{% block (body_class|html_attributes) %\}.*?\{% endblock %\}", "", text)
        text = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.S)
        text = re.sub(r"<(pre|code|script|title)\b.*?</\1>", "", text, flags=re.S)
        text = re.sub(r"\{[%{#].*?[%}#]\}", "", text, flags=re.S)
        text = re.sub(r"<[^>]*>", "\n", text)
        words = [line.strip() for line in text.splitlines() if re.search(r"[A-Za-z]{3}", line)]
        if words := [line for line in words if line != "Haversack"]:
            bare[str(template.relative_to(SOURCE))] = words
    assert bare == {}
