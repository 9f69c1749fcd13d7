"""The same form twice: what in answers files repeats other files or the round, what is new, and what is corrected.

Every form tool exports all forms each time, and files are downloaded twice. Two forms are the same where all their
cells are equal. One or two such forms may be two people who answered alike. What tells a second look at the same forms
from other people is that several of them stand one below the other in both places.
"""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from partnercheck.assessment.responses import Answer, Response, Round
from partnercheck.core.findings import Finding, PartnercheckError, clip, listed, printable, problem_count, shown
from partnercheck.core.text import folded
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.rounds.answers_file import Batch
from partnercheck.rounds.ids import is_made

MIN_RUN = 3
"""So many consecutive forms, not all alike, that stand elsewhere too, are the same forms."""
MAX_TRIED = 64
"""Places at which one run of forms is looked for, should the same few forms stand a thousand times."""

Text = TypeVar("Text")
Cells = tuple[str, str, bool, tuple[tuple[str, Answer], ...], tuple[tuple[str, str], ...]]


class Correction(NamedTuple):
    """A form that takes the place of one in the round."""

    before: Response
    after: Response


@dataclass
class Comparison:
    """What became of the forms in answers files.

    Attributes:
        people: All forms, first those of the round, once each and as they are after the corrections.
        recorded: How many of them are of the round.
        imports: The forms of each file that has new ones, in its order, as places in `people`.
        corrections: What has to be corrected in the round, by the place in `people`.
        repeated: How many forms of the files are left out, because they are there already.
        taken_back: How many are left out because somebody took them back.
        corrected: How many take the place of another.
        alike: How many are new although an equal one stands elsewhere.
        where_erased: Who is new under a name, in a place where a form was erased; it may be that one.
        refused: What is said about forms that may be corrections.
        fixed: One of those cannot be corrected.
    """

    people: list[Response] = field(default_factory=list)
    recorded: int = 0
    imports: list[list[int]] = field(default_factory=list)
    corrections: dict[int, Correction] = field(default_factory=dict)
    repeated: int = 0
    taken_back: int = 0
    corrected: int = 0
    alike: int = 0
    where_erased: list[str] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    fixed: bool = False

    @property
    def new(self) -> list[Response]:
        """The forms that are not in the round."""
        return self.people[self.recorded :]

    def refusal(self) -> PartnercheckError:
        """The error that says which forms may be corrections."""
        return PartnercheckError(problem_count(len(self.refused)), findings=self.refused)


def compare(
    batches: Sequence[Batch],
    questionnaire: Questionnaire,
    known: Round | None = None,
    name: str = "",
    *,
    replace: bool = False,
) -> Comparison:
    """Hold the forms in answers files against each other and against a round.

    The order of the files does not matter, unless corrections are wanted: then what is named later corrects.

    Args:
        batches: The files' forms.
        questionnaire: What they answer.
        known: The round they are to be added to, if there is one.
        name: What the round's file is called.
        replace: Whether a form that differs from one that is there is a correction of it.
    """
    if len(batches) == 1 and known is None:
        forms = batches[0].responses
        return Comparison(list(forms), imports=[[*range(len(forms))]])
    found = _Comparing(questionnaire, replace=replace)
    if known:
        found.take_round(known, printable(name))
    if not replace:
        batches = sorted(batches, key=lambda batch: (-len(batch.responses), batch.digest))
    for batch in batches:
        found.take(batch)
    return found.result


class _Sequence(NamedTuple):
    """Forms in the order in which they stand somewhere: the number of each one's cells, and whose form it is.

    They may be those of a whole file, of one that was read into the round before, or all that the round holds.
    """

    keys: list[int]
    people: list[int]
    whole: bool = True
    earlier: bool = True


class _Match(NamedTuple):
    """Rows that stand in a sequence, too, one below the other: each with the person whose form it is."""

    sequence: _Sequence
    pairs: tuple[tuple[int, int], ...]


@dataclass
class _File:
    """One file while it is compared: the number of each row's cells, and the person whose form it is, if known."""

    batch: Batch
    keys: list[int]
    people: list[int | None]
    taken: set[int] = field(default_factory=set)

    def give(self, row: int, person: int) -> None:
        """Say whose form a row is."""
        self.people[row] = person
        self.taken.add(person)

    def open_rows(self) -> list[int]:
        """The rows of which nobody is known yet."""
        return [row for row, person in enumerate(self.people) if person is None]


