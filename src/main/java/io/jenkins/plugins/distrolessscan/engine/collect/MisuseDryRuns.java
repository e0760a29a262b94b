package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.AtOnce;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
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

    /** The rights of the scan's account reach so far as long as no policy stands in the way. */
    private static final String POLICY =
            "Whoever has this token may do what was admitted. The admission policy that refuses it is printed by"
                    + " distroless-scan manifests, and stands in docs/rbac.md.";

    private final Cluster cluster;
    private final Pace pace;
    private final SecureRandom random;
    private final Progress progress;
    private final AuditLog audit;
    private boolean due;
    private MisuseChecks made;

    MisuseDryRuns(boolean wanted, Cluster cluster, Pace pace, SecureRandom random, Progress progress, AuditLog audit) {
        this.cluster = cluster;
        this.pace = pace;
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
        Instant until = pace.now().plus(LONGEST);
        List<AtOnce.Question<Attempt>> questions = new ArrayList<>();
        for (Misuse misuse : Misuse.values()) {
            if (misuse.beyond(own)) {
                MisuseSpec spec = DebugContainers.misuse(pod, own, misuse, random);
                questions.add(() -> pace.now().isAfter(until) ? outOfTime(spec) : cluster.tryMisuse(pod, spec));
            }
        }
        List<Attempt> attempts = AtOnce.ask(questions);
        attempts.forEach(attempt -> audit.add(AuditEvent.MISUSE_CHECK, target, sentence(attempt)));
        made = new MisuseChecks(Made.MADE, target, attempts);
        progress.say(target + ": misuse by dry run: " + counts(made));
        if (made.count(Answer.ADMITTED) > 0) {
            progress.say("  " + POLICY);
        }
    }

    /** Four numbers; the two that should be 0 are told when they are not. */
    private static String counts(MisuseChecks made) {
        long unanswered = made.count(Answer.NO_ANSWER);
        long unasked = made.count(Answer.NOT_ASKED);
        return made.tried() + " tried, " + made.count(Answer.REFUSED) + " refused, " + made.count(Answer.ADMITTED)
                + " admitted"
                + (unanswered > 0 ? ", " + unanswered + " without an answer" : "")
                + (unasked > 0 ? ", " + unasked + " not asked" : "");
    }

    private static Attempt outOfTime(MisuseSpec spec) {
        return new Attempt(
                spec.misuse(),
                spec.name(),
                Answer.NOT_ASKED,
                By.NOBODY,
                "Not asked: the API server took more than " + LONGEST.toSeconds() + " s for those before.");
    }

    private static String sentence(Attempt attempt) {
        if (attempt.answer() == Answer.NOT_ASKED) {
            return "Not asked whether " + attempt.container() + " with "
                    + attempt.misuse().words() + " would be admitted: the API server took too long for those before.";
        }
        return "Asked by a dry run whether " + attempt.container() + " with "
                + attempt.misuse().words() + " would be admitted: "
                + attempt.answer().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; nothing was stored.";
    }
}
