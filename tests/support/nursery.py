"""Bot processes that can be killed, born in a tenth of the time: one process imports everything and forks the others.

``Nursery`` is the tests' side; ``python -m tests.support.nursery`` is the process that forks. A child runs what its
plan says and can crash at a named point, which is done by subclassing, from outside: the program knows no such points.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import sys
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
Plan = dict[str, Any]


class Child:
    """One bot process."""

    def __init__(self, pid: int, log: Path) -> None:
        self.pid = pid
        self.log = log
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def send(self, number: int) -> None:
        """A signal; one that has ended already does not mind."""
        if not self.ended.done():
            os.kill(self.pid, number)

    async def code(self, timeout: float = 20.0) -> int:
        """The exit code, negative for a signal."""
        return await asyncio.wait_for(asyncio.shield(self.ended), timeout)

    async def kill(self) -> int:
        self.send(signal.SIGKILL)
        return await self.code()


class Nursery:
    """The process that forks. ``async with`` it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: dict[int, Child] = {}
        self._born: asyncio.Queue[int] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "tests.support.nursery", cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._listening = asyncio.create_task(self._listen())
        assert await self._born.get() == 0
        return self

    async def __aexit__(self, *_error: object) -> None:
        for child in list(self._children.values()):
            child.send(signal.SIGKILL)
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._listening

    async def bear(self, plan: Plan) -> Child:
        """A process that carries out the plan."""
        log = self._folder / f"child-{len(list(self._folder.glob('child-*')))}.log"
        log.touch()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**plan, "log": str(log)}).encode() + b"\n")
        pid = await self._born.get()
        child = self._children[pid] = Child(pid, log)
        return child

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            if "born" in said:
                await self._born.put(said["born"])
                await asyncio.sleep(0)
            else:
                while said["ended"] not in self._children:
                    await asyncio.sleep(0.001)
                self._children.pop(said["ended"]).ended.set_result(os.waitstatus_to_exitcode(said["status"]))


# ── the process that forks ─────────────────────────────────────────────────────────────────


def main() -> None:
    """Read plans, a line each; fork; report who was born and who has ended."""
    import bot.cli  # noqa: F401
    from tests.support import life

    rung, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    say({"born": 0})
    while True:
        ready, _, _ = select.select([sys.stdin, rung], [], [])
        if rung in ready:
            os.read(rung, 1024)
            bury()
        if sys.stdin in ready:
            line = sys.stdin.readline()
            if not line:
                return
            give_birth(life.live, json.loads(line))


def give_birth(live: Any, plan: Plan) -> None:
    pid = os.fork()
    if pid:
        say({"born": pid})
        return
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(plan["log"], os.O_WRONLY | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        code = live(plan)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 99
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def bury() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        say({"ended": pid, "status": status})


def say(what: Plan) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
