"""Who speaks: mentions gathered into people, groups, organizations and documents."""

import re
import time
from collections.abc import Callable

import pytest
from spacy.language import Language

from service.engine.reading.language import read
from service.engine.result import Attribution, Identity, Quotation, Span
from service.engine.speakers import identify
from service.engine.speakers.discourse import Discourse
from service.engine.speakers.sources import _another

Speakers = Callable[[str], list[Identity | None]]
MARKED = re.compile(r"«(.+?)»")


@pytest.fixture(scope="session")
def told(nlp: Language) -> Callable[[str], tuple[tuple[Identity, ...], list[Identity | None]]]:
    """Identities of an article in which the mention of each quotation, in order, stands in «» (an empty «-» for none)."""

    def identified(marked: str) -> tuple[tuple[Identity, ...], list[Identity | None]]:
        mentions: list[Span | None] = []
        text = ""
        at = 0
        for match in MARKED.finditer(marked):
            text += marked[at : match.start()]
            at = match.end()
            if match[1] == "-":
                mentions.append(None)
                continue
            mentions.append(Span(len(text), len(text) + len(match[1])))
            text += match[1]
        text += marked[at:]
        quotations = [Quotation((Span(m.start(1), m.end(1)),), "direct") for m in re.finditer(r'"([^"]+)"', text)]
        assert len(quotations) == len(mentions), "each quotation has one mention"
        attributions = [Attribution(q, None, m, 0.9) for q, m in zip(quotations, mentions, strict=True)]
        found = identify(read(nlp, text), attributions)
        return found, [next((i for i in found if n in i.quotations), None) for n in range(len(quotations))]

    return identified


@pytest.fixture(scope="session")
def speakers(told: Callable[[str], tuple[tuple[Identity, ...], list[Identity | None]]]) -> Speakers:
    """The identity of each quotation."""
    return lambda marked: told(marked)[1]


@pytest.fixture(scope="session")
def names(speakers: Speakers) -> Callable[[str], list[str | None]]:
    """The speaker's name of each quotation."""
    return lambda marked: [identity.name if identity is not None else None for identity in speakers(marked)]


Names = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    "said",
    [
        '"It was loud," said «a woman» named Rosa Dunmore.',
        '«A man» called Rosa Dunmore told the court: "It was loud."',
        '"It was loud," said «a neighbour» who gave her name as Rosa Dunmore.',
        '«A resident», identified as Rosa Dunmore, said: "It was loud."',
        '«The mayor of London», Rosa Dunmore, said: "It was loud."',
        '«A 45-year-old teacher from Kharkiv», Rosa Dunmore, said: "It was loud."',
        '"It was loud," said «Rosa Dunmore of the University of Leeds», who led the study.',
        '«Det Insp Rosa Dunmore» said: "It was loud."',
        '«Sgt. Rosa Dunmore» said: "It was loud."',
        '«Rosa Dunmore MP», who was there, said: "It was loud."',
        '«Administrator Rosa Dunmore» said: "It was loud."',
        '"It was loud," said «a woman» who gave her name only as Rosa Dunmore.',
        'The group lost. «Their leader», Cllr Rosa Dunmore, said: "It was loud."',
        'The group lost. «Its coach», the Serb Rosa Dunmore, said: "It was loud."',
        'The group lost. «Acme boss Rosa Dunmore» (in Hull): "It was loud."',
        'They met the Croat Rosa Dunmore. «Dunmore» said: "It was loud."',
    ],
)
def test_somebody_described_has_the_name_that_stands_beside(names: Names, said: str) -> None:
    assert names(said) == ["Rosa Dunmore"]


def test_what_somebody_is_called_is_not_a_name(names: Names) -> None:
    assert names('In London, «one lawmaker» called Dunmore "the orange prince".') == ["one lawmaker"]


def test_a_firm_is_not_its_founder(names: Names) -> None:
    said = 'Ch Insp Fiona Marr closed the road. The driver works for Marr\'s Coaches of Leeds. "It was loud," «Marr» said.'
    assert names(said) == ["Fiona Marr"]


def test_a_street_is_nobody(names: Names) -> None:
    assert names('«Friends of Victoria Avenue», which has 40 members, said: "It was loud."') == ["Friends of Victoria Avenue"]


def test_what_names_another_says_nothing_of_the_speaker(nlp: Language) -> None:
    """The vote may give a quotation to another than the one whom its mention names; *her brother* is no role of hers then."""
    discourse = Discourse(read(nlp, "Jane Roe came with her brother Felix Poe and her uncle Peter Roe."), [])
    jane, felix, peter = (discourse.figure_of(place) for place in discourse.roster.occurrences)
    assert _another(felix, jane)
    assert not _another(peter, jane)  # a surname alone may mean either
    assert not _another(None, jane)


