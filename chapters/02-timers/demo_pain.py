# SPDX-License-Identifier: MIT
"""A thousand connections, each with a time limit, looked at in every turn."""
import asyncio

CONNECTIONS, TURNS = 1000, 1000
NEVER = float("inf")


async def main():
    deadline = [100 + i * 97 % 100000 for i in range(CONNECTIONS)]
    looked_at = over = 0
    for now in range(1, TURNS + 1):
        await asyncio.sleep(0)  # one turn of the loop
        for i in range(CONNECTIONS):
            looked_at += 1
            if deadline[i] <= now:
                over += 1
                deadline[i] = NEVER
    print(f"connections with a time limit    {CONNECTIONS:8d}")
    print(f"turns of the loop                {TURNS:8d}")
    print(f"deadlines looked at              {looked_at:8d}")
    print(f"time limits that were over       {over:8d}")
    print(f"looked at for each that was over {looked_at // over:8d}")


asyncio.run(main())
