"""Real implementations held to certified losses: `python benchmarks/conformance.py`; `--write`: docs/conformance-table.md.

A row of `callables.ROWS` is one callable with its reference and its reading, written by hand. Libraries that are not
installed are left out, and told. `--findings` fails where a known finding is not there though the version is the same,
`--readings` counts how many readings are found unaided, `--speed` times certified truth against mpmath.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from callables import ROWS, Row, loss_of
from workers import results

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conformance-table.md"
LIBRARIES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "statsmodels",
    "jax",
    "optax",
    "numpyro",
    "torch",
    "xgboost-cpu",
    "lightgbm",
)
SECONDS = 360
HOMES = (
    "jax",
    "numpyro",
    "optax",
    "scipy",
    "sklearn",
    "statsmodels",
    "xgboost",
    "lightgbm",
    "torch",
)  # alike side by side


def callable_of(row: Row) -> Callable[..., Any]:
    from properties.conformance.named import callable_of as named

    found = named(row.target)
    return found if row.call is None else row.call(found)


def held(row: Row) -> dict[str, Any]:
    """What came of one row, as plain data."""
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    try:
        from properties.conformance.check import loss_report
        from properties.conformance.named import assignments, pairs
        from properties.conformance.relation import Likeness
        from properties.conformance.report import as_data

        found = loss_report(
            callable_of(row), loss_of(row.of), reading=assignments(pairs(row.reading, "--map")), given=row.fixed,
            claim=Likeness(row.claim), within=row.within or None, dtypes=row.dtype, examples=row.examples,
            classes=row.classes,
            sign=row.sign, library=row.library,
        )  # fmt: skip
        data = as_data(found) | {"text": str(found)}
    except Exception as error:  # a row is a row
        data = {"error": f"{type(error).__name__}: {' '.join(str(error).split())}"}
    return data | {"seconds": time.perf_counter() - start}


@dataclass(frozen=True)
class Finding:
    """What is expected of a row in the version in which it was seen: of `quantity`, `what` of the words of a report.

    `what` is also "digits" (the value is right to a few alone), "off" (beyond the bar), or "different", of the relation.
    """

    text: str
    row: str
    quantity: str
    what: str
    package: str
    version: str

    def found(self, d: dict[str, Any]) -> bool:
        if self.what in ("digits", "different"):
            return bool(d["relation"]["digits"]) if self.what == "digits" else d["relation"]["kind"] == self.what
        cases = [e for e in (*d["blamed"], *d["edges"]) if e["quantity"] == self.quantity]
        return any(e["edge"] == self.what if self.what != "off" else e["edge"] is None for e in cases)


LOST = "infinite where the truth is finite"
STATS, SKL, TORCH = "statsmodels.discrete.discrete_model.", "sklearn._loss.loss.", "torch.distributions."
FINDINGS = (
    Finding("betaln(2, 10) is right to 6 digits", "jax.scipy.special.betaln", "value", "digits", "jax", "0.10.2"),
    Finding("and so is the beta density", "jax.scipy.stats.beta.logpdf", "value", "digits", "jax", "0.10.2"),
    Finding("and the negative binomial's", "numpyro.distributions.NegativeBinomial2", "value", "digits", "numpyro", "0.22.0"),
    Finding("the gradient at logit 0 is 1, not 1/2", "numpyro.distributions.BernoulliLogits", "gradient", "off", "numpyro",
            "0.22.0"),
    Finding("-inf from logit 37 on", TORCH + "Geometric(logits)", "value", LOST, "torch", "2.13.0+cpu"),
    Finding("a gradient in the concentration is inf", TORCH + "Weibull", "gradient", LOST, "torch", "2.13.0+cpu"),
    Finding("loss(1, 40) is 0", SKL + "HalfBinomialLoss", "value", "off", "scikit-learn", "1.9.1"),
    Finding("logpdf(1000) is -inf", "scipy.stats.laplace", "value", LOST, "scipy", "1.17.1"),
    Finding("logpdf(1e200, 3) is -inf", "scipy.stats.pareto", "value", LOST, "scipy", "1.17.1"),
    Finding("-inf from z = 746 on", STATS + "Logit", "value", LOST, "statsmodels", "0.15.0"),
    Finding("right to 7 digits", TORCH + "VonMises", "value", "digits", "torch", "2.13.0+cpu"),
    Finding("trigamma is right to 9 digits", TORCH + "Gamma", "Hessian", "off", "torch", "2.13.0+cpu"),
    Finding("the gradient at 1e-10 is right to 8 digits", "optax.huber_loss", "gradient", "off", "optax", "0.2.8"),
    Finding("log_cosh(1e-8) is twice too large", "optax.log_cosh", "value", "off", "optax", "0.2.8"),
    Finding("nan from 711 on", STATS + "MNLogit", "value", "nan where there is a value", "statsmodels", "0.15.0"),
    Finding("1e-20 is added to the probability", "statsmodels.miscmodels.ordinal_model.OrderedModel", "relation",
            "different", "statsmodels", "0.15.0"),
    Finding("the gradient is -15, not -9.7", "xgboost.train(survival:aft, right censored) float32", "relation",
            "different", "xgboost-cpu", "3.2.0"),
    Finding("another likelihood before fit", STATS + "NegativeBinomial(before fit)", "relation", "different", "statsmodels",
            "0.15.0"),
)  # fmt: skip


def expected(rows: Sequence[Row], data: Sequence[dict[str, Any]]) -> int:
    """Prints which of the findings are there; how many are not, though the version is the one in which they were seen."""
    by_name = {row.name: d for row, d in zip(rows, data, strict=True)}
    missing = 0
    for f in FINDINGS:
        if f.row not in by_name:
            continue
        d = by_name[f.row]
        there = "error" not in d and f.found(d)
        version = importlib.metadata.version(f.package)
        missing += not there and version == f.version
        said = "found" if there else "NOT FOUND" if version == f.version else f"gone since {f.version}"
        print(f"{said:10} {f.package} {version}: {f.row}: {f.text}")
    print(f"{missing} of the findings of these versions are missing")
    return missing


def installed(home: str) -> bool:
    try:
        importlib.import_module(home)
    except ImportError:
        return False
    return True


def verdict(d: dict[str, Any]) -> str:
    """equal, constant, factor, different, roughly (to a few digits), or raises."""
    if "error" in d:
        return "raises"
    return "roughly" if d["relation"]["digits"] else str(d["relation"]["kind"])


def short(x: float) -> str:
    return f"{x:.1f}" if x < 1000 else f"{x:.0e}".replace("e+", "e")


def cells(row: Row, d: dict[str, Any]) -> list[str]:
    """One row of the table."""
    start = [f"`{row.name}`", row.of.replace("_", " "), f"`{row.reading}`"]
    if "error" in d:
        return [*start, f"raises: {d['error'][:90]}", "", "", "", "", "", "", f"{d['seconds']:.1f}"]
    constant = d["relation"]["constant"]
    unnamed = "not recognised" if constant is None and d["relation"]["kind"] in ("constant", "factor") else ""
    named = unnamed if constant in (None, "0") else f"`{constant[:60]}{'...' if len(constant) > 60 else ''}`"
    relation = d["relation"]["kind"] if d["relation"]["kind"] != "factor" else f"factor {d['relation']['factor']}"
    if "by its gradient" in d["relation"]["text"]:  # there is no value
        relation, named = relation + ", by gradient", ""
    if d["relation"]["digits"]:
        relation += f" to 1e-{d['relation']['digits']}"
    worst = [short(d["worst"][q]) if q in d["worst"] else "-" for q in ("value", "gradient", "Hessian")]
    return [*start, relation, named, *worst, next(moderate(d), "-"), str(d["points"]), f"{d['seconds']:.1f}"]


HEAD = ("callable", "held to", "reading", "relation", "constant", "value", "gradient", "Hessian", "finding", "points",
        "seconds")  # fmt: skip


def line(parts: Sequence[str]) -> str:
    return "| " + " | ".join(p.replace("|", "\\|") for p in parts) + " |"


def case(e: dict[str, Any]) -> str:
    at = ", ".join(f"{k} = {float.fromhex(v)!r}" for k, v in e["at"].items())
    return f"at {at}: returned {e['returned']}, the truth is {e['truth']}"


def moderate(d: dict[str, Any]) -> Iterator[str]:
    """What is found at moderate numbers: where it is not what it claims, and what is off."""
    if d.get("case"):
        yield "different " + "; ".join(map(case, d["case"]))
    for e in d.get("blamed", ()):
        yield f"{entry(e)} {e['edge'] or 'off'} {case(e)}"


def extreme(d: dict[str, Any]) -> Iterator[str]:
    """What is lost at extreme numbers, which decides nothing: of each quantity once."""
    told = set()
    for e in d.get("edges", ()):
        lost = e["edge"] not in (None, "0 where the truth is below the smallest normal number") or e["ulps"] > 1e3
        if lost and e["quantity"] not in told:
            told.add(e["quantity"])
            what = e["edge"] or f"off by {short(e['ulps'])} units"
            yield f"{entry(e)} {what} {case(e)}"


def entry(e: dict[str, Any]) -> str:
    return e["quantity"] + (f" in {e['entry']}" if e["entry"] else "")


def installed_versions() -> str:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def page(rows: Sequence[Row], data: Sequence[dict[str, Any]], took: float) -> str:
    """The page of the documentation."""
    counts = Counter(map(verdict, data))
    listed = ", ".join(f"{counts[k]} {k}" for k in ("equal", "constant", "factor", "roughly", "different", "raises"))
    lines = [
        "# What implementations are", "",
        "Real functions, held to certified values of the losses that they claim to be: written by",
        "`python benchmarks/conformance.py --write`. A relation is what was found at the points, no proof.",
        "Errors are the worst of the moderate numbers, in units in the last place beyond conditioning; 64 are allowed.", "",
        f"Versions: {installed_versions()}.", "",
        f"{len(rows)} rows: {listed}; {sum(d.get('points', 0) for d in data):,} certified points in {took:.0f} s.", "",
        line(HEAD), line(["---"] * len(HEAD)), *(line(cells(r, d)) for r, d in zip(rows, data, strict=True)), "",
        "## What else is found", "",
        "Further findings at moderate numbers, and of each quantity one case at extreme numbers, which decides nothing.", "",
    ]  # fmt: skip
    for row, d in zip(rows, data, strict=True):
        found = [*list(moderate(d))[1:], *(f"extreme: {one}" for one in extreme(d))]
        if found:
            lines += [f"* `{row.name}`", *(f"  * {one}" for one in found)]
    return "\n".join(lines) + "\n"


def read_unaided(row: Row) -> dict[str, Any]:
    """Is the reading found that was written by hand, or one that means the same?"""
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    try:
        from properties.conformance.guessing import guessed
        from properties.conformance.reading import alike, bind
        from properties.conformance.reference import reference

        loss = reference(loss_of(row.of), classes=row.classes)
        by_hand = bind(loss, row.reading)
        found = guessed(callable_of(row), loss, row.fixed, row.library, row.sign)
        same = dict(found.said) == dict(by_hand.said) or alike(found, by_hand)
        told = "" if same else str(dict(found.said))
    except Exception as error:
        same, told = False, f"{type(error).__name__}: {' '.join(str(error).split())[:150]}"
    return {"found": same, "told": told, "seconds": time.perf_counter() - start}


def readings(rows: Sequence[Row], workers: int) -> None:
    """How many of the readings are found unaided: those by hand, or such that mean the same."""
    right = 0
    for done, (row, d) in enumerate(worked(read_at, rows, workers), 1):
        same = d.get("found", False)
        right += same
        said = f"{'found' if same else 'NOT  '} {d['seconds']:5.1f} s  {row.name}: {row.reading}"
        print(f"{done:3}/{len(rows)} {said} {d.get('told', d.get('error', ''))}", flush=True)
    print(f"readings found unaided: {right} of {len(rows)} ({100 * right / len(rows):.0f} %)")


Job = Callable[[int], dict[str, Any]]


def worked(job: Job, rows: Sequence[Row], workers: int) -> Iterator[tuple[Row, dict[str, Any]]]:
    """What comes of rows, as it comes; those of one library together."""
    order = sorted(rows, key=lambda row: HOMES.index(row.home))
    for number, found in results(job, [ROWS.index(row) for row in order], workers):
        yield ROWS[number], found


def speed(points: int = 8, repeats: int = 5) -> None:
    """Value, gradient and Hessian, certified to 70 bits, against mpmath's with 30 digits and its own differentiation.

    Of every shipped family and regression in one variable, at the same points, in processor time.
    """
    import mpmath
    from sympy import Symbol, lambdify

    from properties.conformance.inputs import FLOAT64, core
    from properties.conformance.reference import reference
    from properties.errors import InputError
    from symbolic import derivations, families
    from symbolic.core.terms import Spelled

    here = {"AtMost": lambda a, b: mpmath.mpf(a <= b), "Same": lambda a, b: mpmath.mpf(a == b)}
    mpmath.mp.dps = 30
    ratios = {}
    for name in (*families.names(), *derivations.names()):
        try:
            held_to = reference(loss_of(name))
        except InputError:  # of classes, or of a density that is none in numbers
            continue
        several = name in families.names() and len(families.load(name).variables) > 1
        if len(held_to.inputs) < 2 or several or name.startswith("exponential_"):  # whose densities are abstract
            continue
        plain = [Symbol(f"p{k}", real=True) for k in range(len(held_to.inputs))]
        tree = held_to.forms[0].xreplace(dict(zip((i.symbol for i in held_to.inputs), plain, strict=True)))
        function = lambdify(
            plain, tree.replace(lambda t: isinstance(t, Spelled), lambda t: t.spelled()), [here, "mpmath"]
        )
        moving = [held_to.inputs.index(i) for i in held_to.smooth]
        wanted = [(a,) for a in moving] + [(a, b) for k, a in enumerate(moving) for b in moving[k:]]
        orders = [tuple(w.count(k) for k in range(len(plain))) for w in wanted]
        ours = theirs = 0.0
        for point in [p for g in core(held_to, FLOAT64, Random(name), 5) for p in g][:points]:
            held_to.at(point)
            start = time.process_time()
            for _ in range(repeats):
                held_to.at(point)
            middle = time.process_time()
            exact = tuple(map(mpmath.mpf, point))
            try:
                for order in orders:
                    mpmath.diff(function, exact, order)
                function(*exact)
            except (ZeroDivisionError, ValueError, TypeError):  # an end of the domain, beyond which it has no number
                continue
            ours, theirs = ours + (middle - start) / repeats, theirs + time.process_time() - middle
        ratios[name] = theirs / ours
        print(f"{name:40} {theirs / ours:6.0f} times as fast", flush=True)
    least = min(ratios, key=lambda name: ratios[name])
    print(
        f"{len(ratios)} families and regressions; the least is {least}: {ratios[least]:.0f} times as fast (target: 20)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="rows whose callable contains this")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write docs/conformance-table.md")
    parser.add_argument("--findings", action="store_true", help="are the known findings there?")
    parser.add_argument("--readings", action="store_true", help="how many readings are found unaided")
    parser.add_argument("--speed", action="store_true", help="certified truth against mpmath")
    parser.add_argument("-v", action="store_true", help="whole reports")
    chosen = parser.parse_args()
    known = {f.row for f in FINDINGS} if chosen.findings else {r.name for r in ROWS}
    rows = [r for r in ROWS if chosen.only in r.name and r.name in known and installed(r.home)]
    for home in sorted({r.home for r in ROWS} - {r.home for r in rows} if not chosen.only else set()):
        print(f"{home} is not installed: its rows are left out", file=sys.stderr)
    if chosen.speed:
        return speed()
    if chosen.readings:
        return readings(rows, chosen.workers)
    start, came = time.perf_counter(), {}
    print(line(HEAD), line(["---"] * len(HEAD)), sep="\n")
    for done, (row, d) in enumerate(worked(held_at, rows, chosen.workers), 1):
        came[ROWS.index(row)] = d
        print(d["text"] if chosen.v and "text" in d else line(cells(row, d)), flush=True)
        print(f"{done} of {len(rows)} rows, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    data = [came[ROWS.index(row)] for row in rows]
    took = time.perf_counter() - start
    counts = Counter(map(verdict, data))
    print(f"{len(rows)} rows, {dict(counts)}, {took:.0f} s (target: at most {SECONDS})")
    if chosen.findings:
        sys.exit(expected(rows, data) > 0)
    if chosen.write:
        PAGE.write_text(page(rows, data, took), encoding="utf-8")


def held_at(number: int) -> dict[str, Any]:
    return held(ROWS[number])


def read_at(number: int) -> dict[str, Any]:
    return read_unaided(ROWS[number])


if __name__ == "__main__":
    main()
