from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.programme.linking import matcher as matching
from kennispact.programme.linking.analyser import Analyser, count_words
from kennispact.programme.linking.matcher import Matcher
from kennispact.programme.linking.thesaurus import Malformed, Thesaurus, spread

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


@cache
def world():
    shipped = Thesaurus.shipped()
    analyser = Analyser(count_words(shipped.texts()))
    terms = [(term, concept.key) for concept in shipped.concepts.values() for term in concept.terms]
    phrases = [phrase for one in terms if (phrase := matching._phrase(*one, analyser))]
    return Matcher(shipped, analyser), analyser, phrases


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
    assert find("mobiliteit")["mobiliteit"] == 1.0
    assert find("mobiliteitsbudget")["mobiliteit"] == 0.5


def plainly(phrases, tokens, title, extra):
    """Say the same as :meth:`Matcher.find`, the long way: try every phrase everywhere."""
    atoms = [(atom, token, number < title) for number, token in enumerate(tokens) for atom in token.parts]
    best = {}
    for phrase in phrases:
        ways = []
        if len(phrase.atoms) == 1:
            ways = [([place], 1 / len(token.parts)) for place, (atom, token, _) in enumerate(atoms)
                    if atom == phrase.atoms[0] and not token.grammar]  # fmt: skip
        else:
            places = {
                one: [place for place, (atom, *_) in enumerate(atoms) if atom == one] for one in phrase.atoms
            }
            if len(phrase.atoms) == 2:
                pairs = product(*(places[atom] for atom in phrase.atoms))
                near = [(abs(one - other), *sorted((one, other))) for one, other in pairs if one != other]
                met = min(near)[1:] if near and min(near)[0] <= phrase.reach else None
            else:
                met = matching._meet(phrase, places) if all(places.values()) else None
            if met:
                size = sum({atoms[place][1].word: len(atoms[place][1].parts) for place in met}.values())
                ways = [(met, min(1.0, len(met) / size) ** 2)]
        for met, share in ways:
            strength = phrase.strength * share * (1 + extra * atoms[met[-1]][2])
            best[phrase.concept] = max(best.get(phrase.concept, 0.0), strength)
    return best


WORDS = """de het niet voor winkels leegstand leegstaande winkelleegstand jongeren jongerenwerk overlast huur
huurschulden te hoog wonen woningbouw stad stadsvernieuwing geld weinig rijk warmtenet wijk van gas af energiearmoede
zorg jeugd jeugdzorgkosten werk xyzzy parkeren vergunning"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30), st.integers(0, 8))
@settings(max_examples=40, deadline=None)
def test_the_quick_way_finds_what_trying_every_phrase_finds(words, title):
    matcher, analyser, phrases = world()
    tokens = [analyser.token(word) for word in words]
    found = matcher.find(tokens, title, 0.4)
    assert found == pytest.approx(plainly(phrases, tokens, title, 0.4))


@given(st.lists(st.integers(0, 15), min_size=3, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_three_words_that_stand_once_meet_when_the_outer_two_are_near(at):
    phrase = matching._Phrase(("a", "b", "c"), "x", 1.0, 6, frozenset("abc"))
    near = max(at) - min(at) <= 6
    assert matching._meet(phrase, {atom: [place] for atom, place in zip("abc", at, strict=True)}) == (
        sorted(at) if near else None
    )


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
