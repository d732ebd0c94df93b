"""What is written as a word is read as that word; what is written as a comment is read as nothing."""

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from exporters.formats.caddyfile import Comment, line, render
from tests.exporters import caddy

HOSTILE = [
    "plain",
    "two words",
    "",
    'say "hi"',
    "back`tick",
    "C:\\dir\\",
    "# no comment",
    "<<EOF",
    "import /etc/passwd",
    "-rf",
    "(snippet)",
    "@matcher",
    'mixed "and` both',
    "ünïcode",
    "//",
]
UNSAYABLE = ["{env.HOME}", "{$HOME}", "}", "a\nb", "a\tb", "\u202eabc", 'all `"\\ at once']
words = st.text(st.characters(codec="utf-8", exclude_characters="{}\x00"), max_size=20) | st.sampled_from(
    HOSTILE
)
remarks = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [*HOSTILE, *UNSAYABLE, "{$X:\n}\n:81 {\nrespond gotcha\n}\n#}", ":82 {\n}", "\r\n:83"]
)


def reply(text: str) -> str:
    return render([line("http://:8000", body=[line("respond", "/x", text, "200")])])


def body_of(config: Any) -> str:
    return str(config["apps"]["http"]["servers"]["srv0"]["routes"][0]["handle"][0].get("body", ""))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_word_is_read_back_as_it_was(text: str) -> None:
    assert body_of(caddy.adapt(reply(text))) == text


@settings(max_examples=25, deadline=None)
@given(words)
def test_any_word_is_read_back_or_refused(text: str) -> None:
    try:
        written = reply(text)
    except ValueError:
        assume(False)
    assert body_of(caddy.adapt(written)) == text
    assert caddy.formatted(written) == written


@pytest.mark.parametrize("text", UNSAYABLE)
def test_a_word_that_caddy_would_understand_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"brace|printed|mixes"):
        reply(text)


@settings(max_examples=25, deadline=None)
@given(remarks)
@example("{$HOME}")
@example("x \\")
@example('`open "quote {')
def test_no_comment_says_anything_to_caddy(text: str) -> None:
    said = [line("http://:8000", body=[Comment(text), line("respond", "ok"), Comment(text)])]
    written = render([Comment(text), *said, Comment(text)])
    assert caddy.adapt(written) == caddy.adapt(render([line("http://:8000", body=[line("respond", "ok")])]))
    assert caddy.formatted(written) == written
