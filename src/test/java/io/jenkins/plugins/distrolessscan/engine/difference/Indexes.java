package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedControl;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedPackage;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedRisk;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Indexes of builds, with two failed controls and one vulnerability to begin with. */
final class Indexes {
    static final String WORKLOAD = "shop/ReplicaSet/checkout/app";
    static final Instant DATA = Instant.parse("2026-11-20T00:00:00Z");

    private final List<IndexedFinding> findings = new ArrayList<>();
    private final List<IndexedPackage> packages = new ArrayList<>();
    private int identityVersion = FindingIdentity.VERSION;
    private List<FindingKind> kinds = List.of(FindingKind.values());
    private List<String> rules = List.of("container-1.1", "container-1.2");
    private List<String> formats = List.of("deb");
    private List<String> workloads = List.of(WORKLOAD);
    private Instant data = DATA;
    private List<String> ecosystems = List.of("Debian");
    private String tool = "1";
    private String workload = WORKLOAD;
    private Verdict.Result result = Verdict.Result.PASSED;

    static Indexes build() {
        return new Indexes().control("container-1.1").control("container-1.2").vulnerability("CVE-0", "deb/libc6");
    }

    Indexes control(String rule) {
        findings.add(new IndexedFinding(
                FindingIdentity.of(FindingKind.CONTROL, rule, "", workload),
                FindingKind.CONTROL,
                rule,
                Severity.HIGH,
                "",
                workload,
                Optional.empty(),
                "",
                false,
                false));
        return this;
    }

    Indexes vulnerability(String id, String subject) {
        return vulnerability(id, subject, Severity.HIGH, LoadedState.CANNOT_TELL, "");
    }

    Indexes vulnerability(String id, String subject, Severity severity, LoadedState loaded, String fixed) {
        findings.add(new IndexedFinding(
                FindingIdentity.of(FindingKind.VULNERABILITY, id, subject, workload),
                FindingKind.VULNERABILITY,
                id,
                severity,
                subject,
                workload,
                Optional.of(loaded),
                fixed,
                false,
                false));
        return this;
    }

    /** All that is there so far is waived. */
    Indexes waived() {
        List<IndexedFinding> waived = findings.stream()
                .map(one -> new IndexedFinding(
                        one.identity(),
                        one.kind(),
                        one.rule(),
                        one.severity(),
                        one.subject(),
                        one.workload(),
                        one.loaded(),
                        one.fixedVersion(),
                        one.knownExploited(),
                        true))
                .toList();
        findings.clear();
        findings.addAll(waived);
        return this;
    }

    /** As of a package that was judged in an ecosystem. */
    Indexes judgedIn(String ecosystem) {
        findings.replaceAll(one -> new IndexedFinding(
                one.identity(),
                one.kind(),
                one.rule(),
                one.severity(),
                one.subject(),
                one.workload(),
                one.loaded(),
                one.fixedVersion(),
                one.knownExploited(),
                one.malicious(),
                one.possible(),
                one.epss(),
                ecosystem,
                one.waived()));
        return this;
    }

    Indexes pack(String type, String name, String version) {
        packages.add(new IndexedPackage(type, name, version, workload));
        return this;
    }

    Indexes in(String other) {
        workload = other;
        return this;
    }

    Indexes identityVersion(int version) {
        identityVersion = version;
        return this;
    }

    Indexes kinds(FindingKind... only) {
        kinds = List.of(only);
        return this;
    }

    Indexes rules(String... only) {
        rules = List.of(only);
        return this;
    }

    Indexes formats(String... only) {
        formats = List.of(only);
        return this;
    }

    Indexes workloads(String... only) {
        workloads = List.of(only);
        return this;
    }

    Indexes dataDays(int later) {
        data = DATA.plus(later, ChronoUnit.DAYS);
        return this;
    }

    /** Of which vulnerability data was there. */
    Indexes ecosystems(String... only) {
        ecosystems = List.of(only);
        return this;
    }

    Indexes tool(String version) {
        tool = version;
        return this;
    }

    Indexes result(Verdict.Result other) {
        result = other;
        return this;
    }

    ReportIndex index() {
        return new ReportIndex(
                identityVersion,
                "0123456789abcdef",
                DATA,
                "https://cluster:6443",
                "shop",
                "all pods",
                result,
                new LookedAt(kinds, rules, formats, workloads, Optional.of(data), tool, ecosystems, List.of()),
                findings,
                packages,
                List.of(new IndexedControl("container-1.1", Status.FAILED)),
                List.of(new IndexedRisk("S-4", "VERIFIED")));
    }
}
