package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Attempt;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.By;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Made;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the cluster refuses what the scan's right could be misused for (S-4, S-11): one dry run for each misuse, on the
 * first pod that admits the scan's own debug container and on no other. Used by several threads.
 */
final class MisuseDryRuns {
    /** The probe's start is due soon after; what was not asked until then gets no answer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final Clock clock;
    private final SecureRandom random;
    private final Progress progress;
    private final AuditLog audit;
    private boolean due;
    private MisuseChecks made;

    MisuseDryRuns(
            boolean wanted, Cluster cluster, Clock clock, SecureRandom random, Progress progress, AuditLog audit) {
        this.cluster = cluster;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.audit = audit;
        this.due = wanted;
        this.made = MisuseChecks.none(wanted ? Made.NO_TARGET : Made.SWITCHED_OFF);
    }

    /** What was found. */
    synchronized MisuseChecks made() {
        return made;
    }

    /**
     * Makes the checks, the first time that it is called.
     *
     * @param target the target's key
     * @param own what the pod has just admitted in a dry run
     * @throws ScanException INTERRUPTED; CONFIGURATION when the image's name is none
     */
    synchronized void once(String target, PodFacts pod, DebugContainerSpec own) throws ScanException {
        if (!due) {
            return;
        }
        due = false;
        Instant until = clock.instant().plus(LONGEST);
        List<Attempt> attempts = new ArrayList<>();
        for (Misuse misuse : Misuse.values()) {
            if (misuse.beyond(own)) {
                MisuseSpec spec = DebugContainers.misuse(pod, own, misuse, random);
                Attempt attempt = clock.instant().isAfter(until) ? outOfTime(spec) : cluster.tryMisuse(pod, spec);
                attempts.add(attempt);
                audit.add(AuditEvent.MISUSE_CHECK, target, sentence(attempt));
            }
        }
        made = new MisuseChecks(Made.MADE, target, attempts);
        long refused = attempts.stream()
                .filter(attempt -> attempt.answer() == Answer.REFUSED)
                .count();
        progress.say(target + ": of " + attempts.size() + " misuses tried by dry run, " + refused + " were refused");
    }

    private static Attempt outOfTime(MisuseSpec spec) {
        return new Attempt(
                spec.misuse(),
                spec.name(),
                Answer.NO_ANSWER,
                By.NOBODY,
                "Not asked: the API server took more than " + LONGEST.toSeconds() + " s for those before.");
    }

    private static String sentence(Attempt attempt) {
        return "Asked by a dry run whether " + attempt.container() + " with "
                + attempt.misuse().words() + " would be admitted: "
                + attempt.answer().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; nothing was stored.";
    }
}
