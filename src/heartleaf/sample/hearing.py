"""Sounds: a heart through a machine, and a boy who sings before he is awake."""

from __future__ import annotations

import io
import wave

import numpy as np

from heartleaf.sample.filming import Sound, sifted

RATE = 22_050
BEAT = 0.4
"""Seconds from one beat to the next: 150 a minute."""


def heart() -> bytes:
    """Nine seconds of it: each beat is two rushes, and the machine hisses."""
    seconds, chance = 9.0, np.random.default_rng(16)
    times = np.arange(round(seconds * RATE)) / RATE
    rush = np.zeros(len(times))
    beats = np.arange(0.3, seconds - 0.2, BEAT)
    for beat in beats + chance.normal(0, 0.008, len(beats)):
        strength = 0.85 + 0.15 * chance.random()
        rush += strength * np.exp(-(((times - beat) / 0.05) ** 2))
        rush += 0.5 * strength * np.exp(-(((times - beat - 0.17) / 0.035) ** 2))
    moved = 0.75 + 0.25 * np.sin(times / 1.9 + 0.4)  # the hand that holds it is not quite still
    low, hiss = (sifted(chance, seconds, RATE, *span) for span in ((140, 420), (500, 3000)))
    heard = 0.17 * low * (0.06 + rush * moved) + 0.008 * hiss
    return _written(heard * _faded(times, seconds))


def one_note() -> bytes:
    """Three seconds of it."""
    seconds = 3.0
    times = np.arange(round(seconds * RATE)) / RATE
    turns = 2 * np.pi * 392 * times + 1.1 * np.sin(2 * np.pi * 5.2 * times) * np.minimum(1, times)
    voice = sum(np.sin(turns * n) / n**1.8 for n in range(1, 6))
    breath = np.minimum(1, times / 0.15) * (0.8 + 0.2 * np.sin(times * 3.1))
    return _written(0.16 * voice * breath * _faded(times, seconds))


def _faded(times: Sound, seconds: float) -> Sound:
    return np.asarray(np.clip(np.minimum(times / 0.25, (seconds - times) / 0.4), 0, 1))


def _written(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32_000).astype("<i2").tobytes())
    return file.getvalue()
