"""A child that does whatever it is told, for the tests of `tutor.worker.process`."""

import os
import signal
import time

from tutor.worker.limits import limit_computing, limit_memory, no_core_dumps
from tutor.worker.messages import Plain
from tutor.worker.process import serve


def main(memory: int, seconds: float) -> None:
    """Serve orders under the limits."""
    no_core_dumps()
    limit_memory(memory)
    limit_computing(seconds)
    serve(obey)


def obey(message: Plain) -> Plain:
    """Carry out one order."""
    match message["do"]:
        case "compute":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "print":
            os.write(1, b"noise on the standard output")
        case "fill memory":
            return {"bytes": len(b"x" * message["bytes"])}
        case "abort":
            os.write(2, b"last words")
            os.abort()
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "hash":
            return {"hash": hash("almost everywhere")}
        case "bear a child":
            return {"pid": os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "60")}
    return {"done": message["do"]}
