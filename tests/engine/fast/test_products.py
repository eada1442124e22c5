"""Products in blocks of rows: the same numbers, and only where blocks are worth it."""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, assert_same_bits, indices

from backprop_explorer.engine import SGD, Network, Relu
from backprop_explorer.engine.fast import products
from backprop_explorer.engine.fast.products import blocks_of_rows, product, product_with


@pytest.fixture(autouse=True)
def nothing_known():
    products.cutting_keeps_the_bits.cache_clear()
    yield
    products.cutting_keeps_the_bits.cache_clear()


@pytest.fixture
def always_the_same(monkeypatch):
    """Whatever this processor's BLAS does."""
    monkeypatch.setattr(products, "cutting_keeps_the_bits", lambda *case: True)


def operands(rng, rows, inner, columns, dtype=np.float32):
    a, b = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
    return a.astype(dtype), b.astype(dtype)


def transposed(a):
    """The same numbers, column by column in memory."""
    return np.asfortranarray(a)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [(784, 100, 50), (101, 100, 100), (3, 50, 9_000), (4, 5, 6)])
@pytest.mark.parametrize("lie", [np.ascontiguousarray, transposed])
def test_has_the_bits_of_one_product(rng, dtype, size, lie):
    a, b = operands(rng, *size, dtype)
    a = lie(a)
    out, other = (np.empty((len(a), b.shape[1]), dtype) for _ in range(2))
    for step in product(a, b, out):
        step()
    product_with(b, other, a)(a)
    np.testing.assert_array_equal(out, a @ b)
    np.testing.assert_array_equal(other, a @ b)


@pytest.mark.usefixtures("always_the_same")
@pytest.mark.parametrize("rows", [784, 101, 9])
def test_blocks_are_all_rows_in_order(rng, rows):
    a, b = operands(rng, rows, 200, -(-4_000_000 // (rows * 200)))
    blocks = blocks_of_rows(a, b)
    assert len(blocks) > 1
    assert [row for block in blocks for row in range(rows)[block]] == list(range(rows))
    out = np.empty((rows, b.shape[1]), np.float32)
    for step in product(a, b, out):
        step()
    np.testing.assert_allclose(out, a @ b, rtol=1e-3, atol=1e-3)


@pytest.mark.usefixtures("always_the_same")
def test_only_products_of_a_few_million_multiplications_are_cut(rng):
    def count(*size):
        return len(blocks_of_rows(*operands(rng, *size)))

    assert [count(100, 100, columns) for columns in (1, 100, 101, 500, 501)] == [1, 1, 2, 5, 1]
    a, b = operands(rng, 100, 100, 200)
    assert len(blocks_of_rows(a, transposed(b))) == 1


def test_another_order_of_sums_is_noticed_and_not_used(rng, monkeypatch):
    monkeypatch.setattr(products, "equal_blocks", lambda length, count: [slice(0, length - 1)])
    a, b = operands(rng, 100, 100, 200)
    assert blocks_of_rows(a, b) == [slice(100)]
    network = Network([affine(rng, 200, 100), Relu(), affine(rng, 100, 5)])
    assert_same_bits(network, SGD(0.1), indices(rng, (100, 200), 5))


def test_what_was_found_out_is_remembered_by_shapes(rng):
    a, b = operands(rng, 100, 100, 200)
    for _ in range(2):
        blocks_of_rows(a, b)
    blocks_of_rows(transposed(a), b)
    assert products.cutting_keeps_the_bits.cache_info().misses == 2
