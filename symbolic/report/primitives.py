"""Functions that a written file brings along: what no library has, in elementary functions, the same for each library.

Each is a quotient of polynomials where a formula would lose digits. The coefficients interpolate the function at Chebyshev
nodes, computed with 80 digits; what that and rounding cost is measured in the tests, against balls. Sources: Loader, Fast
and accurate computation of binomial probabilities (2000), for the deviance; NIST Digital Library of Mathematical
Functions, sections 5.11 (the remainder of Stirling's formula, which Binet's function is) and 10.25 (the power series of I_0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Coefficients = Sequence[str]

BINET: Mapping[int, tuple[Coefficients, Coefficients]] = {
    0: (
        (
            "0.000153768858906128", "0.05075401027863984", "1.2074275539143917", "8.521664064461376",
            "25.949392671856735", "44.09285993592571", "46.777400500256284", "32.67622441074309",
            "15.27126567512736", "4.701762612299472", "0.8856132806981375", "0.08333333333333333",
        ),
        (
            "0.034227807308983046", "1.6132994878076206", "21.24465530227324", "116.95804521021624",
            "328.6315606304595", "541.7166996134339", "567.3479075154983", "393.9869852750022",
            "183.60943341381736", "56.45448468092687", "10.62735936837765", "1.0",
        ),
    ),
    1: (
        (
            "-0.00012138663185959025", "-0.24588763468924787", "-4.591609331542111", "-25.273246971782484",
            "-61.81694593998069", "-87.19143649870162", "-78.92795726196954", "-48.111639607954814",
            "-19.97538751821115", "-5.547452083691996", "-0.9544166140575524", "-0.08333333333333333",
        ),
        (
            "0.5158318633325575", "12.748476684374177", "102.67877896843439", "388.87042254189464",
            "827.9744989725021", "1101.5684011046212", "970.675101349146", "583.958998744306",
            "240.84995015549288", "66.66942500430281", "11.452999368690636", "1.0",
        ),
    ),
    2: (
        (
            "0.0", "12687.579419665608", "43489.664725003335", "70944.24913021926", "71700.27517274325",
            "49500.03119462963", "24418.674343990395", "8773.358888598003", "2297.799609783254",
            "430.9985871581848", "55.368898396883154", "4.4114967205095725", "0.16666666666666666",
        ),
        (
            "25375.158839336786", "137729.64712863098", "333866.8660649661", "480031.44472683803",
            "458135.7368601321", "307266.22316060355", "149235.38593309085", "53154.62911247212",
            "13853.13747963333", "2591.2853190137134", "332.413390381299", "26.468980323057437", "1.0",
        ),
    ),
}  # fmt: skip
ATANH: tuple[Coefficients, Coefficients] = (
    (
        "-7.355989973399746e-05",
        "0.02018132429207774",
        "-0.1979192897094019",
        "0.621231601633975",
        "-0.7743042699924423",
        "0.3333333333333333",
    ),
    (
        "-0.0251926688265874",
        "0.3481040961782512",
        "-1.5877369212889458",
        "3.188871062316875",
        "-2.9229128099773267",
        "1.0",
    ),
)


def _table(name: str, coefficients: Coefficients) -> str:
    return f"{name} = (\n" + "".join(f"    {c},\n" for c in coefficients) + ")\n"


RATIO = '''
def _ratio(u: {array}, above: Sequence[float], below: Sequence[float]) -> {array}:
    """A quotient of two polynomials of one degree, the highest powers first."""
    top, bottom = above[0] * u, below[0] * u
    for a, b in zip(above[1:-1], below[1:-1], strict=True):
        top, bottom = (top + a) * u, (bottom + b) * u
    found: {array} = (top + above[-1]) / (bottom + below[-1])
    return found
'''
DEVIANCE = '''
def _deviance(x: {array}, m: {array}) -> {array}:
    """x log(x / m) + m - x, for x >= 0 and m > 0."""
    gap = x - m
    w = gap / (x + m)
    near = {np}.abs(w) < 0.3
    z = {np}.square({np}.where(near, w, 0.0))
    series = gap * w + 2.0 * x * w * z * _ratio(z, _ATANH_ABOVE, _ATANH_BELOW)
    far = x * {np}.log({np}.where(near | (x == 0), 1.0, x / m)) - gap
    return {np}.where(near, series, far)
'''
SMALL = {  # what the function is at x beyond what it is at x + 1: with w = 1/(2 x + 1) and z = w^2, and for a small x
    0: ("z * _ratio(z, _ATANH_ABOVE, _ATANH_BELOW)", "(x + 0.5) * {np}.log1p(1.0 / x) - 1.0"),
    1: (
        "2.0 * w * z * (_ratio(z, _ATANH_ABOVE, _ATANH_BELOW) - 1.0 / (1.0 - z))",
        "{np}.log1p(1.0 / x) - (x + 0.5) / (x * (x + 1.0))",
    ),
}
SAID = {
    0: "log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2",
    1: "digamma(x) - log x + 1/(2 x)",
}
POWER = {0: "v", 1: "{np}.square(v)"}
REMAINDER = '''
def _binet{order}(x: {array}) -> {array}:
    """{said}, for x > 0."""
    v = 1.0 / {np}.where(x < 1.0, x + 1.0, x)
    found = {power} * _ratio(v, _BINET{order}_ABOVE, _BINET{order}_BELOW)
    w = 1.0 / (2.0 * {np}.where(x < 0.5, 0.5, x) + 1.0)
    z = {np}.square(w)
    near = {near}
    x = {np}.where(x < 1.0, x, 1.0)
    far = {far}
    return {np}.where(x < 1.0, found + {np}.where(x < 0.5, far, near), found)
'''
TRIGAMMA = '''
def _binet2(x: {array}) -> {array}:
    """trigamma(x) - 1/x - 1/(2 x^2), for x > 0."""
    v = 1.0 / {np}.where(x < 1.0, x + 1.0, x)
    found = v * {np}.square(v) * _ratio(v, _BINET2_ABOVE, _BINET2_BELOW)
    x = {np}.where(x < 1.0, x, 1.0)
    return {np}.where(x < 1.0, found + 0.5 / {np}.square(x * (x + 1.0)), found)
'''
BESSEL = '''
def _log_i0e(x: {array}) -> {array}:
    """log I_0(x) - x, for x >= 0."""
    q = 0.25 * {np}.square({np}.where(x < 1.0, x, 0.0))
    series = 1.0 + q / 64.0 * (1.0 + q / 81.0)
    for k in (49.0, 36.0, 25.0, 16.0, 9.0, 4.0):
        series = 1.0 + q / k * series
    near, far = {np}.log1p(q * series) - x, {np}.log({special}.i0e(x))
    return {np}.where(x < 1.0, near, far)
'''
LOG1P = '''
def _log1p(u: {array}) -> {array}:
    """log(1 + u): that of the library is off by more than 100 units at -0.41."""
    near = {np}.abs(u - 0.15) < 0.6
    w = {np}.where(near, u, 0.0) / {np}.where(near, 2.0 + u, 1.0)
    z = {np}.square(w)
    series = 2.0 * w + 2.0 * w * z * _ratio(z, _ATANH_ABOVE, _ATANH_BELOW)
    return {np}.where(near, series, {np}.log(1.0 + u))
'''
EXPM1 = '''
def _expm1(u: {array}) -> {array}:
    """exp(u) - 1: that of the library is off by more than 4 units at -0.29."""
    near = {np}.abs(u) < 2.0
    w = {np}.exp(u)
    logs = {np}.log({np}.where(near & (w != 1.0), w, 2.0))
    return {np}.where(w == 1.0, u, {np}.where(near, (w - 1.0) * (u / logs), w - 1.0))
'''
LOGADDEXP = '''
def _logaddexp(u: {array} | float, v: {array}) -> {array}:
    """log(exp(u) + exp(v))."""
    return {np}.maximum(u, v) + _log1p({np}.exp(-{np}.abs(u - v)))
'''
EXPIT = '''
def _expit(u: {array}) -> {array}:
    """1 / (1 + exp(-u)), which overflows nowhere."""
    e = {np}.exp(-{np}.abs(u))
    return {np}.where(u < 0, e, 1.0) / (1.0 + e)
'''


def _sources() -> Mapping[str, str]:
    found = {"_ratio": RATIO.lstrip(), "_ATANH": _table("_ATANH_ABOVE", ATANH[0]) + _table("_ATANH_BELOW", ATANH[1])}
    found["_deviance"] = DEVIANCE.lstrip()
    for order, (above, below) in BINET.items():
        found[f"_BINET{order}"] = _table(f"_BINET{order}_ABOVE", above) + _table(f"_BINET{order}_BELOW", below)
    for order, (near, far) in SMALL.items():
        parts = {"order": str(order), "said": SAID[order], "power": POWER[order], "near": near, "far": far}
        text = REMAINDER.lstrip()
        for name, part in parts.items():
            text = text.replace(f"{{{name}}}", part)
        found[f"_binet{order}"] = text
    found["_binet2"] = TRIGAMMA.lstrip()
    plain = {"_log_i0e": BESSEL, "_expit": EXPIT, "_log1p": LOG1P, "_expm1": EXPM1, "_logaddexp": LOGADDEXP}
    return found | {name: source.lstrip() for name, source in plain.items()}


SOURCES = _sources()


def brought(parts: Sequence[str], library: str, array: str, special: str) -> list[str]:
    """The functions that some functions call, in the order in which they are defined.

    Arguments: `library`, the name of the module of a library; `array`, of its type; `special`, of its special functions.
    """
    wanted: set[str] = set()
    todo = list(parts)
    while todo:
        text = todo.pop()
        for name, source in SOURCES.items():
            if name not in wanted and re.search(rf"\b{name}(_ABOVE)?\b", text):
                wanted.add(name)
                todo.append(source)
    found = []
    for name, source in SOURCES.items():
        if name in wanted:
            written = source.replace("{np}", library).replace("{array}", array).replace("{special}", special)
            found.append(written)
    return found
