"""Whether a folder is one that other programs copy, or that is not on this computer at all.

A sync program copies a file in the middle of a save, and locking over a network does not hold
(sqlite.org/howtocorrupt.html, 2.1 and 2.3). So a vault there is warned about, never refused: some
chairs have no other place. Told from the paths that sync programs set in the environment, from the
names they give their folders, and from what kind of disk the folder is on. Nothing is opened.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

VARIABLES = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
}
"""What Microsoft's sync program sets in the environment of every program."""

NETWORK_KINDS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
    }
    | {"fuse.gvfsd-fuse", "9p", "afs", "ncpfs", "ceph", "glusterfs", "fuse.glusterfs"}
)
"""Kinds of file system whose files are on another computer, as Linux and macOS name them."""

NETWORK = "a network drive"

# A folder is known by its whole name, so that "Dropbox invoices" and "My Google Drive notes" are
# not taken for one. First the name of the program, then the names of its folders.
_NAMES: tuple[tuple[str, str], ...] = (
    ("SharePoint", r"sharepoint|.+ - sharepoint"),
    ("OneDrive", r"onedrive|onedrive ?- .+|onedrive-.+"),
    ("Dropbox", r"dropbox|dropbox \((personal|business|.+)\)|.+ dropbox"),
    ("Google Drive", r"google ?drive|googledrive-.+|drivefs|my drive"),
    ("iCloud", r"icloud ?drive|mobile documents|com~apple~clouddocs|iclouddrive"),
    ("Nextcloud", r"nextcloud\d*|owncloud\d*"),
    ("Box", r"box sync|box-box"),
)
_BY_NAME = tuple((program, re.compile(f"(?:{names})\\Z", re.I)) for program, names in _NAMES)

Mounts = Callable[[PurePath], str]
"""The kind of file system, or Windows's kind of drive, that a path is on; "" for unknown."""


def syncing(
    folder: PurePath,
    *,
    environment: Mapping[str, str] | None = None,
    mounts: Mounts | None = None,
) -> str:
    """The program that copies this folder, or "a network drive"; "" for a place of its own.

    ``folder`` is absolute and need not exist. A ``PureWindowsPath`` is read as Windows would.
    """
    environment = os.environ if environment is None else environment
    if isinstance(folder, PureWindowsPath) and folder.drive.startswith("\\\\"):
        return "SharePoint" if "sharepoint" in folder.drive.lower() else NETWORK
    for variable, program in VARIABLES.items():
        root = environment.get(variable, "")
        if root and _inside(folder, type(folder)(root)):
            return program
    for part in folder.parts[1:]:
        for program, names in _BY_NAME:
            if names.match(part):
                return program
    kind = (mounts or kind_of_disk)(folder)
    return NETWORK if kind in NETWORK_KINDS or kind == "remote" else ""


def warning(program: str) -> str:
    """What a chair is told about a folder that ``program`` copies; "" where there is none."""
    if not program:
        return ""
    if program == NETWORK:
        return (
            "This folder is on a network drive. A break in the connection in the middle of a save"
            " can damage a vault. Your own computer is a safer place; keep backups on the network."
        )
    return (
        f"{program} copies this folder. It can copy the vault in the middle of a save, or put back"
        " an older copy. A folder that is not copied is safer; keep your backups there instead."
    )


def kind_of_disk(folder: PurePath) -> str:
    """The kind of file system or drive that the nearest existing folder is on."""
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        return "remote" if kernel.GetDriveTypeW(folder.anchor) == drive_remote else ""
    try:
        mounted = _mount_table()
        place = PurePosixPath(os.path.realpath(Path(folder)))
    except OSError:
        return ""
    holding = [point for point in mounted if _inside(place, point)]
    return mounted[max(holding, key=lambda point: len(point.parts))] if holding else ""


def _mount_table() -> dict[PurePosixPath, str]:
    if sys.platform == "darwin":
        import subprocess

        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        found = re.findall(r" on (/.*) \((\w+)[,)]", listed)
        return {PurePosixPath(point): kind for point, kind in found}
    mounted = {}
    for line in Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines():
        _device, point, kind, *_rest = line.split(" ")
        # a space in a name is written \040 there (proc(5), fstab(5))
        plain = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)
        mounted[PurePosixPath(plain)] = kind
    return mounted


def _inside(path: PurePath, folder: PurePath) -> bool:
    return path == folder or folder in path.parents
