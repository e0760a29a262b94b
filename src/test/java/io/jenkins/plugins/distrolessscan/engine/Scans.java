package io.jenkins.plugins.distrolessscan.engine;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.RightCheck;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Scans for tests, sound unless a test says otherwise: one pod, a token of 15 minutes bound to a Secret, no right beyond
 * the need.
 */
public final class Scans {
    /** When every sample scan starts. */
    public static final Instant START = Instant.parse("2026-11-23T10:15:00Z");
    /** When every sample scan is over. */
    public static final Instant END = START.plusSeconds(20);
    /** The account of the sample scans. */
    public static final String ACCOUNT = "system:serviceaccount:shop:scanner";

    public static final String DIGEST = "sha256:" + "5e".repeat(32);
    public static final String IMAGE = "registry.test/distroless-scan/probe@" + DIGEST;

    private final List<ScannedTarget> targets = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();
    private final List<RightCheck> rights = new ArrayList<>();
    private final List<String> excess = new ArrayList<>();
    private Credential credential = token(START.minusSeconds(60), Optional.of(START.plusSeconds(840)));
    private String userName = ACCOUNT;
    private String server = "https://cluster.test:6443";
    private String tls = "TLSv1.3 with TLS_AES_128_GCM_SHA256, certificate issued by CN=cluster-ca.";
    private boolean excessKnown = true;
    private MisuseChecks misuse = MisuseChecks.none(MisuseChecks.Made.SWITCHED_OFF);
    private boolean demo;
    private boolean audited = true;

    private Scans() {
        rights.add(right("get", "pods", "checkout", Need.NEEDED, Answer.ALLOWED));
        rights.add(right("patch", "pods/ephemeralcontainers", "checkout", Need.NEEDED, Answer.ALLOWED));
        rights.add(right("get", "pods/log", "checkout", Need.NEEDED, Answer.ALLOWED));
        rights.add(right("get", "secrets", "", Need.UNWANTED, Answer.DENIED));
    }

    /** What the engine's rooms are called with. */
    public record Sample(CollectedScan scan, List<TargetReport> targets) {}

    /** A scan without any target yet. */
    public static Scans empty() {
        return new Scans();
    }

    /** A sound scan of one distroless container. */
    public static Scans sound() {
        return empty().target(ScannedTarget.named("checkout"));
    }

    /** The probe ran and could not read the target's root. */
    public static Scans unreadable() {
        return empty().target(ScannedTarget.named("checkout").unreadable());
    }

    /** A second frame was in the stream. */
    public static Scans tampered() {
        return empty().target(ScannedTarget.named("checkout").tampered());
    }

    /** The debug container was attached and never started. */
    public static Scans notStarted() {
        return empty().target(ScannedTarget.named("checkout").notStarted());
    }

    /** A sound target, an unreadable one, one refused by admission, and one passed over. */
    public static Scans mixed() {
        return sound().target(ScannedTarget.named("cart").unreadable())
                .target(ScannedTarget.named("search").refused())
                .passOver("agent", PassedOver.Reason.HOST_PID);
    }

    public Scans target(ScannedTarget target) {
        targets.add(target);
        return this;
    }

    public Scans passOver(String pod, PassedOver.Reason reason) {
        passedOver.add(new PassedOver("shop", pod, "", reason, "It is not looked at."));
        return this;
    }

    public Scans right(String verb, String resource, String name, Need need, boolean allowed) {
        rights.add(right(verb, resource, name, need, allowed ? Answer.ALLOWED : Answer.DENIED));
        return this;
    }

    public Scans excess(String right) {
        excess.add(right);
        return this;
    }

    public Scans excessUnknown() {
        excessKnown = false;
        return this;
    }

    /** A token issued a minute before the scan. */
    public Scans tokenMinutes(long minutes) {
        credential =
                token(START.minusSeconds(60), Optional.of(START.minusSeconds(60).plusSeconds(minutes * 60)));
        return this;
    }

    public Scans tokenWithoutEnd() {
        credential = token(START.minusSeconds(60), Optional.empty());
        return this;
    }

    public Scans credential(Kind kind) {
        credential = new Credential(kind, Optional.empty(), Optional.empty(), List.of(), "", "");
        return this;
    }

    public Scans userName(String name) {
        userName = name;
        return this;
    }

    public Scans server(String url) {
        server = url;
        return this;
    }

    public Scans tls(String sentence) {
        tls = sentence;
        return this;
    }

    public Scans misuse(MisuseChecks checks) {
        misuse = checks;
        return this;
    }

    /** Every misuse was tried; these were admitted, all others refused. */
    public Scans misuseAdmitted(Misuse... admitted) {
        return misuse(checks(misuse ->
                List.of(admitted).contains(misuse) ? MisuseChecks.Answer.ADMITTED : MisuseChecks.Answer.REFUSED));
    }

    /** Every misuse was tried, with these answers. */
    public static MisuseChecks checks(Function<Misuse, MisuseChecks.Answer> answers) {
        List<MisuseChecks.Attempt> attempts = Stream.of(Misuse.values())
                .map(misuse -> new MisuseChecks.Attempt(
                        misuse,
                        "distroless-scan-checkabcde",
                        answers.apply(misuse),
                        answers.apply(misuse) == MisuseChecks.Answer.REFUSED
                                ? MisuseChecks.By.POLICY
                                : MisuseChecks.By.NOBODY,
                        ""))
                .toList();
        return new MisuseChecks(MisuseChecks.Made.MADE, "shop/checkout/app", attempts);
    }

    public Scans demo() {
        demo = true;
        return this;
    }

    public Scans notAudited() {
        audited = false;
        return this;
    }

    public Sample build() {
        List<Observation> observations =
                targets.stream().map(ScannedTarget::observation).toList();
        return new Sample(
                new CollectedScan(
                        CollectedScan.FORMAT, info(), access(), observations, passedOver, audit(observations)),
                targets.stream().map(ScannedTarget::report).toList());
    }

    private ScanInfo info() {
        return new ScanInfo(
                "0a1b2c3d",
                "Debug container scan",
                "ephemeral debug container",
                "1.0",
                START,
                END,
                server,
                "shop",
                "pods labelled app=checkout in shop",
                IMAGE,
                "https://ci.test/job/shop/7/",
                demo,
                new ScanInfo.Bounds(60, 120, 1_048_576, 20));
    }

    private AccessFacts access() {
        return new AccessFacts(
                server, "v1.34.4", tls, userName, credential, rights, excess, excessKnown, List.of(), misuse);
    }

    private List<AuditEvent> audit(List<Observation> observations) {
        List<AuditEvent> audit = new ArrayList<>();
        audit.add(new AuditEvent(START, "scan-started", "", "Started."));
        for (Observation observation : observations) {
            String key = observation.target().key();
            if (audited && observation.outcome() != Outcome.REFUSED) {
                audit.add(new AuditEvent(START, AuditEvent.ATTACH, key, "Adding a debug container."));
            }
            if (audited && observation.debugContainer().isPresent()) {
                audit.add(new AuditEvent(END, AuditEvent.ENDED, key, "The debug container was looked after."));
            }
        }
        return audit;
    }

    private static Credential token(Instant issued, Optional<Instant> expires) {
        return new Credential(
                Kind.JWT,
                Optional.of(issued),
                expires,
                List.of("https://kubernetes.default.svc"),
                ACCOUNT,
                "Secret/scan-0a1b2c3d");
    }

    private static RightCheck right(String verb, String resource, String name, Need need, Answer answer) {
        return new RightCheck(new Right(verb, "", resource, name), need, answer);
    }
}
