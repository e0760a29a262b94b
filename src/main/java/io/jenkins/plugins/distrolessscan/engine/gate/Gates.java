package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.Assumption;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Unit;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Judged;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From a scan to a verdict. A scan that did not look at everything it was to look at is INCOMPLETE, whatever its gates
 * say; their results are listed all the same.
 */
public final class Gates {
    /** Reasons printed before the rest is counted. */
    public static final int MAX_REASONS = 20;

    /** Earlier scans that are named. */
    private static final int MAX_SCANS = 5;

    private static final int LONGEST_NAME = 300;

    /** Room for a refusal with the server's words, which are bounded themselves, and the advice that comes after them. */
    private static final int LONGEST_REASON = 1200;

    private Gates() {}

    /** Judges a scan by a policy that compares nothing and counts no findings. */
    public static Verdict judge(
            CollectedScan scan,
            List<TargetReport> targets,
            List<ControlResult> controls,
            Coverage coverage,
            GatePolicy policy) {
        GateFacts facts = GateFacts.of(controls);
        return judge(scan, targets, coverage, policy, facts, facts);
    }

    /**
     * Judges a scan by a policy.
     *
     * @param facts what was found, with every waiver that applies
     * @param floorFacts the same with an administrator's waivers only, for what the policy has as floors
     */
    public static Verdict judge(
            CollectedScan scan,
            List<TargetReport> targets,
            Coverage coverage,
            GatePolicy policy,
            GateFacts facts,
            GateFacts floorFacts) {
        List<String> reasons = new ArrayList<>(holes(scan, targets));
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(complete(scan, coverage, reasons.isEmpty()));
        reference(facts.difference().reference()).ifPresent(missing -> {
            criteria.add(missing);
            reasons.add(reason(facts.difference().reference()));
        });
        criteria.addAll(facts.judge(policy.thresholds(), policy.gates()));
        for (ThresholdFile floor : policy.floors()) {
            floorFacts.judge(floor.thresholds(), floor.gates()).stream()
                    .filter(criterion -> !criteria.contains(criterion))
                    .forEach(criteria::add);
        }
        // What was missed comes before what was not looked at: that was looked at, and is the news.
        reasons.addAll(0, sentences(criteria, State.MISSED));
        reasons.addAll(sentences(criteria, State.NOT_LOOKED_AT));
        assumed(targets, coverage).ifPresent(reasons::add);
        return new Verdict(
                result(criteria),
                criteria.stream().anyMatch(Criterion::configured) ? Judged.GATES : Judged.ONLY_COMPLETENESS,
                Compliance.of(facts.controls()),
                criteria,
                bounded(reasons));
    }

    private static List<String> sentences(List<Criterion> criteria, State state) {
        return criteria.stream()
                .filter(criterion -> criterion.configured() && !onlyNoted(criterion) && criterion.state() == state)
                .flatMap(criterion -> MissedCriterion.sentence(criterion).stream())
                .toList();
    }

    /** Not met for lack of anything to judge is incomplete: there is nothing that could have missed. */
    private static Result result(List<Criterion> criteria) {
        boolean incomplete = criteria.stream()
                .anyMatch(c -> c.configured() ? c.state() == State.NOT_LOOKED_AT && !onlyNoted(c) : !c.met());
        if (incomplete) {
            return Result.INCOMPLETE;
        }
        return criteria.stream().anyMatch(c -> c.state() == State.MISSED && !onlyNoted(c))
                ? Result.FAILED
                : Result.PASSED;
    }

    private static boolean onlyNoted(Criterion criterion) {
        return criterion.result().filter(GateResult.NOTE::equals).isPresent();
    }

    /** A build that was asked for to compare with, and cannot be used: not everything that was asked for was done. */
    private static Optional<Criterion> reference(Reference reference) {
        return reference.state() != Reference.State.NOT_USABLE
                ? Optional.empty()
                : Optional.of(new Criterion(
                        Kind.COMPLETENESS,
                        "reference",
                        "",
                        Bound.MIN,
                        OptionalLong.of(1),
                        Unit.COUNT,
                        OptionalLong.of(0),
                        Optional.empty(),
                        State.MISSED,
                        Optional.of(Criterion.Why.REFERENCE_NOT_USABLE),
                        0,
                        List.of()));
    }

    private static String reason(Reference reference) {
        return "The reference " + name(reference.name()) + " cannot be used. " + ended(reference.reason());
    }

