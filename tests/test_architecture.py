"""The rules of the house, tested: who imports whom, what shipped code never does, and that no unit goes without a test."""

from __future__ import annotations

import ast
import builtins
import io
import json
import os
import subprocess
import sys
import tokenize
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from house import ORDER
from test_public_paths import PATHS

import symbolic.core.errors
from symbolic import derivations, rules

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = [
    *(p for room in ("symbolic", "properties") for p in sorted((ROOT / room).rglob("*.py"))),
    ROOT / "lossproof.py",
]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank(module: str) -> tuple[int, int]:
    """Which floor a module stands on; a package itself, which only names what is inside, stands on top of it."""
    package, _, inside = module.partition(".")
    rooms = ORDER[package]  # the tree of CONTRIBUTING.md: what stands later may import what stands earlier
    return list(ORDER).index(package), rooms.index(inside.partition(".")[0]) if inside else len(rooms)


parsed = cache(ast.parse)


def tree_of(path: Path) -> ast.Module:
    tree: ast.Module = parsed(path.read_text(encoding="utf-8"))
    return tree


KNOWN = {name_of(p) for p in SHIPPED}


@cache
def imports(path: Path) -> set[str]:
    """The modules that a file imports, those inside functions included."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{a.name}" for a in node.names}
            found |= (inner & KNOWN) or {str(node.module)}
    return found


def of_each(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test of all these files: a test a file would cost more than what it looks at."""

    def every(law: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert paths
            broken = []
            for path in paths:
                try:
                    law(path)
                except AssertionError as error:
                    broken.append(f"{name_of(path)}: {error}")
            assert not broken, "\n\n".join(broken)

        test.__name__, test.__doc__ = law.__name__, law.__doc__
        return test

    return every


EVERY_FILE = of_each(SHIPPED)


# ---- imports ---------------------------------------------------------------------------------------------------------


@EVERY_FILE
def test_imports_point_one_way(path):
    here = name_of(path)
    if here in PATHS:
        return
    for module in imports(path):
        if module.split(".")[0] in ("symbolic", "properties"):
            if here == "symbolic" and module in PATHS:
                continue  # its names are the functions, and not the modules of the same name
            assert module not in PATHS, f"{module} is for users: it lives in {PATHS[module]}"
            assert rank(module) <= rank(here), module


@pytest.mark.parametrize("package", ["symbolic", "properties"])
def test_the_order_names_every_room_and_no_other(package):
    rooms = {
        name_of(p).split(".")[1] for p in SHIPPED if name_of(p).startswith(f"{package}.") and name_of(p) not in PATHS
    }
    assert rooms == {*ORDER[package]}


def test_an_arrow_that_runs_up_is_seen():
    assert (
        rank("symbolic.core.terms") < rank("symbolic.kernel") < rank("symbolic") < rank("properties.instances.numbers")
    )
    assert (
        rank("properties.instances.numbers")
        < rank("properties.attacks.search")
        < rank("properties")
        < rank("lossproof")
    )


@EVERY_FILE
def test_symbolic_knows_neither_hypothesis_nor_pytest_nor_numpy_nor_properties(path):
    if name_of(path).startswith("symbolic"):
        assert not {m.split(".")[0] for m in imports(path)} & {
            "hypothesis",
            "pytest",
            "numpy",
            "properties",
            "rich",
            "click",
        }


def test_the_kernel_imports_terms_domains_errors_and_statements_alone():
    own = {m for m in imports(ROOT / "symbolic" / "kernel.py") if m.startswith("symbolic")}
    core = {f"symbolic.core.{name}" for name in ("terms", "domains", "errors", "statement")}
    assert {m for m in own if not m.startswith("symbolic.statements.")} == core


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import properties.plugin", {"sympy", "hypothesis", "flint", "rich", "symbolic.kernel"}),
        ("import properties", {"sympy", "hypothesis", "flint", "rich"}),
        ("import symbolic", {"hypothesis", "rich", "pytest", "numpy"}),
    ],
)
def test_importing_stays_light(statement, absent):
    code = f"import sys\n{statement}\nprint(sorted({absent!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def inside(*rooms: str) -> list[Path]:
    return [p for p in SHIPPED if name_of(p).startswith(tuple(f"symbolic.{room}" for room in rooms))]


