"""The last guard: an exception that nobody expected, told in one line, with the details in a file."""

import contextlib
import hashlib
import sys
import traceback
from pathlib import Path

MOST_SAID = 200
"""The characters of a message that are shown on the one line."""


def told(problem: BaseException) -> str:
    """One line for the user about an exception that nobody expected; its details go to a file."""
    said = " ".join(f"{type(problem).__name__}: {problem}".split())[:MOST_SAID]
    said = "".join(each if each.isprintable() else "?" for each in said).removesuffix(":")
    file = _written(problem)
    where = f"please report it with what is in {file}" if file else "please report it; its details cannot be written"
    return f"partnercheck: a fault of its own stopped it ({said}); {where}"


def _written(problem: BaseException) -> Path | None:
    """The file that the details were written to, in the user's cache or the folder for temporary files."""
    with contextlib.suppress(Exception):
        import platform
        import tempfile

        from partnercheck import __version__
        from partnercheck.checking.kept import own_folder

        trace = "".join(traceback.format_exception(problem, limit=-60))
        content = f"partnercheck {__version__}, Python {platform.python_version()}, {sys.platform}\n\n{trace}"
        encoded = content.encode(errors="backslashreplace")
        folder = own_folder("faults")
        if folder:
            file = folder / f"{hashlib.sha256(encoded).hexdigest()[:12]}.txt"  # the same fault again is the same file
            with contextlib.suppress(OSError):
                file.write_bytes(encoded)
                return file
        with tempfile.NamedTemporaryFile(prefix="partnercheck-", suffix=".txt", delete=False) as stream:
            stream.write(encoded)
            return Path(stream.name)
    return None
