"""Python's answers to the races: statsmodels for regressions.

usage: python peers.py FOLDER
"""
import csv
import json
import pathlib
import sys
import time
import warnings

FOLDER = pathlib.Path(sys.argv[1])
warnings.simplefilter("ignore")


def columns(race):
    """The columns of a race's input; None where it is not run."""
    path = FOLDER / f"{race}.csv"
    if not path.exists():
        return None
    with path.open() as file:
        rows = list(csv.reader(file))
    return {name: [float(row[i]) for row in rows[1:]] for i, name in enumerate(rows[0])}


def answer(race, peer, seconds, values):
    values = [float(value) for value in values]
    print(json.dumps({"race": race, "peer": peer, "seconds": seconds, "values": values}))


def absent(race, peer, why):
    print(json.dumps({"race": race, "peer": peer, "absent": why}))


def processor(work, units, shortest=0.5):
    """Processor seconds per unit, and the last result; at least one run after a first."""
    result, runs = work(), 0
    start = time.process_time()
    while runs == 0 or time.process_time() - start < shortest:
        result = work()
        runs += 1
    return (time.process_time() - start) / runs / units, result


def regressions(statsmodels, sm, np):
    peer = f"statsmodels {statsmodels.__version__}"
    for race in ("negativebinomial", "poisson"):
        data = columns(race)
        if data is None:
            continue
        x = np.array([v for k, v in data.items() if k.startswith("x")]).T
        series = [np.array(v) for k, v in data.items() if k.startswith("y")]
        if race == "poisson":
            def fit(y):
                return sm.GLM(y, x, family=sm.families.Poisson()).fit().llf
        else:
            def fit(y):
                return sm.NegativeBinomial(y, x).fit(disp=0, maxiter=200).llf
        answer(race, peer, *processor(lambda: [fit(y) for y in series], len(series)))
    data = columns("difference")
    if data is not None:
        unit, period = np.array(data["unit"]), np.array(data["period"])
        y = np.array(data["y"])
        design = np.column_stack(
            [np.array(data["treated"])]
            + [unit == u for u in np.unique(unit)]
            + [period == t for t in np.unique(period)[1:]]).astype(float)

        def fit():
            result = sm.GLM(y, design, family=sm.families.Poisson()).fit(tol=1e-10)
            return [result.params[0], result.bse[0], result.deviance]
        answer("difference", peer, *processor(fit, 1))
    data = columns("locallevel")
    if data is not None:
        y, x = np.array(data["y"]), np.array(data["x"])

        def fit():
            model = sm.tsa.UnobservedComponents(y, "llevel", exog=x)
            result = model.fit(disp=0)
            return [result.params[-1], result.llf]
        answer("locallevel", peer, *processor(fit, 1))


try:
    import numpy
    import statsmodels
    import statsmodels.api
    regressions(statsmodels, statsmodels.api, numpy)
except ImportError as missing:
    for name in ("negativebinomial", "poisson", "difference", "locallevel"):
        absent(name, "statsmodels", f"{missing.name} is not installed")
