"""Which browser, on what, calls itself by this name? For the list of devices one is signed in on."""

# Looked for in this order: most browsers also claim to be the ones below them.
_BROWSERS = (
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def browser(user_agent: str) -> tuple[str, str]:
    """(browser, system), each empty where the name does not tell."""
    return _first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)


def _first(text: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in text), "")