def test_particles_stay_with_the_surname(names: Names) -> None:
    said = (
        'In Brussels, the president of the bank spoke on Monday. «Ms van der Roon», who heads the bank, said: "We are ready."'
    )
    assert names(said) == ["van der Roon"]


def test_the_surname_is_rather_hers_than_her_husbands(names: Names) -> None:
    said = 'Ann Dunmore, whose husband, Navy officer Peter Dunmore, died at sea, came on Monday. "It was loud," «Dunmore» said.'
    assert names(said) == ["Ann Dunmore"]


@pytest.mark.parametrize(("first", "last"), [("Octavia", "Renshaw"), ("Callum", "Pike")])
def test_a_given_name_tells_a_person_where_the_parser_sees_none(names: Names, first: str, last: str) -> None:
    said = f'There were songs, above all that of {first} {last}.\n\n"It was lovely," «{first}» said afterwards.'
    assert names(said) == [f"{first} {last}"]


def test_a_surname_finds_the_full_name(names: Names) -> None:
    assert names('Mayor Ingrid Solvang opened the bridge. "It is safe," «Solvang» said.') == ["Ingrid Solvang"]


def test_titles_are_no_part_of_the_name(speakers: Speakers) -> None:
    (who,) = speakers('"We are ready," said «Health Minister Peter Kovac».')
    assert who is not None
    assert (who.name, who.kind) == ("Peter Kovac", "person")


def test_a_verb_before_the_name_is_no_part_of_it(names: Names) -> None:
    assert (
        names('Ingrid Solvang opened it. Said «Solvang», "It is safe." It rained. Said «Ingrid Solvang», "Yes."')
        == ["Ingrid Solvang"] * 2
    )


def test_mentions_hold_every_place_of_the_name_and_no_pronoun(speakers: Speakers) -> None:
    text = 'Peter Kovac arrived. He was late. "Sorry," said «Mr Kovac».'
    (who,) = speakers(text)
    plain = text.replace("«", "").replace("»", "")
    assert who is not None
    assert [plain[m.start : m.end] for m in who.mentions] == ["Peter Kovac", "Kovac"]


@pytest.mark.parametrize(
    ("introduced", "mention", "name"),
    [
        ("Hendrik van der Berg, a farmer, lost his herd.", "Van der Berg", "Hendrik van der Berg"),
        ("Marie Jean-Pierre, a lawyer, took the case.", "Jean-Pierre", "Marie Jean-Pierre"),
        ("Tomas Lindqvist coached the team.", "Lindkvist", "Tomas Lindqvist"),
        ("Robert Ashdown, the owner, was there.", "Bob Ashdown", "Robert Ashdown"),
        ("Anna K. Whitfield runs the shelter.", "Ms Whitfield", "Anna K. Whitfield"),
    ],
)
def test_forms_of_one_name(names: Names, introduced: str, mention: str, name: str) -> None:
    assert names(f'{introduced} "It was a hard year," «{mention}» said.') == [name]


def test_two_people_of_one_surname(names: Names) -> None:
    text = (
        'Laura Brennan leads the council. Her brother, Kevin Brennan, runs a shop. "We vote today," «Laura Brennan» said. '
        '"I stay out of it," «Kevin Brennan» said.'
    )
    assert names(text) == ["Laura Brennan", "Kevin Brennan"]


def test_a_surname_is_hers_who_is_named_so_far(names: Names) -> None:
    """Not his who is named in full only at the end."""
    text = (
        'Brennan\'s slips help her rivals.\n\nLaura Brennan lost. "It was late," «Brennan» said. Laura Brennan left. '
        'She came with her husband, former mayor Kevin Brennan. "We voted," «Brennan» said.'
    )
    assert names(text) == ["Laura Brennan"] * 2


def test_whoever_is_called_by_the_first_name_is_not_called_by_the_surname(names: Names) -> None:
    text = (
        "Brennan fights on.\n\nKevin Brennan lost the debate. His daughter Laura was there. Laura cheered. "
        '"It was late," «Brennan» said. Laura Brennan, 34, left.'
    )
    assert names(text) == ["Kevin Brennan"]


def test_a_title_tells_which_of_two_of_one_surname(names: Names) -> None:
    text = (
        "Laura Brennan won, and Kevin Brennan cheered. Mrs. Brennan thanked Mr. Brennan, who left. "
        '"It was close," «Mrs. Brennan» said. "It was late," «Mr. Brennan» said.'
    )
    assert names(text) == ["Laura Brennan", "Kevin Brennan"]


def test_a_verb_before_a_surname_is_no_first_name(names: Names) -> None:
    text = 'Debating Brennan is hard.\n\nLaura Brennan won again. "I read a lot," «Brennan» said.'
    assert names(text) == ["Laura Brennan"]


