import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from cireview.screening.features import (
    Tokens,
    count_pairs,
    count_words,
    spell_words,
    weigh_terms,
)

TEXTS = [
    "nudging nurses\nNurses follow the guideline after nudging, nudging helps nurses.",
    "drugs for sleep\nSleep drugs and the guideline; a trial of sleep.",
    "\nThe nurses sleep.",
    "nudging sleep\nThe trial of nudging nurses to sleep",
]
CLEAN = [text.lower() for text in TEXTS]


def columns_by_name(matrix, names, wanted):
    place = {name: column for column, name in enumerate(names)}
    return matrix.toarray()[:, [place[name] for name in wanted]]


@pytest.mark.parametrize("min_df", [1, 2])
def test_words_and_pairs_weigh_as_scikit_learn_says(min_df):
    theirs = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df)
    expected = theirs.fit_transform(CLEAN).toarray()
    tokens = Tokens(CLEAN)
    pairs, names = count_pairs(tokens, min_df=min_df)
    from scipy import sparse

    counts = sparse.hstack([count_words(tokens), pairs], format="csr")
    (values,), kept = weigh_terms([counts], min_df=min_df)
    all_names = [*tokens.words, *names]
    ours = columns_by_name(values, [all_names[i] for i in kept], theirs.get_feature_names_out())
    assert values.shape[1] == len(theirs.vocabulary_)
    np.testing.assert_allclose(ours, expected, atol=1e-6)


@pytest.mark.parametrize("sizes", [(3, 3), (3, 5)])
def test_spelling_each_word_once_counts_what_scikit_learn_counts_at_each_occurrence(sizes):
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=sizes, sublinear_tf=True, token_pattern=None)
    plain = [" ".join(Tokens([text]).words[i] for i in Tokens([text]).ids) for text in CLEAN]
    expected = theirs.fit_transform(plain).toarray()
    tokens = Tokens(CLEAN)
    spelled = count_words(tokens) @ spell_words(tokens.words, shortest=sizes[0], longest=sizes[1])
    (values,), _ = weigh_terms([spelled])
    assert values.shape == expected.shape
    np.testing.assert_allclose(values.toarray() @ values.toarray().T, expected @ expected.T, atol=1e-5)


def test_a_word_of_the_title_counts_as_often_as_its_weight():
    tokens = Tokens(["sleep\nsleep drugs"], title_weight=3)
    assert dict(zip(tokens.words, count_words(tokens).toarray()[0], strict=True)) == {"sleep": 4, "drugs": 1}


def test_pairs_do_not_cross_records():
    names = count_pairs(Tokens(["\naa bb", "\ncc dd"]), min_df=1)[1]
    assert sorted(names) == ["aa bb", "cc dd"]


def test_frequent_and_rare_terms_are_left_out():
    counts = count_words(Tokens(["\naa bb", "\naa cc", "\naa cc", "\naa dd"]))
    _, kept = weigh_terms([counts], min_df=2, max_df=0.95)
    assert [["aa", "bb", "cc", "dd"][i] for i in kept] == ["cc"]


def test_rows_may_come_in_parts():
    counts = count_words(Tokens(CLEAN))
    (whole,), kept = weigh_terms([counts], min_df=2)
    parts, same = weigh_terms([counts[:1], counts[1:]], min_df=2)
    np.testing.assert_array_equal(np.vstack([part.toarray() for part in parts]), whole.toarray())
    np.testing.assert_array_equal(kept, same)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_gives_finite_rows_of_length_one_or_zero(texts):
    tokens = Tokens([text.lower() for text in texts])
    spelled = count_words(tokens) @ spell_words(tokens.words, shortest=3, longest=4)
    (values,), _ = weigh_terms([spelled])
    lengths = np.linalg.norm(values.toarray(), axis=1)
    assert np.all(np.isclose(lengths, 1, atol=1e-5) | (lengths == 0))
