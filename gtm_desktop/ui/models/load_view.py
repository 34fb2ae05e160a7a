"""How full something is, as a table cell or a bar says it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LoadView:
    """How full something is.

    Attributes:
        share: load ÷ planned capacity; 1 is full, more is shown as overfull.
        lower: lower limit ÷ planned capacity, or None.
        upper: upper limit ÷ planned capacity, or None.
        colour: the bar's colour as a theme name (``good``) or ``#RRGGBB``.
        text: the exact figures for the tooltip.
    """

    share: float
    lower: float | None = None
    upper: float | None = None
    colour: str = "accent"
    text: str = ""
