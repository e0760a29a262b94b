package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Filter;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Loaded;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Bound;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.State;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Why;
import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Judges quality gates. What was not looked at is not met; what nothing can be compared with is not judged. */
final class GateJudge {
    private static final int LONGEST_NAME = 200;

    private final LookedAt lookedAt;
    private final Set<String> notReviewed;
    private final List<IndexedFinding> findings;
    private final Difference difference;
    private final Measures measures;

    /** @param notReviewed controls that could not be reviewed in some target */
    GateJudge(Optional<ReportIndex> index, Set<String> notReviewed, Difference difference, Measures measures) {
        this.notReviewed = notReviewed;
        this.lookedAt = index.map(ReportIndex::lookedAt).orElse(LookedAt.NOTHING);
        this.findings = index.map(ReportIndex::findings).orElse(List.of());
        this.difference = difference;
        this.measures = measures;
    }

    Criterion judge(QualityGate gate) {
        if (!gate.of().countsFindings()) {
            OptionalLong value = measures.of(gate.of());
            return value.isPresent()
                    ? judged(gate, value.getAsLong(), 0, List.of())
                    : without(gate, State.NOT_LOOKED_AT, Why.NOT_LOOKED_AT);
        }
        if (!lookedAt(gate)) {
            return without(gate, State.NOT_LOOKED_AT, Why.NOT_LOOKED_AT);
        }
        if (gate.type() == Kind.TOTAL) {
            return counted(gate, findings.stream().filter(finding -> !finding.waived()));
        }
        return switch (difference.reference().state()) {
            case NONE -> without(gate, State.NOT_JUDGED, Why.NO_REFERENCE);
            case NOT_USABLE -> without(gate, State.NOT_LOOKED_AT, Why.REFERENCE_NOT_USABLE);
            case FOUND ->
                difference.compared().containsAll(gate.neededKinds())
                        ? compared(gate)
                        : without(gate, State.NOT_JUDGED, Why.NOT_IN_REFERENCE);
        };
    }

    /** Every kind that it counts; of what controls find, those that find it, in every target. */
    private boolean lookedAt(QualityGate gate) {
        return lookedAt.kinds().containsAll(gate.neededKinds())
                && gate.neededRules().stream().allMatch(this::reviewed)
                && lookedAt.lists().containsAll(gate.filter().neededLists());
    }

    private boolean reviewed(String rule) {
        return lookedAt.rules().contains(rule) && !notReviewed.contains(rule);
    }

    private Criterion compared(QualityGate gate) {
        Stream<FindingChange> changes = difference.findings().stream();
        return switch (gate.type()) {
            case NEW ->
                counted(
                        gate,
                        changes.filter(change -> change.kind() == FindingChange.Kind.NEW)
                                .map(FindingChange::finding)
                                .filter(finding -> !finding.waived()));
            case FIXED ->
                counted(
                        gate,
                        changes.filter(change -> change.kind() == FindingChange.Kind.FIXED)
                                .map(FindingChange::finding));
            case DELTA -> delta(gate);
            case TOTAL, COMPLETENESS, THRESHOLD -> throw new IllegalStateException("compares nothing: " + gate.type());
        };
    }

    /** Counts what both builds looked at: what came, less what went; what changed may have come to count, or ceased to. */
    private Criterion delta(QualityGate gate) {
        long delta = 0;
        for (FindingChange change : difference.findings()) {
            delta += switch (change.kind()) {
                case NEW -> counts(gate, change.finding()) ? 1 : 0;
                case FIXED -> counts(gate, change.finding()) ? -1 : 0;
                case CHANGED ->
                    (counts(gate, change.finding()) ? 1 : 0)
                            - (change.before()
                                            .filter(before -> counts(gate, before))
                                            .isPresent()
                                    ? 1
                                    : 0);
                case FIRST_LOOKED_AT, NO_LONGER_LOOKED_AT -> 0;
            };
        }
        return judged(gate, delta, 0, List.of());
    }

    private Criterion counted(QualityGate gate, Stream<IndexedFinding> findings) {
        List<IndexedFinding> matching =
                findings.filter(finding -> matches(gate, finding)).toList();
        List<String> ids = matching.stream()
                .filter(finding -> isSure(gate.filter(), finding))
                .map(GateJudge::words)
                .toList();
        long leftOut = matching.stream()
                .filter(finding -> isLeftOut(gate.filter(), finding))
                .count();
        return judged(gate, ids.size(), leftOut, ids);
    }

