"""What the article calls a speaker, read as examples: every sentence here is invented."""

import re
import time

import pytest
from spacy.language import Language

from service.engine import encoder
from service.engine.quotations import marked
from service.engine.reading import language
from service.engine.reading.syntax import syntax
from service.engine.result import Attribution, Fact, Identity, Profile, Quotation, Span, SpeakerKind
from service.engine.roles import profiles
from service.engine.roles.affiliations import printed
from service.engine.roles.columns import words_of
from service.engine.roles.occupations import WORDS, lexicon, singular
from service.engine.roles.scene import Scene
from service.engine.roles.statements import Page


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def identity(text: str, *names: str, kind: SpeakerKind = "person") -> Identity:
    """A speaker who is mentioned wherever one of the names stands; longer names first."""
    mentions = [Span(m.start(), m.end()) for m in re.finditer("|".join(map(re.escape, names)), text)]
    return Identity(names[0], kind, names, tuple(mentions), (0,))


def profile(nlp: Language, text: str, *names: str, kind: SpeakerKind = "person") -> Profile:
    """The profile of one speaker; whatever it says has its evidence in the article."""
    read = language.read(nlp, text)
    columns = syntax(read.doc)
    encoding = encoder.load().encode(columns, [stretch.parts for stretch in marked(read, columns)])
    (found,) = profiles(read, [identity(text, *names, kind=kind)], (), encoding)
    for fact in (found.role, found.affiliation):
        if fact is not None:
            evidence = text[fact.evidence.start : fact.evidence.end]
            assert evidence
            assert evidence == evidence.strip()
    return found