@of_each(inside("provers.", "refuting."))
def test_provers_import_no_provers_and_refuters_no_refuters(path):
    """What two of them share is calculus: whoever asks one of them asks through the kernel."""
    assert not {m for m in imports(path) if m.startswith(("symbolic.provers", "symbolic.refuting"))}


@of_each(inside("calculus"))
def test_calculus_knows_no_verdicts(path):
    """It computes, or says what stays open: it may read statements, and knows nothing of the kernel."""
    assert not {m for m in imports(path) if m.startswith(("symbolic.kernel", "symbolic.chain"))}


@of_each([p for p in SHIPPED if name_of(p).startswith("symbolic.")])
def test_nobody_imports_a_provers_or_a_refuters_inside(path):
    """Others ask them, by the list of all; no proof rests on a search for a case that refutes."""
    asked = {m for m in imports(path) if m.startswith(("symbolic.provers.", "symbolic.refuting"))}
    assert not asked or name_of(path) == "symbolic.asking"


# and all that they import
ATTACK = ("properties.attacks", "properties.instances", "properties.enclosures", "properties.work")
PROVING = (
    *(
        "calculus",
        "refuting",
        "provers",
        "report",
        "core.intervals",
        "functions",
        "models.facts",
        "models.judging",
        "models.likelihood",
    ),
    *("models.members", "models.family"),
)


def test_the_attack_imports_nothing_that_proves():
    """Whatever is imported in turn, inside of functions too: a veto that shares code with what it judges is none."""
    graph = {name_of(path): imports(path) for path in SHIPPED}
    reached, todo = {}, [(m, "") for m in graph if m.startswith(ATTACK)]
    while todo:
        module, by = todo.pop()
        if module in graph and module not in reached:
            reached[module] = by
            todo += [(m, module) for m in graph[module]]
    assert "properties.instances.evaluation" in reached and "symbolic.kernel" in reached
    proving = {m: by for m, by in reached.items() if m.startswith(tuple(f"symbolic.{name}" for name in PROVING))}
    assert not proving


def test_nothing_that_the_attack_holds_was_made_by_what_proves():
    """Names that reach a module by another way than its imports, such as through a package, are seen in the module itself."""
    for path in SHIPPED:
        if name_of(path).startswith(ATTACK):
            for name, thing in vars(import_module(name_of(path))).items():
                home = getattr(thing, "__module__", None) or getattr(thing, "__name__", "")
                assert not str(home).startswith(tuple(f"symbolic.{name}" for name in PROVING)), name


# ---- what shipped code never does ------------------------------------------------------------------------------------


def calls(node: ast.AST) -> str:
    return ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""


EXCEPTIONS = {
    n for n in dir(builtins) if isinstance(getattr(builtins, n), type) and issubclass(getattr(builtins, n), Exception)
}
EXCEPTIONS |= {n for n in dir(symbolic.core.errors) if isinstance(getattr(symbolic.core.errors, n), type)}
EXCEPTIONS |= {
    "Undecided",
    "Undefined",
    "TooWide",
    "NoValue",
    "NotEvaluable",
    "_Beyond",
    "UsageError",
    "CollectError",
    "InputError",
    "NoDirectory",
    "Unspoken",
}


@EVERY_FILE
def test_no_assert_and_no_exception_that_is_built_and_not_raised(path):
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: an assert vanishes under python -O"
        if isinstance(node, ast.Expr):
            assert calls(node.value) not in EXCEPTIONS, f"line {node.lineno}: an exception that nobody raises"


@EVERY_FILE
def test_no_text_is_ever_run(path):
    for node in ast.walk(tree_of(path)):
        assert calls(node) not in {"eval", "exec", "parse_expr", "__import__", "compile_command"}, f"line {node.lineno}"
        if calls(node) in {"sympify", "S"}:
            assert not any(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in node.args)


