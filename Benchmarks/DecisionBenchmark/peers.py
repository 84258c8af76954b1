"""Runs the peers of the decision race: usage: peers.py JOB.json POLICY.rego.

Prints a JSON list with the name, the decisions a second and the number of answers that differ
from ours. Policies, data and entities are parsed before the clock starts.
"""

import json
import sys
import time


def cedar(job, answers):
    import cedarpy

    policies = cedarpy.PolicySet.from_str(job["policies"])
    entities = cedarpy.Entities.from_json_str(json.dumps(job["entities"]))
    start = time.thread_time()
    results = cedarpy.is_authorized_batch(job["requests"], policies, entities)
    seconds = time.thread_time() - start
    return [result.allowed for result in results], seconds


def rego(job, answers, path):
    import regopy

    inputs = job["inputs"][:1000]
    interpreter = regopy.Interpreter()
    with open(path, encoding="utf-8") as file:
        interpreter.add_module("policy", file.read())
    interpreter.add_data(job["data"])
    bundle = interpreter.build("data.breakwater.allow")

    given = []
    start = time.thread_time()
    for term in inputs:
        interpreter.set_input(term)
        given.append(str(interpreter.query_bundle(bundle)))
    seconds = time.thread_time() - start
    # A query whose value is false has no result; only true has one.
    return [each == '{"expressions":[true]}' for each in given], seconds


def race(name, run):
    try:
        given, seconds = run()
    except ImportError as error:
        return {"name": name, "reason": str(error)}
    differing = sum(bool(ours) != bool(theirs) for ours, theirs in zip(answers, given))
    return {"name": name, "rate": len(given) / seconds, "differing": differing}


with open(sys.argv[1], encoding="utf-8") as file:
    job = json.load(file)
answers = job["answers"]
print(
    json.dumps(
        [
            race("cedarpy", lambda: cedar(job["cedar"], answers)),
            race("regopy", lambda: rego(job["rego"], answers, sys.argv[2])),
        ]
    )
)
