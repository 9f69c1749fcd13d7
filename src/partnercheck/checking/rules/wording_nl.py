"""What is known about Dutch."""

import re

from partnercheck.checking.rules.wording import Language, a_set_of

_VERBS = """
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
_VERBS_OR_NOUNS = """
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
_ADJECTIVES = """
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
    verbs=a_set_of(_VERBS) - a_set_of(_VERBS_OR_NOUNS),
    verbs_or_nouns=a_set_of(_VERBS_OR_NOUNS),
    objects=a_set_of(
        "de het een elkaar die dat dit deze ons onze hun ze hen hem haar er daar zich alles iets samen mee op af uit "
        "in aan erop eraan ermee ervan daarnaar ernaar goed"
    ),
    participles=a_set_of(_PARTICIPLES),
    adjectives=a_set_of(_ADJECTIVES),
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
