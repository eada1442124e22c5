import pytest

from backprop_explorer.data import Option, OptionError

WHOLE = Option("training", "integer", "a share", 50, 10, 90)
NUMBER = Option("noise", "number", "noise", 0.0, 0, 50)
FLAG = Option("standardize", "boolean", "whether", False)
WORD = Option("gate", "string", "which", "xor", choices=("and", "xor"))
TEXT = Option("text", "string", "a table", least=1, most=5)
WORDS = Option("features", "array", "which", ("a",), choices=("a", "b", "c"))


@pytest.mark.parametrize(
    ("option", "value", "read"),
    [
        (WHOLE, 10, 10),
        (WHOLE, 90, 90),
        (NUMBER, 0, 0.0),
        (NUMBER, 12.5, 12.5),
        (FLAG, True, True),
        (WORD, "and", "and"),
        (TEXT, "a,b", "a,b"),
        (WORDS, ["c", "a"], ("a", "c")),
        (WORDS, ("b",), ("b",)),
    ],
)
def test_what_does_comes_back_in_one_form(option: Option, value: object, read: object) -> None:
    assert option.read(value) == read
    assert type(option.read(value)) is type(read)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        (WHOLE, 9, "training cannot be 9; it must be a whole number from 10 to 90"),
        (WHOLE, 91, "training cannot be 91; it must be a whole number from 10 to 90"),
        (WHOLE, 50.0, "training cannot be 50.0; it must be a whole number from 10 to 90"),
        (WHOLE, True, "training cannot be True; it must be a whole number from 10 to 90"),
        (WHOLE, None, "training cannot be None; it must be a whole number from 10 to 90"),
        (NUMBER, -0.1, "noise cannot be -0.1; it must be a number from 0 to 50"),
        (NUMBER, float("nan"), "noise cannot be nan; it must be a number from 0 to 50"),
        (NUMBER, float("inf"), "noise cannot be inf; it must be a number from 0 to 50"),
        (NUMBER, "5", "noise cannot be '5'; it must be a number from 0 to 50"),
        (NUMBER, False, "noise cannot be False; it must be a number from 0 to 50"),
        (FLAG, 1, "standardize cannot be 1; it must be true or false"),
        (WORD, "nor", "gate cannot be 'nor'; it must be one of and, xor"),
        (WORD, ["and"], "gate cannot be ['and']; it must be one of and, xor"),
        (TEXT, "", "text cannot be ''; it must be a text of 1 to 5 characters"),
        (TEXT, "abcdef", "text cannot be 'abcdef'; it must be a text of 1 to 5 characters"),
        (WORDS, [], "features cannot be []; it must be one or more of a, b, c, none of them twice"),
        (
            WORDS,
            ["a", "a"],
            "features cannot be ['a', 'a']; it must be one or more of a, b, c, none of them twice",
        ),
        (
            WORDS,
            ["a", 1],
            "features cannot be ['a', 1]; it must be one or more of a, b, c, none of them twice",
        ),
        (
            WORDS,
            "a",
            "features cannot be 'a'; it must be one or more of a, b, c, none of them twice",
        ),
    ],
)
def test_what_does_not_is_named_with_what_would(
    option: Option, value: object, sentence: str
) -> None:
    with pytest.raises(OptionError) as caught:
        option.read(value)
    assert str(caught.value) == sentence
    assert caught.value.option == option.name


def test_a_long_value_is_cut_in_the_sentence() -> None:
    with pytest.raises(OptionError) as caught:
        TEXT.read("x" * 100_000)
    assert "…" in str(caught.value)
    assert len(str(caught.value)) < 200


def test_what_has_no_default_is_required() -> None:
    assert TEXT.required
    assert not WORD.required