def test_a_headline_s_words_are_no_part_of_a_name(names: Names) -> None:
    text = (
        'Laura Brennan won. Laura Brennan left. A post said: "Laura Brennan Joins Growing List," «-» and closed. '
        '"I did not," «Brennan» said.'
    )
    assert names(text)[1:] == ["Laura Brennan"]


@pytest.mark.parametrize("people", ["Attorneys for Brennan", "Residents of Leeds", "Officials at the Treasury"])
def test_people_of_some_sort_who_open_a_sentence_are_a_group(speakers: Speakers, people: str) -> None:
    (who,) = speakers(f'Laura Brennan lives in Leeds. «{people}» said it was "far too late."')
    assert who is not None
    assert (who.name, who.kind) == (people, "group")


def test_the_insider_is_who_has_no_name(names: Names) -> None:
    text = (
        'Laura Brennan won. One adviser inside Brennan Tower was calm. "Nobody minds," «the insider» said. '
        'Brennan thanked a young woman at the door. "I voted," «the woman» said.'
    )
    assert names(text) == ["One adviser", "a young woman"]


def test_an_office_without_a_comma_before_the_name_is_the_bearer_s(names: Names) -> None:
    text = (
        "Acting Governor of the Solvang Territory Peter Kovac came to supporters of the arrested former governor, Jan Holm. "
        '"We hear you," «the acting governor» said.'
    )
    assert names(text) == ["Peter Kovac"]


def test_who_belongs_to_the_name_before_a_place(names: Names) -> None:
    said = 'It helped Sen. Kevin Brennan of Florida, «who» mused that it was "far too late."'
    assert names(said) == ["Kevin Brennan"]


def test_it_is_no_crowd(names: Names) -> None:
    text = (
        "The email was sent to Kevin Brennan after the attack. Two Americans were killed at each location.\n\n"
        '"I just tried you on the phone," «it» reads.'
    )
    assert names(text) == ["The email"]


def test_who_was_met_before_they_spoke(names: Names) -> None:
    text = 'Laura Brennan and her husband were greeted by an organizer in Leeds. "You came," «the organizer» told them.'
    assert names(text) == ["an organizer"]


def test_two_in_one_breath_are_a_group(speakers: Speakers) -> None:
    (who,) = speakers('Senators Paul Ostrow and Dana Field wrote the bill. "It is overdue," «Ostrow and Field» said.')
    assert who is not None
    assert (who.name, who.kind) == ("Paul Ostrow and Dana Field", "group")


def test_who_speaks_for_somebody_is_not_that_somebody(speakers: Speakers) -> None:
    (who,) = speakers('Laura Brennan won. "She is delighted," said «a spokesman for Brennan».')
    assert who is not None
    assert (who.name, who.kind) == ("a spokesman for Brennan", "unnamed")


def test_a_pronoun_follows_the_subject(names: Names) -> None:
    text = 'Ingrid Solvang met Peter Kovac on Monday. Solvang praised the plan. "It will work," «she» said.'
    assert names(text) == ["Ingrid Solvang"]


def test_a_name_in_apposition_to_the_subject_is_the_subject(names: Names) -> None:
    found = names('Stanmoor\'s coach, Paul Ferreira, was less charmed. "We gave away the ball too often," «he» said.')
    assert found == ["Paul Ferreira"]


def test_gender_is_what_the_article_shows(names: Names) -> None:
    text = (
        "Mr Kovac and Ms Solvang spoke at the rally. The crowd cheered for an hour. "
        '"We will win," «she» said. "We have won already," «he» said.'
    )
    assert names(text) == ["Ms Solvang", "Mr Kovac"]


def test_an_answer_is_given_by_whom_the_question_was_put_to(names: Names) -> None:
    text = 'A reporter, Dana Field, asked Paul Ostrow how high the dam would be.\n\n"Forty feet," «he» told Field.'
    assert names(text) == ["Paul Ostrow"]


def test_a_pronoun_is_never_a_name(names: Names) -> None:
    assert names('It rained. "Come in," «he» said.') == [None]


def test_who_means_what_stands_before_it(names: Names) -> None:
    assert names('Dana Field, «who» said "never again", left the room with Paul Ostrow.') == ["Dana Field"]


def test_a_description_finds_its_bearer(names: Names) -> None:
    text = 'Senator Paul Ostrow met the mayor, Ingrid Solvang. "I disagree," «the senator» said. "So do I," «the mayor» said.'
    assert names(text) == ["Paul Ostrow", "Ingrid Solvang"]


def test_an_apposition_names_the_described(names: Names) -> None:
    assert names('"We are pleased," said «the chief engineer», Dana Field, on Friday.') == ["Dana Field"]


