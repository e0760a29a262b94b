package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.RightCheck;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Judged;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Sample reports: what the writers of this room are tested with. */
public final class Reports {
    static final Instant START = Instant.parse("2026-11-23T10:15:00Z");
    private static final String CART = "shop/cart-7d9f8b6c5-x2x9q/cart";
    private static final String CHECKOUT = "shop/checkout-5c9d7-kq4zt/checkout";
    static final String CART_SUBJECT = "ca".repeat(16);
    static final String CHECKOUT_SUBJECT = "c0".repeat(16);

    private Reports() {}

    /** Two targets scanned, one passed over, gates failed by one control: the report that most readers meet. */
    public static ScanReport sound() {
        return new ScanReport(
                        ScanReport.SCHEMA_VERSION,
                        scan(false),
                        new Verdict(
                                Result.FAILED,
                                Judged.GATES,
                                OptionalInt.of(83),
                                List.of(
                                        SampleCriteria.complete(),
                                        SampleCriteria.threshold("compliance", Bound.MIN, 90, 83),
                                        SampleCriteria.threshold("failed.high", Bound.MAX, 0, 1),
                                        SampleCriteria.firstBuild(),
                                        SampleCriteria.coverage()),
                                List.of(
                                        "Compliance is 83 percent, 90 is required.",
                                        "1 control of severity high failed, 0 are allowed: container-1.4 on " + CART
                                                + ".",
                                        "The token holds 2 rights that the scan does not need: get secrets, create pods.")),
                        subjects(),
                        List.of(SampleTargets.cart(Outcome.COLLECTED), SampleTargets.checkout()),
                        List.of(new PassedOver(
                                "shop",
                                "node-agent-zt5k2",
                                "",
                                PassedOver.Reason.HOST_PID,
                                "The pod shares the node's process namespace: a debug container in it would see every process of "
                                        + "the node. There is no override; look at the image in the registry.")),
                        access(),
                        SampleRisk.assessment(),
                        controls(),
                        inventory(),
                        findings(),
                        new Coverage(3, 2, 0, 1, 66, 3_214, 2, 1, 5, 1, 6, 2),
                        SampleDifference.lookedAt(),
                        SampleDifference.difference(),
                        SampleDifference.waivers(),
                        audit())
                .with(SampleVulnerabilities.some(), SampleVulnerabilities.lookup());
    }

    /** The same with a cluster that was played. */
    public static ScanReport demo() {
        ScanReport r = sound();
        return with(r, scan(true), r.verdict(), r.targets(), r.coverage());
    }

    /** The same facts, judged otherwise. */
    public static ScanReport judged(Verdict verdict) {
        ScanReport r = sound();
        return with(r, r.scan(), verdict, r.targets(), r.coverage());
    }

    /** The probe ran, but could not read the target's root with the identity it had. */
    public static ScanReport unreadable() {
        return incomplete(
                SampleTargets.cart(Outcome.NOT_READABLE),
                "shop/cart-7d9f8b6c5-x2x9q/cart could not be read with the identity 65532:65532 (EACCES on its root).");
    }

    /** Somebody else wrote into the stream. */
    public static ScanReport tampered() {
        return incomplete(
                SampleTargets.cart(Outcome.TAMPERED),
                "The stream of shop/cart-7d9f8b6c5-x2x9q/cart holds a second valid frame: treat the pod as hostile.");
    }

