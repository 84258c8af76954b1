"""Measures a served node over HTTP with wrk, and prints what its readers wait for.

usage: load.py BREAKWATER DATABASE DATA-FOLDER [SECONDS]

The node is started, a reader enrols and signs in as a person would, states a task, and wrk asks
with 32 connections. The bare page that only says that the node lives is the peer in the same run.
BREAKWATER_PERSON names an administrator. The database is changed: a reader is added, and every page leaves its evidence. Give a copy.
"""

import base64
import hmac
import html
import http.client
import itertools
import json
import os
import re
import struct
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

CONNECTIONS = 32
TARGET_MS = 150
MISP_PER_SECOND = (4, 6)
"""The rate of MISP that the target names; not measured here."""
PASSWORD = "a long word for the measuring reader"
SCRIPT = """
local paths, n = {}, 0
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
function request() n = n % #paths + 1; return wrk.format("GET", paths[n]) end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"p50":%f,"p95":%f,"p99":%f,"requests":%d,"seconds":%f,"faults":%d}\\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


class Reader:
    """A person at a browser: follows no redirect, keeps the cookies."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, fields=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie} if self.cookies else {}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        line.close()
        return answer.status, text

    def page(self, path):
        status, text = self.ask("GET", path)
        if status != 200:
            sys.exit(f"{path} answers {status}: nothing to measure")
        return text

    @property
    def cookie(self):
        return "; ".join(f"{key}={value}" for key, value in self.cookies.items())

    def enrol(self, code):
        _, text = self.ask("POST", "/enrol", {"code": code})
        secret = re.search(r"secret=([A-Z2-7]+)", html.unescape(text)).group(1)
        fields = {"code": code, "challenge": field(text, "challenge"), "password": PASSWORD,
                  "appCode": one_time_code(secret)}
        status, _ = self.ask("POST", "/enrol/password", fields)
        if status != 303:
            sys.exit(f"the reader cannot enrol: {status}")
        fields = {"csrf": field(self.page("/task"), "csrf"), "purpose": "strategic-analysis",
                  "basis": "measuring"}
        self.ask("POST", "/task", fields)


def field(text, name):
    """The first value of a hidden field."""
    return html.unescape(re.search(rf'name="{name}" value="([^"]+)"', text).group(1))


def one_time_code(secret):
    """Source: RFC 6238, with SHA-1, 30 seconds, 6 digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def filters():
    """Addresses that select differently, so that no single answer is asked for again and again."""
    years = [f"period={year}" for year in range(2011, 2017)]
    substances = [f"substance={word}" for word in ("cocaine", "opiates", "cannabis")]
    countries = [f"country={code}" for code in ("ES", "IT", "BE", "NL", "DE", "FR", "GB", "PT")]
    return ["&".join(words) for words in itertools.product(years, substances, countries)]


def ports(reader):
    text = html.unescape(reader.page("/situation?section=ports"))
    return [f"port={code}" for code in dict.fromkeys(re.findall(r"\(([A-Z]{2}[A-Z0-9]{3})\)", text))]


def next_pages(reader, count=20):
    """The addresses behind “next”, one after the other."""
    found, path = [], "/seizures"
    for _ in range(count):
        links = re.findall(r'href="(/seizures\?[^"]*after=[^"]*)"', reader.page(path))
        if not links:
            break
        path = html.unescape(links[0])
        found.append(path)
    return found


def load(port, reader, paths, seconds):
    with tempfile.TemporaryDirectory() as folder:
        script, listed = os.path.join(folder, "load.lua"), os.path.join(folder, "paths")
        with open(script, "w") as file:
            file.write(SCRIPT)
        with open(listed, "w") as file:
            file.write("\n".join(paths) + "\n")
        done = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", script,
             "-H", f"Cookie: {reader.cookie}", f"http://127.0.0.1:{port}"],
            env={**os.environ, "BENCH_PATHS": listed}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def resident(process):
    """Most memory so far in MB, and now."""
    with open(f"/proc/{process.pid}/status") as file:
        text = file.read()
    return [int(re.search(rf"{name}:\s+(\d+)", text).group(1)) // 1024 for name in ("VmHWM", "VmRSS")]


def alone(reader, paths):
    """Median milliseconds of one reader alone."""
    times = []
    for path in (paths * 10)[:10]:
        began = time.perf_counter()
        reader.page(path)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2]


def measure(port, reader, process, seconds):
    chosen = filters()
    cases = {
        "bare page": ["/health/live"],
        "situation": ["/situation"],
        "situation, trends": ["/situation?section=trends"],
        "situation, one port": [f"/situation?{port}" for port in ports(reader)[:60]],
        "situation, year+substance+country": [f"/situation?{words}" for words in chosen],
        "seizures, first page": ["/seizures"],
        "seizures, filtered": [f"/seizures?{words}" for words in chosen],
        "seizures, next pages": next_pages(reader),
    }
    bare = None
    print(f"{'page':34} {'addresses':>9} {'alone':>8} {'p50':>8} {'p95':>8} {'p99':>8} "
          f"{'req/s':>8} {'of bare':>8} {'MISP x':>9} {'faults':>6}   RSS MB")
    for name, paths in cases.items():
        if not paths:
            print(f"{name:34} not measured: the node holds no such records")
            continue
        reader.page(paths[0])
        single = alone(reader, paths)
        found = load(port, reader, paths, seconds)
        reader.page(paths[0])
        rate = found["requests"] / found["seconds"]
        bare = bare or rate
        verdict = "hit   " if found["p95"] <= TARGET_MS else "MISSED"
        low, high = (rate / of for of in reversed(MISP_PER_SECOND))
        print(f"{name:34} {len(paths):9} {single:8.1f} {found['p50']:8.1f} {found['p95']:8.1f} "
              f"{found['p99']:8.1f} {rate:8.1f} {rate / bare:8.4f} {low:4.0f}-{high:<4.0f} "
              f"{found['faults']:6}   {resident(process)[1]} {verdict}", flush=True)


def main(program, database, data, seconds=12):
    options = ["--database", database, "--data", data]
    name = f"load.{int(time.time())}"
    admin = {**os.environ, "BREAKWATER_PURPOSE": "oversight"}

    def run(*words):
        return subprocess.run([program, *words, *options, "--json"], env=admin, check=True,
                              capture_output=True, text=True).stdout

    run("person", "add", name, "--name", "Measuring reader", "--roles", "analyst")
    code = json.loads(run("person", "enrol", name))["code"]
    with open("/proc/loadavg") as file:
        print(f"cores {os.cpu_count()}, {time.strftime('%Y-%m-%d')}, load {file.read().split()[0]}")
    began = time.perf_counter()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    process = subprocess.Popen([program, "serve", "--port", str(free), *options],
                               stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)", process.stdout.readline()).group(1))
        reader = Reader(port)
        reader.page("/health/live")
        print(f"start to first answer: {(time.perf_counter() - began) * 1000:.0f} ms")
        reader.enrol(code)
        for path in ("/seizures", "/situation"):
            began = time.perf_counter()
            reader.page(path)
            print(f"{path} the first time: {(time.perf_counter() - began) * 1000:.0f} ms")
        measure(port, reader, process, seconds)
        print("resident memory: at most {} MB, at the end {} MB".format(*resident(process)))
    finally:
        process.terminate()
        process.wait(60)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:4], *map(int, sys.argv[4:]))
