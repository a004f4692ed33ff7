# SPDX-License-Identifier: MIT
"""What Gradescope is to show of one graded submission.

    results.py FOLDER SAID OUTPUT

FOLDER is what job.sh left, SAID what it printed, OUTPUT Gradescope's
results.json.  The grader's own gradescope.json is taken where there is one,
with our notes in front."""
import json
import sys
from pathlib import Path


def output_of(exercise):
    lines = []
    for test in exercise["tests"]:
        lines.append(f"{test['status']:14} {test['name']}")
        if test["message"]:
            lines += ["    " + line for line in test["message"].splitlines()]
    lines += [f"{t['status']:14} timing/{t['name']}: {t['ratio']:.2f} of the "
              f"reference's time" for t in exercise["timing"]]
    return "\n".join(lines)


def from_results(results):
    return {
        "score": results["earned"],
        "tests": [{"name": f"{e['id']} {e['title']}", "score": e["earned"],
                   "max_score": e["possible"], "output": output_of(e)}
                  for c in results["chapters"] for e in c["exercises"]],
    }


def read(path):
    try:
        return json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return None


def shown(folder, said):
    row = read(folder / "row.json")
    if not row:
        return {"output": "The grader could not work, which is not your "
                          f"fault.  Tell your instructor:\n{said[-2000:]}"}
    notes = "\n".join(row["notes"])
    if row["status"] == "failed":
        return {"output": f"{notes}\nThis is not your fault; tell your "
                          "instructor."}
    if row["status"] in ("unreadable", "unclear"):
        return {"score": 0, "output": notes}
    page = read(folder / "gradescope.json") or \
        from_results(read(folder / "results.json"))
    page["output"] = "\n".join(filter(None, [notes, page.get("output")]))
    return page


def main():
    folder, said, output = map(Path, sys.argv[1:4])
    text = said.read_text(errors="replace") if said.is_file() else ""
    output.write_text(json.dumps(shown(folder, text), indent=1) + "\n")


if __name__ == "__main__":
    main()