def test_a_description_of_nobody_named_is_a_speaker_of_its_own(speakers: Speakers) -> None:
    first, second = speakers('"It fell," said «a White House official». "Nobody was hurt," «the official» added.')
    assert first is not None
    assert first is second
    assert (first.name, first.kind) == ("a White House official", "unnamed")
    assert "the official" in first.names


def test_somebody_announced_before_being_named(names: Names) -> None:
    text = '"The roof leaks," «a teacher» has said.\n\nTeacher Dana Field told the council. "It drips," «Field» said.'
    assert names(text) == ["Dana Field", "Dana Field"]


def test_an_acronym_finds_the_organization(speakers: Speakers) -> None:
    (who,) = speakers('The World Health Organization published a report. "Cases are falling," «the WHO» said.')
    assert who is not None
    assert (who.name, who.kind) == ("World Health Organization", "organization")


@pytest.mark.parametrize(
    ("mention", "kind"),
    [("the report", "document"), ("protesters", "group"), ("The crowd", "group"), ("a waiter", "unnamed")],
)
def test_kinds(speakers: Speakers, mention: str, kind: str) -> None:
    (who,) = speakers(f'It was a long night. "Enough is enough," «{mention}» said.')
    assert who is not None
    assert who.kind == kind


def test_whose_statement_it_is(names: Names) -> None:
    assert names('Dana Field was hurt. "She is at home," said «a statement» from the Riverside Clinic.') == ["Riverside Clinic"]


def test_a_quotation_alone_goes_on_with_the_speaker(names: Names) -> None:
    assert names('"We lost everything," said «Dana Field».\n\n"We start again tomorrow."«-»') == ["Dana Field", "Dana Field"]


def test_a_quotation_that_nobody_is_given_has_no_speaker(names: Names) -> None:
    assert names('Dana Field left. The sign on the door read as before and the shop was a "bargain" palace.«-»') == [None]


def test_i_is_the_author(names: Names) -> None:
    text = 'By Dana Field\n\nThe train was late again. "Where to?" «I» asked the guard.'
    assert names(text) == ["Dana Field"]


def test_nobody_speaks_without_quotations(nlp: Language) -> None:
    assert identify(read(nlp, "Dana Field sat down."), []) == ()
    assert identify(read(nlp, ""), []) == ()


def test_the_same_article_gives_the_same_answer(told: Callable[[str], object]) -> None:
    text = 'Mr Kovac met Ms Solvang. "Yes," «she» said. "No," «he» said. "Perhaps," said «an aide».'
    assert told(text) == told(text)


@pytest.mark.slow
def test_time_grows_with_the_article_and_no_faster(nlp: Language) -> None:
    def seconds(people: int) -> float:
        text = "\n\n".join(f'"It is late," said Dana{n:x} Field{n:x}. He met Lord{n:x} Smith.' for n in range(people))
        reading = read(nlp, text)
        attributions = [
            Attribution(Quotation((Span(m.start(1), m.end(1)),), "direct"), None, Span(m.end() + 6, m.end() + 10), 0.9)
            for m in re.finditer(r'"([^"]+)"', text)
        ]
        start = time.perf_counter()
        identify(reading, attributions)
        return time.perf_counter() - start

    seconds(20)
    assert seconds(800) < 16 * seconds(100) + 0.5


def test_whoever_speaks_for_somebody_with_a_title_is_not_that_somebody(names: Names) -> None:
    text = 'Sir Tom Baker was out. «A spokesperson for Sir Tom Baker» said: "It was late." «The spokesperson» added: "For us."'
    assert names(text) == ["A spokesperson for Sir Tom Baker"] * 2


def test_a_surname_with_an_office_may_be_the_husband_of_her_who_is_named_in_full(names: Names) -> None:
    text = (
        'President Solvang came to Leeds. "It is safe," «Mr. Solvang» said. The first lady, Ingrid Solvang, came too. '
        '"It is late," «Mr. Solvang» said.'
    )
    assert names(text) == ["President Solvang"] * 2


def test_an_epithet_before_a_full_name_is_no_part_of_it(names: Names) -> None:
    text = 'Ingrid Solvang came. Solvang left. They met Crooked Ingrid Solvang. Ingrid Solvang slept. "No," «Solvang» said.'
    assert names(text) == ["Ingrid Solvang"]


def test_a_nickname_in_marks_belongs_to_the_full_name(names: Names) -> None:
    assert names("Robert 'Bobby' Solvang came late. \"No,\" «Solvang» said.") == ["Robert “Bobby” Solvang"]


def test_an_office_is_no_name(told: Callable[[str], tuple[tuple[Identity, ...], list[Identity | None]]]) -> None:
    found, _ = told('«President and Chief Financial Officer» of Best Foods Paula Simmons said prices "rise".')
    assert "Financial Officer" not in [identity.name for identity in found]
