import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from report_samples import sample

from partnercheck.core.files import own_folder
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import words_for
from partnercheck.reports.filters import cell, date, md, number, plain, width
from partnercheck.reports.limits import MAX_AT_ONCE, MAX_NUMBER, Budget
from partnercheck.reports.render import render
from sampling import examples

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes template files, named by keyword with `__` for a dot, and gives their folder."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def fault(template: Path, format_: str = "md") -> PartnercheckError:
    before = sorted(template.rglob("*"))
    with pytest.raises(PartnercheckError) as caught:
        render(sample("clear"), format_, template=template)  # type: ignore[arg-type]  # a parameter
    assert sorted(template.rglob("*")) == before
    assert caught.value.hint
    assert "Traceback" not in str(caught.value)
    return caught.value


def test_a_template_of_ones_own(folder: Write) -> None:
    own = folder(report__md__j2="{{ assessment.partnership }}: {{ assessment.verdict.certainty|percent }}\n")
    assert render(sample("clear"), "md", template=own) == "Harbour Technicians: 81%\n"


def test_a_template_may_change_one_part_and_keep_the_rest(folder: Write) -> None:
    own = folder(
        report__html__j2='{% extends "stage/report.html.j2" %}\n'
        "{% block title %}<h1>Ours</h1>{{ super() }}{% endblock %}",
        style__css="body { color: rebeccapurple }",
    )
    html = render(sample("clear"), template=own)
    assert "<h1>Ours</h1>" in html
    assert "Harbour Technicians" in html
    assert "rebeccapurple" in html
    assert "--accent:" not in html
    assert "What points elsewhere" in html


def test_super_in_markdown_is_not_escaped_twice(folder: Write) -> None:
    own = folder(report__md__j2='{% extends "stage/report.md.j2" %}{% block title %}{{ super() }}{% endblock %}')
    assert render(sample("clear"), "md", template=own) == render(sample("clear"), "md")


def test_what_a_template_forgets_to_escape_is_escaped(folder: Write) -> None:
    own = folder(report__html__j2="{{ assessment.partnership }}", report__md__j2="{{ assessment.partnership }}")
    strange = sample("clear", partnership="<b>*x*</b>")
    assert render(strange, template=own) == "&lt;b&gt;*x*&lt;/b&gt;\n"
    assert render(strange, "md", template=own) == "\\<b\\>\\*x\\*\\</b\\>\n"


def test_a_missing_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert "there is no template folder" in fault(tmp_path / "nowhere").message
    found = fault(tmp_path)
    assert "report.md.j2" in found.message
    assert 'extends "stage/report.md.j2"' in found.hint


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{% if %}", 2, "Expected an expression"),
        ("a\n\n{{ assesment.date }}", 3, "'assesment' is undefined"),
        ("{{ assessment.nothing }}", 1, "nothing"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ words('{n}') }}", 1, "n"),
        ("a\n{% include 'other.md.j2' %}", 2, "there is no template other.md.j2"),
        ("{% include '../secret' %}", 1, "there is no template ../secret"),
        ("{% include 'report.md.j2' %}", 1, "without end"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "without end"),
        ("{{ 9**9**9 }}", 1, "may not use **"),
        ("{{ 'a' * 999999999 }}", 1, "may not use *"),
        ("a\n{% for n in range(100000) %}{% endfor %}", 2, "1000"),
        ("{{ assessment.model_copy() }}", 1, "unsafe"),
        ("{{ words.catalogue.install() }}", 1, "unsafe"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ assessment.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ assessment.verdict.stages.append(1) }}", 1, "append"),
        ("{{ lipsum() }}", 1, "lipsum"),
        ("{{ [1, 2]|random }}", 1, "random"),
        ("{{ 2|date }}", 1, ""),
    ],
)
def test_a_faulty_template_is_told_by_file_and_line(folder: Write, text: str, line: int, said: str) -> None:
    own = folder(report__md__j2=text)
    found = fault(own)
    assert found.message.startswith(f"{own / 'report.md.j2'}:{line}: ")
    assert said in found.message


