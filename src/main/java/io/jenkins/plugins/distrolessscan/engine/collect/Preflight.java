package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.access.AccessReview;
import io.jenkins.plugins.distrolessscan.engine.access.ScopeOfRights;
import io.jenkins.plugins.distrolessscan.engine.access.TokenFacts;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.IdentityChoice;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeCall;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.util.Optional;

/** What a scan would meet: who the credential is, what it may do, what is chosen, what admission says. Nothing is stored. */
public final class Preflight {
    private final Pace pace;
    private final SecureRandom random;
    private final Progress progress;

    public Preflight(Pace pace, SecureRandom random, Progress progress) {
        this.pace = pace;
        this.random = random;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param version the server's version
     * @param access the credential, its rights, and which misuse is refused
     * @param chosen what a scan would look at, and what not
     * @param identity the user and group that the debug container of the first target would have; empty without a target
     * @param refusal why the debug container of the first target would not be admitted; empty when it would
     */
    public record Found(
            String version,
            AccessFacts access,
            TargetSelection.Chosen chosen,
            Optional<Identity> identity,
            Optional<String> refusal) {}

    /**
     * Looks.
     *
     * @throws ScanException when nothing could be scanned for a reason that a person has to act on
     */
    public Found look(Cluster cluster, Connection connection, ScanRequest request) throws ScanException {
        DebugContainers.checkImage(request.image());
        IdentityChoice.check(request.runAs(), request.rootAllowed());
        Credential credential = TokenFacts.of(connection);
        TokenFacts.requireNotExpired(credential, pace.now());
        String version = cluster.version();
        AccessFacts access = AccessReview.review(
                cluster,
                version,
                credential,
                new ScopeOfRights(
                        request.selection().namespace(),
                        request.selection().pods(),
                        request.selection().workload()));
        TargetSelection.Chosen chosen =
                TargetSelection.choose(Collector.pods(cluster, request.selection()), request.selection());
        if (chosen.targets().isEmpty()) {
            return new Found(version, access, chosen, Optional.empty(), Optional.empty());
        }
        Choice first = chosen.targets().get(0);
        Identity identity = IdentityChoice.choose(request.runAs(), first.container(), request.rootAllowed());
        DebugContainerSpec spec = spec(first, identity, request);
        try {
            StoredPod now = cluster.stored(first.pod().namespace(), first.pod().name());
            Optional<String> changes = Attaching.unwanted(cluster.dryRun(now, spec), request);
            if (changes.isPresent()) {
                return new Found(version, access, chosen, Optional.of(identity), changes);
            }
        } catch (ScanException e) {
            if (e.kind() != Kind.REFUSED) {
                throw e;
            }
            return new Found(version, access, chosen, Optional.of(identity), Optional.of(e.getMessage()));
        }
        MisuseDryRuns misuse =
                new MisuseDryRuns(request.misuseChecks(), cluster, pace, random, progress, new AuditLog(pace));
        misuse.once(key(first), first.pod(), spec);
        return new Found(version, access.with(misuse.made()), chosen, Optional.of(identity), Optional.empty());
    }

    /** Names a choice as a report does. */
    public static String key(Choice choice) {
        return choice.pod().namespace() + "/" + choice.pod().name() + "/"
                + choice.container().name();
    }

    private DebugContainerSpec spec(Choice target, Identity identity, ScanRequest request) throws ScanException {
        ProbeCall call = ProbeCall.create(
                        // Nothing is ever sealed to it.
                        new KeyRing(random)
                                .next(target.pod().uid(), target.container().name()),
                        target.container().containerId(),
                        pace.now().plus(request.limits().start()),
                        request.limits().work(),
                        request.limits().lifetime(),
                        OutputCap.of(target.pod(), request.limits().outputBytes()))
                .within(
                        target.pod().memoryLimit(),
                        target.pod().cpuLimitMillis(),
                        request.limits().margins())
                .doing(request.work());
        return DebugContainers.spec(target.pod(), target.container(), request.image(), identity, call, random);
    }
}
