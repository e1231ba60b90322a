"""Which rows does letting apps in need?"""

from .apps import App
from .exports import Export, ExportFile
from .keys import SeenAssertion, SigningKey
from .permissions import Permission
from .tokens import AccessToken, Code, RefreshToken

__all__ = [
    "AccessToken", "App", "Code", "Export", "ExportFile", "Permission", "RefreshToken", "SeenAssertion", "SigningKey",
]  # fmt: skip
