"""Downloads from a server on this machine that can be good, wrong, broken, slow or down."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from backprop_explorer.data import DownloadError
from backprop_explorer.data.cache import data_directory
from backprop_explorer.data.fetching import Patience, fetch
from backprop_explorer.data.mnist import load_mnist

from .mirrors import Mirrors
from .tiny import Tiny, sha256

IMAGES = "train-images-idx3-ubyte"
SHORT = Patience(connection=5, silence=1, grace=1, slowest=1_000_000)


def files_in_cache() -> list[str]:
    folder = data_directory() / "tiny"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("behaviour", ["good", "called_gzip", "moved"])
def test_fetches_all_files(tiny: Tiny, mirrors: Mirrors, behaviour: str) -> None:
    assert fetch(tiny.known, [mirrors[behaviour]]) == data_directory() / "tiny"
    assert files_in_cache() == sorted(tiny.raw)
    assert load_mnist(tiny.known).x_train.tobytes() == tiny.raw[IMAGES][16:]


BAD = [
    "missing",
    "broken",
    "truncated",
    "truncated_unnoticed",
    "wrong",
    "web_page",
    "silent",
    "dripping",
]


@pytest.mark.parametrize("behaviour", BAD)
def test_a_bad_mirror_is_named_and_leaves_nothing(
    tiny: Tiny, mirrors: Mirrors, behaviour: str
) -> None:
    with pytest.raises(DownloadError, match=rf"{mirrors[behaviour]}{IMAGES}\.gz") as caught:
        fetch(tiny.known, [mirrors[behaviour]], patience=SHORT)
    assert "data import DIR" in str(caught.value)
    assert files_in_cache() == []


@pytest.mark.parametrize("behaviour", [*BAD, "down"])
def test_the_next_mirror_stands_in_for_a_bad_one(
    tiny: Tiny, mirrors: Mirrors, down: str, behaviour: str
) -> None:
    bad = down if behaviour == "down" else mirrors[behaviour]
    fetch(tiny.known, [bad, mirrors["good"]], patience=SHORT)
    assert files_in_cache() == sorted(tiny.raw)
    assert load_mnist(tiny.known).name == "tiny"


def test_a_wrong_file_is_reported_with_size_and_both_hashes(tiny: Tiny, mirrors: Mirrors) -> None:
    content = tiny.gz[IMAGES]
    with pytest.raises(DownloadError) as caught:
        fetch(tiny.known, [mirrors["wrong"]])
    sent = sha256(content[:-1] + b"?")
    for part in (f"{len(content):,} bytes", sent, tiny.known.train_images.gz_sha256):
        assert part in str(caught.value)


def test_every_mirror_that_failed_is_reported(tiny: Tiny, mirrors: Mirrors, down: str) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(tiny.known, [down, mirrors["missing"], "nonsense", "ftp://127.0.0.1/"])
    for part in (down, mirrors["missing"], "404", "nonsense/", "ftp://127.0.0.1/"):
        assert part in str(caught.value)


def test_only_what_is_missing_or_damaged_is_fetched(tiny: Tiny, mirrors: Mirrors) -> None:
    folder = fetch(tiny.known, [mirrors["good"]])
    mirrors.asked.clear()
    fetch(tiny.known, [mirrors["good"]])
    assert mirrors.asked == []
    (folder / IMAGES).write_bytes(tiny.raw[IMAGES][:100])
    fetch(tiny.known, [mirrors["good"]])
    assert mirrors.asked == [f"/good/{IMAGES}.gz"]
    assert load_mnist(tiny.known).name == "tiny"


def test_files_that_came_before_a_failure_are_kept(tiny: Tiny, mirrors: Mirrors) -> None:
    last = "t10k-labels-idx1-ubyte.gz"
    right = mirrors.files[last]
    mirrors.files[last] = b"wrong"
    with pytest.raises(DownloadError):
        fetch(tiny.known, [mirrors["good"]])
    mirrors.files[last] = right
    mirrors.asked.clear()
    fetch(tiny.known, [mirrors["good"]])
    assert mirrors.asked == [f"/good/{last}"]


def test_nothing_half_written_can_be_read(tiny: Tiny, mirrors: Mirrors) -> None:
    """At every moment of a fetch, each file in the cache is whole."""
    looks = 0

    def look(name: str, done: int, total: int | None) -> None:
        nonlocal looks
        looks += 1
        for file_name, content in tiny.raw.items():
            path = data_directory() / "tiny" / file_name
            assert not path.exists() or path.read_bytes() == content

    fetch(tiny.known, [mirrors["good"]], report=look)
    assert looks >= 4


def test_an_interrupted_fetch_leaves_nothing(tiny: Tiny, mirrors: Mirrors) -> None:
    def interrupt(name: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tiny.known, [mirrors["good"]], report=interrupt)
    assert files_in_cache() == []


def test_two_fetches_at_once_do_no_harm(tiny: Tiny, mirrors: Mirrors) -> None:
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(fetch, tiny.known, [mirrors["good"]]) for _ in range(4)]:
            done.result()
    assert files_in_cache() == sorted(tiny.raw)
    assert load_mnist(tiny.known).name == "tiny"


def test_progress_is_told_to_the_end(tiny: Tiny, mirrors: Mirrors) -> None:
    told: dict[str, tuple[int, int | None]] = {}

    def report(name: str, done: int, total: int | None) -> None:
        told[name] = (done, total)

    fetch(tiny.known, [mirrors["good"]], report=report)
    assert told == {f"{name}.gz": (len(c), len(c)) for name, c in tiny.gz.items()}


def test_mirrors_come_from_the_environment(
    tiny: Tiny, mirrors: Mirrors, down: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKPROP_EXPLORER_MNIST_MIRRORS", f"{down} {mirrors['good']}")
    fetch(tiny.known)
    assert load_mnist(tiny.known).name == "tiny"
