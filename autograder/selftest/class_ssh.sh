#!/bin/bash
# A class graded on other machines, by GNU parallel over SSH: an sshd of our
# own on loopback plays two hosts.  The sheet must be that of make class here.
set -u
passed=0 failed=0
report() { # STATUS WHAT...
    if [ "$1" = 0 ]; then
        passed=$((passed + 1)) && echo "ok      ${*:2}"
    else
        failed=$((failed + 1)) && echo "FAILED  ${*:2}"
    fi
}
for tool in /usr/sbin/sshd ssh ssh-keygen parallel rsync; do
    command -v $tool >/dev/null || {
        echo "skipped  $tool is not here"
        echo "0 passed, 0 failed, 1 skipped"
        exit 0
    }
done

top=$PWD
home=$(mktemp -d)
sshd=
end() {
    [ -z "$sshd" ] || kill "$sshd"
    rm -rf "$home"
}
trap end EXIT
# Root's sshd wants this folder, which its service makes.
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd

ssh-keygen -q -t ed25519 -N '' -f "$home/host"
ssh-keygen -q -t ed25519 -N '' -f "$home/user"
# Nobody can hold a port for another program: try until one is free.
for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket()
s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >"$home/sshd_config" <<END
ListenAddress 127.0.0.1:$port
HostKey $home/host
PidFile $home/pid
AuthorizedKeysFile $home/user.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv HOME=$home/there
END
    /usr/sbin/sshd -D -e -f "$home/sshd_config" 2>"$home/sshd.log" &
    sshd=$!
    until [ -s "$home/pid" ] || ! kill -0 $sshd 2>/dev/null; do sleep 0.05; done
    [ -s "$home/pid" ] && break
    sshd=
done
[ -n "$sshd" ] || cat "$home/sshd.log"
[ -n "$sshd" ]
report $? "an sshd of our own"
cat >"$home/ssh_config" <<END
Host one two
HostName 127.0.0.1
Port $port
IdentityFile $home/user
IdentitiesOnly yes
UserKnownHostsFile $home/known
StrictHostKeyChecking accept-new
LogLevel ERROR
END
printf '1/one\n1/two\n' >"$home/hosts"

# Three submissions: good, broken, and a folder.
mkdir -p "$home/there" "$home/here/submissions/carol"
cp -r solutions/00-start-here "$home/here/submissions/carol/"
tar -czf "$home/here/submissions/alice.tar.gz" -C solutions 00-start-here
echo 'no zip' >"$home/here/submissions/bob.zip"

cd "$home/here" || exit 1
env -u MAKEFLAGS PARALLEL_HOME="$home/parallel" parallel --will-cite \
    --ssh "ssh -F $home/ssh_config" --sshloginfile "$home/hosts" \
    --workdir ... --cleanup \
    --rpl '{id} s:.*/::; s:\.(zip|tgz|txz|tar(\.\w+)?)$::;' \
    --transferfile {} --return 'class-results/students/{id}' \
    "$top/autograder/class/job.sh" {} 'class-results/students/{id}' CH=00 \
    ::: submissions/*
report $? "three are graded over SSH"
find class-results/students -name row.json | grep -c . | grep -qx 3
report $? "their results have come back"

cd "$top" || exit 1
python3 autograder/class/run.py "$home/here/submissions" \
    "$home/here/class-results" CH=00 >"$home/collected" 2>&1
report $? "make class collects them"
! grep 'to grade' "$home/collected"
report $? "and grades none of them again"
python3 autograder/class/run.py "$home/here/submissions" "$home/local" \
    CH=00 >"$home/out" 2>&1
diff "$home/local/grades.csv" "$home/here/class-results/grades.csv" &&
    grep -q '^alice,graded,10,10,' "$home/local/grades.csv" &&
    grep -q '^bob,unreadable,' "$home/local/grades.csv"
report $? "the sheet is that of grading here"
! find "$home/there" -type f | grep .
report $? "nothing is left over there"

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
