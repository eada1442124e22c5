"""From a running instruction to the line and the expression, wherever the code lives."""

import linecache
import textwrap

import numpy as np
import pytest
from networks import Net, run

from backprop_explorer.trace import record

X = np.arange(6.0).reshape(2, 3)

CELL = """\
import numpy as np

class Gate:
    def forward(self, x):
        self.größe = np.abs(x) + np.tanh(
            x * 2
        )
        return self.größe

    def backward(self, dout):
        return dout
"""


def from_cell(text, name):
    """Run code the way a notebook does: its text is nowhere but in linecache."""
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace = {"__name__": "__main__"}
    exec(compile(text, name, "exec"), namespace)
    return namespace


@pytest.mark.parametrize("name", ["<ipython-input-3-0123abcd>", "/var/ipykernel_123/4567.py"])
def test_a_notebook_cell_shows_its_lines(name):
    gate = from_cell(CELL, name)["Gate"]
    trace = record(Net(gate()), X, np.zeros(1))
    absolute = next(event for event in trace.events if event.operation == "abs")
    assert absolute.source.file == "a notebook cell"
    assert absolute.source.line == 5
    assert absolute.source.text == "self.größe = np.abs(x) + np.tanh("
    assert absolute.source.text[slice(*absolute.source.columns)] == "np.abs(x)"
    assert trace.find("a1").event == absolute.index + 3


def test_an_expression_over_several_lines_is_shown_by_its_first():
    gate = from_cell(CELL, "<cell-4>")["Gate"]
    trace = record(Net(gate()), X, np.zeros(1))
    tanh = next(event for event in trace.events if event.operation == "tanh")
    assert tanh.source.text[slice(*tanh.source.columns)] == "np.tanh("


def test_code_without_source_is_recorded_all_the_same():
    namespace = {"np": np, "__name__": "nowhere"}
    exec(compile("def f(layer, x):\n    y = np.exp(x)\n    return y", "<gone>", "exec"), namespace)
    trace, result = run(namespace["f"], X)
    assert np.array_equal(result, np.exp(X))
    exp = next(event for event in trace.events if event.operation == "exp")
    assert exp.source.line == 2
    assert exp.source.text == ""


def test_code_that_was_executed_is_code_without_a_file():
    namespace = {"__name__": "nowhere"}
    code = "def f(layer, x):\n    x[0] = 1\n    return x"
    exec(code, namespace)
    trace, _ = run(namespace["f"], X)
    assert trace.events[0].source.file == "code without a file"
    assert "writes into x on line 2 of code without a file, an array" in trace.findings[0].message


def test_a_file_is_shown_from_its_package_on(tmp_path, monkeypatch):
    package = tmp_path / "mynets" / "layers"
    package.mkdir(parents=True)
    (tmp_path / "mynets" / "__init__.py").touch()
    (package / "__init__.py").touch()
    code = "import numpy as np\n\ndef f(layer, x):\n    return np.exp(x)\n"
    (package / "gate.py").write_text(textwrap.dedent(code))
    monkeypatch.syspath_prepend(str(tmp_path))
    from mynets.layers.gate import f

    trace, _ = run(f, X)
    assert trace.events[0].source.file == "layers/gate.py"
    assert trace.events[0].source.function == "f"
