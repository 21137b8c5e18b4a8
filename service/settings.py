"""
How this program is run: settings from a file and from the environment.

What a command's option says counts first, then the environment, then the file, then what stands
here. ``docs/operations.md`` has the table of all settings, drawn from this class.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from scheduler.errors import Fault, InputError, require
from scheduler.limits import VARIABLE as LIMITS_VARIABLE
from service.provider_settings import ProviderSettings
from store.address import URL_VARIABLE, url_of
from store.backup_plan import BackupPlan

PREFIX = "PAIBAN_"
FILE_VARIABLE = "PAIBAN_SETTINGS"
INSIDE = "__"  # between the names of a table, a provider and its setting in the environment


class RunSettings(BaseSettings):
    """The settings, each with its meaning; from the environment as ``PAIBAN_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_nested_delimiter=INSIDE,
        extra="forbid",
        frozen=True,
    )

    db: str = Field(
        "",
        description="Database: URL, or path of an SQLite file; empty: in the user's data folder",
    )
    limits: str = Field(
        "", description="Larger limits for files that are read, `name=number,name=number`"
    )
    address: str = Field("127.0.0.1", description="Address at which `serve` listens")
    port: int = Field(8501, ge=1, le=65535, description="Port at which `serve` listens")
    host_names: str = Field("", description="Names under which browsers reach the app, with commas")
    cert: str = Field("", description="File of a TLS certificate; empty: `serve` does not encrypt")
    key: str = Field("", description="File of the certificate's key")
    behind_proxy: str = Field(
        "", description="Address of a proxy before it that encrypts, such as `127.0.0.1`"
    )
    public_address: str = Field(
        "",
        description="Address that browsers show, such as `https://paiban.example.com:8443`, where"
        " people come back to from a provider; empty: made of `host_names`, `port` and the proxy",
    )
    providers: dict[str, ProviderSettings] = Field(
        {},
        description="Providers by which people sign in, each a table `[providers.NAME]` (below)",
    )
    watch_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 for `/health`, `/ready` and `/metrics`; 0: none",
    )
    font: str = Field(
        "",
        description="File of a typeface with Chinese, for pictures; empty: one of the usual places",
    )
    cluster: str = Field(
        "",
        description="Address of a Dask scheduler (`tcp://HOST:PORT`) whose workers may do sweeps of"
        " what-ifs, and the parts of large weeks; empty: there is none",
    )
    log: Literal["text", "json"] = Field(
        "text", description="Form of the log on standard error: `text`, or `json`, one line each"
    )
    backup_folder: str = Field(
        "", description="Folder of the scheduled backups; empty: none are made"
    )
    backup_every_h: float = Field(24.0, gt=0, le=8760, description="Hours between two backups")
    backup_daily: int = Field(7, ge=0, le=1000, description="Days of which the last backup is kept")
    backup_weekly: int = Field(
        5, ge=0, le=1000, description="Weeks of which the last backup is kept"
    )
    backup_monthly: int = Field(
        12, ge=0, le=1000, description="Months of which the last backup is kept"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's own order of arguments
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment count before what is given, which is the file."""
        return env_settings, init_settings

    @property
    def url(self) -> str:
        """Return the URL of the database; empty: where it lies when nobody says otherwise."""
        return url_of(self.db) if self.db else ""

    @property
    def plan(self) -> BackupPlan | None:
        """Return when backups are made and which are kept; None: none are made."""
        if not self.backup_folder:
            return None
        folder = Path(self.backup_folder).expanduser()
        keep = (self.backup_daily, self.backup_weekly, self.backup_monthly)
        return BackupPlan(folder, self.backup_every_h, *keep)

    def to_environment(self) -> None:
        """Name what other processes of this program need in the environment."""
        for name, told in ((URL_VARIABLE, self.db), (LIMITS_VARIABLE, self.limits)):
            if told:
                os.environ[name] = told


def settings(file: Path | None = None) -> RunSettings:
    """
    Return the settings of this process.

    Parameters
    ----------
    file
        A TOML file; None: the one that ``PAIBAN_SETTINGS`` names, if any.

    Raises
    ------
    InputError
        With each setting that is unknown or wrong, and where it stands.
    """
    named = os.environ.get(FILE_VARIABLE, "")
    path = file or (Path(named).expanduser() if named else None)
    told = {} if path is None else _read(path)
    try:
        return RunSettings(**told)
    except ValidationError as error:
        faults = (_fault(dict(one), path) for one in error.errors())
        raise InputError(faults) from None
    except ValueError:  # what the environment holds is no JSON; the text may hold a secret
        column, details = f"{PREFIX}PROVIDERS", {"form": form_of("providers")}
        raise InputError(Fault("setting_wrong", column=column, details=details)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        require(path.is_file() or not path.exists(), "not_a_file", file=str(path))
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        details = {"cause": str(error)}
        raise InputError(Fault("settings_unreadable", value=str(path), details=details)) from None


def _fault(error: dict[str, Any], path: Path | None) -> Fault:
    """Return what is wrong with a setting, and whether the environment or the file says so."""
    place = tuple(str(one) for one in error["loc"])
    name, variable = ".".join(place), PREFIX + INSIDE.join(place).upper()
    is_from_file = variable not in {each.upper() for each in os.environ}
    file = str(path) if is_from_file and path is not None else None
    column = name if is_from_file else variable
    fields = ProviderSettings.model_fields if place[1:] else RunSettings.model_fields
    if error["type"] == "extra_forbidden":
        details = {"known": ", ".join(sorted(fields))}
        return Fault("setting_unknown", file=file, value=name, details=details)
    if error["type"] == "missing":
        return Fault("setting_missing", file=file, column=column)
    is_shown = isinstance(error["input"], str | int | float) and place[-1] != "client_secret"
    value = str(error["input"]) if is_shown else "…"
    code, details = "setting_wrong", {"form": form_of(*place)}
    return Fault(code, file=file, column=column, value=value, details=details)


def form_of(name: str, *inside: str) -> str:
    """Return which values a setting takes, in signs that need no language."""
    at_last = inside[-1] if inside else ""
    if name == "providers" and at_last not in ProviderSettings.model_fields:
        return "[providers.NAME]"
    fields = ProviderSettings.model_fields if at_last else RunSettings.model_fields
    field = fields[at_last or name]
    kind = field.annotation
    if kind in (int, float):
        limits = {
            word: getattr(each, word)
            for each in field.metadata
            for word in ("ge", "gt", "le")
            if hasattr(each, word)
        }
        least = f"{limits['ge']} ≤ " if "ge" in limits else f"{limits['gt']:g} < "
        return f"{least}{'n' if kind is int else 'x'} ≤ {limits['le']:g}"
    return " | ".join(map(str, getattr(kind, "__args__", ()))) or "…"


def table() -> str:
    """Return all settings as a Markdown table."""
    return _drawn({name: (name,) for name in RunSettings.model_fields})


def provider_table() -> str:
    """Return the settings of a provider as a Markdown table."""
    return _drawn({name: ("providers", "NAME", name) for name in ProviderSettings.model_fields})


def _drawn(rows: dict[str, tuple[str, ...]]) -> str:
    lines = [
        "| In the file | In the environment | Default | Values | Meaning |",
        "|---|---|---|---|---|",
    ]
    for name, place in rows.items():
        fields = ProviderSettings.model_fields if place[1:] else RunSettings.model_fields
        field = fields[name]
        is_said = isinstance(field.default, str | int | float) and field.default != ""
        default = f"`{field.default}`" if is_said else ""
        form = form_of(*place).replace("|", "\\|")
        variable = PREFIX + INSIDE.join(place).upper()
        told = (f"`{name}`", f"`{variable}`", default, form, field.description or "")
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines) + "\n"