def values(found: Profile) -> tuple[str | None, str | None]:
    role, affiliation = found.role, found.affiliation
    return role.value if role else None, affiliation.value if affiliation else None


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        # offices of a state, of a department, of a campaign in a place; two in one breath
        ("“No,” said South Carolina state Rep. Lee Bell.", "Lee Bell", "state Representative", "South Carolina"),
        ("“No,” said Labor Secretary Ann Porter of the Labor Department.", "Ann Porter", "Labor Secretary", "Labor Department"),
        ("“No,” said Breitbart News’ Washington editor Max Boyd.", "Max Boyd", "editor", "Breitbart News"),
        ("Former Ohio Gov. and Acme Committee Chairman Ed Rand spoke.", "Ed Rand", "Former Governor", "Ohio"),
        (
            "“No,” said Ann Porter, a senior fellow at the Peterson Institute.",
            "Ann Porter",
            "senior fellow",
            "Peterson Institute",
        ),
        ("“No,” said Ann Porter, editor at large of the Acme Review.", "Ann Porter", "editor at large", "Acme Review"),
        ("“No,” said the globe-trotting lawyer Ann Porter.", "Ann Porter", "lawyer", None),
        # for whom, without titles and forms of address
        ("“No,” said Eric Wold, a spokesman for Wisconsin Gov. Scott Miller.", "Eric Wold", "spokesman", "Scott Miller"),
        ("“No,” said Ben Rowe, Mr. Obama's deputy adviser.", "Ben Rowe", "deputy adviser", "Obama"),
        ("“No,” said Tom Mills of a consulting firm called Acme Dragon.", "Tom Mills", None, "Acme Dragon"),
        ("“No,” said GOP strategist Jan Rowe.", "Jan Rowe", "GOP strategist", "Republican"),
        # a title before the name
        ("“No,” said Kremlin spokesman Ivan Petrov on Monday.", "Ivan Petrov", "spokesman", "Kremlin"),
        ("Russian Foreign Minister Oleg Sidorov denied it.", "Oleg Sidorov", "Foreign Minister", "Russia"),
        ("U.S. Secretary of State Ann Porter left for Rome.", "Ann Porter", "Secretary of State", "United States"),
        ("Former Ohio Gov. Mark Dillon said no.", "Mark Dillon", "Former Governor", "Ohio"),
        ("Republican presidential nominee Carl Boone agreed.", "Carl Boone", "Republican presidential nominee", "Republican"),
        ("They met Democratic Sen. Ruth Miller on Friday.", "Ruth Miller", "Senator", "Democratic"),
        ("Hyderabad FC coach Luis Ortega was glad.", "Luis Ortega", "coach", "Hyderabad FC"),
        ("Boone campaign manager Jill Hart resigned.", "Jill Hart", "campaign manager", "Boone campaign"),
        ("Longtime Acme Corp chief executive Bob Lane retired.", "Bob Lane", "chief executive", "Acme Corp"),
        ("The head of the Institute of Physics Anna Kovaleva spoke.", "Anna Kovaleva", "head", "Institute of Physics"),
        ("Reuters Editor-in-Chief Paula Gomez said so.", "Paula Gomez", "Editor-in-Chief", "Reuters"),
        ("Det. Insp. Jo Bell of Acme Valley Police said so.", "Jo Bell", "Detective Inspector", "Acme Valley Police"),
        ("The road was closed, Ch Supt Jo Bell said.", "Jo Bell", "Chief Superintendent", None),
        ("The camp was quiet, Maj Gen Jo Bell said.", "Jo Bell", "Major General", None),
        ("Mother-of-two Jo Bell, 31, from Leeds, was glad.", "Jo Bell", "Mother-of-two", "Leeds"),
        ("A neighbour who gave her name as Jo Bell was glad.", "Jo Bell", "neighbour", None),
        ("People crowd Pope Beach. They like it, Jo Bell said.", "Jo Bell", None, None),
        ("Kenya is poor, Garissa MP Jo Bell said.", "Jo Bell", "MP", "Garissa"),
        ("The house was full. Jo Bell MP said no.", "Jo Bell", "MP", None),
        ("The vote was lost. Jan Roe (SPÖ) spoke of a scandal.", "Jan Roe", None, "SPÖ"),
        ("The vote was lost. Jan Roe (Pictured) spoke of a scandal.", "Jan Roe", None, None),
        ("She met Jo Bell, a 34-year-old farmworker from Honduras.", "Jo Bell", "farmworker", "Honduras"),
        ("It is fair, Acme & Co's Jo Bell wrote.", "Jo Bell", None, "Acme & Co"),
        ("She and her colleague Jo Bell, a PhD student, agreed.", "Jo Bell", "PhD student", None),
        (
            "The Justice Department said it would appeal. It is wrong, spokesman Jo Bell said.",
            "Jo Bell",
            "spokesman",
            "Justice Department",
        ),
        # an apposition after it
        ("Jo Bell, a mother of two from Leeds, was glad.", "Jo Bell", "mother of two", "Leeds"),
        ("Jo Bell, secretary general of the ruling Acme Party, left.", "Jo Bell", "secretary general", "Acme Party"),
        ("Ned Prior, director for Asian affairs at the Kennan Institute, left.", "Ned Prior", "director", "Kennan Institute"),
        ("Ned Prior, spokesman for the State Department, said so.", "Ned Prior", "spokesman", "State Department"),
        ("Jane Roe, a doctor in Leeds, said so.", "Jane Roe", "doctor", "Leeds"),
        ("Jane Roe, 45, a resident of Leeds, said so.", "Jane Roe", "resident", "Leeds"),
        ("Tom Ray, vice president of sales at Acme Corp, left.", "Tom Ray", "vice president of sales", "Acme Corp"),
        (
            "Liu Wei, deputy director of the Center for Strategic and Naval Studies, said so.",
            "Liu Wei",
            "deputy director",
            "Center for Strategic and Naval Studies",
        ),
        ("“No,” said Ada Bell, founder and CEO of the software firm Initech.", "Ada Bell", "founder and CEO", "Initech"),
        (
            "Jo Page, a scientist working on fires at the European Weather Centre, said so.",
            "Jo Page",
            "scientist",
            "European Weather Centre",
        ),
        ("Meg Dunn, a mother of two, said so.", "Meg Dunn", "mother of two", None),
        # an apposition before it
        ("The deputy spokesperson of the White House, Kay Brown, said so.", "Kay Brown", "deputy spokesperson", "White House"),
        ("Threats by the education secretary, Gail Ford, came late.", "Gail Ford", "education secretary", None),
        ("As policy director for the Rivers Trust, Kim Vale has seen floods.", "Kim Vale", "policy director", "Rivers Trust"),
        # a sentence about it
        ("Jane Roe is the mayor of Leeds.", "Jane Roe", "mayor", "Leeds"),
        ("Jane Roe, who is a professor at Oxford University, said so.", "Jane Roe", "professor", "Oxford University"),
        ("Jane Roe, who works for Siemens, said so.", "Jane Roe", None, "Siemens"),
        # the mark of a party, and a body alone
        ("John Stone (R-Ariz.) said no.", "John Stone", None, "Republican"),
        ("Sen. Pat Hill, D-Calif., said no.", "Pat Hill", "Senator", "Democratic"),
        ("“Rates will rise,” said Jane Roe of Deutsche Bank.", "Jane Roe", None, "Deutsche Bank"),
        # abbreviations whose full stop stands apart, names that are nouns, brackets between a name and what follows it
        ("Retired Army Col. Lawrence Wicker started it.", "Lawrence Wicker", "Retired Colonel", "Army"),
        ("Rivers Trust chief strategist Guy Carver said no.", "Guy Carver", "chief strategist", "Rivers Trust"),
        ("Ken Iwata (51), head coach of the Leeds rugby team, said so.", "Ken Iwata", "head coach", "Leeds rugby team"),
        # two offices, each with its own body: the first
        (
            "Ann Whit, the former Ohio governor and Environmental Protection Agency administrator, told them.",
            "Ann Whit",
            "former governor",
            "Ohio",
        ),
        ("Maura Lowe, a radioastronomer at Leeds University, said so.", "Maura Lowe", "radioastronomer", "Leeds University"),
        # where a body's name ends, and a name behind the words that describe its bearer
        ("“No,” said Fox Business moderator Lee Bell.", "Lee Bell", "moderator", "Fox Business"),
        ("“No,” said White House Deputy Press Secretary Lee Bell.", "Lee Bell", "Deputy Press Secretary", "White House"),
        (
            "“No,” said Lee Bell, senior adviser to the Committee for a Prudent Federal Budget.",
            "Lee Bell",
            "senior adviser",
            "Committee for a Prudent Federal Budget",
        ),
        (
            "“No,” said Lee Bell, a senior executive at Carrier's parent company, United Technologies.",
            "Lee Bell",
            "senior executive",
            "United Technologies",
        ),
    ],
)
def test_an_article_says_what_somebody_is(
    nlp: Language, text: str, name: str, role: str | None, affiliation: str | None
) -> None:
    assert values(profile(nlp, text, name)) == (role, affiliation)


