// SPDX-License-Identifier: MIT

// The things of tasks_work.h, in Node.  To yield is to await nothing.
'use strict';

async function yields(count) {
  while (count.n-- > 0) await undefined;
}

async function yield_(n) {
  const count = {n};
  await Promise.all(Array.from({length: 100}, () => yields(count)));
}

async function returns() {
  return 0;
}

async function spawn(n) {
  for (let i = 0; i < n; i++) await returns();
}

const ball = () => {
  const b = {};
  b.promise = new Promise((resolve) => { b.resolve = resolve; });
  return b;
};

async function trip(n) {
  let there = ball(), back = ball(), todo = n;
  const far = (async () => {
    while (todo > 0) {
      await there.promise;
      there = ball();
      back.resolve();
    }
  })();
  while (todo-- > 0) {
    there.resolve();
    await back.promise;
    back = ball();
  }
  there.resolve();
  await far;
}

async function main() {
  const thing = {yield: yield_, spawn, trip}[process.argv[2]];
  const n = Number(process.argv[3]);
  if (!thing || !n) process.exit(2);
  await thing(n / 10);
  const begun = process.cpuUsage();
  await thing(n);
  const used = process.cpuUsage(begun);
  console.log(((used.user + used.system) * 1000 / n).toFixed(2));
}

main();