class _Comparing:
    """The people so far, and in which sequences their forms stand."""

    def __init__(self, questionnaire: Questionnaire, *, replace: bool) -> None:
        self.result = Comparison()
        self.people = self.result.people
        self._replace = replace
        self._half = len(questionnaire.questions) / 2
        self._where: list[tuple[Batch, int] | str] = []
        self._counted: set[int] = set()
        self._unfinished: set[int] = set()
        self._withdrawn: set[int] = set()
        self._erased: set[int] = set()
        self._names: dict[str, int] = {}
        self._numbers: dict[Cells, int] = {}
        self._answered: list[int] = []
        self._keys: list[int] = []
        self._by_key: dict[int, list[int]] = defaultdict(list)
        self._sequences: list[_Sequence] = []
        self._pending: _Sequence | None = None
        self._windows: dict[tuple[int | None, ...], list[tuple[_Sequence, int]]] = defaultdict(list)

    def take_round(self, there: Round, name: str) -> None:
        """Take the forms of a round: as they were recorded, and those of each file by themselves."""
        counted = set(there.closing.respondents) if there.closing and not there.opened else set()
        for form in there.responses:
            person = self._add(form, self._key(form), name)
            self._counted |= {person} if form.respondent in counted else set()
        keys = [self._key(form) for form in there.responses]
        for form in there.unfinished:
            self._unfinished.add(self._add(form, self._key(form), name))
        for form in there.withdrawn:
            self._withdrawn.add(self._add(form, self._key(form), name))
        for respondent in {each: 0 for together in there.imports for each in together}:
            if respondent not in self._names:
                gone = Response(respondent=respondent, partner=respondent)  # equal to nobody's form
                self._erased.add(self._add(gone, self._key(gone), name))
        self.result.recorded = len(self.people)
        self._add_sequence(_Sequence(keys, [*range(len(keys))], whole=False))
        for together in dict.fromkeys(there.imports):
            people = [self._names[respondent] for respondent in together]
            self._add_sequence(_Sequence([self._keys[person] for person in people], people))

    def take(self, batch: Batch) -> None:
        """Take the forms of a file."""
        if self._pending:  # the last file is compared with nothing
            self._add_sequence(self._pending)
        file = _File(batch, [self._key(form) for form in batch.responses], [None] * len(batch.responses))
        self._find_names(file)
        repeats = [*self._runs(file), *self._beginnings(file)]
        if repeats:
            same = self._same_files(repeats)
            self._find_single(file, same)
            self._find_missing(file, same[0])
        out = [person for person in file.people if person is not None]
        self.result.repeated += sum(person not in self._withdrawn for person in out)
        self.result.taken_back += sum(person in self._withdrawn for person in out)
        new = file.open_rows()
        self.result.alike += sum(self._is_alike(file, row) for row in new)
        for row in new:
            file.give(row, self._add(batch.responses[row], file.keys[row], (batch, row)))
        people = [person for person in file.people if person is not None]
        self._pending = _Sequence(file.keys, people, earlier=False)
        if new:
            self.result.imports.append([person for person in people if person not in self._withdrawn])

    def _add(self, form: Response, key: int, where: tuple[Batch, int] | str) -> int:
        person = len(self.people)
        self.people.append(form)
        self._where.append(where)
        self._keys.append(key)
        self._by_key[key].append(person)
        for name in {form.respondent, folded(form.respondent)} - {""}:
            self._names.setdefault(name, person)
        return person

    def _add_sequence(self, sequence: _Sequence) -> None:
        self._sequences.append(sequence)
        for place in range(len(sequence.keys)):
            for window in _windows(sequence.keys, place):
                self._windows[window].append((sequence, place))

    def _key(self, form: Response) -> int:
        """A number that forms with the same cells have in common."""
        number = self._numbers.setdefault(cells_of(form), len(self._numbers))
        if number == len(self._answered):
            self._answered.append(len(form.answers))
        return number

    def _is_half(self, key: int) -> bool:
        return self._answered[key] >= self._half

    def _fits(self, file: _File, row: int, sequence: _Sequence, place: int) -> bool:
        """Whether a row can be the form at a place of a sequence."""
        if not (0 <= row < len(file.keys) and 0 <= place < len(sequence.keys)):
            return False
        person = sequence.people[place]
        if file.people[row] == person:
            return True
        free = file.people[row] is None and person not in file.taken
        return free and file.keys[row] == sequence.keys[place] and self._may_be(file, row, person)

    def _may_be(self, file: _File, row: int, person: int) -> bool:
        """Whether a row can be a person's: two names that differ are two people."""
        one, other = file.batch.responses[row].respondent, self.people[person].respondent
        made = person < self.result.recorded and is_made(other)
        return not one or not other or made or folded(one) == folded(other)

    def _find_names(self, file: _File) -> None:
        """Give the rows with a name that is there already to those who have it."""
        for row, form in enumerate(file.batch.responses):
            person = self._names.get(form.respondent, self._names.get(folded(form.respondent)))
            if person is not None and person not in file.taken:
                differs = cells_of(self.people[person]) != cells_of(form) or person in self._unfinished
                file.give(row, person)
                if differs:
                    self._correct(file, row, person, "PC804")

    def _runs(self, file: _File) -> list[_Match]:
        """The runs of rows that stand elsewhere, too; their rows are given to whose form it is."""
        runs = []
        row = 0
        while row < len(file.keys):
            tried = [each for window in _windows(file.keys, row) for each in self._windows.get(window, ())[:MAX_TRIED]]
            longest = max((self._run(file, row, *each) for each in tried), key=lambda run: len(run.pairs), default=None)
            end = longest.pairs[-1][0] + 1 if longest and longest.pairs else 0
            if longest and self._is_repeat(file, longest):
                runs.append(longest)
                for each, person in longest.pairs:
                    file.give(each, person)
                row = end
            else:
                row = max(row + 1, end - 1)
        return runs

    def _run(self, file: _File, row: int, sequence: _Sequence, place: int) -> _Match:
        """The longest run through a row and a place; one form in it may have been corrected."""
        if not self._fits(file, row, sequence, place):
            return _Match(sequence, ())
        ends = []
        for way in (-1, 1):
            n = 0
            while step := next(
                (k for k in (1, 2) if self._fits(file, row + way * (n + k), sequence, place + way * (n + k))), 0
            ):
                n += step
            ends.append(n)
        steps = range(-ends[0], ends[1] + 1)
        pairs = ((row + n, sequence.people[place + n]) for n in steps if self._fits(file, row + n, sequence, place + n))
        return _Match(sequence, tuple(pairs))

    def _is_repeat(self, file: _File, run: _Match) -> bool:
        """Whether a run has enough forms that are half filled in, not all alike; others between them go along."""
        half = [file.keys[row] for row, _ in run.pairs if self._is_half(file.keys[row])]
        return len(half) >= MIN_RUN and len(set(half)) > 1

    def _beginnings(self, file: _File) -> list[_Match]:
        """The whole files that stand at the beginning of this one, or the one that begins with all of this."""
        whole = []
        for sequence in self._sequences:
            shorter = min(len(sequence.keys), len(file.keys))
            if not sequence.whole or (sequence.earlier and shorter < len(sequence.keys)):
                continue  # what was read before is the earlier file, and must stand in this one as a whole
            said = sum(self._answered[key] for key in file.keys[:shorter])
            if said >= self._half and all(self._fits(file, row, sequence, row) for row in range(shorter)):
                whole.append(_Match(sequence, tuple(enumerate(sequence.people[:shorter]))))
                for row, person in whole[-1].pairs:
                    file.give(row, person)
        return whole

    def _same_files(self, repeats: Sequence[_Match]) -> list[_Sequence]:
        """The files that this is the same as, later or earlier, first the one with which it has most in common."""
        repeated = {person for match in repeats for _, person in match.pairs}
        shared = [(sum(person in repeated for person in each.people), each) for each in self._sequences if each.whole]
        most_first = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
        return [each for _, each in most_first] or [repeats[0].sequence]

    def _find_single(self, file: _File, same: Sequence[_Sequence]) -> None:
        """Give single rows to those of the same files that have equal forms: such a file holds each of them once."""
        waiting: dict[int, deque[int]] = defaultdict(deque)
        for person in dict.fromkeys(person for sequence in same for person in sequence.people):
            if person not in file.taken:
                waiting[self._keys[person]].append(person)
        for row in file.open_rows():
            equal = waiting.get(file.keys[row])
            if equal and self._answered[file.keys[row]] and self._may_be(file, row, equal[0]):
                file.give(row, equal.popleft())

    def _find_missing(self, file: _File, own: _Sequence) -> None:
        """Say so where a new row stands where the same file had a form that is missing now."""
        places = {person: place for place, person in enumerate(own.people)}
        known = [(row, places[person]) for row, person in enumerate(file.people) if person in places]
        ends = [(-1, -1), *known, (len(file.people), len(own.people))] if own.whole else known
        if own.whole and len(known) > 1 and known[0][1] > known[-1][1]:  # the newest stands first
            ends[0], ends[-1] = (-1, len(own.people)), (len(file.people), -1)
        for (row, place), (next_row, next_place) in pairwise(ends):
            low, high = sorted((place, next_place))
            missing = [own.people[each] for each in range(low + 1, high) if own.people[each] not in file.taken]
            new = [each for each in range(row + 1, next_row) if file.people[each] is None]
            for each, person in zip(new, missing, strict=False):
                if self._may_be(file, each, person):
                    file.give(each, person)
                    self._correct(file, each, person, "PC810")
                elif person in self._erased:
                    self.result.where_erased.append(file.batch.responses[each].respondent)

    def _correct(self, file: _File, row: int, person: int, code: str) -> None:
        """Let a row take the place of a form, or say why it does not without being told to."""
        form, before = file.batch.responses[row], self.people[person]
        self.result.repeated -= person not in self._withdrawn
        self.result.taken_back -= person in self._withdrawn
        if self._replace and person not in self._erased:
            self.result.corrected += 1
            self._replace_form(person, form)
            return
        where = self._where[person]
        if not isinstance(where, str):
            where = str(where[0].place(where[1], "respondent", code, "", "").location)
        differs = f"this form differs in {listed(different(before, form))}"
        remedy = "--replace takes it as a correction; if somebody else answered, give another name"
        if person in self._unfinished:
            message = f"the respondent {shown(form.respondent)} has begun a form in {where} and not finished it"
        elif code == "PC804":
            message = f"the respondent {shown(form.respondent)} is in {where} already; {differs}"
        else:
            message = f"{differs} from one of {where} that stood in its place and is missing here"
            remedy = "--replace takes it as a correction; if somebody else answered, put the missing one back"
        if person in self._erased:
            message = f"this form stands where {where} had one that was erased"
            remedy = "take it out of the file if it is that one; if somebody else answered, give a name"
        if person in self._counted | self._erased:
            self.result.fixed = True
        if person in self._counted:
            remedy = "what was there counts in a closed round and does not change any more; put it back in its place"
        self.result.refused.append(file.batch.place(row, "respondent", code, clip(message, 390), remedy))

    def _replace_form(self, person: int, form: Response) -> None:
        before = self.people[person]
        after = form.model_copy(update={"respondent": before.respondent or form.respondent})
        self.people[person], self._keys[person] = after, self._key(form)
        if person < self.result.recorded:
            first = self.result.corrections.get(person)
            self.result.corrections[person] = Correction(first.before if first else before, after)

    def _is_alike(self, file: _File, row: int) -> bool:
        """Whether the equal of a new row stands elsewhere, and says enough to be told of."""
        key = file.keys[row]
        others = self._by_key.get(key, ())[:MAX_TRIED]
        return self._is_half(key) and any(
            person not in file.taken and self._may_be(file, row, person) for person in others
        )