def test_a_plural_title_is_everybodys_though_a_bracket_follows_the_first(nlp: Language) -> None:
    role = profile(nlp, "They teamed up with Sens. Carl Boone (D-N.J.), Joe Poe (D-W.Va.) and others.", "Carl Boone").role
    assert role is not None
    assert role.value == "Senator"


@pytest.mark.parametrize("mention", ["even a top White House official", "a top White House official"])
def test_words_of_focus_are_no_part_of_a_description(nlp: Language, mention: str) -> None:
    found = profile(nlp, f"“No,” {mention} said.", mention, kind="unnamed")
    assert found.role is not None
    assert found.role.value.endswith("official")
    assert found.affiliation is not None
    assert found.affiliation.value == "White House"


def test_a_description_is_read_from_its_beginning(nlp: Language) -> None:
    assert values(profile(nlp, "On Sunday, the Foreign Secretary defended it.", "Secretary", kind="unnamed"))[0] == (
        "Foreign Secretary"
    )


@pytest.mark.parametrize("before", ["former", "deputy", "acting", "interim", "assistant", "vice"])
def test_a_qualifier_is_never_dropped(nlp: Language, before: str) -> None:
    role = profile(nlp, f"The {before} director of the museum, Jane Roe, said so.", "Jane Roe").role
    assert role is not None
    assert before in role.value.split()


