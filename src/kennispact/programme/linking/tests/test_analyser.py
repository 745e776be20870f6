import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.programme.linking import wordlists
from kennispact.programme.linking.analyser import Analyser, count_words, normalise, words
from kennispact.programme.linking.thesaurus import Thesaurus

PAIRS = [tuple(line.split()) for line in wordlists.lines(wordlists.read("word-pairs.txt"))]


@pytest.fixture(scope="module")
def analyser():
    return Analyser(count_words(Thesaurus.shipped().texts()))


def test_there_are_a_hundred_pairs_and_all_match(analyser):
    assert len(PAIRS) >= 100
    apart = [pair for pair in PAIRS if analyser.stem(normalise(pair[0])) != analyser.stem(normalise(pair[1]))]
    assert apart == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("gezond", "zon"), ("gebied", "bieden"), ("geweld", "wel"), ("overheid", "over"), ("kans", "kan"),
        ("beleid", "begeleiding"), ("ouderen", "ouders"), ("woning", "wonen"), ("ondernemer", "onderneming"),
    ],
)  # fmt: skip
def test_different_words_stay_apart(analyser, left, right):
    assert analyser.stem(left) != analyser.stem(right)


@pytest.mark.parametrize(
    ("form", "verb"),
    [("splitst", "splitsen"), ("gesplitste", "splitsen"), ("geïsoleerde", "isoleren"), ("verduurzaamd", "verduurzamen"),
     ("betaalt", "betalen"), ("gemengd", "mengen"), ("leegstaande", "leegstand"), ("opkopende", "opkopen")],
)  # fmt: skip
def test_the_forms_of_a_verb_are_one_word(analyser, form, verb):
    assert analyser.stem(normalise(form)) == analyser.stem(verb)


@pytest.mark.parametrize(
    "noun", ["markt", "dienst", "kracht", "gemeente", "behoefte", "budget", "pakket", "wet"]
)
def test_a_noun_is_no_form_of_a_verb(analyser, noun):
    assert analyser.stem(noun)[-1] == noun.rstrip("e")[-1]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("schuldhulpverlening", ["schuld", "hulp", "verlening"]),
        ("winkelleegstand", ["winkel", "leegstand"]),
        ("jeugdzorgkosten", ["jeugd", "zorg", "kosten"]),
        ("arbeidsmarktregio", ["arbeid", "markt", "regio"]),
        ("woningbouwopgave", ["woning", "bouw", "opgave"]),
        ("ouderenhuisvesting", ["ouderen", "huisvesting"]),
        ("energiearmoedebeleid", ["energie", "armoede", "beleid"]),
        ("veiligheidsregio", ["veiligheid", "regio"]),
    ],
)
def test_compounds_are_taken_apart_with_their_links(analyser, compound, parts):
    assert analyser.token(compound).parts == tuple(analyser.stem(part) for part in parts)


@pytest.mark.parametrize(
    "word", ["netwerk", "overheid", "leefbaarheid", "betaalbaar", "ondernemers", "gemeente"]
)
def test_what_is_no_compound_stays_whole(analyser, word):
    assert len(analyser.token(word).parts) == 1


@pytest.mark.parametrize(
    ("compound", "found_by"),
    [
        ("woningbouwopgave", ["woning", "bouw", "woningbouw", "opgave", "woningbouwopgave"]),
        ("tegenwind", ["wind", "tegenwind"]),  # half of it is grammar
        ("zayazwoningen", ["zayaz", "woningen", "zayazwoningen"]),  # half of it is known
    ],
)
def test_a_compound_is_found_by_every_word_in_it(analyser, compound, found_by):
    assert analyser.token(compound).terms == tuple(analyser.stem(word) for word in found_by)


def test_what_a_word_is_only_found_by_says_nothing_about_it(analyser):
    for word in ("tegenwind", "zayazwoningen"):
        assert analyser.token(word).parts == (analyser.stem(word),)


def test_accents_case_markup_and_soft_hyphens_do_not_matter():
    assert words("<b>Coöperatie</b> FINANCIËN ener\u00adgie&nbsp;regio’s") == [
        "cooperatie",
        "financien",
        "energie",
        "regio's",
    ]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_words_that_are_their_own_normal_form(text):
    for word in words(text):
        assert word
        assert normalise(word) == word or not word.isascii()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_compound_loses_no_letters_but_its_links(text):
    splitter = Analyser({}).splitter
    for halves in (splitter.cut(text), splitter.loosely(text)):
        if halves:
            assert len(text) - 2 <= sum(map(len, halves)) <= len(text)
            assert text.startswith(halves[0])
            assert text.endswith(halves[1])


@given(st.text(alphabet="Ab9 -_.'\né", max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_quick_way_to_words_gives_the_same_words(text):
    spoiled = words(f"’ {text}")  # one sign that is no ASCII: read with the pattern
    assert words(text) == spoiled
