#!/bin/sh
# aarch64.sh: the switch for AArch64, compiled here and run by an emulator.
exec autograder/tools/coroutines.sh aarch64
