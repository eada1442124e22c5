import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from backprop_explorer.data import DataFileError, idx
from backprop_explorer.data.idx import read_idx

ARRAY = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
RAW = b"\x00\x00\x08\x03" + struct.pack(">III", 2, 3, 4) + ARRAY.tobytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some-file"


@pytest.mark.parametrize("content", [RAW, gzip.compress(RAW)], ids=["raw", "gz"])
def test_reads_what_was_written(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    array = read_idx(path)
    assert array.dtype == np.uint8
    assert np.array_equal(array, ARRAY)
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0, 0] = 1


MALFORMED = {
    "empty": (b"", "is empty"),
    "a web page": (b"<!DOCTYPE html>", "starts with 3c 21 44 4f, which should be 00 00 08"),
    "three bytes": (RAW[:3], "starts with 00 00 08, which should be"),
    "floats": (b"\x00\x00\x0d" + RAW[3:], "starts with 00 00 0d 03"),
    "no axes": (b"\x00\x00\x08\x00", "starts with 00 00 08 00"),
    "half a header": (RAW[:10], "its header alone takes 16 bytes, but there are 10"),
    "truncated": (RAW[:-1], r"cut short: its header says \(2, 3, 4\), 40 bytes .* there are 39"),
    "too long": (RAW + b"!", r"too long: its header says \(2, 3, 4\), 40 bytes .* there are 41"),
    "absurd sizes": (b"\x00\x00\x08\x03" + b"\xff" * 12, "cut short.* there are 16"),
    "truncated gz": (gzip.compress(RAW)[:-12], r"cut short: .* after the \d+ bytes"),
    "gz header only": (gzip.compress(RAW)[:5], "cut short"),
    "damaged gz": (gzip.compress(RAW)[:-8] + b"\x00" * 8, "damaged gzip file"),
    "gz of rubbish": (b"\x1f\x8b" + b"rubbish" * 9, "damaged gzip file"),
    "truncated within gz": (gzip.compress(RAW[:-1]), "40 bytes in all, but there are 39"),
}


@pytest.mark.parametrize(("content", "fault"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_file_is_named_with_its_fault(path: Path, content: bytes, fault: str) -> None:
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=fault) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


def test_a_gzip_that_would_fill_the_memory_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idx, "LARGEST", 1000)
    path.write_bytes(gzip.compress(bytes(100_000)))
    with pytest.raises(DataFileError, match="unpacks to more than 1,000 bytes"):
        read_idx(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DataFileError, match=f"{wrong} cannot be read"):
            read_idx(wrong)