    /** The request to add a debug container had no answer. */
    public static ScanReport answerLost() {
        TargetReport t = SampleTargets.cart(Outcome.TAMPERED);
        return incomplete(
                new TargetReport(
                        t.target(),
                        "",
                        TargetReport.Basis.NOTHING,
                        Outcome.FAILED,
                        "The connection broke.",
                        t.classification(),
                        t.classificationEvidence(),
                        t.identity(),
                        Optional.empty(),
                        t.before(),
                        Optional.empty(),
                        Stream.none(),
                        List.of(),
                        t.pod(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        0),
                "shop/cart-7d9f8b6c5-x2x9q/cart: the attempt failed. The connection broke.");
    }

    /** The selection named no container. */
    public static ScanReport nothingChosen() {
        ScanReport r = sound();
        return new ScanReport(
                ScanReport.SCHEMA_VERSION,
                r.scan(),
                new Verdict(
                        Result.INCOMPLETE,
                        Judged.ONLY_COMPLETENESS,
                        OptionalInt.empty(),
                        List.of(),
                        List.of("No running container matches app=checkout in shop: check the label selector.")),
                List.of(),
                List.of(),
                List.of(),
                r.access(),
                r.risk(),
                List.of(),
                List.of(),
                List.of(),
                new Coverage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                LookedAt.NOTHING,
                Difference.without(Difference.Reference.none()),
                List.of(),
                List.of(new AuditEvent(START, "scan-started", "", "Started by the command line.")));
    }

    /** Every text of the sound report, and every list that can be long, is an attack. */
    public static ScanReport hostile() {
        return HostileTexts.everywhere(sound());
    }

    /** The hostile report once for each attack that its first text can be, so that every text is every attack. */
    public static List<ScanReport> everyHostile() {
        return IntStream.range(0, HostileTexts.ATTACKS.size())
                .mapToObj(first -> HostileTexts.everywhere(sound(), first))
                .toList();
    }

    /** How many tables a page has for the risks. */
    static int riskGroups(ScanReport report) {
        return (int) report.risk().risks().stream()
                .map(RiskAssessment.Risk::group)
                .distinct()
                .count();
    }

    /** More than any table should print. */
    public static ScanReport large() {
        ScanReport r = sound();
        List<InventoryItem> packages = new ArrayList<>(r.inventory());
        IntStream.range(0, 5_000).forEach(i -> packages.add(deb("libfiller" + i, "1.0-" + i, CART_SUBJECT)));
        return new ScanReport(
                        r.schemaVersion(),
                        r.scan(),
                        r.verdict(),
                        r.subjects(),
                        r.targets(),
                        r.passedOver(),
                        r.access(),
                        r.risk(),
                        r.controls(),
                        packages,
                        r.findings(),
                        r.coverage(),
                        r.lookedAt(),
                        r.difference(),
                        r.waivers(),
                        r.audit())
                .with(r.vulnerabilities(), r.lookup());
    }

    public static ScanReport with(ScanReport r, List<ControlResult> controls) {
        return new ScanReport(
                        r.schemaVersion(),
                        r.scan(),
                        r.verdict(),
                        r.subjects(),
                        r.targets(),
                        r.passedOver(),
                        r.access(),
                        r.risk(),
                        controls,
                        r.inventory(),
                        r.findings(),
                        r.coverage(),
                        r.lookedAt(),
                        r.difference(),
                        r.waivers(),
                        r.audit())
                .with(r.vulnerabilities(), r.lookup());
    }

    /** The report with other subjects and packages. */
    public static ScanReport with(ScanReport r, List<Subject> subjects, List<InventoryItem> inventory) {
        return new ScanReport(
                r.schemaVersion(),
                r.scan(),
                r.verdict(),
                subjects,
                r.targets(),
                r.passedOver(),
                r.access(),
                r.risk(),
                r.controls(),
                inventory,
                r.findings(),
                r.coverage(),
                r.lookedAt(),
                r.difference(),
                r.waivers(),
                r.audit());
    }

    public static ScanReport withAudit(ScanReport r, List<AuditEvent> audit) {
        return new ScanReport(
                r.schemaVersion(),
                r.scan(),
                r.verdict(),
                r.subjects(),
                r.targets(),
                r.passedOver(),
                r.access(),
                r.risk(),
                r.controls(),
                r.inventory(),
                r.findings(),
                r.coverage(),
                r.lookedAt(),
                r.difference(),
                r.waivers(),
                audit);
    }

    private static ScanReport incomplete(TargetReport target, String reason) {
        ScanReport r = sound();
        return new ScanReport(
                r.schemaVersion(),
                r.scan(),
                new Verdict(
                        Result.INCOMPLETE, Judged.ONLY_COMPLETENESS, OptionalInt.empty(), List.of(), List.of(reason)),
                List.of(),
                List.of(target),
                List.of(),
                r.access(),
                r.risk(),
                List.of(),
                List.of(),
                List.of(),
                new Coverage(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                LookedAt.NOTHING,
                Difference.without(Difference.Reference.none()),
                List.of(),
                r.audit());
    }

    public static ScanReport with(
            ScanReport r, ScanInfo scan, Verdict verdict, List<TargetReport> targets, Coverage coverage) {
        return new ScanReport(
                        r.schemaVersion(),
                        scan,
                        verdict,
                        r.subjects(),
                        targets,
                        r.passedOver(),
                        r.access(),
                        r.risk(),
                        r.controls(),
                        r.inventory(),
                        r.findings(),
                        coverage,
                        r.lookedAt(),
                        r.difference(),
                        r.waivers(),
                        r.audit())
                .with(r.vulnerabilities(), r.lookup());
    }

    public static ScanInfo scan(boolean demo) {
        return new ScanInfo(
                "9f2c41d07be35a86",
                "Debug container risk analysis",
                "An ephemeral debug container is attached to the process namespace of the target and reads its file system.",
                "1.0.0",
                START,
                START.plusSeconds(47),
                "https://k8s.example.org:6443",
                "shop",
                "pods of shop with app in (cart, checkout)",
                "registry.example.org/distroless-probe@sha256:" + "ab12".repeat(16),
                "https://ci.example.org/job/shop/job/release/42/",
                demo,
                new ScanInfo.Bounds(30, 60, 1_048_576, 20));
    }

    public static AccessFacts access() {
        return new AccessFacts(
                "https://k8s.example.org:6443",
                "v1.34.4",
                "TLSv1.3 with TLS_AES_256_GCM_SHA384, certificate of CN=kube-apiserver issued by CN=kubernetes-ca",
                "system:serviceaccount:shop:distroless-scan",
                new Credential(
                        Credential.Kind.JWT,
                        Optional.of(START.minusSeconds(60)),
                        Optional.of(START.plusSeconds(540)),
                        List.of("https://kubernetes.default.svc"),
                        "system:serviceaccount:shop:distroless-scan",
                        "Secret/distroless-scan-token"),
                List.of(
                        right("get", "pods", Need.NEEDED, Answer.ALLOWED),
                        right("list", "pods", Need.NEEDED, Answer.ALLOWED),
                        right("patch", "pods/ephemeralcontainers", Need.NEEDED, Answer.ALLOWED),
                        right("get", "pods/log", Need.NEEDED, Answer.ALLOWED),
                        right("get", "secrets", Need.UNWANTED, Answer.ALLOWED),
                        right("create", "pods", Need.UNWANTED, Answer.ALLOWED),
                        right("create", "pods/exec", Need.UNWANTED, Answer.DENIED),
                        right("list", "nodes", Need.UNWANTED, Answer.UNKNOWN)),
                List.of("get secrets in shop", "create pods in shop"),
                true,
                List.of("Role bindings could not be listed: the token may not list rolebindings in shop."),
                misuse());
    }

    /** A namespace that enforces Pod Security's baseline, without a policy. */
    private static MisuseChecks misuse() {
        String podSecurity = "pods \"cart-7d9f8b6c5-x2x9q\" is forbidden: violates PodSecurity \"baseline:latest\": ";
        return new MisuseChecks(
                MisuseChecks.Made.MADE,
                CART,
                List.of(
                        attempt(Misuse.IMAGE, MisuseChecks.Answer.ADMITTED, MisuseChecks.By.NOBODY, ""),
                        attempt(
                                Misuse.PRIVILEGED,
                                MisuseChecks.Answer.REFUSED,
                                MisuseChecks.By.POD_SECURITY,
                                podSecurity + "privileged"),
                        attempt(
                                Misuse.SECRET,
                                MisuseChecks.Answer.NO_ANSWER,
                                MisuseChecks.By.NOBODY,
                                "Cannot try to add a debug container: https://k8s.example.org:6443 did not answer.")));
    }

    private static MisuseChecks.Attempt attempt(
            Misuse misuse, MisuseChecks.Answer answer, MisuseChecks.By by, String text) {
        return new MisuseChecks.Attempt(misuse, "distroless-scan-checka2b3c", answer, by, text);
    }

    private static RightCheck right(String verb, String resource, Need need, Answer answer) {
        return new RightCheck(new Right(verb, "", resource, ""), need, answer);
    }

    private static List<ControlResult> controls() {
        return List.of(
                control(
                        "container-1.1",
                        "Runs as a user other than root",
                        0.7,
                        Status.PASSED,
                        "uid 65532",
                        CART_SUBJECT),
                control(
                        "container-1.2",
                        "Forbids privilege escalation",
                        0.7,
                        Status.PASSED,
                        "NoNewPrivs is 1",
                        CART_SUBJECT),
                control(
                        "container-1.3",
                        "Has no shell",
                        0.5,
                        Status.PASSED,
                        "none at the 12 usual paths",
                        CART_SUBJECT),
                control(
                        "container-1.4",
                        "Has no set-user-id file",
                        0.7,
                        Status.FAILED,
                        "1 file with the set-user-id bit: usr/bin/newgrp",
                        CART_SUBJECT),
                control(
                        "container-1.5",
                        "Has a read-only root",
                        0.5,
                        Status.PASSED,
                        "readOnlyRootFilesystem",
                        CART_SUBJECT),
                control(
                        "container-1.6",
                        "Keeps no private key in the image",
                        0.9,
                        Status.NOT_REVIEWED,
                        "2 folders could not be listed",
                        CART_SUBJECT),
                control(
                        "container-1.1",
                        "Runs as a user other than root",
                        0.7,
                        Status.PASSED,
                        "uid 1000",
                        CHECKOUT_SUBJECT),
                control(
                        "container-2.1",
                        "Windows only: has no local administrator",
                        0.0,
                        Status.NOT_APPLICABLE,
                        "a Linux container",
                        CHECKOUT_SUBJECT),
                control(
                        "container-1.7",
                        "Declares a memory limit",
                        0.3,
                        Status.ERROR,
                        "the limit is not a quantity",
                        CHECKOUT_SUBJECT));
    }

    private static List<Subject> subjects() {
        return List.of(
                new Subject(
                        CART_SUBJECT,
                        "gcr.io/distroless/base-debian12@sha256:" + "cc".repeat(32),
                        "amd64",
                        TargetReport.Classification.DISTROLESS,
                        1,
                        4,
                        Optional.empty()),
                new Subject(
                        CHECKOUT_SUBJECT,
                        "cgr.dev/chainguard/static@sha256:" + "dd".repeat(32),
                        "amd64",
                        TargetReport.Classification.MINIMAL,
                        1,
                        1,
                        Optional.of(new Subject.Deviation(CART_SUBJECT, List.of("bin/busybox"), 0))));
    }

    private static ControlResult control(
            String id, String title, double impact, Status status, String message, String target) {
        return new ControlResult(
                id,
                title,
                impact,
                Severity.ofImpact(impact),
                status,
                message,
                target,
                List.of(Fact.probe("file tree, 1,607 entries"), Fact.api("the pod as stored")));
    }

    private static List<InventoryItem> inventory() {
        return List.of(
                deb("base-files", "12.4+deb12u5", CART_SUBJECT),
                deb("libc6", "2.36-9+deb12u7", CART_SUBJECT),
                deb("tzdata", "", CART_SUBJECT),
                new InventoryItem(
                        List.of(CART_SUBJECT),
                        "golang",
                        "golang.org/x/net",
                        "v0.38.0",
                        "",
                        "",
                        "",
                        "pkg:golang/golang.org/x/net@v0.38.0",
                        "Go",
                        List.of("app/cart"),
                        "",
                        Origin.BINARY),
                new InventoryItem(
                        List.of(CHECKOUT_SUBJECT),
                        "apk",
                        "musl",
                        "1.2.5-r0",
                        "x86_64",
                        "",
                        "",
                        "pkg:apk/wolfi/musl@1.2.5-r0?arch=x86_64",
                        "Wolfi",
                        List.of("lib/apk/db/installed"),
                        "",
                        Origin.DATABASE));
    }

    private static InventoryItem deb(String name, String version, String target) {
        return new InventoryItem(
                List.of(target),
                "deb",
                name,
                version,
                "amd64",
                "",
                "",
                version.isEmpty() ? "" : "pkg:deb/debian/" + name + "@" + version.replace("+", "%2B") + "?arch=amd64",
                "Debian:12",
                List.of("var/lib/dpkg/status.d/" + name),
                "",
                Origin.DATABASE);
    }

    private static List<Finding> findings() {
        return List.of(
                new Finding(
                        "3f9a1c5d7e",
                        "container-1.4",
                        Severity.HIGH,
                        "A file has the set-user-id bit",
                        "usr/bin/newgrp runs with its owner's rights. Remove it from the image or clear the bit.",
                        CART_SUBJECT,
                        "shop/ReplicaSet/cart-7d9f8b6c5/cart",
                        "usr/bin/newgrp"),
                new Finding(
                        "77b0e2aa10",
                        "package-without-version",
                        Severity.UNKNOWN,
                        "tzdata names no version",
                        "It cannot be judged. Keep the package database in the image.",
                        CART_SUBJECT,
                        "shop/ReplicaSet/cart-7d9f8b6c5/cart",
                        "var/lib/dpkg/status.d/tzdata"));
    }

    private static List<AuditEvent> audit() {
        return List.of(
                new AuditEvent(START, "scan-started", "", "Started by build 42 of shop/release."),
                new AuditEvent(
                        START.plusSeconds(1), "dry-run", CART, "Admitted by the API server; nothing was stored."),
                new AuditEvent(START.plusSeconds(2), "attach", CART, "Attached dscan-9f2c41d0-1."),
                new AuditEvent(START.plusSeconds(11), "collected", CART, "Frame complete, 184,320 bytes."),
                new AuditEvent(START.plusSeconds(12), "ended", CART, "Terminated: Completed, exit 0."),
                new AuditEvent(START.plusSeconds(47), "scan-finished", "", "2 of 3 containers scanned."));
    }
}
