"""Where does a file wait that a browser is sending?

A small one in memory; a larger one on disk in a nameless file, sealed under a key that only this process has. What a
person sends may be their whole record, and a process that is killed half way must not leave it lying in a folder.
"""

from __future__ import annotations

from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from haversack.vault.scratch import Scratch

# Bytes of one file. Files are read before anybody asks who sends them; the page that takes large ones has a way of its
# own for them, and asks first.
MOST = 10_000_000


class SealedUploadHandler(FileUploadHandler):
    """Takes what the handler for small files left. The file's `read` and `seek` give the bytes as they were sent."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        folder = settings.DATA / "inbox"
        folder.mkdir(exist_ok=True)
        self.scratch = Scratch(folder)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST:
            self.scratch.close()
            raise StopUpload(connection_reset=True)
        self.scratch.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self.scratch.seek(0)
        return UploadedFile(cast(IO[bytes], self.scratch), self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if hasattr(self, "scratch"):
            self.scratch.close()
