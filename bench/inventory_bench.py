"""Runs the probe, syft and trivy on each root, as a PID namespace's first process, and prints what each finds and costs. Called by ./inventory."""
import json, os, re, statistics, subprocess, sys, time

sys.path.insert(0, os.environ["here"])
from probe_bench import CONTAINER, WORK, probe_call, target, timed
import signal

RUNS, SYFT, TRIVY = int(os.environ["runs"]), os.environ["syft"], WORK + "/bin/trivy"

# Why syft lists what is not found here, each checked on the root. Nothing else counts as explained.
REASONS = {
    "no version": "a package without a version, which nobody can judge",
    "standard library": "Go's standard library under another name",
    "workflow": "a GitHub Action that a package's own build uses: nothing of it is in the root",
    "not installed": "listed in a lock file; no such package is in the root",
}


def normal(kind, name, version):
    from urllib.parse import unquote
    name = unquote(name)
    if kind == "maven":
        name = re.split("[:/]", name)[-1]
    if kind == "pypi":
        name = re.sub("[-_.]+", "-", name).lower()
    if kind in ("deb", "apk", "rpm"):
        name = name.split("/")[-1]
    if kind == "golang":
        name = name.lower()
    return kind, name, unquote(version)


def of_purls(purls):
    found = set()
    for purl in purls:
        m = re.match(r"pkg:([a-z]+)/([^?#]*)(?:\?[^#]*)?(?:#(.*))?$", purl)
        if m:
            path, below = m.group(2), m.group(3)
            name, _, version = path.rpartition("@") if "@" in path.lstrip("@") else (path, "", "")
            found.add(normal(m.group(1), name + ("/" + below if below else ""), version))
    return found


def ours(root):
    key = os.path.join(WORK, "key")
    public = subprocess.run([WORK + "/openframe", "-new-key", key], capture_output=True, text=True, check=True).stdout.strip()
    results = {}
    for verify in ("none", "loaded"):
        pid = target(root)
        try:
            call = probe_call(public) + ["--verify=" + verify, "--cap=8388608"]
            results[verify] = [timed(call) for _ in range(RUNS + 1)][1:]
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    records = subprocess.run([WORK + "/openframe", "-key", key], input=results["none"][-1][3], capture_output=True, check=True).stdout
    end = json.loads(records.splitlines()[-1])
    lines = subprocess.run(["java", "-cp", WORK + "/classes:" + os.environ["jar"], "PackagesOf"], input=records, capture_output=True, check=True).stdout.decode()
    return results, {normal(*line.split("\t")) for line in lines.splitlines()}, end


def by_syft(root):
    env = dict(os.environ, SYFT_CHECK_FOR_APP_UPDATE="false", HOME=WORK)
    results = [timed([SYFT, "scan", "-q", "-o", "syft-json", "dir:" + root], env=env) for _ in range(min(RUNS, 3))]
    return results, of_purls(a.get("purl") or "pkg:%s/%s@%s" % (a["type"], a["name"], a["version"]) for a in json.loads(results[-1][3])["artifacts"])


def by_trivy(root):
    results = [timed([TRIVY, "rootfs", "-q", "--format", "cyclonedx", "--offline-scan", "--skip-db-update", "--skip-version-check", "--cache-dir", WORK + "/trivy", root]) for _ in range(RUNS + 1)][1:]
    return results, of_purls(c["purl"] for c in json.loads(results[-1][3]).get("components", []) if c.get("purl"))


def cost(results):
    return tuple(statistics.median(r[i] for r in results) for i in range(3))


def row(root, tool, results, count):
    seconds, cpu, peak = cost(results)
    print(f"| {root} | {tool} | {seconds * 1000:,.0f} ms | {cpu * 1000:,.0f} ms | {peak / 1024:,.1f} MiB | {len(results[-1][3]) / 1000:,.0f} kB | {count} |", flush=True)


def reason(root, package):
    ecosystem, name, version = package
    if not version or version == "UNKNOWN":
        return "no version"
    if ecosystem == "golang" and name in ("stdlib", "std"):
        return "standard library"
    if ecosystem == "github":
        return "workflow"
    if ecosystem == "npm" and not subprocess.run(["find", root, "-path", f"*/node_modules/{name}/package.json", "-print", "-quit"], capture_output=True).stdout:
        return "not installed"
    return None


print("| root | tool | time | CPU time | peak memory | printed | packages |\n|---|---|---|---|---|---|---|")
totals, ratios, differences, unexplained = {}, [], [], 0
for root in sorted(os.listdir(WORK + "/roots")):
    path = os.path.join(WORK, "roots", root)
    results, found, end = ours(path)
    syft_results, syft_found = by_syft(path)
    row(f'{root} ({end["entries"]:,} entries)', "probe, verify none", results["none"], len(found))
    row(root, "probe, verify loaded", results["loaded"], len(found))
    row(root, "syft", syft_results, len(syft_found))
    mine, theirs = cost(results["none"]), cost(syft_results)
    ratio = {"time": theirs[0] / mine[0], "memory": theirs[2] / mine[2]}
    if os.path.exists(TRIVY):
        trivy_results, trivy_found = by_trivy(path)
        row(root, "trivy", trivy_results, len(trivy_found))
        peer = cost(trivy_results)
        ratio |= {"trivy_time": peer[0] / mine[0], "trivy_cpu": peer[1] / max(mine[1], 0.01), "trivy_memory": peer[2] / mine[2]}
    ratios.append(ratio)
    for ecosystem in sorted({k for k, _, _ in found | syft_found}):
        a, b = {p for p in found if p[0] == ecosystem}, {p for p in syft_found if p[0] == ecosystem}
        sums = totals.setdefault(ecosystem, [0, 0, 0])
        sums[0] += len(a); sums[1] += len(b); sums[2] += len(a & b)
        for package in sorted(b - a):
            why = reason(path, package)
            unexplained += why is None
            differences.append((root, "only syft", *package, why or "UNEXPLAINED"))
        for package in sorted(a - b):
            differences.append((root, "only the probe", *package, ""))

print("\n| ecosystem | found here | found by syft | both | only here | only syft |\n|---|---|---|---|---|---|")
for ecosystem, (a, b, both) in sorted(totals.items()):
    print(f"| {ecosystem} | {a} | {b} | {both} | {a - both} | {b - both} |")
print("\n| root | by | ecosystem | package | version | why |\n|---|---|---|---|---|---|")
for difference in differences[:200]:
    print("| " + " | ".join(difference) + " |")
for word, meaning in REASONS.items():
    print(f"{word}: {meaning}")
worst = min((k for k in totals if totals[k][1]), key=lambda k: totals[k][2] / totals[k][1])
lowest = lambda name: f"{min((r[name] for r in ratios if name in r), default=0):.2f}"
print(f"\ninventory found={sum(t[0] for t in totals.values())} syft={sum(t[1] for t in totals.values())} unexplained={unexplained}"
      f" worst={worst} worst_found={totals[worst][0]} worst_syft={totals[worst][1]} time_ratio={lowest('time')} memory_ratio={lowest('memory')}"
      f" trivy_time_ratio={lowest('trivy_time')} trivy_cpu_ratio={lowest('trivy_cpu')} trivy_memory_ratio={lowest('trivy_memory')}")