def test_a_fault_in_an_included_file_is_told_there(folder: Write) -> None:
    own = folder(report__html__j2="{% include 'part.j2' %}", part__j2="\n\n{{ nothing }}")
    assert fault(own, "html").message.startswith(f"{own / 'part.j2'}:3: ")


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_bytes(b"\xff\xfe\x00")
    assert "report.md.j2:1" in fault(tmp_path).message


# --- templates from strangers -----------------------------------------------------------------------------------------

TEN = "x='aaaaaaaaaa'"
GROW = "{% set ns = namespace(TEN) %}{% for i in range(40) %}{% set ns.x = STEP %}{% endfor %}{{ ns.x|length }}"
LONG = "{% set t = 'x'.ljust(9999, 'x') %}"
THOUSAND = "{% for i in range(1000) %}BODY{% endfor %}"


def grows(step: str, start: str = TEN) -> str:
    return GROW.replace("TEN", start).replace("STEP", step)


def often(body: str, times: int = 2) -> str:
    for _ in range(times):
        body = THOUSAND.replace("BODY", body)
    return body


WORK = "more to work through"
TEXT = "makes more text"
LARGE = "would be larger than"
WIDE = "ask for 10000 of anything"
UNSAFE = "unsafe"
LONGER = "longer than"

HOSTILE = {
    # words that reach for more than a value
    "words attribute": ('{{ words("{a.__call__.__globals__[gettext].os.environ}", a=words) }}', "plain name"),
    "words many": ('{{ words.many("{a.lang}", "{a.lang}", 1, a=words) }}', "plain name"),
    "words second message": ('{{ words.many("{n}", "{a.lang}", 2, a=words) }}', "plain name"),
    "words index": ('{{ words("{a[0]}", a="xy") }}', "plain name"),
    "words conversion": ('{{ words("{a!r}", a=words) }}', "plain name"),
    "words width": ('{{ words("{a:>99}", a=1) }}', "plain name"),
    "words width beyond reason": ('{{ words("{a:>999999999}", a=1) }}', WIDE),
    "words position": ('{{ words("{0}", a=1) }}', "plain name"),
    "words twice": (LONG + '{{ words("' + "{a}" * 1000 + '", a=t) }}', LARGE),
    # loops
    "nested loops": (often("", 3), WORK),
    "a loop that leaves all out": (often("{% for i in range(1000) if i < 0 %}{% endfor %}"), WORK),
    "a loop in itself": (
        "{% for a in range(1000) recursive %}{% if loop.depth < 6 %}{{ loop(range(1000)) }}{% endif %}{% endfor %}",
        WORK,
    ),
    "macros that double": (
        "{% macro m0() %}{% endmacro %}"
        + "".join(f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}" for n in range(1, 40))
        + "{{ m39() }}",
        WORK,
    ),
    "the characters of a text": (LONG + often("{% for c in t %}{% endfor %}", 1), WORK),
    "a long search": (LONG + often("{{ (t ~ 'y') in (t ~ t) }}"), WORK),
    "a long way": ("{{ (range(1000)|list)|map(attribute='" + "real." * 9000 + "real')|list|length }}", WORK),
    "dates": (often("{{ assessment.date|date }}"), WORK),
    "a cycler": ("{% set c = cycler(*range(1000)) %}" + often("{{ c.next() }}"), WORK),
    # sums and products
    "square": ("{% set ns = namespace(x=99) %}" + often("{% set ns.x = ns.x * ns.x %}"), "as large as this"),
    "power": ("{{ 9 ** 9 }}", "may not use **"),
    "a hexadecimal number": ("{{ 'f'.ljust(9999, 'f')|int(base=16) }}", "as large as this"),
    "~": (grows("ns.x ~ ns.x"), LARGE),
    "+": (grows("ns.x + ns.x"), LARGE),
    "+ of lists": (grows("ns.x + ns.x", "x=[1]"), LARGE),
    "lists in lists": (grows("[ns.x, ns.x]", "x=[1]") + "{{ ns.x }}", ""),
    "mappings in mappings": (grows("{1: ns.x, 2: ns.x}", "x={}"), ""),
    "a loop of names": ("{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}", "deep at most"),
    "%": ('{{ "%999999999d" % 1 }}', WIDE),
    "% with a width of its own": ('{{ "%*d" % (999999999, 1) }}', "leave a width"),
    "% of a text": (LONG + '{{ ("%(a)s".replace("%", "%(a)s%(a)s%(a)s%(a)s%") * 1) }}', "may not use *"),
    "% many times": (
        LONG + '{{ ("' + "%(a)s" * 30 + '") % {"a": t ~ t ~ t ~ t ~ t ~ t ~ t ~ t} }}',
        LARGE,
    ),
    # methods and filters
    "format": ('{{ "{:>999999999}".format(1) }}', WIDE),
    "format with a width of its own": ('{{ "{:>{w}}".format(1, w=9999) }}', "leave a width"),
    "format_map": ('{{ "{a:>999999999}".format_map({"a": 1}) }}', WIDE),
    "format many times": (LONG + '{{ ("' + "{a}" * 30 + '").format(a=t) }}', LARGE),
    "format filter": ('{{ "%999999999d"|format(1) }}', WIDE),
    "center": ('{{ "x"|center(1999999999) }}', WIDE),
    "center method": ('{{ "x".center(1999999999) }}', WIDE),
    "ljust": ('{{ "x".ljust(1999999999) }}', WIDE),
    "rjust": ('{{ "x".rjust(1999999999) }}', WIDE),
    "zfill": ('{{ "x".zfill(1999999999) }}', WIDE),
    "expandtabs": ('{{ "\\t".expandtabs(1999999999) }}', WIDE),
    "expandtabs of many": ('{{ "\\t".ljust(9999, "\\t").expandtabs(9999) }}', LARGE),
    "replace": (grows('ns.x|replace("a", "aaaaaaaaaa")'), LARGE),
    "replace method": (grows('ns.x.replace("", ns.x)'), LARGE),
    "join": (grows("[ns.x, ns.x, ns.x, ns.x]|join"), LARGE),
    "join method": (grows("ns.x.join([ns.x, ns.x, ns.x])"), LARGE),
    "join between characters": (LONG + "{{ t.join(t) }}", LARGE),
    "indent": ('{{ "a\\nb"|indent(1999999999) }}', WIDE),
    "indent of many": ('{{ "\\n".ljust(9999, "\\n")|indent(9999, true) }}', LARGE),
    "indent by a text": (LONG + '{{ "\\n".ljust(9999, "\\n")|indent(t) }}', LARGE),
    "wordwrap": (LONG + "{{ (t ~ t)|wordwrap(1) }}", "takes too long"),
    "wordwrap often": (LONG + often("{{ t|wordwrap(1)|length }}"), WORK),
    "wordwrap with a text": (
        LONG + '{{ "x ".replace("x", "x ".ljust(9999))|wordwrap(1, wrapstring=t ~ t ~ t ~ t) }}',
        LARGE,
    ),
    "striptags": (LONG + "{{ (t ~ t)|striptags }}", "takes too long"),
    "urlize": (LONG + "{{ (t ~ t)|urlize }}", "takes too long"),
    "urlencode often": (LONG + often("{{ t|urlencode|length }}"), TEXT),
    "number": ("{{ 1|number(999999999) }}", WIDE),
    "number with decimals": ("{{ 1|number(999) }}", "decimals"),
    "words.number": ("{{ words.number(1, 999999999) }}", "decimals"),
    "round": ("{{ 1.5|round(999999999) }}", WIDE),
    "batch": ("{{ [1]|batch(999999999, 1)|list }}", WIDE),
    "slice": ("{{ [1]|slice(999999999)|list }}", WIDE),
    "batch often": (grows("ns.x + [[1]|batch(9999, 1)|list]", "x=[]"), LARGE),
    "sum of lists": ("{{ [[1], [2]]|sum(start=[]) }}", "numbers only"),
    "split": (LONG + "{% set u = t ~ t ~ t ~ t ~ t %}{{ u.split('x') }}", LARGE),
    "list of a text": (LONG + "{% set u = t ~ t ~ t ~ t ~ t %}{{ u|list }}", LARGE),
    "tojson": ("{{ (range(1000)|list)|tojson(indent=999999999) }}", WIDE),
    "pprint": (often("{{ assessment|pprint|length }}"), TEXT),
    "the whole assessment": (often("{{ assessment }}"), ""),
    "translate": ("{{ 'aaa'.translate({97: 'x'}) }}", UNSAFE),
    "encode": ("{{ 'aaa'.encode() }}", UNSAFE),
    "maketrans": ("{{ ''.maketrans('a', 'b') }}", UNSAFE),
    # what it shows
    "much text": (often("x" * 1000), LONGER),
    "a block of text": (often("{% set b %}" + "x" * 100_000 + "{% endset %}", 1), TEXT),
    "signs that grow": ("{% set t = '&'.ljust(9999, '&') %}" + often("{{ t }}"), LONGER),
    "a caller": (
        "{% macro m() %}"
        + often("{{ caller() }}", 1)
        + "{% endmacro %}{% call m() %}"
        + "x" * 50_000
        + "{% endcall %}",
        TEXT,
    ),
    "the report a thousand times": (often("{% include 'stage/report.html.j2' %}", 1), ""),
    # what it is
    "much code": ("{{ a }}" * 20_000, "larger than a template may be"),
    "a large file": ("x" * 2_000_001, "larger than a template may be"),
    "open braces": ("{{" * 100_000, "larger than a template may be"),
    "deep": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "without end"),
    "a long list": ("{{ [" + "1," * 22_000 + "] }}", LARGE),
}
"""Templates that would take all there is, and what each is refused for."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_template_that_takes_too_much_is_refused_by_file_and_line(name: str, folder: Write) -> None:
    text, said = HOSTILE[name]
    found = fault(folder(report__html__j2=text), "html")
    assert ".html.j2:" in found.message.split(": ")[0]
    assert said in found.message
    assert len(str(found)) < 1000


MEASURED = """
import resource, sys, time
from pathlib import Path
from report_samples import sample
from partnercheck.core.findings import PartnercheckError
from partnercheck.reports.render import render
from test_templates import HOSTILE
import tempfile
assessment = sample("clear")
render(assessment)
for name, (text, _) in HOSTILE.items():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.html.j2").write_text(text)
        before = resource.getrusage(resource.RUSAGE_SELF)
        try:
            render(assessment, template=folder)
        except PartnercheckError:
            pass
        after = resource.getrusage(resource.RUSAGE_SELF)
    seconds, more = after.ru_utime - before.ru_utime, (after.ru_maxrss - before.ru_maxrss) / 1000
    if seconds > 15 or more > 100:
        print(f"{name}: {seconds:.1f} s, {more:.0f} MB more")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in another way elsewhere")
