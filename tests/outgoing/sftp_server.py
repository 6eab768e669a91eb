"""An SFTP server of somebody else, in threads: paramiko's own, on a folder."""

import os
import socket
import threading
from pathlib import Path
from typing import Any

import paramiko

USER, PASSWORD = "krant", "geheim-van-de-krant"


class _Door(paramiko.ServerInterface):
    def __init__(self, key: paramiko.PKey | None) -> None:
        self._key = key

    def check_auth_password(self, username: str, password: str) -> int:
        fits = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if fits else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL if username == USER and key == self._key else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Folder(paramiko.SFTPServerInterface):
    root: Path
    log: list[tuple[str, ...]]
    full = False

    def open(self, path: str, flags: int, attr: Any) -> Any:
        self.log.append(("open", path))
        if type(self).full:
            return paramiko.SFTP_FAILURE
        handle = paramiko.SFTPHandle(flags)
        handle.writefile = (self.root / path.lstrip("/")).open("wb")  # type: ignore[attr-defined]
        return handle

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        self.log.append(("rename", oldpath, newpath))
        os.replace(self.root / oldpath.lstrip("/"), self.root / newpath.lstrip("/"))
        return paramiko.SFTP_OK

    def stat(self, path: str) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.stat(self.root / path.lstrip("/")))


class Server:
    """Listens until it is closed; `log` is what it was asked for."""

    def __init__(self, root: Path, key: paramiko.PKey | None = None) -> None:
        self.host_key = paramiko.ECDSAKey.generate()
        self.folder = type("Folder", (_Folder,), {"root": root, "log": []})
        self.log: list[tuple[str, ...]] = self.folder.log
        self._key = key
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def known(self) -> str:
        """Its line of a file of known hosts."""
        return f"[127.0.0.1]:{self.port} {self.host_key.get_name()} {self.host_key.get_base64()}\n"

    def close(self) -> None:
        """Stop."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, self.folder)
            try:
                transport.start_server(server=_Door(self._key))
            except (paramiko.SSHException, EOFError, OSError):  # who asks may be gone before it has signed in
                transport.close()
