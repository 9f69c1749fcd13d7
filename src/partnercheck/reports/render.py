"""Render an assessment, or a workshop guide, through a template."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Literal, get_args

from jinja2 import BytecodeCache, ChoiceLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError

from partnercheck import __version__
from partnercheck.assessment.result import Assessment
from partnercheck.core.files import bundled_folder, own_folder
from partnercheck.core.findings import PartnercheckError, printable
from partnercheck.core.words import words_for
from partnercheck.reports.filters import filters_for, filters_in, md, plain
from partnercheck.reports.loop import loop_picture, loop_sentences
from partnercheck.reports.sandbox import Bounded, Folder, Sandbox, counted_range

if TYPE_CHECKING:
    from partnercheck.reports.guide import Guide

MAX_BYTES = 5_000_000
_DIGEST = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
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
            return stream.read(MAX_BYTES)

    def _file(self, bucket: Bucket) -> Path:
        return (self.folder or Path()) / f"{__version__}-{self.kind}-{bucket.key}.template"


def compiled(kind: str) -> CompiledTemplates:
    """The cache of templates of a kind."""
    return CompiledTemplates(own_folder("templates"), kind)


Format = Literal["html", "md"]

LONGEST = 20_000_000
"""Characters a report may have; a template that makes more is mistaken."""
LONGEST_OF_OTHERS = 4_000_000
"""Characters that a report may have where somebody else brought the template."""


def render(
    assessment: Assessment,
    format: Format = "html",  # noqa: A002 - the word every command uses
    *,
    template: str | Path | None = None,
    short: bool = False,
) -> str:
    """An assessment as a document.

    Args:
        assessment: What the report shows.
        format: "html", one self-contained page, or "md", GitHub-flavoured Markdown.
        template: A folder with the user's own `report.html.j2` or `report.md.j2`; what it includes or extends and does
            not have comes from the bundled report, which it may name `stage/report.html.j2`.
        short: The first page alone.

    Returns:
        The text, ending in one newline. The same input gives the same bytes.

    Raises:
        ValueError: there is no such format.
        PartnercheckError: the user's template is missing or cannot be rendered.
    """
    if format not in get_args(Format):
        raise ValueError(f"a report is {' or '.join(get_args(Format))}, not {format}")
    name = f"report.{format}.j2"
    template = None if template is None else Path(template)
    if template is None:
        return _text(_environment_for(assessment, format, None, short=short).get_template(name))
    if not (template / name).is_file():
        missing = "folder" if not template.is_dir() else f"file {name} in the folder"
        raise PartnercheckError(
            f"{printable(str(template))}: there is no template {missing}",
            f'a template folder holds {name}; the shortest one says {{% extends "stage/{name}" %}}',
        )
    try:
        return _text(_environment_for(assessment, format, template, short=short).get_template(name), LONGEST_OF_OTHERS)
    except Exception as error:
        raise _explained(error, template, name) from error


def render_guide(guide: "Guide", format: Format = "html") -> str:  # noqa: A002 - the word every command uses
    """A workshop guide as a document.

    Args:
        guide: What the guide shows.
        format: "html", one self-contained page, or "md", GitHub-flavoured Markdown.

    Returns:
        The text, ending in one newline. The same input gives the same bytes.
    """
    environment = _environment(guide.lang, format, bundled_folder("reports") / "workshop")
    environment.globals.update(guide=guide)
    return _text(environment.get_template(f"guide.{format}.j2"))


def _environment_for(assessment: Assessment, format_: Format, template: Path | None, *, short: bool) -> Sandbox:
    """The environment for one report. Folders are searched in order: the user's, the report's, all reports."""
    environment = _environment(assessment.lang, format_, bundled_folder("reports") / "stage", template)
    words, marker = words_for(assessment.lang), assessment.marker
    profile = assessment.profile
    if assessment.people.joint:  # the shares of one form look like a certainty that it cannot have
        profile = tuple(each.model_copy(update={"votes": None}) for each in profile)
    environment.filters.update(filters_for(assessment))
    environment.globals.update(
        assessment=assessment,
        short=short,
        sources=list(dict.fromkeys(source for step in assessment.next_steps for source in step.sources)),
        loop_picture=loop_picture(profile, marker, words),
        loop_sentences=loop_sentences(profile, marker, words),
    )
    if isinstance(environment, Bounded):
        environment.bound()
    return environment


def _environment(lang: str, format_: Format, folder: Path, own: Path | None = None) -> Sandbox:
    """What all documents share. Templates are looked for in the user's folder, in this one, and in that of all."""
    loaders = [Folder(own, own=True)] if own else []
    environment = (Bounded if own else Sandbox)(
        loader=ChoiceLoader([*loaders, Folder(folder), Folder(bundled_folder("reports"))]),
        bytecode_cache=compiled(f"{format_}-counted" if own else format_),
        undefined=StrictUndefined,
        # By the format that was asked for, not by file name. In Markdown `md` has made every value safe before.
        autoescape=True,
        finalize=plain if format_ == "html" else md,
        optimized=False,  # looking for constants to fold costs more than folding them saves
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.pop("random")
    environment.globals.pop("lipsum")
    environment.filters.update(filters_in(lang))
    environment.globals.update(words=words_for(lang), range=counted_range)
    return environment


def _text(template: Template, longest: int = LONGEST) -> str:
    """The rendered text: no blanks at line ends, at most one empty line in a row, one newline at the end."""
    whole = "".join(_pieces(template, longest))
    lines: list[str] = []
    start, blank = 0, True
    while start <= len(whole):
        end = whole.find("\n", start)
        end = end if end >= 0 else len(whole)
        stripped = whole[start:end].rstrip()
        if stripped or not blank:
            lines.append(stripped)
        start, blank = end + 1, not stripped
    return "\n".join(lines).rstrip("\n") + "\n"


def _pieces(template: Template, longest: int) -> Iterator[str]:
    length = 0
    for piece in template.generate():
        length += len(piece)
        if length > longest:
            raise SecurityError(f"the report would be longer than {longest} characters")
        yield piece


def _explained(error: Exception, template: Path, name: str) -> PartnercheckError:
    """What went wrong in a user's template, with the file and line."""
    path, line = _place(error.__traceback__, template, name)
    if isinstance(error, TemplateSyntaxError):
        path, line = error.filename or path, error.lineno
    said = printable(getattr(error, "message", None) or str(error) or type(error).__name__)
    hint = "the names a template may use are in the documentation of reports; the bundled ones are a good start"
    if isinstance(error, TemplateNotFound):
        said, hint = (
            f"there is no template {printable(str(error.name))}",
            "give its name relative to the template folder",
        )
    elif isinstance(error, TemplateSyntaxError):
        hint = "this is a mistake in the template's own language, Jinja"
    elif isinstance(error, MemoryError):
        said, hint = "this needs more memory than there is", "let it make less text"
    elif isinstance(error, SecurityError):
        hint = "what a template may do, and how much of it, is in the documentation of reports"
    elif isinstance(error, RecursionError):
        said, hint = "the template includes or calls itself without end", "take out the include or call on this line"
    return PartnercheckError(f"{printable(path)}:{line}: {said}", hint)


def _place(trace: TracebackType | None, template: Path, name: str) -> tuple[str, int]:
    """The innermost line of a template that was running; the first line where none was."""
    place = (str(template / name), 1)
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