def test_no_template_takes_more_than_seconds_and_a_hundred_megabytes() -> None:
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here.parents[1] / "src"), str(here.parent), str(here)])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_link_may_lead_to_a_template_beside_it_and_nowhere_else(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret").write_text("root:x:0:0")
    (own / "part.j2").write_text("a part")
    (own / "beside.j2").symlink_to("part.j2")
    (own / "out.j2").symlink_to("../secret")
    (own / "deep").symlink_to("..")
    (own / "loop.j2").symlink_to("loop.j2")
    (tmp_path / "linked").symlink_to("own")
    report = own / "report.md.j2"
    report.write_text("{% include 'beside.j2' %}")
    assert render(sample("clear"), "md", template=own) == render(sample("clear"), "md", template=tmp_path / "linked")
    for name, verb in [(name, verb) for name in ("out.j2", "deep/secret") for verb in ("include", "extends", "import")]:
        report.write_text(f"{{% {verb} '{name}' {'as x ' if verb == 'import' else ''}%}}")
        assert "leads out of the template folder" in fault(own).message
    report.write_text("{% include 'loop.j2' %}")
    assert "there is no template loop.j2" in fault(own).message
    report.unlink()
    report.symlink_to("../secret")
    assert "leads out" in fault(own).message


def test_what_a_template_keeps_to_is_shown_as_before(folder: Write) -> None:
    own = folder(
        report__md__j2="{% set ns = namespace(n=0) %}{% for q in assessment.questions %}{% set ns.n = ns.n + 1 %}"
        "{{ q.id ~ '/' }}{% endfor %}\n\n{{ ns.n }} {{ 'a-b'|replace('-', '+') }} {{ 'x'.center(5) }}|"
        '{{ "%03d %s" % (7, "y") }} {{ "{:>4}".format(1) }} {{ [3, 1]|sort|join(", ") }} {{ [1, 2, 3][:2] }}'
        "{% for a in [1, 2] if a > 1 %}{{ a }}{% endfor %} {{ words('{n} of {of}', n=3, of=20000) }}"
    )
    names = "/".join(question.id for question in sample("clear").questions)
    shown = render(sample("clear"), "md", template=own)
    assert shown.startswith(f"{names}/\n{len(sample('clear').questions)} a+b ")
    assert "x|007 y 1 1, 3 \\[1, 2\\]2 3 of 20000" in shown


@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_bundled_report_takes_a_fraction_of_what_a_template_may(folder: Write, format_: str) -> None:
    question = sample("clear").questions[0]
    many = sample("clear", questions=[question.model_copy(update={"id": f"q{n}"}) for n in range(400)])
    own = folder(**{f"report__{format_}__j2": f'{{% extends "stage/report.{format_}.j2" %}}'})
    assert render(many, format_, template=own) == render(many, format_)  # type: ignore[arg-type]  # a parameter


COUNTED = [
    ("LIST|length", "list"),
    ("'x'.center(N)|length", "number"),
    ("'x'|center(N)|length", "number"),
    ("'x'.zfill(N)|length", "number"),
    ("'\\t'.expandtabs(N)|length", "number"),
    ("('%' ~ N ~ 'd')|format(1)|length", "number"),
    ("(('{:' ~ N ~ '}').format(1))|length", "number"),
    ("'x'|indent(N, true)|length", "number"),
    ("1|number(P)", "places"),
    ("words.number(1, P)", "places"),
]


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    each=st.sampled_from(COUNTED),
    size=st.sampled_from([0, 1, 999, 1000, 1001, MAX_NUMBER - 1, MAX_NUMBER, MAX_NUMBER + 1, 10**9, -1, -(10**9)]),
)
def test_values_at_a_limit_and_beyond_it(each: tuple[str, str], size: int, tmp_path: Path) -> None:
    text, kind = each
    text = text.replace("LIST", f"(range({size})|list)").replace("N", str(size)).replace("P", str(size))
    (tmp_path / "report.md.j2").write_text(f"{{{{ {text} }}}}")
    within = {"list": size <= 1000, "number": abs(size) <= MAX_NUMBER, "places": 0 <= size <= 20}[kind]
    try:
        shown = render(sample("clear"), "md", template=tmp_path)
    except PartnercheckError as problem:
        assert not within or size < 0
        assert "report.md.j2:1: " in problem.message  # noqa: PT017
    else:
        assert within
        assert len(shown) < 100


