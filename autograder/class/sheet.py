# SPDX-License-Identifier: MIT
"""From the rows of all students: grades.csv, summary.txt, index.html.

Nothing in them depends on when or in what order the students were graded."""
import csv
import html
import io
from collections import Counter

import ledger
from notes import BROKEN

STATUS = {"graded": "graded", "empty": "nothing handed in",
          "unclear": "unclear what was handed in",
          "unreadable": "unreadable", "failed": "could not be graded",
          "pending": "not graded yet"}
PLURAL = {"does not compile": "do not compile"}


def pending(student):
    return {"schema": 1, "id": student, "status": "pending", "notes": [],
            "earned": None, "possible": None, "exercises": {}, "states": {},
            "failing": []}


def number(value):
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def cell(text):
    """A spreadsheet takes what begins like this for a formula."""
    return "'" + text if text[:1] in tuple("=+-@\t\r") and text else text


def table(rows, exercises):
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["id", "status", "earned", "possible",
                    *(e["id"] for e in exercises), "note"])
    for row in rows:
        sheet.writerow([cell(row["id"]), row["status"], number(row["earned"]),
                        number(row["possible"]),
                        *(number(row["exercises"].get(e["id"]))
                          for e in exercises),
                        cell("; ".join(row["notes"]))])
    return out.getvalue()


# ---- The summary: no names --------------------------------------------------

def middle(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else \
        (values[half - 1] + values[half]) / 2


def broken(judged, exercise):
    """2 do not compile, 1 refused"""
    count = Counter(row.get("broken", {}).get(exercise) for row in judged)
    said = [f"{count[how]} "
            f"{PLURAL.get(word, word) if count[how] > 1 else word}"
            for how, word in BROKEN.items() if count[how]]
    if said:
        yield f"      {', '.join(said)}"


def by_exercise(rows, exercises):
    judged = [row for row in rows if row["states"]]
    if len(judged) < len(rows):
        yield f"of the {len(judged)} that could be graded:"
    yield f"{'exercise':50}{'passed':>8}{'begun':>8}{'of':>6}"
    for e in exercises:
        states = Counter(row["states"].get(e["id"]) for row in judged)
        begun = sum(states[s] for s in ("passed", "failed", "todo"))
        yield f"{e['id'] + '  ' + e['title']:50}{states['passed']:8}" \
              f"{begun:8}{len(judged):6}"
        yield from broken(judged, e["id"])
        failing = Counter(claim for row in judged
                          for exercise, claim in map(tuple, row["failing"])
                          if exercise == e["id"])
        for claim, times in sorted(failing.items(),
                                   key=lambda f: (-f[1], f[0]))[:1]:
            yield f"      most often not kept ({times}): {claim}"


def summary(rows, exercises, head):
    count = Counter(row["status"] for row in rows)
    lines = [head, "", f"{len(rows)} submissions: " +
             ", ".join(f"{count[s]} {STATUS[s]}" for s in STATUS if count[s])]
    earned = [row["earned"] for row in rows if row["earned"] is not None]
    possible = max((row["possible"] or 0 for row in rows), default=0)
    if earned:
        lines.append(f"points: {number(min(earned))} to {number(max(earned))},"
                     f" middle {number(middle(earned))},"
                     f" of {number(possible)}")
    return "\n".join([*lines, "", *by_exercise(rows, exercises)]) + "\n"


# ---- A page that leads to each student's ------------------------------------

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A class</title>
<style>body{{font:16px sans-serif;margin:2em;max-width:60em}}
td,th{{text-align:left;padding:.2em 1em .2em 0;vertical-align:top}}
pre{{overflow:auto}}</style>
<h1>A class</h1>
<p>{head}</p>
<table><tr><th>id<th>status<th>earned<th>possible<th>note
{rows}</table>
<h2>By exercise</h2>
<pre>{summary}</pre></html>
"""


def page_of(students, student):
    for name in ("report.html", "report.txt", "note.txt"):
        if (students / student / name).is_file():
            return f"students/{student}/{name}"
    return None


def index(rows, exercises, students, head):
    lines = []
    for row in rows:
        page, name = page_of(students, row["id"]), html.escape(row["id"])
        link = f'<a href="{html.escape(page)}">{name}</a>' if page else name
        lines.append("<tr>" + "".join(f"<td>{x}" for x in (
            link, STATUS[row["status"]], number(row["earned"]),
            number(row["possible"]),
            html.escape("; ".join(row["notes"])))) + "\n")
    lists = summary(rows, exercises, head).partition("\n\n")[2]
    return PAGE.format(rows="".join(lines), head=html.escape(head),
                       summary=html.escape(lists))


def write(out, rows, exercises, head):
    """`head`: a line that says what all of it depends on."""
    ledger.write(out / "grades.csv", table(rows, exercises))
    ledger.write(out / "summary.txt", summary(rows, exercises, head))
    ledger.write(out / "index.html",
                 index(rows, exercises, out / "students", head))
