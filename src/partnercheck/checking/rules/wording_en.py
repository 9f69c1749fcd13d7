"""What is known about English."""

import re

from partnercheck.checking.rules.wording import Language, a_set_of


def _with_s(verb: str) -> str:
    if verb.endswith(("ch", "sh", "ss", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _forms(verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in (verb, _with_s(verb)))


_VERBS = _forms("""
    accept achieve adapt adjust admit agree allow analyse argue appreciate approve arrive ask assign avoid
    become begin believe blame bring build carry celebrate choose clarify collaborate collect combine come
    commit communicate compare complain complete confirm consider continue contribute coordinate cooperate
    create decide define deliver depend describe develop disagree discover discuss divide encourage enjoy ensure
    evaluate examine exchange expect explain explore express feel find follow forget forgive gather get give go
    grow happen hear hesitate hide identify ignore implement improve include inform inspire introduce invest
    invite involve join keep know lack learn let like listen look lose make meet mention motivate obtain
    organise organize participate perform persuade postpone prefer prepare prioritise promise propose protect
    prove provide publish push put read realise receive recognise recognize reflect refuse rely remain remember
    remove renew repeat replace represent request resolve respond revise rotate say see seek send settle
    simplify solve speak spend stick strengthen struggle succeed suggest take teach tell tend think understand
    use welcome withdraw write
""")
_VERBS_OR_NOUNS = _forms("""
    act aim answer approach attempt balance benefit care cause challenge change charge check claim comment
    compromise contact control cost count cover deal demand design doubt draft end engage estimate exchange fear fight
    finish focus fund gain guide help hold honour influence interest judge lack lead leave like limit link look
    manage mean measure monitor need notice offer own pass pay plan practise praise present promise push question rate
    report request research respect rest result review reward risk run schedule serve set share show sign stand start
    stay stop study supply support target test thank track train transfer travel treat trust try turn update use value
    visit vote wait want watch win work worry
""")
_IRREGULAR = """
    been begun bought brought built chosen done drawn felt found forgotten given gone gotten heard held hidden kept
    known led learnt left lost made met paid proven put read said seen sent set settled shown solved spent spoken stuck
    taken taught thought told understood won written
"""
_REGULAR = """
    accepted achieved adapted adjusted agreed appreciated approved asked assigned avoided blamed checked clarified
    collected compared completed confirmed considered coordinated created decided defined delivered described developed
    discussed divided documented encouraged evaluated examined explained explored finished followed funded heeded
    honoured ignored implemented improved included informed involved invited measured monitored noticed organised
    organized planned prepared prioritised published received recognised recorded repeated reported resolved respected
    reviewed revised rewarded shared signed solved supported tested tracked trained treated trusted updated used valued
"""
_ADJECTIVES = """
    accessible accurate active affordable appropriate attractive available calm careful cheap clear complete
    constructive creative difficult easy effective efficient enjoyable equal expensive fair fast feasible flexible
    friendly fun good happy helpful honest important inclusive independent interesting lively meaningful modern
    motivated
    necessary open personal pleasant polite positive practical precise predictable productive professional quick
    realistic reasonable regular relevant reliable respectful safe satisfied short simple slow small stable strong
    successful sufficient suitable supportive sustainable timely tiring transparent trustworthy understandable useful
    valuable visible warm welcoming well
"""

ENGLISH = Language(
    negation=re.compile(
        r"\b(?:not(?! only\b)|never|nobody|no one|none|nothing(?! but\b)|nowhere|neither|nor|hardly|cannot"
        r"|no(?! (?:matter|doubt|longer than|later than|more than|less than)\b))\b|\b\w+n['’]t\b",
        re.IGNORECASE,
    ),
    leading=re.compile(
        r"\b(?:obviously|of course|surely|undoubtedly|needless to say|without (?:a )?doubt|no doubt|as you know"
        r"|as (?:we|you) all know|as (?:everyone|everybody) knows|(?:everyone|everybody) knows that"
        r"|(?:don|wouldn|won)['’]t you|(?:would|do|don['’]t) you (?:not )?agree that|(?:do|don['’]t) you also)\b"
        r"|^(?:clearly|naturally|evidently),"
        r"|^(?:is|are|do|does|did|should|would|could|can|was|were|have|has)n['’]t (?:it|we|you|they|the|our|that)\b"
        r"|, ?(?:\w+n['’]t (?:it|we|you|they|he|she|there)|right) ?\?",
        re.IGNORECASE,
    ),
    doubled=re.compile(
        r"\band ?/ ?or\b"
        r"|(?<!\bwork )(?<!\bworks )(?<!\bgoes )(?<!\bgo )(?<!\bdo )(?<!\bdoes )(?<!\bis )(?<!\bgoing )(?<!\bworking )"
        r"\bas well as\b(?! (?:(?:we|they|you|i|it|he|she|others|any|anyone|ever|before|expected|possible|planned|hoped"
        r"|could|can|last)\b))",
        re.IGNORECASE,
    ),
    joiners=a_set_of("and but"),
    joiners_rated=a_set_of("or"),
    subjects=a_set_of("we they i you he she everyone everybody nobody"),
    subjects_before_verb=a_set_of("it this that there others people partners each most some none"),
    question_words=a_set_of("how what why when where who which whose whom whether"),
    between=a_set_of("also always often usually really even therefore thus so openly at least quickly regularly"),
    opposites=a_set_of("not doesn't don't isn't aren't can't"),
    concessions=a_set_of("still yet then not"),
    subordinate=a_set_of(
        "that which who whom whose when where if because while as until after before once since unless what how why "
        "whether"
    ),
    auxiliaries=a_set_of(
        "am is are was were has have had do does did can could will would shall should may might must"
    ),
    verbs=_VERBS - _VERBS_OR_NOUNS,
    verbs_or_nouns=_VERBS_OR_NOUNS,
    objects=a_set_of(
        "the a an our their your my his her its this these those each one it them us me him all every any what how "
        "others something things well"
    ),
    participles=a_set_of(_IRREGULAR + _REGULAR),
    adjectives=a_set_of(_ADJECTIVES),
    after_predicate=a_set_of(
        "by in on at to for with from about of enough together openly regularly well again afterwards on when before "
        "after everywhere quickly fairly within as"
    ),
    infinitive=a_set_of("to"),
    pairs=frozenset(
        {
            ("wait", "see"), ("give", "take"), ("come", "go"), ("pick", "choose"), ("try", "find"), ("say", "do"),
            ("go", "see"), ("come", "see"), ("live", "learn"), ("trial", "error"), ("stop", "think"),
            ("open", "honest"),
            ("meet", "greet"), ("mix", "match"), ("try", "make"), ("try", "keep"), ("once", "only"), ("live", "let"),
            ("fair", "reasonable"), ("safe", "well"), ("compare", "contrast"), ("do", "say"), ("show", "tell"),
            ("if", "when"), ("alive", "well"), ("give", "receive"), ("plan", "do"),
        }
    ),
    ing=True,
)  # fmt: skip
"""English questions."""