PIECES = """{{ }} {% %} {# #} if endif for endfor in range( 1000 ) | ~ + * % set x = [ ] 'a' , length join replace(
center( words( macro m() endmacro include 'report.md.j2' namespace( assessment . loop recursive not - : { }"""


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=30).map(" ".join))
def test_any_template_is_rendered_or_told_by_file_and_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_text(text)
    try:
        assert render(sample("clear"), "md", template=tmp_path).endswith("\n")
    except PartnercheckError as problem:
        assert "report.md.j2:" in problem.message  # noqa: PT017 - it need not raise


def test_sizes_count_everything_each_time_it_stands_there() -> None:
    budget = Budget()
    text = "x" * 1000
    assert budget.size([text] * 10) > 10 * budget.size(text)
    assert budget.size("\u1234" * 10) == 40
    shared: list[object] = [text]
    for _ in range(8):
        shared = [shared, shared]
    assert budget.size(shared) > 2**8 * 1000
    assert MAX_AT_ONCE > 2**8 * 1000


@pytest.mark.parametrize("message", ["{n}", "{n} of {of}", "{{n}}", "no place", "{n}{n}"])
def test_plain_places_are_filled(message: str) -> None:
    assert words_for("en")(message, n=1, of=2) == message.format(n=1, of=2)


