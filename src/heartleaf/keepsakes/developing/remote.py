"""The child's hands: a file read, and a played one written, over the line to the program."""

from __future__ import annotations

from socket import MSG_WAITALL, socket

from heartleaf.keepsakes.developing.looks import TooLarge
from heartleaf.keepsakes.developing.wire import PIECE, insist, receive
from heartleaf.keepsakes.seeking import Seeking


class RemoteFile(Seeking):
    """The file, whose bytes are asked for as they are needed. One read is one question."""

    def __init__(self, line: socket, size: int, most: int) -> None:
        super().__init__()
        self._line, self.size, self._most = line, size, most

    def readable(self) -> bool:
        return True

    def readall(self) -> bytes:
        return self._asked(self.size - self._at)

    def read(self, size: int | None = -1) -> bytes:
        return self.readall() if size is None or size < 0 else self._asked(size)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        data = self._asked(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _asked(self, size: int) -> bytes:
        size = max(0, min(size, self.size - self._at))
        if size > self._most:
            raise TooLarge
        if not size:
            return b""
        self._line.sendall(b"r" + self._at.to_bytes(8) + size.to_bytes(4))
        insist(int.from_bytes(receive(self._line, 4)) == size)
        data = self._line.recv(size, MSG_WAITALL)
        insist(len(data) == size)
        self._at += size
        return data


class RemoteSink(Seeking):
    """Where a played file is written to. It cannot be read again."""

    def __init__(self, line: socket) -> None:
        super().__init__()
        self._line = line

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # any buffer
        whole = memoryview(data).cast("B")
        for start in range(0, len(whole), PIECE):
            piece = whole[start : start + PIECE]
            self._line.sendall(b"w" + self._at.to_bytes(8) + len(piece).to_bytes(4))
            self._line.sendall(piece)
            self._at += len(piece)
        self.size = max(self.size, self._at)
        return len(whole)


def tell_share(line: socket, share: float) -> None:
    line.sendall(b"t" + bytes([round(200 * min(1.0, max(0.0, share)))]))
