"""The peer's engines in the peer's own Python: OpenFisca by its documented API, tuned by an expert, and plain NumPy.

    PYTHON peer_engines.py PEER_SCRIPT ARRAYS documented
    PYTHON peer_engines.py PEER_SCRIPT ARRAYS tuned --tuned
    PYTHON peer_engines.py PEER_SCRIPT ARRAYS numpy

Started by run.py. The peer's code is run as it is; its NumPy baseline is a script, and is run as one, with the arrays
that lie there in the place of those it would draw.
"""

import contextlib
import importlib
import io
import sys
import time
from pathlib import Path

import numpy as np
from answering import answer

PEER, ARRAYS, ENGINE = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sys.path.insert(0, str(PEER.parent))
peer = importlib.import_module(PEER.stem)


def load():
    """The arrays as `make_data` gives them, in the order of the peer's inputs."""

    def table(prefix, names):
        return {name: np.load(ARRAYS / f"{prefix}.{name}.npy") for name in names}

    persons = table("member", peer.PERSON_INPUTS)
    return np.load(ARRAYS / "household.npy"), persons, table("household", peer.HOUSEHOLD_INPUTS)


def by_openfisca(fast_join):
    """A run that builds a simulation and computes every measure."""
    system = peer.build_system()
    household, persons, households = load()
    number = len(households["assets"])

    def run():
        start = time.perf_counter()
        simulation = peer.build_bulk(system, household, persons, households, number, fast_join)
        built = time.perf_counter() - start
        results = [simulation.calculate(name, peer.PERIOD) for name in peer.NAMES]
        return {"built": built, "true": lambda: sum(int(one.sum()) for one in results)}

    return run


def by_numpy():
    """A run of the baseline's script; it tells its own seconds, without what is around it."""
    arrays = load()
    number = len(arrays[2]["assets"])
    script = PEER.parent / "baseline_numpy.py"
    code = compile(script.read_text(), str(script), "exec")
    peer.make_data = lambda *_: arrays

    def run():
        sys.argv[1:] = [str(number)]
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code, {"__name__": "__main__"})
        words = said.getvalue().split()
        return {"seconds": float(words[3]), "true": int(words[5])}

    return run


answer(by_numpy() if ENGINE == "numpy" else by_openfisca(ENGINE == "tuned"))
