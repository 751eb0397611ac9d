"""Limits a process sets on itself, so that no answer can take the machine: address space and computing time.

Both are enforced by the system, in C code too. Where the system has none (Windows) nothing happens, and the owner's
patience is the only limit.
"""

import contextlib
import signal

MEMORY = 480 * 2**20
"""Bytes of address space for a judging process: its resident memory stays below 500 MB whatever it is asked."""

SECONDS = 4.0
"""Seconds of computing for one answer. Step budgets end far below; reaching this is an engine bug."""


def limit_memory(size: int) -> None:
    """Refuse this process more than `size` bytes of address space from now on."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def limit_computing(seconds: float) -> None:
    """End this process by SIGPROF once it has computed for `seconds` more; 0 takes the limit away.

    Computing time is the processor time of this process, so the load of the machine changes no verdict.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def no_core_dumps() -> None:
    """Ending by a limit is an outcome, not a mystery: leave no core file behind."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def how_it_ended(status: int) -> str:
    """Plain words for the exit status of a child, negative where a signal ended it."""
    if status >= 0:
        return f"it ended with status {status}"
    number = -status
    if number == getattr(signal, "SIGPROF", None):
        return "it computed for too long"
    if number == signal.SIGABRT:
        return "it ran out of memory"
    return f"it was ended by {signal.Signals(number).name}"
