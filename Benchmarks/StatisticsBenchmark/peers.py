"""Python's answers to the races: statsmodels for regressions, ruptures for change points,
pysyncon for synthetic controls.

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


def once(work):
    """Processor seconds of one run: for peers that take long."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def changepoints(ruptures, np):
    data = columns("changepoint")
    if data is None:
        return
    x = np.array(data["x"])
    penalty = 2 * np.log(len(x))
    version = ruptures.__version__ if hasattr(ruptures, "__version__") else ""

    def kernel():
        search = ruptures.KernelCPD(kernel="linear", min_size=2, jump=1)
        return search.fit(x.reshape(-1, 1)).predict(pen=penalty)[:-1]

    def pelt():
        search = ruptures.Pelt(model="l2", min_size=2, jump=1)
        return search.fit(x).predict(pen=penalty)[:-1]
    answer("changepoint", f"KernelCPD (C) of ruptures {version}", *processor(kernel, 1))
    answer("changepoint", f"ruptures {version}", *once(pelt))


def controls(pysyncon, pd, np, version):
    for race in ("controlweights", "controlsearch"):
        data = columns(race)
        if data is None:
            continue
        units = pd.DataFrame(data)
        outcomes, predictors = units.iloc[:43], units.iloc[43:]
        before = outcomes.iloc[:15]
        names = list(units.columns)

        def fit():
            synth = pysyncon.Synth()
            options = {"custom_V": np.full(14, 1 / 14)} if race == "controlweights" else {}
            synth.fit(X0=predictors[names[1:]], X1=predictors[names[0]],
                      Z0=before[names[1:]], Z1=before[names[0]], **options)
            return [synth.loss_V]
        timed = processor(fit, 1) if race == "controlweights" else once(fit)
        answer(race, f"pysyncon {version}", *timed)


try:
    import numpy
    import ruptures
    changepoints(ruptures, numpy)
except ImportError as missing:
    absent("changepoint", "ruptures", f"{missing.name} is not installed")
try:
    import importlib.metadata
    import numpy
    import pandas
    import pysyncon
    controls(pysyncon, pandas, numpy, importlib.metadata.version("pysyncon"))
except ImportError as missing:
    for name in ("controlweights", "controlsearch"):
        absent(name, "pysyncon", f"{missing.name} is not installed")
