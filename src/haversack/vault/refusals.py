"""Why did the vault refuse? Each exception is named for what a person or the operator must be told."""

from __future__ import annotations


class VaultRefusal(Exception):
    """Anything the vault refuses. Its text never holds a key, a name or health data."""


class Unreadable(VaultRefusal):
    """These bytes do not open: another key, another kind, or damage. The operator can restore them from a backup."""

    def __init__(self) -> None:
        super().__init__("This cannot be opened: it is damaged, or it belongs to another backpack.")


class KeyGone(VaultRefusal):
    """The person was removed. Nobody can put it right: that is what removing means."""

    def __init__(self, message: str = "This backpack was removed; nothing can open it.") -> None:
        super().__init__(message)


class KeyMissing(KeyGone):
    """The keyring never held this key. The operator can import the key export that belongs to the backup."""

    def __init__(self) -> None:
        super().__init__(
            "The keyring has no key for this backpack. If it came from a backup, "
            "import the key export that belongs to it: haversack keys import FILE."
        )


class SiteKeyNeeded(VaultRefusal):
    """The site key is absent, sealed under a secret that was not given, or not the keyring's. The operator can help."""


class KeyringDamaged(VaultRefusal):
    """Keys in the keyring do not open, so nothing was changed. The operator can import a key export."""


class WrongPassphrase(VaultRefusal):
    """The person at the console can try again."""

    def __init__(self) -> None:
        super().__init__("The passphrase does not open this key export, or the file is damaged.")


class PassphraseTooShort(VaultRefusal):
    """The person at the console can choose a longer one."""

    def __init__(self, least: int) -> None:
        super().__init__(f"Choose a passphrase of at least {least} characters: it protects every key of this site.")


class NotAKeyExport(VaultRefusal):
    """The person at the console named another kind of file."""

    def __init__(self) -> None:
        super().__init__("This file is not a key export of Haversack, or of a version that is not known here.")


class KeysConflict(VaultRefusal):
    """A key export holds another key for a backpack that is already here. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "The key export holds another key for a backpack that is already here; nothing was imported. "
            "Use it in a data folder of its own."
        )
