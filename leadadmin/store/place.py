"""Where the file of a SQLite workspace may lie (spec 5, One shared database)."""

from pathlib import Path

import psutil
from sqlalchemy import URL

from leadadmin.domain.errors import Expected

# File systems over a network: their locks do not hold between machines, and SQLite's do not without them.
_NETWORK = {
    "afpfs", "afs", "ceph", "cifs", "davfs", "davfs2", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs",
    "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "smb2", "smb3", "smbfs", "webdav",
}  # fmt: skip


def file_of(url: URL) -> Path | None:
    """The file of a SQLite workspace; None for a server's."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).absolute()


def check_place(file: Path) -> None:
    """Raise Expected when a workspace cannot lie there: no such folder, a folder, a network drive."""
    if file.is_dir():
        raise Expected(f"“{file}” is a folder.", "Name the file of the workspace in it.", code="no_file")
    if not file.parent.is_dir():
        raise Expected(
            f"The folder “{file.parent}” does not exist.", "Make it first, or choose another.", code="no_folder"
        )
    if is_on_network(file):
        raise Expected(
            f"“{file}” is on a network drive. A workspace in a file would be damaged there, since locks do not hold.",
            "Keep the file on this computer, or use PostgreSQL or MariaDB to share a workspace.",
            code="network_drive",
        )


def is_on_network(file: Path) -> bool:
    """Whether `file` lies on a drive of another machine, as far as the operating system tells."""
    path = file.resolve()
    if str(path).startswith("\\\\"):
        return True
    drives = [drive for drive in psutil.disk_partitions(all=True) if path.is_relative_to(drive.mountpoint)]
    if not drives:
        return False
    # Of drives mounted at one place the last one is what is seen there.
    nearest = max(enumerate(drives), key=lambda entry: (len(Path(entry[1].mountpoint).parts), entry[0]))[1]
    return nearest.fstype.lower() in _NETWORK or "remote" in nearest.opts.split(",")
