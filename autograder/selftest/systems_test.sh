#!/bin/bash
# Gradescope's scripts, run in a folder laid out as Gradescope's container is;
# and the Dockerfile, read strictly, since Docker seldom runs where we test.
set -u
passed=0 failed=0
report() { # STATUS WHAT...
    if [ "$1" = 0 ]; then
        passed=$((passed + 1)) && echo "ok      ${*:2}"
    else
        failed=$((failed + 1)) && echo "FAILED  ${*:2}"
    fi
}
AUTOGRADER=$(mktemp -d)
export AUTOGRADER
trap 'rm -rf "$AUTOGRADER"' EXIT
chmod 755 "$AUTOGRADER" # jobs run as another user

cp -a build "$AUTOGRADER/build"
# What else lies in the top folder is nobody's business.
stranger=$PWD/strangers-work exercise=exercises/00-start-here/mine.c
mkdir -p "$stranger" && echo "bob,3" >"$stranger/grades.csv"
echo "int mine;" >"$exercise"
python3 autograder/systems/gradescope/pack.py FROM=exercises CH=00 >/dev/null
report $? "pack.py"
rm -r "$stranger" "$exercise"
! python3 -m zipfile -l build/gradescope.zip | grep -e strangers -e mine.c
report $? "others' work is not packed"
for words in CH=99 TIMING=O 'CH=00 EX=2.1'; do
    # shellcheck disable=SC2086
    python3 autograder/systems/gradescope/pack.py $words \
        >"$AUTOGRADER/said" 2>&1
    [ $? = 2 ] && grep -q '^gradescope: ' "$AUTOGRADER/said"
    report $? "$words is refused before it is packed"
done
python3 - "$AUTOGRADER/source" <<'END'
import os, sys, zipfile
with zipfile.ZipFile("build/gradescope.zip") as archive:
    for member in archive.infolist():
        path = archive.extract(member, sys.argv[1])
        os.chmod(path, member.external_attr >> 16 & 0o777)
        os.utime(path, (0, 0))
END
# What was built here is newer than the files in the zip: nothing is built.
mv "$AUTOGRADER/build" "$AUTOGRADER/source/workbook/build"
for name in $(env | sed -n 's/^\(AW_[^=]*\)=.*/\1/p'); do
    unset "$name" # Gradescope knows nothing of these
done
unset MAKEFLAGS MFLAGS MAKELEVEL CC
"$AUTOGRADER/source/setup.sh"
report $? "setup.sh"

# Grade what is in submission/, and look at results.json with Python's eyes.
results() { # EXPRESSION
    rm -rf "$AUTOGRADER/results"
    "$AUTOGRADER/source/run_autograder" &&
        python3 -c 'import json, sys
r = json.load(open(sys.argv[1] + "/results/results.json"))
if not eval(sys.argv[2]): sys.exit(json.dumps(r, indent=1))' \
            "$AUTOGRADER" "$1"
}
submission=$AUTOGRADER/submission
mkdir "$submission"
results 'r["score"] == 0 and "no file of the workbook" in r["output"]'
report $? "an empty submission"
mkdir "$submission/hw"
cp -r solutions/00-start-here "$submission/hw/"
results 'r["score"] == 10 and abs(sum(t["max_score"] for t in r["tests"]) - 10) < .01'
report $? "the solutions"
echo 'broken' >"$submission/hw/00-start-here/list.c"
results '0 < r["score"] < 10 and any("compile" in t.get("output", "") for t in r["tests"])'
report $? "a file that does not compile"
AW_ISOLATION=none results '"graded in reduced isolation" in r["output"]'
report $? "in a container without namespaces"
echo CH=99 >"$AUTOGRADER/source/words"
results '"score" not in r and "not your fault" in r["output"] and "no chapter \"99\"" in r["output"]'
report $? "a grader that cannot work gives no score"
rm "$AUTOGRADER/source/workbook/autograder/class/job.py"
results '"score" not in r and "job.py" in r["output"]'
report $? "nor does one that is not there"

python3 - <<'END'
import json, re, subprocess, sys
from pathlib import Path
wrong, made = [], set()
text = Path("autograder/systems/Dockerfile").read_text().replace("\\\n", " ")
lines = [l for l in text.splitlines() if l and not l.startswith("#")]
if not lines[0].startswith("FROM debian:12"):
    wrong.append("the first instruction is " + lines[0])
for line in lines:
    word, _, rest = line.partition(" ")
    if word == "COPY":
        *sources, target = rest.split()
        wrong += [f"COPY {s}: there is none" for s in sources
                  if not Path(s).exists()]
        made |= set(sources)
    elif word == "RUN":
        if subprocess.run(["sh", "-nc", rest]).returncode:
            wrong.append(line)
        script = rest.split()[0]
        if "/" in script and not any(Path(script).is_relative_to(m)
                                     for m in made):
            wrong.append(f"{script} is run before it is copied")
    elif word == "ENTRYPOINT":
        if json.loads(rest)[0] != "make" or not re.search(
                r"(?m)^class:", Path("autograder/authors.mk").read_text()):
            wrong.append(line)
    elif word not in ("FROM", "WORKDIR"):
        wrong.append(f"{word} is no instruction that we use")
# One list of packages: that of setup.sh, which it must run.
if "RUN autograder/tools/setup.sh" not in lines:
    wrong.append("it does not run autograder/tools/setup.sh")
# Whatever the grader is made of must have been copied.
for need in ("Makefile", "chapters", "exercises", "solutions", "autograder"):
    if need not in made:
        wrong.append(f"{need} is not copied")
print("\n".join(wrong))
sys.exit(bool(wrong))
END
report $? "the Dockerfile"

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
