import pytest

from kennispact.programme.linking.analyser import Analyser, count_words
from kennispact.programme.linking.thesaurus import Malformed, Matcher, Thesaurus, spread

SLUGS = {
    "duurzaamheid", "woningmarkt", "leefomgeving_stedelijke_transformatie", "slimme_bereikbaarheid",
    "mkb_economische_vernieuwing", "vitale_binnensteden_werklocaties", "sterke_keten", "zorg_jeugd_onderwijs",
    "armoede_schuldhulpverlening", "wonen_welzijn_zorg", "vergunninghouders_asiel", "interbestuurlijke_samenwerking",
    "gemeentefinancien", "europa", "veiligheid",
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    return Thesaurus.shipped()


@pytest.fixture(scope="module")
def find(shipped):
    analyser = Analyser(count_words(shipped.texts()))
    matcher = Matcher(shipped, analyser)
    return lambda text: matcher.find(analyser.all_tokens(text))


def test_every_theme_group_has_concepts_and_every_concept_a_known_theme(shipped):
    named = {slug for concept in shipped.concepts.values() for slug in concept.themes}
    assert named == SLUGS
    for slug in SLUGS:
        assert sum(slug in concept.themes for concept in shipped.concepts.values()) >= 8
    assert all(concept.themes for concept in shipped.concepts.values())
    assert all(concept.terms for concept in shipped.concepts.values())


@pytest.mark.parametrize(
    "text",
    [
        "winkelleegstand",
        "leegstaande winkels",
        "leegstand van de winkels",
        "winkels die leegstaan: leegstand",
    ],
)
def test_a_compound_and_its_words_apart_are_one_phrase(find, text):
    assert "winkelleegstand" in find(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("mensen die niet rondkomen", "armoede"),
        ("de huur is te hoog", "betaalbaar_wonen"),
        ("een wijk van het gas af", "warmtetransitie"),
        ("jongeren die rondhangen: overlast van jongeren", "overlast_jongeren"),
        ("het stroomnet is vol", "netcongestie"),
        ("geld uit Brussel", "eu_subsidies"),
        ("de komst van een azc", "asielopvang"),
        ("te weinig geld van het Rijk", "gemeentefinancien"),
    ],
)
def test_everyday_words_lead_to_the_concept(find, text, concept):
    assert concept in find(text)


def test_words_of_grammar_alone_find_nothing(find):
    assert find("wat kan en zal ik niet van het of de te weinig in") == {}


def test_a_word_inside_a_compound_counts_for_half(find):
    assert find("mobiliteit")["mobiliteit"].strength == 1.0
    assert find("mobiliteitsbudget")["mobiliteit"].strength == 0.5


def test_broader_concepts_are_reached_damped(shipped):
    reached = spread({"winkelleegstand": 1.0}, shipped, 0.5)
    assert reached["winkels"] == reached["binnenstad"] == 0.5


def test_the_version_follows_the_content():
    one, other = Thesaurus.parse("a | x | | appel"), Thesaurus.parse("a | x | | peer")
    assert one.version != other.version
    assert one.version == Thesaurus.parse("# other remark\na | x | | appel").version


@pytest.mark.parametrize(
    "text", ["a | x | appel", "| x | | appel", "a | x | b | appel", "a | x | | p\na | x | | q"]
)
def test_a_malformed_thesaurus_is_refused(text):
    with pytest.raises(Malformed):
        Thesaurus.parse(text)


def test_a_circle_of_broader_concepts_ends():
    circle = Thesaurus.parse("a | x | b | appel\nb | x | a | peer")
    assert spread({"a": 1.0}, circle, 0.5) == {"a": 1.0, "b": 0.5}
