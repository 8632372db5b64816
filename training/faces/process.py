"""Settings of the process that have to be there before it starts."""
import os
import sys

# Threads that wait must sleep: spinning ones slow every other program down. Freed memory is kept, in one arena: giving
# tens of megabytes back to the system and taking them again at each layer made a step of the SNN five times longer.
SETTINGS = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(8 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
    "MALLOC_TOP_PAD_": str(256 << 20),
}


def restart_tuned() -> None:
    """Starts the program again with `SETTINGS`, unless they are set; to be called before torch is imported."""
    if not SETTINGS.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.argv], SETTINGS | os.environ)
