import numpy as np
import pytest

from service.engine.encoder import NOTHING, TIE_WIDTH, TIES, UNREAD, Encoding
from service.engine.encoder.ties import BODIES, ROLES, Ties, ties
from service.engine.encoder.windows import Window


def window(*tokens: int) -> tuple[Window, np.ndarray[tuple[int, ...], np.dtype[np.float16]]]:
    """A window of some tokens in which no name has anything to do with anything, but for what a test makes of it."""
    return Window(("word",) * len(tokens), tokens, {}), np.zeros((len(tokens), TIES + 4 * TIE_WIDTH), np.float16)


def bind(output: np.ndarray[tuple[int, ...], np.dtype[np.float16]], which: int, name: int, position: int) -> None:
    """Tie the name at a position of a window to the word at another."""
    first = TIES + 2 * which * TIE_WIDTH
    output[name, first] = output[position, first + TIE_WIDTH] = 6


def test_a_name_is_tied_to_the_noun_that_the_encoder_takes_for_its_bearers() -> None:
    found = window(0, 1, 2, 3)
    bind(found[1], ROLES, 0, 2)
    (one,) = ties(Encoding([], [found]), ROLES, [[0]], [1, 2, 3])
    assert one.best == {2: pytest.approx(1, abs=0.01)}
    assert one.seen == 1
    assert one.nothing == pytest.approx(0, abs=0.01)


def test_roles_and_bodies_are_two_choices() -> None:
    found = window(0, 1, 2)
    bind(found[1], ROLES, 0, 1)
    bind(found[1], BODIES, 0, 2)
    (one,) = ties(Encoding([], [found]), BODIES, [[0]], [1, 2])
    assert max(one.best, key=lambda token: one.best[token]) == 2


def test_each_speaker_has_ties_of_their_own() -> None:
    found = window(0, 1, 2, 3)
    bind(found[1], ROLES, 0, 1)
    bind(found[1], ROLES, 3, 2)
    found[1][:, TIES] *= np.array([1, 0, 0, 1], np.float16)
    first, second = ties(Encoding([], [found]), ROLES, [[0], [3]], [1, 2])
    assert set(first.best) == set(second.best) == {1, 2}


def test_what_is_tied_to_others_too_is_known_to_be() -> None:
    found = window(0, 1, 2)
    bind(found[1], ROLES, 0, 1)
    bind(found[1], ROLES, 2, 1)
    first, second = ties(Encoding([], [found]), ROLES, [[0], [2]], [1])
    assert first.all is second.all
    assert first.all[1] == pytest.approx(2, abs=0.01)


def test_nothing_may_be_likelier_than_any_token() -> None:
    found = window(0, 1)
    found[1][0, NOTHING + BODIES] = 9
    (one,) = ties(Encoding([], [found]), BODIES, [[0]], [1])
    assert one.best == {}
    assert one.nothing == pytest.approx(1, abs=0.01)


def test_a_name_in_two_windows_is_seen_twice() -> None:
    both = [window(0, 1, -1, 2), window(2, 3, 4)]
    bind(both[1][1], ROLES, 0, 2)
    (one,) = ties(Encoding([], both), ROLES, [[2]], [1, 4])
    assert one.seen == 2
    assert one.best[4] > 0.9 > one.best[1]
    assert one.total[4] == pytest.approx(one.best[4])


def test_what_no_window_holds_is_tied_to_nothing() -> None:
    assert ties(Encoding([], [window(0, 1)]), ROLES, [[7], [0]], [8]) == [Ties(), Ties()]
    assert ties(UNREAD, ROLES, [[0]], [1]) == [Ties()]
