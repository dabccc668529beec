import time

import pytest

from service.engine.quotations.marks import LONGEST_RUN, as_costs, stretches


def found(text: str) -> list[str]:
    """The marked stretches of a text, the parts of one joined by a bar."""
    return ["|".join(text[part.start : part.end] for part in stretch.parts) for stretch in stretches(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said. "At last."', ["We won,", "At last."]),
        ("« Nous », a-t-il dit", ["Nous"]),
        ("„We won“, she said.", ["We won"]),
        ("``We won,'' she said.", ["We won,"]),
        ("''We won,'' she said.", ["We won,"]),
        ('She said "...we won".', ["...we won"]),
        ("‘We won,’ she said.", ["We won,"]),
        ("'We won,' she said.", ["We won,"]),
        ('She said “we won", and left.', ["we won"]),
        (',,We won", she said. ,,At last".', ["We won", "At last"]),
    ],
    ids=[
        "curly",
        "straight",
        "guillemets",
        "german",
        "latex",
        "doubled",
        "dots",
        "single",
        "single-straight",
        "mixed",
        "commas",
    ],
)
def test_every_kind_of_mark(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It’s the farmers’ market, isn't it? Rock 'n' roll from the '90s; 'tis so, they said to 'em.",
        "He is 6'2\" tall, and the board is 12\" wide and 5' long.",
        "James' dog and the workers' rights.",
    ],
    ids=["apostrophes", "feet and inches", "possessives"],
)
def test_what_opens_no_quotation(text: str) -> None:
    assert found(text) == []


def test_the_attributes_of_markup_are_no_quotations() -> None:
    post = '<post id="1474387200" author="ada">It rains.<post/> "It pours," she said.'
    assert found(post) == ["It pours,"]


def test_a_closing_mark_after_a_space_closes() -> None:
    assert found("“First, we talk “. “Then we agree”, said the mayor.") == ["First, we talk", "Then we agree"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," she said. "We worked for it\'.', ["We won,", "We worked for it"]),
        ("Coach: 'We worked for it\" all year", ["We worked for it"]),
        ("He slept \"for years'. Then he woke.", ["for years"]),
        ('"The fans\' joy is ours," she said.', ["The fans' joy is ours,"]),
        (
            '"Lee fears \'a long winter\' for the league\n\nThe season ends "soon".',
            ["Lee fears 'a long winter' for the league", "soon"],
        ),
    ],
    ids=["closed by a single mark", "closed by a double mark", "closed after an s", "possessive", "whole pair within"],
)
def test_a_mark_of_the_other_kind_may_close(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The choir sang of "old rivers "and" tall ships" all night.', ["old rivers", "tall ships"]),
        ('They want "rest "," light "or" music ", she wrote.', ["rest", "light", "music"]),
    ],
    ids=["and", "enumeration"],
)
def test_what_only_joins_two_quotations_is_none(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_marks_on_the_wrong_side_of_a_space_give_way_to_who_said_it() -> None:
    assert found('"The boats are ready, "the captain said," and so are we."') == ["The boats are ready,", "and so are we."]


def test_a_mark_typed_twice_is_one() -> None:
    assert found('""We won,"" she said. “At last.””') == ["We won,", "At last."]
    assert found('<img alt="" src=""> She said "we won".') == ["we won"]


def test_one_mark_closes_a_title_and_the_words_around_it() -> None:
    text = '"The mayor never read the "River Plan," the baker said. "He burnt it."'
    assert found(text) == ['The mayor never read the "River Plan,', "He burnt it."]


def test_a_title_in_the_same_marks_stays_within() -> None:
    text = '"We read the "River Plan" aloud and then we slept," the baker said.'
    assert found(text) == ['We read the "River Plan" aloud and then we slept,']


def test_a_single_mark_before_who_said_it_closes() -> None:
    text = "\"It was cold, colder than we've known,' he said on the quay.\n\n\"But we've rowed,\" he added."
    assert found(text) == ["It was cold, colder than we've known,", "But we've rowed,"]


def test_a_single_mark_after_an_s_may_close() -> None:
    assert found("He signed \"blank papers' for years.\n\nNobody knew.") == ["blank papers"]


def test_a_sentence_that_tells_who_spoke_ends_the_words_before_it() -> None:
    text = '"They do not show much of it, Clara wrote. "Everything has been halted by them."'
    assert found(text) == ["They do not show much of it, Clara wrote.", "Everything has been halted by them."]


def test_words_that_lead_to_a_quotation_stand_outside() -> None:
    text = 'The baker says, "We rise at three. The miller also says, "We rise at two.'
    assert found(text) == ["We rise at three. The miller also says,", "We rise at two."]


def test_a_paragraph_that_ends_in_who_said_it_ends_the_quotation() -> None:
    text = '"The bread is stale, the baker said.\n\n"Nobody minds," his wife said.'
    assert found(text) == ["The bread is stale, the baker said.", "Nobody minds,"]
    assert stretches(text)[0].unclosed


def test_an_article_that_leaves_its_quotations_open() -> None:
    text = (
        'The coach was calm. "I slept well. The keeper was not. "I did not sleep. The fans sang. "We are one club. They left.'
    )
    assert found(text) == [
        "I slept well. The keeper was not.",
        "I did not sleep. The fans sang.",
        "We are one club. They left.",
    ]


def test_nested_marks_belong_to_the_outer_ones() -> None:
    assert found("“They cried ‘Stop!’ and ran,” she said.") == ["They cried ‘Stop!’ and ran,"]
    assert found("'They cried \"Stop!\" and ran,' she said.") == ['They cried "Stop!" and ran,']


def test_a_paragraph_that_opens_with_a_mark_again_goes_on() -> None:
    assert found("“One day.\n\n“Another day.\n\n“The last,” he said.") == ["One day.|Another day.|The last,"]
    assert found("‘One day.\n\n‘Another day,’ he said.") == ["One day.|Another day,"]


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "She said: “We will not give in.\n\nThe council met on Tuesday."
    assert found(text) == ["We will not give in."]
    assert stretches(text)[0].unclosed


def test_a_quotation_that_is_never_opened_begins_with_its_paragraph() -> None:
    text = "The council met.\n\nWe will not give in,” she said."
    assert found(text) == ["We will not give in,"]
    assert stretches(text)[0].unopened


def test_overlong_runs_of_marks_are_data() -> None:
    assert found("a " + '"' * (LONGEST_RUN + 1) + ' b "we won" c') == ["we won"]


@pytest.mark.parametrize(
    "text",
    ['"' * 50_000, '" ' * 50_000, "'a" * 50_000, "“" * 3 + "x" * 50_000, ', he said "' * 9_000],
    ids=["run", "spaced", "single", "open", "said"],
)
def test_marks_take_linear_time(text: str) -> None:
    begin = time.process_time()
    stretches(text)
    assert time.process_time() - begin < 5


def test_costs_by_name() -> None:
    assert as_costs({"stray": 1.0}).stray == 1.0
    with pytest.raises(TypeError, match="strai"):
        as_costs({"strai": 1.0})


def test_a_line_that_was_only_wrapped_ends_no_paragraph() -> None:
    assert found("‘It is widely \nused by us,’ she said.") == ["It is widely \nused by us,"]


@pytest.mark.parametrize("unit", ["5' ", '5" a '])
def test_measures_take_linear_time(unit: str) -> None:
    begin = time.process_time()
    stretches(unit * 20_000)
    assert time.process_time() - begin < 5
