"""wrk as the client where it is installed: C, so that it takes little of the server's cores.

It asks for the same pages as `tests.benchmarks.client`.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.client import PATH

__all__ = ["installed", "run"]

_SCRIPT = """
local paths, next = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
  next = next %% #paths + 1
  return wrk.format("GET", paths[next])
end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.read + summary.errors.timeout
  io.write(string.format("result %%f %%f %%f %%f %%d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000,
    wrong))
end
"""
_RESULT = re.compile(r"^result (\S+) (\S+) (\S+) (\S+) (\d+)$", re.MULTILINE)


def installed() -> bool:
    """Whether there is a wrk to run."""
    return shutil.which("wrk") is not None


def run(
    url: str, strings: Sequence[str], folder: Path, *, connections: int, seconds: int
) -> dict[str, Any]:
    """What `tests.benchmarks.client` reports of these query strings, by wrk for so many seconds."""
    paths = folder / "paths.txt"
    paths.write_text("".join(f"{PATH}{string}\n" for string in strings), "utf-8")
    script = folder / "pages.lua"
    script.write_text(_SCRIPT % paths, "utf-8")
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), url],
        capture_output=True,
        text=True,
        check=True,
    )
    found = _RESULT.search(done.stdout)
    if found is None or found[5] != "0":
        raise SystemExit(f"wrk did not measure pages:\n{done.stdout}")
    rate, p50, p90, p99 = map(float, found.groups()[:4])
    return {"page": {"p50": p50, "p90": p90, "p99": p99}, "rate": rate}
