"""Lambert azimuthal equal-area projection of Peru, in plain Python.

Centre (-9.2, -75) on the WGS84 ellipsoid: equal areas, so that a shaded department weighs what it
covers. Formulas: Snyder, Map Projections (USGS Professional Paper 1395), pp. 187-190.
"""

from __future__ import annotations

import math

CENTRE_LAT, CENTRE_LON = -9.2, -75.0

#: The same projection for PROJ.
PROJ = f"+proj=laea +lat_0={CENTRE_LAT} +lon_0={CENTRE_LON} +datum=WGS84 +units=m"

#: The drawing: width and height of the view box, metres per unit, and where the centre falls.
VIEW_WIDTH, VIEW_HEIGHT = 650, 800
METRES_PER_UNIT = 2590.0
ORIGIN_X, ORIGIN_Y = 351.0, 403.0

_A = 6_378_137.0
_E2 = 0.0066943799901413165
_E = math.sqrt(_E2)


def _q(sine: float) -> float:
    eccentric = _E * sine
    return (1 - _E2) * (
        sine / (1 - eccentric * eccentric) - math.log((1 - eccentric) / (1 + eccentric)) / (2 * _E)
    )


_Q_POLE = _q(1.0)
_BETA_0 = math.asin(_q(math.sin(math.radians(CENTRE_LAT))) / _Q_POLE)
_RADIUS = _A * math.sqrt(_Q_POLE / 2)
_SINE_0 = math.sin(math.radians(CENTRE_LAT))
_D = (_A * math.cos(math.radians(CENTRE_LAT)) / math.sqrt(1 - _E2 * _SINE_0 * _SINE_0)) / (
    _RADIUS * math.cos(_BETA_0)
)


def project(lon: float, lat: float) -> tuple[float, float]:
    """Metres east and north of the centre, for degrees of longitude and latitude (WGS84)."""
    beta = math.asin(_q(math.sin(math.radians(lat))) / _Q_POLE)
    turn = math.radians(lon - CENTRE_LON)
    cosine = math.cos(beta) * math.cos(turn)
    reach = 1 + math.sin(_BETA_0) * math.sin(beta) + math.cos(_BETA_0) * cosine
    b = _RADIUS * math.sqrt(2 / reach)
    x = b * _D * math.cos(beta) * math.sin(turn)
    y = (b / _D) * (math.cos(_BETA_0) * math.sin(beta) - math.sin(_BETA_0) * cosine)
    return x, y


def to_view(lon: float, lat: float) -> tuple[float, float]:
    """The point of the 650 x 800 drawing for a longitude and latitude; y runs down."""
    x, y = project(lon, lat)
    return ORIGIN_X + x / METRES_PER_UNIT, ORIGIN_Y - y / METRES_PER_UNIT
