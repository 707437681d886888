"""What the window remembers between starts: its size, colours, text size and the last vault.

Nothing personal is kept here. A file that cannot be read is passed over and the usual
settings are used, because nobody's work depends on it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

COLOURS = ("system", "light", "dark")
SMALLEST_TEXT, LARGEST_TEXT, TEXT_STEP = 100, 200, 25
SMALLEST_WINDOW = (1024, 680)
SOONEST_LOCK, LATEST_LOCK = 1, 30
"""Minutes without a key or the mouse after which the program may lock itself (issue 3)."""


class Settings(NamedTuple):
    """The settings of one person on one computer; ``text_size`` is in per cent.

    ``local_pack`` is the file of an area's own figures and questions, "" for none; ``lock_after``
    is in minutes without a key or the mouse; ``second_place`` is a folder for further backups, ""
    for none; ``spelling`` is whether words that are not known are underlined.
    """

    colours: str = "system"
    text_size: int = 100
    window_width: int = 1280
    window_height: int = 860
    maximised: bool = False
    guidance_shown: bool = True
    last_vault: str = ""
    local_pack: str = ""
    lock_after: int = 5
    second_place: str = ""
    spelling: bool = True


def settings_file() -> Path:
    """Where the settings of this person are kept."""
    import platformdirs  # here, because the window starts without it when it is told a path

    return Path(platformdirs.user_config_dir("ROTH Planner", appauthor=False)) / "settings.json"


def read_settings(file: Path) -> Settings:
    """The settings in a file; the usual ones for whatever is missing or not usable."""
    usual = Settings()
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return usual
    if not isinstance(found, dict):
        return usual
    kept = {name: found[name] for name in Settings._fields if _fits(name, found.get(name))}
    return usual._replace(**kept)


def write_settings(file: Path, settings: Settings) -> bool:
    """Keep the settings, whole or not at all; False where the folder cannot be written."""
    beside = file.with_name(file.name + ".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(settings._asdict(), indent=2) + "\n", "utf-8")
        os.replace(beside, file)
    except OSError:
        return False
    return True


def larger(settings: Settings, steps: int) -> Settings:
    """The settings with text so many steps larger, or smaller; 0 goes back to 100 %."""
    size = settings.text_size + steps * TEXT_STEP if steps else 100
    return settings._replace(text_size=min(max(size, SMALLEST_TEXT), LARGEST_TEXT))


def _fits(name: str, value: Any) -> bool:
    usual = getattr(Settings(), name)
    if type(value) is not type(usual):
        return False
    if name == "colours":
        return value in COLOURS
    if name == "text_size":
        return SMALLEST_TEXT <= int(value) <= LARGEST_TEXT
    if name == "lock_after":
        return SOONEST_LOCK <= int(value) <= LATEST_LOCK
    if name in ("window_width", "window_height"):
        return 400 <= int(value) <= 20_000
    return True
