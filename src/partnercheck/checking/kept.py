"""Folders in the user's cache that are the user's alone, for what may be lost at any time."""

import os
import stat
from pathlib import Path

PRIVATE = 0o700


def own_folder(name: str) -> Path | None:
    """The folder of this name in the user's cache, made where it is not there yet.

    Returns:
        The folder; none where there is no home, where it cannot be made, or where it, or the folder it is in, belongs
        to somebody else or may be changed by others. Nothing that stands there is changed.
    """
    try:
        from platformdirs import user_cache_path

        top = user_cache_path("partnercheck")
        if not top.is_absolute():  # a ~ that stands for nobody
            return None
        top.parent.mkdir(parents=True, exist_ok=True)
        for folder in (top, top / name):
            if not folder.is_symlink() and not folder.exists():
                folder.mkdir(PRIVATE, exist_ok=True)
            if not _is_ours(folder, secret=folder != top):
                return None
    except (OSError, RuntimeError, ValueError, KeyError, ImportError):  # no home, no user of this number, a closed disk
        return None
    return top / name


def _is_ours(folder: Path, *, secret: bool) -> bool:
    """Whether a folder is no link, ours, and closed to others: to their writing, and to their reading too."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the folder is in the user's profile
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (0o077 if secret else 0o022)
