"""Downloading a data set: from the first mirror that delivers, believed only by its SHA-256.

pooch downloads to a temporary file, checks it and renames it. What we add: the next mirror when one
fails, and an end to waiting for a server that is silent, or sends a byte now and then.
"""

import hashlib
import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pooch

from backprop_explorer.config import Settings

from .cache import data_directory, make_directory, write_whole
from .errors import DataError, DataFileError, DownloadError
from .files import IdxFile, IdxSet, check_known, read_known
from .idx import Content, read_content
from .idx_sets import MNIST

Report = Callable[[str, int, int | None], None]
"""Is called with a file's name, the bytes that have come, and those to come in all, if known."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a mirror before the next is tried; seconds, and bytes a second."""

    connection: float = 10
    silence: float = 20
    grace: float = 30
    slowest: float = 10_000  # on average, once `grace` is over


def fetch(
    known: IdxSet = MNIST,
    mirrors: Sequence[str] = (),
    report: Report = lambda name, done, total: None,
    patience: Patience = Patience(),
) -> Path:
    """Downloads the files of `known` that the cache does not have; says where they are.

    Mirrors are tried in order: those given, or those of the setting `known` names, or the known
    ones.

    Raises DownloadError, which says what each mirror did, where a file cannot be had, or DataError
    where it cannot be kept.
    """
    chosen = mirrors or _mirrors_set(known) or known.mirrors
    directory = data_directory() / known.name
    make_directory(directory)
    pooch.get_logger().setLevel(logging.WARNING)  # what it would log, `report` tells
    try:
        for file in known.files:
            if not _is_there(directory / file.name, file):
                content = _from_any(chosen, file, known.import_command, report, patience)
                write_whole(directory / file.name, content)
    except OSError as error:
        raise DataError(f"a download cannot be kept: {error.strerror or error}") from error
    return directory


def _is_there(path: Path, known: IdxFile) -> bool:
    try:
        read_known(path, known)
    except DataFileError:
        return False
    return True


def _mirrors_set(known: IdxSet) -> Sequence[str]:
    """What the user's settings say, where there is a setting for this data set."""
    return getattr(Settings(), known.mirrors_setting) if known.mirrors_setting else ()


def _from_any(
    mirrors: Sequence[str], known: IdxFile, import_command: str, report: Report, patience: Patience
) -> Content:
    """The content of one file, unpacked and checked."""
    faults: list[str] = []
    name = f"{known.name}.gz"
    for mirror in mirrors:
        download = Download(report, patience)
        url = f"{mirror.rstrip('/')}/{name}"
        with tempfile.TemporaryDirectory() as folder:
            try:
                path = Path(
                    pooch.retrieve(
                        url, f"sha256:{known.gz_sha256}", name, folder, downloader=download
                    )
                )
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                faults.append(f"{url} failed ({error or type(error).__name__})")
            except ValueError:  # pooch's word for a wrong hash
                faults.append(
                    f"{url} sent {download.received:,} bytes with SHA-256 "
                    f"{download.sha256.hexdigest()}, expected {known.gz_sha256}"
                )
            else:
                content = read_content(path)
                check_known(content, path, known)
                return content
    raise DownloadError(
        f"{name} could not be fetched: {'; '.join(faults)}; try again, name another mirror, "
        f"or take files you have with `{import_command}`"
    )


class Download:
    """One download of one file, in the form that pooch calls; its length and SHA-256 so far."""

    def __init__(self, report: Report, patience: Patience) -> None:
        self.report = report
        self.patience = patience
        self.received = 0
        self.sha256 = hashlib.sha256()

    def __call__(self, url: str, output_file: str, _pooch: object) -> None:
        """Raises httpx.HTTPError where the server refuses, breaks off, or is too slow."""
        timeout = httpx.Timeout(self.patience.silence, connect=self.patience.connection)
        # The bytes of the .gz file itself are wanted, not what they unpack to on the way.
        headers = {"Accept-Encoding": "identity"}
        with (
            httpx.stream(
                "GET", url, headers=headers, timeout=timeout, follow_redirects=True
            ) as response,
            Path(output_file).open("wb") as file,
        ):
            response.raise_for_status()
            self._copy(response, file.write, Path(url).name)

    def _copy(self, response: httpx.Response, write: Callable[[bytes], object], name: str) -> None:
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        started = time.monotonic()
        for chunk in response.iter_raw():
            write(chunk)
            self.received += len(chunk)
            self.sha256.update(chunk)
            self.report(name, self.received, total)
            elapsed = time.monotonic() - started
            if elapsed > self.patience.grace and self.received < self.patience.slowest * elapsed:
                raise httpx.ReadTimeout(
                    f"too slow: {self.received:,} bytes in {elapsed:.0f} s",
                    request=response.request,
                )
