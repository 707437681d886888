"""Folders that are copied by other programs are known, and one's own is left in peace."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from roth_planner.paths import user_folder
from roth_planner.vault.synced import NETWORK, kind_of_disk, syncing, warning

W, P = PureWindowsPath, PurePosixPath
ONEDRIVE = {"OneDriveCommercial": r"C:\Users\ann\OneDrive - Northshire Council"}


@pytest.mark.parametrize(
    ("folder", "program", "environment", "kind"),
    [
        (W(r"C:\Users\ann\OneDrive - Northshire Council\Work"), "OneDrive", {}, ""),
        (W(r"D:\Council\Work"), "OneDrive", {"OneDrive": r"D:\Council"}, ""),
        (P("/Users/ann/Library/CloudStorage/OneDrive-Northshire/v"), "OneDrive", {}, ""),
        (P("/home/ann/Dropbox/roth"), "Dropbox", {}, ""),
        (W(r"C:\Users\ann\Dropbox (Personal)\roth"), "Dropbox", {}, ""),
        (W(r"G:\My Drive\roth"), "Google Drive", {}, ""),
        (P("/Users/ann/Library/CloudStorage/GoogleDrive-ann@x.org/v"), "Google Drive", {}, ""),
        (P("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/v"), "iCloud", {}, ""),
        (W(r"C:\Users\ann\iCloudDrive\v"), "iCloud", {}, ""),
        (W(r"C:\Users\ann\Team A - SharePoint\v"), "SharePoint", {}, ""),
        (W(r"\\northshire.sharepoint.com@SSL\DavWWWRoot\v"), "SharePoint", {}, ""),
        (P("/home/ann/Nextcloud/v"), "Nextcloud", {}, ""),
        (W(r"\\fileserver\home\ann\v"), NETWORK, {}, ""),
        (W(r"H:\v"), NETWORK, {}, "remote"),
        (P("/mnt/home/ann/v"), NETWORK, {}, "nfs4"),
        (P("/Volumes/team/v"), NETWORK, {}, "smbfs"),
    ],
)
def test_each_kind_of_copied_folder_is_known(
    folder: PurePath, program: str, environment: dict[str, str], kind: str
) -> None:
    found = syncing(folder, environment=environment, mounts=lambda _folder: kind)
    assert found == program
    assert warning(found)


@pytest.mark.parametrize(
    "folder",
    [
        W(r"C:\Users\ann\AppData\Local\ROTH Planner\My vault.rothvault"),
        W(r"C:\Users\ann\Documents\My vault.rothvault"),
        W(r"C:\Users\ann\Desktop\OneDriveless\v"),
        W(r"C:\Users\ann\Documents\Dropbox invoices\v"),
        W(r"C:\Users\ann\Documents\Dropboxes\v"),
        W(r"D:\SharePoint migration notes\v"),
        W(r"E:\v"),
        W(r"C:\Users\ann\Documents\My Google Drive notes\v"),
        W(r"C:\vaults\box of letters\v"),
        P("/home/ann/.local/share/ROTH Planner/My vault.rothvault"),
        P("/home/ann/Documents/v"),
        P("/home/ann/dropbox-invoices/v"),
        P("/home/ann/nextcloudy/v"),
        P("/home/ann/iCloud receipts/v"),
        P("/media/ann/STICK/v"),
        P("/Users/ann/Library/Application Support/ROTH Planner/v"),
        P("/Users/ann/Documents/v"),
        P("/Users/ann/My drives/v"),
        P("/srv/vaults/v"),
        P("/v"),
    ],
)
def test_a_place_of_ones_own_is_left_in_peace(folder: PurePath) -> None:
    assert syncing(folder, environment={}, mounts=lambda _folder: "ext4") == ""
    assert warning("") == ""


def test_only_what_is_inside_the_copied_folder_is_warned_about() -> None:
    inside = W(r"c:\users\ann\onedrive - northshire council\v")
    beside = W(r"C:\Users\ann\Documents\v")
    found = [
        syncing(one, environment=ONEDRIVE, mounts=lambda _folder: "") for one in (inside, beside)
    ]
    assert found == ["OneDrive", ""]


def test_the_usual_folder_of_this_computer_is_not_warned_about() -> None:
    assert kind_of_disk(user_folder())
    assert syncing(user_folder()) == ""
