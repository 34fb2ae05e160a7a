"""Histograms of account sizes with the lines that part them, for the pages that set such lines."""

import math
from collections.abc import Sequence

import numpy as np

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.histogram import SizeHistogram
from gtm_desktop.ui.widgets.histogram import HistogramView, LineView

_BINS_A_DECADE = 12
_LEAST_EDGE = 1_000
_ROOM = 3


def histogram_view(histogram: SizeHistogram, lines: Sequence[LineView], colours: Sequence[str]) -> HistogramView:
    """Make the histogram with its lines; the axis reaches past every line, and sizes under $10 share the first bar.

    A line at zero is drawn at the left end: a logarithmic axis has no zero.
    """
    edges, counts = np.log10(histogram.edges), histogram.counts
    least, most = math.log10(_LEAST_EDGE), math.log10(_LEAST_EDGE * 1000)
    drawn = [math.log10(max(line.cents, _LEAST_EDGE)) for line in lines]
    step = 1 / _BINS_A_DECADE
    low = math.floor(max(least, min([edges[0] if len(counts) else most, *drawn])) / step + 1e-9) - (0 if drawn else 1)
    high = math.ceil(max([edges[-1], most if not len(counts) else edges[-1], *drawn]) / step - 1e-9) + _ROOM
    grid = np.arange(low, high + 1)
    summed = np.zeros(len(grid) - 1, dtype=np.int64)
    if len(counts):
        place = np.clip(np.round(edges[:-1] / step).astype(np.int64) - low, 0, len(summed) - 1)
        np.add.at(summed, place, counts)
    shown = tuple(LineView(line.which, max(line.cents, _LEAST_EDGE), line.title) for line in lines)
    return HistogramView(
        tuple(float(edge) for edge in 10.0 ** (grid * step)), tuple(int(n) for n in summed), shown, tuple(colours)
    )


def left_out_note(histogram: SizeHistogram, metric: str) -> str:
    """Say which accounts the logarithmic axis cannot show; empty where it shows all."""
    parts = []
    if histogram.prospects:
        parts.append(ntr("{n} prospect without sales", "{n} prospects without sales", histogram.prospects))
    if histogram.zero:
        parts.append(tr("{n} at zero", n=ntr("{n} account", "{n} accounts", histogram.zero)))
    if histogram.negative:
        parts.append(tr("{n} below zero", n=ntr("{n} account", "{n} accounts", histogram.negative)))
    if histogram.unknown:
        parts.append(tr("{n} unknown", n=ntr("{n} account", "{n} accounts", histogram.unknown)))
    return tr("Not drawn, {metric}: {parts}.", metric=metric, parts=" · ".join(parts)) if parts else ""