@EVERY_FILE
def test_sympys_heuristics_prove_nothing(path):
    banned = {
        "simplify",
        "expand_log",
        "logcombine",
        "is_increasing",
        "is_decreasing",
        "is_monotonic",
        "integrate",
        "equals",
    }
    for node in ast.walk(tree_of(path)):
        assert calls(node) not in banned, f"line {node.lineno}"
        if isinstance(node, ast.keyword):
            assert node.arg != "force", f"line {node.value.lineno}"


FLOATS_GUIDE = {
    "properties.attacks.steps.statistical",  # whose findings are never certified
    "symbolic.calculus.normal_form.probing",  # which spares searches: what it finds leaves open and proves nothing
}


@EVERY_FILE
def test_no_floats_in_a_verdict(path):
    here = name_of(path)
    deciding = here.startswith(
        (
            *(
                "symbolic",
                "properties.attacks",
                "properties.instances",
            ),
            *("properties.enclosures", "properties.checking.families"),
        )
    )
    if deciding and here not in FLOATS_GUIDE:
        for node in ast.walk(tree_of(path)):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"line {node.lineno}"
            if calls(node) == "float":
                assert ast.unparse(node) == "float('inf')", f"line {node.lineno}: only the infinities are floats"


def lines_of_code(source: str) -> set[int]:
    """Lines that hold code: neither blank, nor comment, nor docstring."""
    documented = set[int]()
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            documented |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {k for t in tokens if t.type not in quiet for k in range(t.start[0], t.end[0] + 1)} - documented


def code_lines(path: Path) -> int:
    return len(lines_of_code(path.read_text(encoding="utf-8")))


def halls(source: str) -> list[str]:
    """What is too large to be read at once: a module of more than 500 lines of code, a class of more than 250."""
    lines = lines_of_code(source)
    classes = [node for node in ast.walk(parsed(source)) if isinstance(node, ast.ClassDef)]
    large = [c.name for c in classes if len(lines & set(range(c.lineno, (c.end_lineno or 0) + 1))) > 250]
    return [*(["the module"] if len(lines) > 500 else []), *large]


@EVERY_FILE
def test_every_room_has_walls(path):
    assert halls(path.read_text(encoding="utf-8")) == []


def test_a_hall_is_seen():
    body = "    x = 1\n\n    # no code\n" * 250
    assert halls(f'class Small:\n    """Not code."""\n{body[:-25]}') == []
    assert halls(f"class Large:\n{body}") == ["Large"]
    assert halls("x = 1\n" * 501) == ["the module"]


def test_the_kernel_stays_small():
    assert code_lines(ROOT / "symbolic" / "kernel.py") <= 300


def public_types(path: Path) -> set[str]:
    """The classes and the aliases of types that a module defines, and that may be imported from it."""
    found = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            node.value, ast.Subscript | ast.BinOp | ast.Name
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {t.id for t in targets if isinstance(t, ast.Name) and t.id[:1].isupper() and not t.id.isupper()}
    return {name for name in found if not name.startswith("_")}


def test_no_two_public_types_share_a_name():
    homes: dict[str, list[str]] = {}
    for path in SHIPPED:
        for name in public_types(path):
            homes.setdefault(name, []).append(name_of(path))
    assert len(homes) > 200
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


@pytest.mark.parametrize("text", ["class Point: ...", "Point = dict[str, int]", "Point: TypeAlias = int | str"])
def test_a_type_is_seen_however_it_is_defined(text, tmp_path):
    (tmp_path / "module.py").write_text(f"Unit = TypeVar('Unit')\nMOST = 3 | 4\n{text}\n", encoding="utf-8")
    assert public_types(tmp_path / "module.py") == {"Point"}


# ---- every unit has what a unit has ----------------------------------------------------------------------------------


@EVERY_FILE
def test_every_module_opens_with_what_lives_there(path):
    assert len(ast.get_docstring(tree_of(path)) or "") > 30


