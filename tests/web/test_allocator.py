"""Threads that come and go keep no memory of their own."""

import subprocess
import sys

import pytest

_PROGRAM = """
import ctypes, threading

library = ctypes.CDLL(None)
if not hasattr(library, "malloc_info"):
    raise SystemExit(3)
{call}
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")
def test_twelve_threads_share_two_arenas() -> None:
    assert _arenas("from web.allocator import share_arenas; share_arenas()") <= 2
    assert _arenas("") > 2  # else nothing was tried


def _arenas(call: str) -> int:
    program = _PROGRAM.format(call=call)
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    if done.returncode == 3:
        pytest.skip("this C library has no arenas")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.count(b"<heap nr=")