def _windows(keys: Sequence[int], place: int) -> Iterator[tuple[int | None, ...]]:
    """The forms at a place that a run is known by: three below each other, or with another one between them."""
    for window in ((0, 1, 2), (0, 1, None, 3), (0, None, 2, 3)):
        found = tuple(keys[place + n] if n is not None else None for n in window if n is None or place + n < len(keys))
        if len(found) == len(window) and len({*found} - {None}) > 1:
            yield found


def cells_of(form: Response) -> Cells:
    """Everything that two forms have in common where they are the same; a name is no cell."""
    answers = sorted((name, _composed(answer)) for name, answer in form.answers.items())
    comments = sorted((name, _composed(text)) for name, text in form.comments.items())
    return folded(form.partner), folded(form.sector), form.joint, tuple(answers), tuple(comments)


def _composed(answer: Text) -> Text | str:
    """A text in the one form in which accents are not characters of their own."""
    return unicodedata.normalize("NFC", answer) if isinstance(answer, str) else answer


def different(before: Response, after: Response) -> list[str]:
    """What differs between two forms: the ids of questions, those with another comment, partner and sector."""
    names = [key for key in ("partner", "sector") if folded(getattr(before, key)) != folded(getattr(after, key))]
    for name in dict.fromkeys((*before.answers, *after.answers)):
        names += [name] if before.answers.get(name) != after.answers.get(name) else []
    for name in dict.fromkeys((*before.comments, *after.comments)):
        names += [f"comment:{name}"] if before.comments.get(name) != after.comments.get(name) else []
    return names
