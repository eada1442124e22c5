import numpy as np
import pytest

from backprop_explorer.data import load

TABLES = {
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "xor": lambda a, b: a ^ b,
    "nand": lambda a, b: 1 - (a and b),
}


@pytest.mark.parametrize("gate", TABLES)
def test_the_table_of_a_gate(gate: str) -> None:
    table = load("logic-gate", gate=gate)
    assert table.x_train.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert table.x_train.dtype == np.float32
    expected = [TABLES[gate](int(a), int(b)) for a, b in table.x_train]
    assert table.t_train.tolist() == expected
    assert table.classes == ("0", "1")
    assert gate.upper() in table.source


def test_a_gate_is_tested_on_the_rows_it_learned_and_says_so() -> None:
    table = load("logic-gate")
    assert np.array_equal(table.x_train, table.x_test)
    assert np.array_equal(table.t_train, table.t_test)
    assert "tested" in table.source


@pytest.mark.parametrize("gate", ["and", "or", "nand"])
def test_one_line_parts_all_but_xor(gate: str) -> None:
    grid = np.linspace(-2, 2, 9)
    parted = {
        name: any(
            np.array_equal((table.x_train @ [a, b] + c > 0).astype(int), table.t_train)
            for a in grid
            for b in grid
            for c in grid
        )
        for name in (gate, "xor")
        for table in [load("logic-gate", gate=name)]
    }
    assert parted == {gate: True, "xor": False}
