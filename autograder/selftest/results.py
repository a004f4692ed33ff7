# SPDX-License-Identifier: MIT
"""Is results.json what docs/results.md promises?"""
import json
from pathlib import Path

TOP = {"schema": int, "from": str, "mine": list, "engine": str, "isolation": str,
       "isolation_why": (str, type(None)), "seconds": float, "earned": float,
       "possible": float, "chapters": list}
CHAPTER = {"id": str, "state": str, "earned": float, "possible": float,
           "exercises": list}
EXERCISE = {"id": str, "title": str, "kind": str, "state": str,
            "points": float, "possible": float, "earned": float,
            "tests": list, "timing": list, "coverage": (dict, type(None)),
            "broken": (str, type(None))}
TEST = {"name": str, "claim": (str, type(None)), "status": str,
        "message": (str, type(None)), "section": str, "seconds": float}

TARGET = {"name": str, "claim": str, "ratio": float, "required": float,
          "gold": float, "pairs": int, "ratios": list, "status": str,
          "message": (str, type(None))}

STATES = {"untouched", "todo", "failed", "passed", "skipped"}
STATUSES = {"passed", "failed", "todo", "compile_error", "refused", "crashed",
            "timeout", "exited", "not_run", "could_not_grade"}


RULINGS = {"gold", "passed", "failed", "inconclusive"}


def typed(where, value, keys):
    for key, kind in keys.items():
        if key not in value:
            yield f"results.json: {where} lacks {key}"
        elif not isinstance(value[key], kind if kind is not float
                            else (int, float)):
            yield f"results.json: {where}.{key} is {value[key]!r}"


def target(t):
    """A target that was measured: its pairs, and what was made of them."""
    wrong = list(typed(t.get("name"), t, TARGET))
    yield from wrong
    if wrong:
        return
    ratios = sorted(t["ratios"])
    if len(ratios) != t["pairs"] or not all(r > 0 for r in ratios):
        yield f"results.json: {t['name']} has the ratios {ratios}"
    elif t["ratio"] and t["ratio"] != ratios[len(ratios) // 2]:
        yield f"results.json: {t['name']}: {t['ratio']} is not the median"
    if t["status"] not in RULINGS:
        yield f"results.json: {t['name']} is {t['status']}"
    if (t["message"] is None) != (t["status"] in ("gold", "passed")):
        yield f"results.json: {t['name']} is {t['status']}, and says " \
              f"{t['message']!r}"


def expected_names(rubric):
    """A probe has a test for each broken version, which is not named."""
    stem = Path(rubric["file"]).stem
    return rubric.get("tests") or [
        f"{stem}/catches_mutant_{i + 1}" for i in range(len(rubric["mutants"]))]


def exercise(rubric, e):
    names = [t["name"] for t in e["tests"]]
    passed = sum(t["status"] == "passed" for t in e["tests"])
    if names != expected_names(rubric):
        yield f"results.json: {e['id']} has the tests {names}"
    if e["state"] not in STATES:
        yield f"results.json: {e['id']} is {e['state']}"
    # Points for speed come on top, and are none of these.
    if not e["timing"] and \
            (e["state"] == "passed") != (passed == len(names)):
        yield f"results.json: {e['id']} is {e['state']}, with {passed} passed"
    share = e["possible"] * passed / len(names)
    if not e["timing"] and abs(e["earned"] - share) > 0.011 and \
            all(t["status"] != "could_not_grade" for t in e["tests"]):
        yield f"results.json: {e['id']} earned {e['earned']}"
    for t in e["timing"]:
        yield from target(t)
    for t in e["tests"]:
        yield from typed(t["name"], t, TEST)
        if t["status"] not in STATUSES:
            yield f"results.json: {t['name']} is {t['status']}"
        open_to_all = t["status"] == "passed" or e["state"] == "untouched"
        if (t["message"] is None) != open_to_all:
            yield f"results.json: {t['name']} is {t['status']}, and says " \
                  f"{t['message']!r}"


def narrowed(rubric, test):
    """Only the exercise of one test, with that test alone."""
    return {"exercises": [{**e, "tests": [test]} for e in rubric["exercises"]
                          if test in expected_names(e)]}


def complaints(results, chapter, test=None):
    """What is wrong with `results`, which are those of one chapter, or of one
    test of it."""
    rubric = json.loads(
        Path("autograder/tests", chapter, "rubric.json").read_text())
    if test:
        rubric = narrowed(rubric, test)
    found = list(typed("results", results, TOP))
    for c in results.get("chapters", []):
        found += typed("chapter", c, CHAPTER)
        for e in c["exercises"]:
            found += typed(e["id"], e, EXERCISE)
    if found:
        return found
    if [c["id"] for c in results["chapters"]] != [chapter]:
        return [f"results.json: it is not about {chapter}"]
    if results["schema"] != 1:
        found.append("results.json: the schema is not 1")
    graded = results["chapters"][0]["exercises"]
    if len(graded) != len(rubric["exercises"]):
        found.append("results.json: not all exercises are there")
    for of_rubric, e in zip(rubric["exercises"], graded):
        found += exercise(of_rubric, e)
    for key in ("earned", "possible"):
        if abs(sum(e[key] for e in graded) - results[key]) > 0.05:
            found.append(f"results.json: {key} is no sum")
    return found
