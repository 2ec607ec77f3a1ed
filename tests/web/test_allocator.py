"""What threads and builders gave back does not stay with the process for good."""

import subprocess
import sys
from pathlib import Path

import pytest

_MODULE = Path(__file__).parents[2] / "web" / "allocator.py"

_BEGINNING = f"""
import ctypes, os, runpy, threading
ours = runpy.run_path({str(_MODULE)!r})  # alone: all of web takes seconds
library = ctypes.CDLL(None)
if not hasattr(library, "malloc_info"):
    raise SystemExit(3)
"""

_ARENAS = """
together = threading.Barrier(12)

def allocate():
    kept = bytearray(100_000)
    together.wait()

threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""

_TIDE = """
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def tide():
    many = [bytearray(10_000) for _ in range(10_000)]
    kept.append(many[-1])  # nothing below it can be given back by itself

kept = []
tide()
high = resident()
now = 100.0
tidier = ours["Tidier"](clock=lambda: now)
now += 59
assert tidier.step() == 0
idle = resident()
now += 1
assert tidier.step() == 1
assert tidier.step() == 0
print(high - idle, high - resident())
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")


def test_twelve_threads_share_two_arenas() -> None:
    assert _output('ours["share_arenas"]()' + _ARENAS).count("<heap nr=") <= 2
    assert _output(_ARENAS).count("<heap nr=") > 2  # else nothing was tried


def test_no_tide_is_left_after_a_minute() -> None:
    idle, tidied = map(int, _output(_TIDE).split())
    assert idle < 10e6
    assert tidied > 80e6


def _output(program: str) -> str:
    command = [sys.executable, "-c", _BEGINNING + program]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == 3:
        pytest.skip("this C library has no arenas")
    assert done.returncode == 0, done.stderr
    return done.stdout
