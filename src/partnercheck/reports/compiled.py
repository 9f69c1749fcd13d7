"""Compiled templates, kept in the user's cache: compiling takes longer than all the rest of a report."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from partnercheck import __version__
from partnercheck.checking.kept import own_folder

MOST_BYTES = 5_000_000
_DIGEST = hashlib.sha256().digest_size


class Compiled(BytecodeCache):
    """A cache of compiled templates. What is missing, damaged, closed or somebody else's is as if it were not there.

    Args:
        folder: Where they are kept; none for keeping nothing.
        kind: Templates that are compiled in another way are kept apart under another name.
    """

    def __init__(self, folder: Path | None, kind: str) -> None:
        self.folder, self.kind = folder, kind

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for a template; it compares the source itself."""
        try:
            content = self._content(bucket)
            if content and hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
                bucket.bytecode_from_string(content[_DIGEST:])
        except Exception:  # noqa: BLE001 - whatever is wrong with a cache, the template itself is there
            bucket.reset()
        if not isinstance(bucket.code, CodeType):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja hands over what it compiled."""
        if not self.folder:
            return
        with contextlib.suppress(OSError, ValueError):
            content = bucket.bytecode_to_string()
            opened, temporary = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(opened, "wb") as stream:
                    stream.write(hashlib.sha256(content).digest() + content)
                Path(temporary).replace(self._file(bucket))
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def _content(self, bucket: Bucket) -> bytes:
        """The bytes of what is kept; none of anything but a plain file, so that no pipe or device is waited for."""
        if not self.folder or not self._file(bucket).is_file() or self._file(bucket).is_symlink():
            return b""
        with self._file(bucket).open("rb") as stream:
            return stream.read(MOST_BYTES)

    def _file(self, bucket: Bucket) -> Path:
        return (self.folder or Path()) / f"{__version__}-{self.kind}-{bucket.key}.template"


def compiled(kind: str) -> Compiled:
    """The cache of templates of a kind."""
    return Compiled(own_folder("templates"), kind)