    private static Criterion complete(CollectedScan scan, Coverage coverage, boolean met) {
        long leftOut = scan.passedOver().stream()
                .map(PassedOver::reason)
                .filter(reason -> reason.chosen() && reason.intended())
                .count();
        return new Criterion(
                Kind.COMPLETENESS,
                "containers",
                coverage.assumed().orElse(0) == 0 ? "" : coverage.assumed().getAsInt() + " ASSUMED",
                Bound.MIN,
                OptionalLong.of(Math.max(0, coverage.chosen() - leftOut)),
                Unit.CONTAINERS,
                OptionalLong.of(coverage.scanned()),
                Optional.empty(),
                met ? State.MET : State.MISSED,
                Optional.empty(),
                leftOut,
                List.of());
    }

    /** Said with every verdict, also with a pass: nobody looked. */
    private static Optional<String> assumed(List<TargetReport> targets, Coverage coverage) {
        if (coverage.assumed().orElse(0) == 0) {
            return Optional.empty();
        }
        List<String> earlier = targets.stream()
                .flatMap(target -> target.assumed().stream())
                .filter(from -> from.kind() == Assumption.Kind.UNCHANGED)
                .map(from -> from.scan() + " of " + from.asOf().truncatedTo(ChronoUnit.SECONDS))
                .distinct()
                .sorted()
                .toList();
        boolean sampled = targets.stream()
                .flatMap(target -> target.assumed().stream())
                .anyMatch(from -> from.kind() == Assumption.Kind.SAMPLE);
        String from = earlier.isEmpty()
                ? "from equal replicas"
                : "from " + (earlier.size() == 1 ? "scan " : "scans ")
                        + String.join(", ", earlier.subList(0, Math.min(MAX_SCANS, earlier.size())))
                        + (earlier.size() > MAX_SCANS ? " and others" : "")
                        + (sampled ? " and from equal replicas" : "");
        return Optional.of(
                coverage.scanned() == 0
                        ? "Nothing was looked at by this scan: all that is known is ASSUMED ("
                                + coverage.assumed().getAsInt() + " of " + coverage.chosen() + " containers), " + from
                                + "."
                        : coverage.assumed().getAsInt() + " of " + coverage.chosen()
                                + " containers are ASSUMED and were not looked at, " + from + ".");
    }

    /** What was to be looked at and was not, the most alarming first. */
    private static List<String> holes(CollectedScan scan, List<TargetReport> targets) {
        List<String> holes = new ArrayList<>();
        targets.stream()
                .filter(target -> !target.complete() && !target.taken())
                .sorted(Comparator.comparingInt(Gates::alarm))
                .map(Gates::sentence)
                .forEach(holes::add);
        scan.passedOver().stream()
                .filter(passed -> !passed.reason().intended())
                .map(Gates::sentence)
                .forEach(holes::add);
        if (targets.stream().noneMatch(target -> target.complete() || target.taken()) && holes.isEmpty()) {
            holes.add(
                    scan.passedOver().isEmpty()
                            ? "Nothing was scanned: the selection matched no running container."
                            : "Nothing was scanned: every chosen container was passed over.");
        }
        return holes;
    }

    private static int alarm(TargetReport target) {
        return switch (target.outcome()) {
            case TAMPERED, ALTERED -> 0;
            case NOT_STARTED -> 1;
            case TARGET_CHANGED -> 2;
            case INCOMPLETE -> 3;
            case NOT_READABLE -> 4;
            case FAILED -> 5;
            case REFUSED -> 6;
            case ASSUMED -> 7;
            case COLLECTED -> 8;
        };
    }

    private static String sentence(TargetReport target) {
        String what =
                switch (target.outcome()) {
                    case TAMPERED -> "somebody else wrote into its stream, treat the pod as hostile";
                    case ALTERED -> "admission stored another debug container than was asked for";
                    case NOT_STARTED -> "the debug container did not start";
                    case TARGET_CHANGED -> "the target did not stay what it was during the scan";
                    case INCOMPLETE -> "its evidence is not complete";
                    case NOT_READABLE -> "it could not be read with the identity of the debug container";
                    case FAILED -> "the attempt failed";
                    case REFUSED -> "the debug container was refused";
                    case ASSUMED -> "nothing was attached to it, and nothing is known of it";
                    case COLLECTED -> plain(target.gap().orElse("its evidence is not complete"), LONGEST_REASON);
                };
        return name(target.target().key()) + ": " + what
                + (target.reason().isEmpty() ? "." : ". " + ended(target.reason()));
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
