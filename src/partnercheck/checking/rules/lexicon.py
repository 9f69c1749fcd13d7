"""What is known about English and Dutch, and what languages are called."""

import re

from partnercheck.checking.rules.wording import Language, a_set_of


def _with_s(verb: str) -> str:
    if verb.endswith(("ch", "sh", "ss", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _forms(verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in (verb, _with_s(verb)))


_ENGLISH_VERBS = _forms("""
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
_ENGLISH_VERBS_OR_NOUNS = _forms("""
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
_ENGLISH_ADJECTIVES = """
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
    verbs=_ENGLISH_VERBS - _ENGLISH_VERBS_OR_NOUNS,
    verbs_or_nouns=_ENGLISH_VERBS_OR_NOUNS,
    objects=a_set_of(
        "the a an our their your my his her its this these those each one it them us me him all every any what how "
        "others something things well"
    ),
    participles=a_set_of(_IRREGULAR + _REGULAR),
    adjectives=a_set_of(_ENGLISH_ADJECTIVES),
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


_DUTCH_VERBS = """
    aanpassen accepteren accepteert beantwoorden beantwoordt begint beginnen begrijpen begrijpt behalen behaalt
    bekijken bekijkt bellen benoemen benoemt benutten beoordelen beoordeelt bepalen bepaalt bereiken bereikt
    beslissen beslist bespreken bespreekt besteden besteedt betalen betaalt betrekken betrekt bewaken bewaakt
    bieden biedt blijven blijft bouwen bouwt brengen brengt communiceren communiceert controleren controleert
    deelt delen doe doen doet draagt dragen durven durft ervaren ervaart evalueren evalueert faciliteren gaan
    gaat geeft geloven gelooft geven gebruiken gebruikt groeien groeit halen haalt helpen helpt herhalen
    herinneren hoort horen houden houdt informeren informeert investeren investeert kennen kent kiezen kiest
    kijken kijkt komen komt krijgen krijgt laat laten leert leren leveren levert leggen legt lezen leest lossen
    lost luisteren luistert maakt maken meten meet melden meldt merken merkt motiveren motiveert neemt nemen
    nodigen nodigt noemen noemt ondersteunen ondersteunt ontvangen ontvangt ontwikkelen ontwikkelt organiseren
    organiseert overleggen overlegt passen past praten praat proberen probeert pakken pakt reageren reageert
    regelen regelt respecteren respecteert schrijven schrijft spreken spreekt staan staat stellen stelt stemmen
    sturen stuurt testen test uiten vallen valt verbeteren verbetert verdelen verdeelt verdwijnen verdwijnt
    vergelijken vergelijkt vergeten verliezen verliest vertellen vertelt vertrouwt vieren viert vinden vindt
    voeren voert voelen voelt volgen volgt vraagt waarderen waardeert weten weet werkt wisselen wisselt zeggen
    zegt zetten zien ziet zoeken zoekt zorgt begrijp denk durf ga geef hoor ken krijg neem vertrouw vind voel
    volg weet zeg zie
"""
_DUTCH_VERBS_OR_NOUNS = """
    delen gebruiken vragen stemmen testen verdelen besluiten besluit plannen plant vertrouwen werken zorgen spelen
    handelen leiden leidt steunen steunt hopen hoopt wensen wenst eisen oefenen oefent tellen telt rapporteren
    afspreken afstemmen samenwerken verwachten verwacht verzamelen verzamelt ontwerpen ontwerpt zijn gebruikt past
    meet test zet vergeten
"""
_PARTICIPLES = """
    aangepakt aangepast aanvaard afgerond afgesproken afgestemd begrepen behandeld bekeken benoemd benut
    beoordeeld bepaald bereikt beschreven besproken betaald betrokken bewaakt bijgehouden bijgesteld doorgegeven
    erkend gebruikt gecontroleerd gedaan gedeeld gedocumenteerd gedragen geëvalueerd gegeven gehoord gehouden gekend
    gekozen geleverd gemaakt gemeld gemeten genoemd genomen geregeld gerespecteerd gesteund gesteld getest
    gevierd gevoerd gevolgd gewaardeerd gezien herhaald ingevuld nagekomen ondersteund ontwikkeld opgelost
    opgepakt opgeschreven opgevolgd overgedragen toegepast uitgelegd uitgevoerd vastgelegd vastgesteld
    verbeterd verdeeld vergeleken verspreid vertrouwd verzameld voorbereid vervuld
"""
_DUTCH_ADJECTIVES = """
    aangenaam begrijpelijk behulpzaam belangrijk betaalbaar betrouwbaar betrokken compleet concreet constructief
    creatief doelgericht duidelijk duurzaam eenvoudig eerlijk effectief efficiënt flexibel gastvrij gelijk goed
    haalbaar handig helder inspirerend interessant kort leerzaam leuk levendig makkelijk moeilijk motiverend nauwkeurig
    nuttig open overzichtelijk passend persoonlijk positief praktisch prettig productief professioneel realistisch
    redelijk regelmatig relevant respectvol rustig snel stabiel sterk succesvol tevreden toegankelijk transparant veilig
    voldoende volledig voorspelbaar waardevol welkom zakelijk zichtbaar zinvol zorgvuldig
"""

DUTCH = Language(
    negation=re.compile(
        r"(?<!\bal dan )(?<!\bof )\bniet\b(?! alleen\b| waar\b| later dan\b| meer dan\b)"
        r"|\b(?:geen|nooit|niemand|niets|nergens|noch|nauwelijks|geenszins|evenmin)\b(?! twijfel\b)",
        re.IGNORECASE,
    ),
    leading=re.compile(
        r"\b(?:uiteraard|ongetwijfeld|immers|nietwaar|vanzelfsprekend dat|zonder twijfel|zoals bekend"
        r"|zoals (?:we|je|u|jullie) (?:allemaal )?weet(?:en)?|zoals (?:iedereen|we allemaal) weten?|zoals iedereen weet"
        r"|iedereen weet dat|natuurlijk ook|vind(?:t)? (?:je|jij|u|jullie) (?:ook )?niet|(?:ben|bent) (?:je|jij|u) het "
        r"(?:er ?(?:ook )?)?mee eens dat|vind(?:t)? (?:je|jij|u|jullie) ook)\b"
        r"|^vanzelfsprekend\b"
        r"|(?<!\been )(?<!\bheel )(?<!\bzo )(?<!\bhet )(?<!\bop )(?<!\bals )\bnatuurlijk\b"
        r"(?! (?:verloop|moment|contact|proces|gedrag|leiderschap)\b)"
        r"|\b(?:toch|niet waar|h[èe]|of niet|niet dan) ?\?",
        re.IGNORECASE,
    ),
    doubled=re.compile(r"\ben ?/ ?of\b|\b(?:evenals|alsmede|alsook|en tegelijk(?:ertijd)?)\b", re.IGNORECASE),
    joiners=a_set_of("en maar"),
    joiners_rated=a_set_of(""),
    subjects=a_set_of("we wij ik jij jullie ze zij hij men iedereen niemand"),
    subjects_before_verb=a_set_of("het je u er dat dit die dan daar daarna partners mensen anderen"),
    question_words=a_set_of("hoe wat waarom wanneer waar wie welke welk wiens waarover waaraan waardoor waarmee of"),
    between=a_set_of("ook altijd vaak meestal echt zelfs daarom dus openlijk snel regelmatig goed actief"),
    opposites=a_set_of("niet"),
    concessions=a_set_of("toch dan nog niet vervolgens"),
    subordinate=a_set_of(
        "dat die wie wat waar waarin waarmee waarop als wanneer omdat terwijl totdat nadat voordat zodra sinds tenzij "
        "hoe waarom of om doordat zodat"
    ),
    auxiliaries=a_set_of(
        "ben bent is was waren heb hebt heeft hebben had hadden word wordt worden kan kun kunt kunnen kon konden wil "
        "wilt willen mag mogen moet moeten zal zullen zou zouden"
    ),
    verbs=a_set_of(_DUTCH_VERBS) - a_set_of(_DUTCH_VERBS_OR_NOUNS),
    verbs_or_nouns=a_set_of(_DUTCH_VERBS_OR_NOUNS),
    objects=a_set_of(
        "de het een elkaar die dat dit deze ons onze hun ze hen hem haar er daar zich alles iets samen mee op af uit "
        "in aan erop eraan ermee ervan daarnaar ernaar goed"
    ),
    participles=a_set_of(_PARTICIPLES),
    adjectives=a_set_of(_DUTCH_ADJECTIVES),
    after_predicate=a_set_of("door in op voor met van bij te over genoeg binnen tijdens als"),
    infinitive=a_set_of("te wil willen kan kunnen moet moeten zal zullen"),
    pairs=frozenset(
        {
            ("geven", "nemen"), ("halen", "brengen"), ("komen", "gaan"), ("zeggen", "doen"), ("doen", "laten"),
            ("open", "eerlijk"), ("leren", "werken"), ("vallen", "opstaan"), ("wikken", "wegen"), ("kort", "goed"),
            ("eerlijk", "open"), ("geven", "krijgen"),
        }
    ),
)  # fmt: skip
"""Dutch questions."""


_LANGUAGES = {"en": ENGLISH, "nl": DUTCH}


def language_of(tag: str) -> Language | None:
    """What is known about the language of a tag such as `nl-BE`; none where nothing is."""
    return _LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower())


def language_tag(word: str) -> str:
    """The tag of the language that a word names, by its tag or in English; empty where there is no such language."""
    from babel import Locale

    names = Locale("en").languages
    low = word.lower()
    if re.split("[-_]", low)[0] in names:
        return low
    return next((tag for tag, name in names.items() if name.lower() == low), "")
