"""Runs the probe, syft and trivy on each root, as a PID namespace's first process, and prints what each finds and costs. Called by ./inventory."""
import json, os, re, statistics, subprocess, sys, time

sys.path.insert(0, os.environ["here"])
from probe_bench import CONTAINER, WORK, probe_call, target, timed
import signal

RUNS, SYFT, TRIVY = int(os.environ["runs"]), os.environ["syft"], WORK + "/bin/trivy"

# Why one lists what the other does not, each checked on the root. Nothing else counts as explained.
REASONS = {
    "no version": "a package without a version, which nobody can judge",
    "standard library": "Go's standard library under another name",
    "workflow": "a GitHub Action that a package's own build uses: nothing of it is in the root",
    "not installed": "listed in a lock file; no such package is in the root",
    "guessed version": "the main module's version, which syft takes from -ldflags: free text of the build, which never leaves a target",
    "application": "the application itself, which is listed here by another type: it is no package of NuGet",
    "assembly": "a library of .NET with the version of its file, which no package has; the deps.json beside or above it names its package",
}

# Why only the probe lists a package.
OWN_REASONS = {
    "runtime": "a runtime that no package brought",
    "shared object": "crates that a library without execute bit carries",
    "inner package.json": "a package.json within a package, such as of its tests: it is in the root",
    "version not known": "the other half of a guessed version: the module without it",
    "no file of its own": "named by a deps.json or runtimeconfig.json; syft lists only packages that brought a file",
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
    rows = [line.split("\t") for line in lines.splitlines()]
    return results, {normal(*row[:3]): row[3] for row in rows}, end


def by_syft(root):
    env = dict(os.environ, SYFT_CHECK_FOR_APP_UPDATE="false", HOME=WORK)
    results = [timed([SYFT, "scan", "-q", "-o", "syft-json", "dir:" + root], env=env) for _ in range(min(RUNS, 3))]
    found = {}
    for a in json.loads(results[-1][3])["artifacts"]:
        for package in of_purls([a.get("purl") or "pkg:%s/%s@%s" % (a["type"], a["name"], a["version"])]):
            found[package] = a["locations"][0]["path"] if a["locations"] else ""
    return results, found


def by_trivy(root):
    results = [timed([TRIVY, "rootfs", "-q", "--format", "cyclonedx", "--offline-scan", "--skip-db-update", "--skip-java-db-update", "--skip-version-check", "--cache-dir", WORK + "/trivy", root]) for _ in range(RUNS + 1)][1:]
    return results, of_purls(c["purl"] for c in json.loads(results[-1][3]).get("components", []) if c.get("purl"))


def cost(results):
    return tuple(statistics.median(r[i] for r in results) for i in range(3))


def row(root, tool, results, count):
    seconds, cpu, peak = cost(results)
    print(f"| {root} | {tool} | {seconds * 1000:,.0f} ms | {cpu * 1000:,.0f} ms | {peak / 1024:,.1f} MiB | {len(results[-1][3]) / 1000:,.0f} kB | {count} |", flush=True)


def lists(root, path):
    """Whether a deps.json lies beside or above a file."""
    folder = os.path.dirname(path)
    while folder not in ("", "/"):
        if any(name.endswith(".deps.json") for name in os.listdir(root + folder)):
            return True
        folder = os.path.dirname(folder)
    return False


def reason(root, package, path, found):
    ecosystem, name, version = package
    if not version or version == "UNKNOWN":
        return "no version"
    if ecosystem == "golang" and name in ("stdlib", "std"):
        return "standard library"
    if ecosystem == "golang" and (ecosystem, name, "") in found:
        return "guessed version"
    if ecosystem == "github":
        return "workflow"
    if ecosystem == "npm" and not subprocess.run(["find", root, "-path", f"*/node_modules/{name}/package.json", "-print", "-quit"], capture_output=True).stdout:
        return "not installed"
    if ("generic", name, version) in found:
        return "application"
    if ecosystem == "nuget" and path.lower().endswith(".dll") and lists(root, path):
        return "assembly"
    return None


def own_reason(root, package, place, theirs):
    ecosystem, name, version = package
    if ecosystem == "generic":
        return "application" if ("nuget", name, version) in theirs else "runtime"
    if ecosystem == "golang" and not version:
        return "version not known"
    if ecosystem == "cargo" and not os.stat(os.path.join(root, place.split("!/")[0])).st_mode & 0o111:
        return "shared object"
    if ecosystem == "npm" and not re.search(r"node_modules/(@[^/]+/)?[^/]+/package\.json$", place):
        return "inner package.json"
    if ecosystem == "nuget" and place.endswith((".runtimeconfig.json", ".deps.json")):
        return "no file of its own"
    return None


print("| root | tool | time | CPU time | peak memory | printed | packages |\n|---|---|---|---|---|---|---|")
totals, ratios, differences, unexplained = {}, [], [], 0
for root in sorted(os.environ.get("ROOTS", "").split() or os.listdir(WORK + "/roots")):
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
    for ecosystem in sorted({k for k, _, _ in found.keys() | syft_found.keys()}):
        a, b = {p for p in found if p[0] == ecosystem}, {p for p in syft_found if p[0] == ecosystem}
        sums = totals.setdefault(ecosystem, [0, 0, 0])
        sums[0] += len(a); sums[1] += len(b); sums[2] += len(a & b)
        for package in sorted(b - a):
            why = reason(path, package, syft_found[package], found)
            unexplained += why is None
            differences.append((root, "only syft", *package, why or "UNEXPLAINED"))
        for package in sorted(a - b):
            differences.append((root, "only the probe", *package, own_reason(path, package, found[package], syft_found) or "not said"))

print("\n| ecosystem | found here | found by syft | both | only here | only syft |\n|---|---|---|---|---|---|")
for ecosystem, (a, b, both) in sorted(totals.items()):
    print(f"| {ecosystem} | {a} | {b} | {both} | {a - both} | {b - both} |")
print("\n| root | by | ecosystem | why | packages | such as |\n|---|---|---|---|---|---|")
groups = {}
for root, by, ecosystem, name, version, why in differences:
    groups.setdefault((root, by, ecosystem, why), []).append((name + " " + version).strip())
for (root, by, ecosystem, why), names in groups.items():
    shown = names if why in ("UNEXPLAINED", "not said") else names[:2]
    print(f"| {root} | {by} | {ecosystem} | {why} | {len(names)} | {', '.join(shown)} |")
for word, meaning in (REASONS | OWN_REASONS).items():
    print(f"{word}: {meaning}")
worst = min((k for k in totals if totals[k][1]), key=lambda k: totals[k][2] / totals[k][1])
lowest = lambda name: f"{min((r[name] for r in ratios if name in r), default=0):.2f}"
print(f"\ninventory found={sum(t[0] for t in totals.values())} syft={sum(t[1] for t in totals.values())} unexplained={unexplained}"
      f" worst={worst} worst_found={totals[worst][0]} worst_syft={totals[worst][1]} time_ratio={lowest('time')} memory_ratio={lowest('memory')}"
      f" trivy_time_ratio={lowest('trivy_time')} trivy_cpu_ratio={lowest('trivy_cpu')} trivy_memory_ratio={lowest('trivy_memory')}")
