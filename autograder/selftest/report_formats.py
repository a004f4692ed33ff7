# SPDX-License-Identifier: MIT
"""Do gradescope.json, junit.xml and report.html have their forms?

Each function yields what is wrong.  `results` is the results.json of the same
grading: all reports must tell the same.
"""
import json
import re
import xml.etree.ElementTree as ElementTree
from html import unescape
from html.parser import HTMLParser

# What Gradescope's description of results.json allows, where we write it.
VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
SHEET = {"score": float, "execution_time": float, "output": str,
         "output_format": FORMATS, "visibility": VISIBILITY,
         "stdout_visibility": VISIBILITY, "tests": list}
ITEM = {"name": str, "number": str, "output": str, "tags": list,
        "name_format": FORMATS, "output_format": FORMATS,
        "visibility": VISIBILITY}
SCORED = {"score": float, "max_score": float, "status": {"passed", "failed"}}

# What no terminal, no XML and no browser should be given.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
                   "\ufffd-\uffff]")


def items(results):
    """(exercise, its tests and targets as (name, status)), as they come."""
    for chapter in results["chapters"]:
        for e in chapter["exercises"]:
            yield e, ([(t["name"], t["status"]) for t in e["tests"]] +
                      [("timing/" + t["name"], t["status"])
                       for t in e["timing"]])


def form(where, value, keys):
    for key in keys.keys() - value.keys():
        yield f"{where} lacks {key}"
    for key in value.keys() - keys.keys():
        yield f"{where} has {key}, which nobody reads"
    for key in keys.keys() & value.keys():
        kind, found = keys[key], value[key]
        if isinstance(kind, set):
            good = found in kind
        else:
            good = isinstance(found, (int, float) if kind is float else kind)
        if not good:
            yield f"{where}.{key} is {found!r}"


def gradescope(text, results):
    sheet = json.loads(text)
    yield from form("gradescope.json", sheet, SHEET)
    if UNFIT.search(json.dumps(sheet, ensure_ascii=False)):
        yield "gradescope.json holds characters that are no text"
    sums = {"score": 0, "max_score": 0}
    for test in sheet["tests"]:
        scored = "score" in test
        yield from form(test.get("name"), test,
                        {**ITEM, **SCORED} if scored else ITEM)
        for key in sums:
            sums[key] += test.get(key, 0)
        if not all(isinstance(tag, str) for tag in test["tags"]):
            yield f"{test['name']} has the tags {test['tags']}"
        if scored and (test["score"] > test["max_score"] + 0.011
                       or test["score"] < 0):
            yield f"{test['name']}: {test['score']} of {test['max_score']}"
    for key, total in (("score", results["earned"]),
                       ("max_score", results["possible"])):
        if abs(sums[key] - total) > 0.01:
            yield f"gradescope.json: {key} sums to {sums[key]}, not {total}"
    if abs(sheet["score"] - results["earned"]) > 0.001:
        yield f"gradescope.json: score is {sheet['score']}"
    yield from gradescope_tests(sheet, results)


def gradescope_tests(sheet, results):
    at = iter(sheet["tests"])
    for e, tests in items(results):
        for name, status in tests:
            test = next(at, None)
            while test and test["tags"][-1] == "not_measured":
                test = next(at, None)
            if not test or test["name"] != name or test["number"] != e["id"]:
                yield f"gradescope.json lacks {name} of {e['id']}"
                return
            spared = status in ("could_not_grade", "inconclusive")
            if spared == ("score" in test):
                yield f"{name} is {status}: {test}"
            if status == "passed" and not name.startswith("timing/") and \
                    test["score"] != test["max_score"]:
                yield f"{name} passed, with {test['score']} of " \
                      f"{test['max_score']}"
            if status not in ("passed", "gold") and test.get("score"):
                yield f"{name} is {status}, with {test['score']} points"


# ---- JUnit ------------------------------------------------------------------

COUNTS = ("tests", "failures", "errors", "skipped")
SUITE = {"name", "time", *COUNTS}
OUTCOMES = {"passed": None, "gold": None, "not_run": "skipped",
            "could_not_grade": "error", "inconclusive": "error",
            "not_measured": "skipped"}


def counted(cases):
    tags = [child.tag for case in cases for child in case]
    return {"tests": len(cases), "failures": tags.count("failure"),
            "errors": tags.count("error"), "skipped": tags.count("skipped")}