@EVERY_FILE
def test_every_public_function_and_class_says_what_it_is(path):
    for node in tree_of(path).body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        overload = public and any("register" in ast.unparse(d) for d in node.decorator_list)
        short = public and name_of(path).startswith("properties.") and len(node.body) <= 12
        if public and not overload and not short:
            assert ast.get_docstring(node), f"line {node.lineno}: {node.name}"


UNITS = [p for p in SHIPPED if not p.stem.startswith("_") and name_of(p) not in PATHS]


@of_each(UNITS)
def test_every_unit_has_a_test_file(path):
    inside = path.relative_to(ROOT)
    test = ROOT / "tests" / inside.parent / f"test_{inside.name}"
    assert test.is_file(), f"{inside} has no {test.relative_to(ROOT)}"
    assert "def test_" in test.read_text(encoding="utf-8")


def test_every_public_rule_is_exported_by_name():
    found = set()
    for path in (ROOT / "symbolic" / "rules").glob("[a-z]*.py"):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or ast.Constant(None)) == "Rule":
                found.add(node.name)
    assert found == set(rules.__all__) - {"extension", "lemma"}


@pytest.mark.parametrize("name", sorted(set(rules.__all__) - {"extension", "lemma"}))
def test_every_rule_states_its_lemma_and_a_source(name):
    found = rules.lemma(name)
    assert found is not None
    lemma, source = found
    assert "$" in lemma and "," in source and len(source) > 20


def test_a_stranger_has_no_lemma():
    assert rules.lemma("Because") is None
    assert rules.lemma("extension") is None


def test_every_name_that_symbolic_exports_exists():
    room = import_module("symbolic")
    assert sorted(room.__all__) == sorted(set(room.__all__))
    for name in room.__all__:
        assert getattr(room, name) is not None


# ---- the same verdicts without asserts -------------------------------------------------------------------------------

VERDICTS = """
import json
from symbolic import check, derivations
from false_steps import FALSE_STEPS
found = {n: check(derivations.load(n)).to_dict() for n in (*derivations.names(), *derivations.refuted())}
for mutant in FALSE_STEPS:
    try:
        found[mutant.name] = check(mutant.build()).verdict.value
    except Exception as error:
        found[mutant.name] = type(error).__name__
print(json.dumps(found))
"""


@pytest.mark.slow
def test_verdicts_are_the_same_under_python_without_asserts():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    plain, without = (
        json.loads(
            subprocess.run(
                [sys.executable, *flags, "-c", VERDICTS], capture_output=True, text=True, env=environment, check=True
            ).stdout
        )
        for flags in ([], ["-O"])
    )
    assert plain == without
    assert {plain[n]["verdict"] for n in derivations.names()} == {"proved"}
    assert not {v for v in plain.values() if isinstance(v, str)} & {"proved", "AssertionError"}


# ---- what judges a tree never lets SymPy rebuild it --------------------------------------------------------------------

JUDGING = [
    p
    for p in SHIPPED
    if name_of(p).startswith(("symbolic.provers", "symbolic.refuting", "symbolic.calculus"))
    or name_of(p) in ("symbolic.core.intervals", "symbolic.functions", "symbolic.models.members")
]
SIMPLIFYING = {
    *("Abs", "Max", "Min", "Piecewise", "simplify", "limit", "refine", "solve", "integrate", "summation", "powsimp"),
    *("nsimplify", "expand_log", "logcombine", "piecewise_fold", "Heaviside", "subs", "xreplace", "func", "doit"),
    *("rewrite", "evalf", "as_set"),
}


@of_each(JUDGING)
def test_what_is_judged_is_not_rebuilt_by_simplifying_constructors(path):
    """`raw` and `replace` keep a tree as it is; SymPy's Min and Max, for one, do not always keep its values."""
    called = {n.func for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)}
    by_name = {f.id for f in called if isinstance(f, ast.Name)} | {
        f.attr for f in called if isinstance(f, ast.Attribute)
    }
    own = {n.name for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef)}
    assert not (by_name & SIMPLIFYING) - own
