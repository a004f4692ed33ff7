#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""results.json as a few lines of Markdown, for the summary of a workflow.

    summary.py build/grade/results.json >> "$GITHUB_STEP_SUMMARY"

Nothing that a learner's program printed is repeated here.
"""
import json
import sys


def points(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def failed(chapter):
    return ", ".join(f"{e['id']} ({e['state']})" for e in chapter["exercises"]
                     if e["state"] in ("failed", "todo")) or "-"


def summary(results):
    yield (f"## {points(results['earned'])} of {points(results['possible'])} "
           "points")
    yield ""
    yield f"Graded in {results['isolation']} isolation."
    yield ""
    yield "| chapter | state | points | does not pass |"
    yield "|---|---|---|---|"
    for c in results["chapters"]:
        yield (f"| {c['id']} | {c['state']} | {points(c['earned'])} / "
               f"{points(c['possible'])} | {failed(c)} |")


def main():
    try:
        with open(sys.argv[1]) as file:
            results = json.load(file)
    except (OSError, ValueError, IndexError) as error:
        print(f"Nothing was graded: {error}. The step before says why.")
        return 0
    print("\n".join(summary(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
