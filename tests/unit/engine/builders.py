"""Made-up territory problems."""

import numpy as np

from gtm_desktop.engine.problem import Problem


def problem(lat, lon, *, territories, lower=0, upper=None, **columns):
    """Return a problem with the given places; what is not given is nothing: no incumbent, no lock, no start."""
    n = len(lat)
    nobody = np.full(n, -1, dtype=np.int64)
    blank = np.full(territories, np.nan)
    given = {
        "visits": np.full(n, 12.0),
        "value": np.ones(n),
        "handoff_loss": np.zeros(n),
        "incumbent": nobody,
        "locked": nobody,
        "start_lat": blank,
        "start_lon": blank,
    } | columns
    return Problem(
        lat=np.asarray(lat, dtype=np.float64),
        lon=np.asarray(lon, dtype=np.float64),
        lower=np.broadcast_to(np.asarray(lower, dtype=np.int64), territories).copy(),
        upper=np.broadcast_to(np.asarray(n if upper is None else upper, dtype=np.int64), territories).copy(),
        **{name: np.asarray(value) if isinstance(value, list | np.ndarray) else value for name, value in given.items()},
    )


def towns(n, *, seed=0, metros=4):
    """Return latitudes and longitudes of n accounts: half around a few metros, half scattered over the Midwest."""
    rng = np.random.default_rng(seed)
    centres = np.column_stack([rng.uniform(38, 46, metros), rng.uniform(-92, -80, metros)])
    near = centres[rng.integers(metros, size=n // 2)] + rng.normal(0, 0.2, (n // 2, 2))
    far = np.column_stack([rng.uniform(38, 46, n - n // 2), rng.uniform(-92, -80, n - n // 2)])
    places = np.vstack([near, far])
    return places[:, 0], places[:, 1]