def test_the_evidence_is_what_the_article_says_and_the_value_what_is_printed(nlp: Language) -> None:
    text = "“Nein,” said German Chancellor Eva Braun-Roth."
    found = profile(nlp, text, "Eva Braun-Roth")
    assert found.affiliation is not None
    assert found.affiliation.value == "Germany"
    assert text[found.affiliation.evidence.start : found.affiliation.evidence.end] == "German"


def test_what_stands_far_from_the_quotation_counts_as_well(nlp: Language) -> None:
    text = "“We are late,” Roe said.\n\nNobody listened.\n\nTrains stood still. Jane Roe, a spokeswoman for Acme Rail, left."
    assert values(profile(nlp, text, "Jane Roe", "Roe")) == ("spokeswoman", "Acme Rail")


def test_a_description_stands_for_its_subject(nlp: Language) -> None:
    text = "Jane Roe came to Leeds on Monday. The Green Party candidate said that she was tired."
    role = profile(nlp, text, "Jane Roe").role
    assert role is not None
    assert role.value.endswith("candidate")


def test_a_description_that_is_somebody_elses_title_stays_with_them(nlp: Language) -> None:
    text = "Mayor Carl Boone was away. Jane Roe came to Leeds on Monday. The mayor sent flowers."
    assert values(profile(nlp, text, "Jane Roe")) == (None, None)


def test_the_description_of_an_unnamed_speaker_is_taken_apart(nlp: Language) -> None:
    text = "“No comment,” a White House official said."
    assert values(profile(nlp, text, "a White House official", kind="unnamed")) == ("official", "White House")


def test_a_person_is_no_role(nlp: Language) -> None:
    assert profile(nlp, "“No,” an elderly man said.", "an elderly man", kind="unnamed").role is None


def test_whom_one_tells_is_no_affiliation(nlp: Language) -> None:
    assert values(profile(nlp, "“No,” Jane Roe told CNN.", "Jane Roe")) == (None, None)


def test_a_supporter_is_not_affiliated(nlp: Language) -> None:
    assert profile(nlp, "Jane Roe, a Carl Boone supporter, said so.", "Jane Roe").affiliation is None


def test_the_title_of_the_next_person_is_not_taken(nlp: Language) -> None:
    assert profile(nlp, "Jane Roe, Prime Minister Carl Boone and others came.", "Jane Roe").role is None


def test_a_namesake_keeps_the_own_title(nlp: Language) -> None:
    text = "Roe smiled. Her husband, former President Peter Roe, did not."
    assert profile(nlp, text, "Roe").role is None


def test_a_shared_title_is_everybodys_in_the_singular(nlp: Language) -> None:
    text = "Senators Carl Boone and Ann Porter voted."
    read = language.read(nlp, text)
    found = profiles(read, [identity(text, "Carl Boone"), identity(text, "Ann Porter")], ())
    assert [p.role and p.role.value for p in found] == ["Senator", "Senator"]


def test_its_and_her_stand_for_what_was_named_before(nlp: Language) -> None:
    text = "Google cut jobs on Monday. “We grieve,” said its chief executive, Jane Roe, in a letter."
    assert values(profile(nlp, text, "Jane Roe")) == ("chief executive", "Google")


