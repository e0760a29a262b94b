package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.access.AccessReview;
import io.jenkins.plugins.distrolessscan.engine.access.ScopeOfRights;
import io.jenkins.plugins.distrolessscan.engine.access.TokenFacts;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.PublicKeys;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The half of the conductor that touches the cluster: prepare, preflight, choose, then attach, collect and verify for
 * each target. It runs where the cluster can be reached (in Jenkins: on the agent) and brings facts, never a verdict.
 */
public final class Collector {
    private static final String TITLE = "Debug Container Approach Security Risk Analysis";
    private static final String APPROACH =
            "One ephemeral debug container in the process namespace of each target reads its file system";

    private final Pace own;
    private final SecureRandom random;
    private final PublicKeys keys;
    private final Progress progress;

    /** @param keys gives what each probe seals to; the evidence comes back sealed */
    public Collector(Pace own, SecureRandom random, PublicKeys keys, Progress progress) {
        this.own = own;
        this.random = random;
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * Runs a scan.
     *
     * @param cluster the cluster; not closed here
     * @param connection what {@code cluster} was built from, for the facts of its credential
     * @throws ScanException when nothing could be scanned for a reason that a person has to act on
     * @throws InterruptedException when the thread was interrupted; what was attached ends by itself
     */
    public CollectedScan collect(Cluster cluster, Connection connection, ScanRequest request)
            throws ScanException, InterruptedException {
        DebugContainers.checkImage(request.image());
        IdentityChoice.check(request.runAs(), request.rootAllowed());
        Credential credential = TokenFacts.of(connection);
        TokenFacts.requireNotExpired(credential, own.now().minus(ServerClock.MOST));
        String version = version(cluster, credential);
        Duration ahead = cluster.clockAhead().orElse(Duration.ZERO);
        Pace pace = ServerClock.pace(own, ahead);
        AuditLog audit = new AuditLog(pace);
        Instant started = pace.now();
        audit.add(
                "scan-started",
                "",
                "Started by " + request.actor() + " for " + request.selection().words() + ".");
        TokenFacts.requireNotExpired(credential, pace.now());
        ServerClock.difference(ahead).ifPresent(text -> {
            audit.add("clock", "", text);
            progress.say(text);
        });
        progress.say("Cluster " + cluster.server() + ", Kubernetes " + version);
        boolean demo = ScanInfo.isDemo(version);
        if (demo) {
            audit.add("demo", "", "The server says that it is a demo cluster, whose node and probe are played.");
            progress.say("This is a demonstration: the server says that it is a demo cluster, whose node and probe are"
                    + " played.");
        }
        AccessFacts access = AccessReview.review(
                cluster,
                version,
                credential,
                new ScopeOfRights(
                        request.selection().namespace(),
                        request.selection().pods(),
                        request.selection().workload()));
        progress.say("Authenticated as "
                + (access.userName().isEmpty() ? "a name that the server does not tell" : access.userName()));
        verifyEarlier(
                cluster, pace, request, audit, started.plus(request.limits().scan()));
        List<PodFacts> pods = pods(cluster, request.selection());
        Instant read = pace.now();
        TargetSelection.Chosen selected = TargetSelection.choose(pods, request.selection(), request.id());
        List<PassedOver> passedOver = Collections.synchronizedList(new ArrayList<>());
        Consumer<PassedOver> passed = one -> {
            passedOver.add(one);
            // The sentence comes with the verdict, and once is enough.
            progress.say("Passed over " + one.key() + ": " + one.reason());
            audit.add("passed-over", one.key(), one.text());
        };
        selected.passedOver().forEach(passed);
        if (!selected.assumed().isEmpty()) {
            progress.say(
                    selected.assumed().size() + " of "
                            + (selected.assumed().size() + selected.targets().size())
                            + " containers are not attached to: what is in them is assumed from others or from an earlier scan");
        }
        MisuseDryRuns misuse = new MisuseDryRuns(request.misuseChecks(), cluster, pace, random, progress, audit);
        TargetScan scan = new TargetScan(cluster, pace, random, keys, progress, audit, misuse, request, read);
        TargetQueue queue = new TargetQueue(
                new CountedScans(scan::scan, selected.targets().size(), progress),
                passed,
                request.limits(),
                pace,
                started);
        List<Observation> observations = queue.run(selected.targets());
        for (Choice choice : selected.assumed()) {
            Observation assumed = scan.assumed(choice);
            audit.add("assumed", assumed.target().key(), "Nothing was attached: what is in it is assumed.");
            observations.add(assumed);
        }
        audit.add(
                "scan-finished",
                "",
                observations.size() - selected.assumed().size() + " containers tried, "
                        + (selected.assumed().isEmpty()
                                ? ""
                                : selected.assumed().size() + " assumed, ") + passedOver.size() + " passed over.");
        ScanInfo info = new ScanInfo(
                request.id(),
                TITLE,
                APPROACH,
                request.toolVersion(),
                started,
                pace.now(),
                cluster.server(),
                request.selection().namespace(),
                request.selection().words(),
                request.image(),
                request.actor(),
                demo,
                new ScanInfo.Bounds(
                        (int) request.limits().work().toSeconds(),
                        (int) request.limits().lifetime().toSeconds(),
                        request.limits().outputBytes(),
                        request.selection().maxTargets()));
        return new CollectedScan(
                CollectedScan.FORMAT, info, access.with(misuse.made()), observations, passedOver, audit.events());
    }

    /** A server that does not know the token says less of it than the token itself does. */
    private String version(Cluster cluster, Credential credential) throws ScanException {
        try {
            return cluster.version();
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.UNAUTHENTICATED) {
                TokenFacts.requireNotExpired(credential, own.now());
            }
            throw e;
        }
    }

    static List<PodFacts> pods(Cluster cluster, Selection selection) throws ScanException {
        if (!selection.pods().isEmpty()) {
            List<PodFacts> named = new ArrayList<>();
            for (String pod : new LinkedHashSet<>(selection.pods())) {
                named.add(cluster.pod(selection.namespace(), pod));
            }
            return named;
        }
        Optional<String> labels = selection.labelSelector();
        if (selection.workload().isPresent()) {
            labels = Optional.of(cluster.podLabels(
                    selection.namespace(), selection.workload().get()));
        }
        List<PodFacts> pods = cluster.pods(selection.namespace(), labels).stream()
                .filter(pod -> selection.workload().isEmpty()
                        || selection.workload().get().owns(pod))
                .toList();
        if (pods.isEmpty()) {
            throw new ScanException(
                    ScanException.Kind.NOT_FOUND,
                    "No pod was found when asking for " + selection.words()
                            + ". Check the names and the label selector with kubectl get pods --show-labels.");
        }
        return pods;
    }

    /**
     * The debug containers of an interrupted attempt: whether they have ended belongs into this scan's audit record, and a
     * pod has one of them at a time, so their end is waited for.
     */
    private void verifyEarlier(Cluster cluster, Pace pace, ScanRequest request, AuditLog audit, Instant latest)
            throws InterruptedException {
        for (EndVerification.End end : new EndVerification(cluster, pace).await(request.earlier(), latest)) {
            Progress.Attachment earlier = end.attachment();
            audit.add(
                    end.ended() ? "earlier-ended" : "leftover", earlier.namespace() + "/" + earlier.pod(), end.text());
            progress.say(end.text());
        }
    }
}
