package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Attempt;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Made;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the cluster refuses what the right to add debug containers could be misused for (S-4, S-11). */
final class MisuseRefused {
    /** An agent could hand over any number. */
    private static final int MOST = 1_000;

    private static final Fact STRONG = Fact.client(
            "patch on pods/ephemeralcontainers is as strong as exec in the same pods: whoever holds the credential may add any "
                    + "image with any command, unless admission refuses it.");

    private static final Fact ONE_POD = Fact.client(
            "Tried on this one pod; admission that goes by labels or names may answer otherwise for other pods.");

    private static final String CONFINE =
            "Install a ValidatingAdmissionPolicy on UPDATE of pods/ephemeralcontainers that lets this account add only the "
                    + "pinned probe image with the agreed command and security context (docs/examples/admission-policy.yaml), "
                    + "and scan again: the dry runs have to be refused.";

    private MisuseRefused() {}

    /**
     * The right itself. Adding an ephemeral container to a pod is as strong as exec in it, unless admission lets only the
     * agreed debug container pass. Only dry runs that were refused, one for each misuse, show that.
     */
    static Judgement judge(RiskEvidence evidence) {
        MisuseChecks checks = evidence.access().misuse();
        Judgement judged = checks.made() == Made.MADE ? tried(checks) : Judgement.of(State.NOT_MET, untried(checks));
        Judgement whole = judged.with(Privileges.scope(evidence.access()));
        return judged.is(State.VERIFIED) ? whole : whole.with(STRONG).advising(CONFINE);
    }

    private static Judgement tried(MisuseChecks checks) {
        String where = " in " + FactWords.plain(checks.target());
        List<String> admitted = words(checks, Answer.ADMITTED);
        List<String> refused = words(checks, Answer.REFUSED);
        List<String> unasked = words(checks, Answer.NOT_ASKED);
        List<String> unanswered = Stream.of(Misuse.values())
                .filter(misuse -> misuse != Misuse.ROOT
                        || answers(checks, misuse).findAny().isPresent())
                .filter(misuse -> answers(checks, misuse).noneMatch(answer -> answer != Answer.NO_ANSWER))
                .map(Misuse::words)
                .toList();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.client("Dry runs of misuse: " + checks.tried() + " tried, " + checks.count(Answer.REFUSED)
                + " refused, " + checks.count(Answer.ADMITTED) + " admitted, " + checks.count(Answer.NOT_ASKED)
                + " not asked."));
        if (!unasked.isEmpty()) {
            facts.add(Fact.client("Misuses that were not asked about" + where
                    + ", because the API server took too long for those before: " + join(unasked) + "."));
        }
        if (!admitted.isEmpty()) {
            facts.add(Fact.api("Dry runs of misuse that were admitted" + where + ": " + join(admitted) + "."));
        }
        if (!unanswered.isEmpty()) {
            facts.add(Fact.client("Dry runs of misuse that got no answer" + where
                    + ", so that nothing shows that they would be" + " refused: " + join(unanswered) + "."));
        }
        if (!refused.isEmpty()) {
            facts.add(Fact.api("Dry runs of misuse that were refused" + where + ": " + join(refused) + "."));
        }
        facts.add(ONE_POD);
        boolean held = admitted.isEmpty() && unanswered.isEmpty() && unasked.isEmpty();
        return Judgement.of(held ? State.VERIFIED : State.NOT_MET, facts.toArray(Fact[]::new));
    }

    private static Fact untried(MisuseChecks checks) {
        return Fact.client(
                checks.made() == Made.SWITCHED_OFF
                        ? "It was not tried whether misuse would be refused: the checks were switched off."
                        : "It was not tried whether misuse would be refused: no pod admitted the scan's own debug container.");
    }

    private static List<String> words(MisuseChecks checks, Answer answer) {
        return Stream.of(Misuse.values())
                .filter(misuse -> answers(checks, misuse).anyMatch(answer::equals))
                .map(Misuse::words)
                .toList();
    }

    private static Stream<Answer> answers(MisuseChecks checks, Misuse misuse) {
        return checks.attempts().stream()
                .limit(MOST)
                .filter(attempt -> attempt.misuse() == misuse)
                .map(Attempt::answer);
    }

    private static String join(List<String> words) {
        return String.join(", ", words);
    }
}