def junit(data, results):
    root = ElementTree.fromstring(data)
    if root.tag != "testsuites" or set(root.attrib) != SUITE:
        yield f"junit.xml: the root is {root.tag} {sorted(root.attrib)}"
    cases = []
    for suite in root:
        if suite.tag != "testsuite" or set(suite.attrib) != SUITE:
            yield f"junit.xml: {suite.tag} {sorted(suite.attrib)}"
        yield from counts_agree(suite, list(suite))
        cases += suite
    yield from counts_agree(root, cases)
    for case in cases:
        yield from case_has_its_form(case)
    if UNFIT.search(data.decode(errors="replace")):
        yield "junit.xml holds characters that are no text"
    found = [(c.get("name"), c[0].tag if len(c) else None) for c in cases]
    want = [(name, OUTCOMES.get(status, "failure"))
            for _, tests in items(results) for name, status in tests]
    measured = [item for item in found
                if item[1] != "skipped" or not item[0].startswith("timing/")]
    if measured != want:
        yield f"junit.xml tells {set(measured) ^ set(want)} differently"


def counts_agree(element, cases):
    for key, n in counted(cases).items():
        if element.get(key) != str(n):
            yield f"junit.xml: {element.get('name')}: {key} is " \
                  f"{element.get(key)}, and should be {n}"
    if not re.fullmatch(r"\d+\.\d+", element.get("time", "")):
        yield f"junit.xml: {element.get('name')}: time"


def case_has_its_form(case):
    name = case.get("name")
    if case.tag != "testcase" or \
            set(case.attrib) != {"classname", "name", "time"}:
        yield f"junit.xml: {case.tag} {sorted(case.attrib)}"
    if len(case) > 1 or (case.text or "").strip():
        yield f"junit.xml: {name} holds too much"
    for child in case:
        want = {"message"} if child.tag == "skipped" else {"message", "type"}
        if child.tag not in ("failure", "error", "skipped") or \
                set(child.attrib) != want or len(child):
            yield f"junit.xml: {name}: {child.tag} {sorted(child.attrib)}"
        if child.tag != "skipped" and not child.text:
            yield f"junit.xml: {name}: there is no message"


# ---- The page ---------------------------------------------------------------

VOID = {"meta", "br", "wbr", "line", "rect", "circle"}
FETCHES = {"src", "srcset", "data", "action", "poster", "background", "ping"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.wrong, self.open, self.ids, self.links = [], [], [], []
        self.policy = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag in ("script", "iframe", "object", "embed", "link", "img"):
            self.wrong.append(f"report.html holds <{tag}>")
        for key, value in attrs:
            if key in FETCHES or key.startswith("on"):
                self.wrong.append(f"report.html: <{tag} {key}={value!r}>")
            if key in ("href", "xlink:href"):
                self.links.append(value)
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"report.html: </{tag}> closes nothing")


def tells_all(text, results):
    """Whatever results.json says, a reader of the page finds."""
    plain = unescape(re.sub("<wbr>", "", text))
    for chapter in results["chapters"]:
        if f'id="ch-{chapter["id"][:2]}"' not in text:
            yield f"report.html lacks the chapter {chapter['id']}"
        if chapter["state"] == "untouched":
            continue
        for e in chapter["exercises"]:
            if {t["status"] for t in e["tests"]} == {"not_run"} and \
                    e["state"] in ("untouched", "skipped"):
                continue  # it was not begun, or left out: that is said once
            for t in e["tests"] + e["timing"]:
                if t["name"] not in plain:
                    yield f"report.html lacks {t['name']}"
                if t["message"] and t["message"] not in plain:
                    yield f"report.html lacks what {t['name']} says"
                where = f"chapters/{chapter['id']}/README.md#" + \
                    t.get("section", "")
                if t["message"] and where not in text:
                    yield f"report.html does not name {where}"


def html(text, results):
    page = Page()
    page.feed(text)
    page.close()
    yield from page.wrong
    yield from tells_all(text, results)
    if page.open:
        yield f"report.html: {page.open} is not closed"
    if page.policy != POLICY:
        yield f"report.html: its policy is {page.policy!r}"
    for name in {name for name in page.ids if page.ids.count(name) > 1}:
        yield f"report.html: there are several id={name}"
    for link in page.links:
        if not link.startswith("#") or link[1:] not in page.ids:
            yield f"report.html: the link {link} leads nowhere"
    for style in re.findall(r"(?s)<style>(.*?)</style>", text):
        if re.search(r"url\(|@import|@font-face", style):
            yield "report.html: its style fetches something"
    if UNFIT.search(text):
        yield "report.html holds characters that are no text"
