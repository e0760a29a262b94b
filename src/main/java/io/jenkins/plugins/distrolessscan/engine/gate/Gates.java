package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * From a scan to a verdict. A scan that did not look at everything it was to look at is INCOMPLETE, whatever its gates
 * say; their results are listed all the same.
 */
public final class Gates {
    /** Reasons printed before the rest is counted. */
    public static final int MAX_REASONS = 20;

    private static final int LONGEST_NAME = 300;

    /** Room for a refusal with the server's words, which are bounded themselves, and the advice that comes after them. */
    private static final int LONGEST_REASON = 1200;

    private Gates() {}

    /** Judges a scan by a policy. */
    public static Verdict judge(
            CollectedScan scan,
            List<TargetReport> targets,
            List<ControlResult> controls,
            Coverage coverage,
            GatePolicy policy) {
        List<String> holes = holes(scan, targets, policy);
        OptionalInt compliance = Compliance.of(controls);
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion(
                "complete",
                "every chosen container looked at",
                coverage.scanned() + " of " + coverage.chosen() + " scanned" + leftOut(scan, policy),
                holes.isEmpty()));
        List<String> reasons = new ArrayList<>(holes);
        Result result = holes.isEmpty() ? Result.PASSED : Result.INCOMPLETE;
        if (policy.minimumCompliance().isEmpty()) {
            criteria.add(new Criterion("gates", "none", "no gate configured", true));
        } else {
            int minimum = policy.minimumCompliance().getAsInt();
            boolean met = compliance.isPresent() && compliance.getAsInt() >= minimum;
            criteria.add(new Criterion(
                    "compliance.min",
                    minimum + " %",
                    compliance.isPresent() ? compliance.getAsInt() + " %" : "no control was evaluated",
                    met));
            if (!met) {
                reasons.add(missed(minimum, compliance));
                // Without a single evaluated control there is nothing that could have failed the gate.
                result = holes.isEmpty() && compliance.isPresent() ? Result.FAILED : Result.INCOMPLETE;
            }
        }
        return new Verdict(result, compliance, criteria, bounded(reasons));
    }

    /** What was chosen and is no hole: without a word for it "1 of 2 scanned" would seem to miss the gate. */
    private static String leftOut(CollectedScan scan, GatePolicy policy) {
        List<Reason> reasons = scan.passedOver().stream()
                .map(PassedOver::reason)
                .filter(reason ->
                        reason != Reason.NOT_CHOSEN && !policy.notLookedAt().contains(reason))
                .toList();
        long others = reasons.stream().filter(Reason.NOT_DEFAULT::equals).count();
        long ended = reasons.size() - others;
        return (ended == 0 ? "" : ", " + ended + " opted out, completed or being deleted")
                + (others == 0 ? "" : ", " + others + " not the default container of the pod");
    }

    private static String missed(int minimum, OptionalInt compliance) {
        return compliance.isPresent()
                ? "Compliance is " + compliance.getAsInt() + " %, at least " + minimum + " % is required."
                : "No control was evaluated, so the required compliance of " + minimum + " % cannot be judged.";
    }

    /** What was to be looked at and was not, the most alarming first. */
    private static List<String> holes(CollectedScan scan, List<TargetReport> targets, GatePolicy policy) {
        List<Attempt> attempts = Attempt.of(scan, targets);
        List<String> holes = new ArrayList<>();
        attempts.stream()
                .filter(attempt -> !attempt.complete())
                .sorted(Comparator.comparingInt(Gates::alarm))
                .map(Gates::sentence)
                .forEach(holes::add);
        scan.passedOver().stream()
                .filter(passed -> policy.notLookedAt().contains(passed.reason()))
                .map(Gates::sentence)
                .forEach(holes::add);
        if (attempts.stream().noneMatch(Attempt::complete) && holes.isEmpty()) {
            holes.add(
                    scan.passedOver().isEmpty()
                            ? "Nothing was scanned: the selection matched no running container."
                            : "Nothing was scanned: every chosen container was passed over.");
        }
        return holes;
    }

    private static int alarm(Attempt attempt) {
        return switch (attempt.outcome()) {
            case TAMPERED -> 0;
            case NOT_STARTED -> 1;
            case TARGET_CHANGED -> 2;
            case INCOMPLETE -> 3;
            case NOT_READABLE -> 4;
            case FAILED -> 5;
            case REFUSED -> 6;
            case COLLECTED -> 7;
        };
    }

    private static String sentence(Attempt attempt) {
        String what =
                switch (attempt.outcome()) {
                    case TAMPERED -> "somebody else wrote into its stream, treat the pod as hostile";
                    case NOT_STARTED -> "the debug container did not start";
                    case TARGET_CHANGED -> "the target was gone or replaced during the scan";
                    case INCOMPLETE -> "its evidence is not complete";
                    case NOT_READABLE -> "it could not be read with the identity of the debug container";
                    case FAILED -> "the attempt failed";
                    case REFUSED -> "the debug container was refused";
                    case COLLECTED -> plain(attempt.gap().orElse("its evidence is not complete"), LONGEST_REASON);
                };
        return name(attempt.target()) + ": " + what
                + (attempt.reason().isEmpty() ? "." : ". " + ended(attempt.reason()));
    }

    private static String sentence(PassedOver passed) {
        return name(passed.key()) + ": passed over (" + passed.reason() + "). " + ended(passed.text());
    }

    private static String ended(String text) {
        String plain = plain(text, LONGEST_REASON);
        return plain.endsWith(".") || plain.endsWith("…") ? plain : plain + ".";
    }

    /** Names and reasons can hold a target's text: one line, no control or direction characters, bounded. */
    private static String plain(String text, int longest) {
        String line = text.substring(0, Math.min(text.length(), longest)).replaceAll("[\\p{C}\\u2028\\u2029]", "?");
        return text.length() > longest ? line + "…" : line;
    }

    private static String name(String text) {
        return plain(text, LONGEST_NAME);
    }

    private static List<String> bounded(List<String> reasons) {
        if (reasons.size() <= MAX_REASONS) {
            return reasons;
        }
        List<String> shown = new ArrayList<>(reasons.subList(0, MAX_REASONS));
        shown.add("And " + (reasons.size() - MAX_REASONS) + " more reasons.");
        return shown;
    }
}