def test_the_natural_seat_of_an_office_is_not_read_into_the_article(nlp: Language) -> None:
    silent = "“No,” said Attorney General Jane Roe."
    assert profile(nlp, silent, "Jane Roe").affiliation is None
    assert profile(nlp, silent + " The Justice Department was quiet.", "Jane Roe").affiliation is None


def test_what_is_said_in_a_quotation_is_not_what_the_article_says(nlp: Language) -> None:
    text = "“Jane Roe is a burglar,” said Tom Ray."
    said = Attribution(Quotation((Span(1, 21),), "direct"), None, None, 0.9)
    (found,) = profiles(language.read(nlp, text), [identity(text, "Jane Roe")], [said])
    assert found.role is None


@pytest.mark.parametrize("kind", ["organization", "group", "document"])
def test_only_persons_have_a_profile(nlp: Language, kind: SpeakerKind) -> None:
    text = "Kremlin spokesman Ivan Petrov said so."
    assert profile(nlp, text, "Ivan Petrov", kind=kind) == Profile(None, None)


def test_nobody_and_nothing_are_no_error(nlp: Language) -> None:
    assert profiles(language.read(nlp, ""), [], ()) == ()
    nowhere = Identity("Jane Roe", "person", ("Jane Roe",), (), (0,))
    assert profiles(language.read(nlp, "Hello."), [nowhere], ()) == (Profile(None, None),)


def test_time_grows_with_the_article_and_not_with_its_square(nlp: Language) -> None:
    def seconds(times: int) -> float:
        text = "".join(f"The senator met aide number Roe{n}, a lawyer in Leeds, and left.\n" for n in range(times))
        people = [identity(text[: 80 * times], f"Roe{n},") for n in range(0, times, 8)]
        read = language.read(nlp, text)
        start = time.perf_counter()
        profiles(read, people, ())
        return time.perf_counter() - start

    seconds(50)
    assert seconds(800) < 40 * max(seconds(100), 0.005)


@pytest.mark.parametrize(
    ("word", "one"), [("senators", "senator"), ("spokeswomen", "spokeswoman"), ("wives", "wife"), ("boss", "boss")]
)
def test_roles_have_a_singular(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(
    ("name", "plain"), [("Russian", "Russia"), ("US", "United States"), ("Democrat", "Democratic"), ("the\nMet", "the Met")]
)
def test_bodies_are_printed_plainly(name: str, plain: str) -> None:
    assert printed(name, lexicon()) == plain


def test_every_list_states_its_origin() -> None:
    for file in sorted(WORDS.glob("*.txt")):
        assert "rigin" in file.read_text("utf-8")[:600], file.name


def department(nlp: Language, text: str, role: str) -> str | None:
    page = Page(text, words_of(language.read(nlp, text)), lexicon())
    found = Scene(page).department_of(Fact(role, Span(0, 1)))
    return found.value if found else None


def test_a_minister_is_of_the_department_that_the_article_names(nlp: Language) -> None:
    assert department(nlp, "The US State Department confirmed it on Monday.", "Secretary of State") == "US State Department"
    assert department(nlp, "The Department of Defense confirmed it.", "former Secretary of Defense") == "Department of Defense"
    assert department(nlp, "The Foreign Ministry confirmed it.", "Foreign Minister") == "Foreign Ministry"
    assert department(nlp, "The Foreign Ministry confirmed it.", "Health Minister") is None
    assert department(nlp, "The State Department confirmed it.", "state senator") is None


def test_of_two_countries_departments_neither_is_taken(nlp: Language) -> None:
    text = "The Russian Foreign Ministry and the Ukrainian Foreign Ministry confirmed it."
    assert department(nlp, text, "Foreign Minister") is None


def test_a_day_is_no_affiliation(nlp: Language) -> None:
    found = profile(nlp, "Jane Roe, a candidate in Monday's debate, spoke in Leeds.", "Jane Roe")
    assert found.affiliation is None or "Monday" not in found.affiliation.value