@pytest.mark.parametrize(
    "message", ["{}", "{0}", "{n.real}", "{n[0]}", "{n!r}", "{n:5}", "{ n }", "{n:{of}}", "{n", "}"]
)
def test_other_places_are_none(message: str) -> None:
    with pytest.raises(ValueError, match=r"plain name|\{|\}"):
        words_for("en")(message, n=1, of=2)


# --- the cache of compiled templates ----------------------------------------------------------------------------------

HERE = "import sys; from report_samples import sample; from partnercheck.reports.render import render; "


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder of its own; what is in it stands under `partnercheck`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "partnercheck"


@pytest.mark.skipif(sys.platform == "win32", reason="it has other permissions")
def test_compiled_templates_are_kept_where_nobody_else_looks(cache: Path) -> None:
    text = render(sample("clear"))
    folder = cache / "templates"
    kept = sorted(folder.iterdir())
    assert kept
    assert (folder.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o700, 0o700)
    assert render(sample("clear")) == text
    for damage in (b"", b"x", kept[0].read_bytes()[:30], kept[0].read_bytes()[:-1], os.urandom(200)):
        for each in kept:
            each.write_bytes(damage)
        assert render(sample("clear")) == text
    whole = kept[0].read_bytes()
    for place in range(0, len(whole), 997):
        kept[0].write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert render(sample("clear")) == text
    for each in kept:
        each.unlink()
        os.mkfifo(each)
    assert render(sample("clear")) == text