    /** What it is and where; of a package or a file the target's word, so that it is bounded and on one line. */
    private static String words(IndexedFinding finding) {
        String what = finding.subject().isEmpty() ? finding.rule() : finding.rule() + " " + finding.subject();
        return PlainText.bounded(what + " in " + finding.workload(), LONGEST_NAME, c -> "?");
    }

    private static boolean counts(QualityGate gate, IndexedFinding finding) {
        return !finding.waived() && matches(gate, finding) && isSure(gate.filter(), finding);
    }

    /** Loaded as surely, and found as certainly, as is asked for. */
    private static boolean isSure(Filter filter, IndexedFinding finding) {
        return loaded(filter, finding) && !(filter.certain() && finding.possible());
    }

    /** What a narrow form leaves out, although it may be just what is asked for: this is told. */
    private static boolean isLeftOut(Filter filter, IndexedFinding finding) {
        boolean narrow = filter.loaded().filter(Loaded.PROVED::equals).isPresent();
        return !isSure(filter, finding)
                && (narrow ? state(finding) != LoadedState.NOT_SEEN_LOADED : loaded(filter, finding));
    }

    /** Everything but whether it is loaded and certain. */
    private static boolean matches(QualityGate gate, IndexedFinding finding) {
        Filter filter = gate.filter();
        return gate.of().kinds().contains(finding.kind())
                && (gate.of() != Of.UNEXPLAINED_EXECUTABLES
                        || finding.kind() == FindingKind.EXECUTABLE
                        || QualityGate.UNEXPLAINED.contains(finding.rule()))
                && (!filter.fixable() || finding.fixable())
                && (!filter.knownExploited() || finding.knownExploited())
                && (!filter.malicious() || finding.malicious())
                && (filter.epss().isEmpty()
                        || finding.epss().orElse(-1) >= filter.epss().getAsDouble())
                && (filter.id().isEmpty() || filter.id().equalsIgnoreCase(finding.rule()))
                && filter.severity()
                        .map(least -> atLeast(finding.severity(), least))
                        .orElse(true);
    }

    private static boolean atLeast(Severity severity, Severity least) {
        return severity == Severity.UNKNOWN || severity.compareTo(least) >= 0;
    }

    private static boolean loaded(Filter filter, IndexedFinding finding) {
        return filter.loaded()
                .map(sure -> switch (sure) {
                    case TRUE -> state(finding) != LoadedState.NOT_SEEN_LOADED;
                    case PROVED -> state(finding) == LoadedState.LOADED;
                })
                .orElse(true);
    }

    private static LoadedState state(IndexedFinding finding) {
        return finding.loaded().orElse(LoadedState.CANNOT_TELL);
    }

    private static Criterion judged(QualityGate gate, long value, long leftOut, List<String> ids) {
        if (gate.limit().isEmpty()) {
            return criterion(
                    gate, OptionalLong.of(value), State.NOT_JUDGED, Optional.of(Why.INFORMATION), leftOut, ids);
        }
        long limit = gate.limit().getAsLong();
        boolean met = gate.bound() == Bound.MIN ? value >= limit : value < limit;
        return criterion(gate, OptionalLong.of(value), met ? State.MET : State.MISSED, Optional.empty(), leftOut, ids);
    }

    /** What only tells is not judged, whatever it lacks. */
    private static Criterion without(QualityGate gate, State state, Why why) {
        return criterion(
                gate,
                OptionalLong.empty(),
                gate.limit().isEmpty() ? State.NOT_JUDGED : state,
                Optional.of(why),
                0,
                List.of());
    }

    private static Criterion criterion(
            QualityGate gate, OptionalLong value, State state, Optional<Why> why, long leftOut, List<String> ids) {
        return new Criterion(
                gate.type(),
                gate.of().name(),
                gate.filter().text(),
                gate.bound(),
                gate.limit(),
                gate.of().unit(),
                value,
                Optional.of(gate.result()),
                state,
                why,
                leftOut,
                ids);
    }
}
