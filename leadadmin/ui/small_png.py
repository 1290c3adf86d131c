"""Small PNG files of pictures with few colours, as windows are: a palette where nobody sees the difference."""

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QImage

_MOST = 256
_UNSEEN = 6
"""How far a channel (0 to 255) may be off; edges of letters are where it happens."""
_AREA = 400
"""Pixels from which on a colour is that of an area, and kept exactly however near another one is."""


def save_small(picture: QImage, file: Path) -> None:
    """Write a PNG; the colours of areas are kept exactly. Raises OSError."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    plain.setDevicePixelRatio(1.0)
    file.parent.mkdir(parents=True, exist_ok=True)
    best = _with_palette(plain)
    if not (plain if best is None else best).save(str(file), "PNG", 0):  # type: ignore[call-overload]
        raise OSError(f"{file} could not be written")


def _with_palette(plain: QImage) -> QImage | None:
    """The picture in at most 256 colours; None when that would be seen."""
    pixels = memoryview(plain.constBits()).cast("B").cast("I")
    kept: list[int] = []
    channels: list[tuple[int, int, int]] = []
    number: dict[int, int] = {}
    for colour, times in Counter(pixels).most_common():
        wanted = _channels(colour)
        off, at = min(((_distance(wanted, each), at) for at, each in enumerate(channels)), default=(_MOST, 0))
        if off > _UNSEEN or (off and times >= _AREA):
            if len(kept) == _MOST:
                return None
            at = len(kept)
            kept.append(colour)
            channels.append(wanted)
        number[colour] = at
    width, height = plain.width(), plain.height()
    data = bytes(map(number.__getitem__, pixels))
    made = QImage(data, width, height, width, QImage.Format.Format_Indexed8).copy()
    made.setColorTable(kept)
    return made


def _channels(colour: int) -> tuple[int, int, int]:
    return (colour >> 16) & 255, (colour >> 8) & 255, colour & 255


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
