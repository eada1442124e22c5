"""The settings, each with one name: a flag of `serve` = an environment variable = a line in a file.

`max_sessions` is `--max-sessions`, `BACKPROP_EXPLORER_MAX_SESSIONS` and `max_sessions = 64` in
`backprop-explorer.toml`. The flag wins over the environment, the environment over the file.
docs/settings.md lists them all.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ENV_PREFIX = "BACKPROP_EXPLORER_"
CONFIG_VARIABLE = ENV_PREFIX + "CONFIG"
CONFIG_FILE = "backprop-explorer.toml"


# Where a list cannot be written, as in the environment, blanks separate its words.
Words = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(lambda words: words.split() if isinstance(words, str) else words),
]


class Settings(BaseSettings):
    """What a run may be told. Raises pydantic's ValidationError on wrong values or names."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", frozen=True)

    host: str = Field(
        default="127.0.0.1", description="Address to listen on; 0.0.0.0 is every one."
    )
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port to listen on; 0 is any free one."
    )
    open: bool = Field(default=False, description="Open the page in a browser, where there is one.")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="Processes that train; as many as there are cores unless told.",
    )
    max_sessions: int = Field(default=64, ge=1, description="Sessions kept in memory at once.")
    max_request_bytes: int = Field(
        default=1_000_000, ge=1_000, description="Largest body of a request, in bytes."
    )
    allowed_hosts: Words = Field(
        default=(),
        description="Host names to answer to, besides localhost and plain addresses; * is all.",
    )
    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default_factory=lambda: user_cache_path("backprop-explorer", appauthor=False),
        description="Folder that datasets are kept in.",
    )
    torchvision_roots: Words = Field(
        default=(),
        description="Folders given to torchvision as `root`, whose MNIST is used if it is there.",
    )
    mnist_mirrors: Words = Field(
        default=(), description="Addresses that MNIST is fetched from, instead of the known ones."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file."""
        file = os.environ.get(CONFIG_VARIABLE, CONFIG_FILE)
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


@lru_cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()


def assets(folder: str) -> Path:
    """Where `static` or `templates` is: in an installed package, or beside app/ in a checkout."""
    package = Path(__file__).parent
    installed = package / folder
    return installed if installed.is_dir() else package.parent.parent / folder