@pytest.mark.skipif(sys.platform == "win32", reason="it has other permissions")
@pytest.mark.parametrize("name", ["", "templates"])
def test_a_folder_that_somebody_planted_is_left_as_it_is(name: str, cache: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir(mode=0o755)
    (cache / name).parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    (cache / name).symlink_to(victim)
    assert own_folder("templates") is None
    assert render(sample("clear"))
    assert (victim.stat().st_mode & 0o777, list(victim.iterdir())) == (0o755, [])
    (cache / name).unlink()
    (cache / name).mkdir()
    (cache / name).chmod(0o777)
    assert own_folder("templates") is None
    if os.geteuid() == 0:
        (cache / name).chmod(0o700)
        os.chown(cache / name, 65534, 65534)
        assert own_folder("templates") is None


def test_without_a_place_for_a_cache_everything_works(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.write_text("a file stands where the folder should be")
    assert own_folder("templates") is None
    assert render(sample("clear"))
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert own_folder("templates") is None
    assert render(sample("clear"))


def test_a_template_that_never_stops_printing(folder: Write) -> None:
    loops = "{% for a in range(1000) %}{% for b in range(1000) %}{{ '" + "x" * 100 + "' }}{% endfor %}{% endfor %}"
    assert "longer than" in fault(folder(report__md__j2=loops)).message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("1.5", "1.5"),
        ("- l", r"\- l"),
        ("# h", r"\# h"),
        ("a\n\nb", "a b"),
        ("    code", "code"),
        ("a_b*c`d", r"a\_b\*c\`d"),
        ("https://x.example www.x.example", "https:\u200c//x.example www\u200c.x.example"),
        ("@a #1 GH-1", "@\u200ca #\u200c1 GH-\u200c1"),
        ("&amp; <b>", r"\&amp; \<b\>"),
        ("well-known, no change (really)!", "well-known, no change (really)!"),
        (7, "7"),
    ],
)
def test_markdown_escapes_only_what_it_must(text: object, shown: str) -> None:
    assert str(md(text)) == shown
    assert str(cell(text)) == shown


def test_nothing_in_a_cell_is_a_dash_and_nothing_elsewhere_is_nothing() -> None:
    assert str(cell(None)) == str(cell("  ")) == "–"
    assert str(md(None)) == ""
    assert plain(None) == ""


def test_numbers_are_written_the_readers_way() -> None:
    assert number(1234.5, lang="nl") == "1.234,5"
    assert number(126.0, lang="en") == "126"
    assert number(-0.001, 2, lang="en") == "0.00"
    assert number(0.5, 2, lang="nl-BE") == "0,50"
    assert date(datetime.date(2026, 3, 1), "nl") == "1 maart 2026"
    assert [width(2, 3), width(0, 0), width(7, 2), width(-1)] == ["66.7%", "0.0%", "100.0%", "0.0%"]
