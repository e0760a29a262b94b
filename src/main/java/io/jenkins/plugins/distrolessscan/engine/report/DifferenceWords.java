package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.PackageChange;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The difference from an earlier build in three lines: the same in report, log and on the command line. */
public final class DifferenceWords {
    private DifferenceWords() {}

    /** What was compared with, findings, and packages. */
    public static List<String> lines(Difference difference) {
        if (!difference.reference().found()) {
            return List.of(reference(difference.reference()));
        }
        return List.of(reference(difference.reference()), findings(difference), rest(difference));
    }

    /** What was compared with, or why nothing was. */
    public static String reference(Difference.Reference reference) {
        return switch (reference.state()) {
            case FOUND -> "Compared with " + reference.name() + ".";
            case NONE ->
                "Nothing to compare with: no earlier scan of the same choice of pods was complete and met its gates."
                        + " What is new is not judged.";
            case NOT_USABLE -> "The reference " + reference.name() + " cannot be used: " + reference.reason();
        };
    }

    private static String findings(Difference difference) {
        long why = count(difference, FindingChange.Kind.FIRST_LOOKED_AT);
        long gone = count(difference, FindingChange.Kind.NO_LONGER_LOOKED_AT);
        return "Findings: " + count(difference, FindingChange.Kind.NEW) + " new" + causes(difference) + ", "
                + count(difference, FindingChange.Kind.FIXED) + " fixed, "
                + count(difference, FindingChange.Kind.CHANGED) + " changed, " + difference.unchanged() + " unchanged"
                + (why == 0 ? "" : ", " + why + " first looked at")
                + (gone == 0 ? "" : ", " + gone + " no longer looked at")
                + ".";
    }

    /** Of new vulnerabilities: whether the package, the data or the rule came. */
    private static String causes(Difference difference) {
        String causes = Stream.of(FindingChange.Cause.values())
                .map(cause -> causes(difference, cause))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? "" : " (" + causes + ")";
    }

    private static String causes(Difference difference, FindingChange.Cause cause) {
        long count = difference.findings().stream()
                .filter(change -> change.finding().kind() == FindingKind.VULNERABILITY)
                .filter(change -> change.cause().filter(cause::equals).isPresent())
                .count();
        return count == 0 ? "" : count + " " + word(cause);
    }

    static String word(FindingChange.Cause cause) {
        return switch (cause) {
            case PACKAGE_CAME -> "the package came";
            case DATA_CAME -> "the data came";
            case RULE_CAME -> "the rule came";
            case TARGET_CHANGED -> "the target changed";
        };
    }

    private static String rest(Difference difference) {
        return "Packages: "
                + Stream.of(PackageChange.Kind.values())
                        .map(kind -> difference.packages().stream()
                                        .filter(change -> change.kind() == kind)
                                        .count()
                                + " " + word(kind))
                        .collect(Collectors.joining(", "))
                + ". Controls: " + difference.controls().size() + " of another status. Risks: "
                + difference.risks().size() + " in another state.";
    }

    static String word(PackageChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "added";
            case REMOVED -> "removed";
            case UP -> "up";
            case DOWN -> "down";
            case CHANGED -> "changed";
        };
    }

    private static long count(Difference difference, FindingChange.Kind kind) {
        return difference.findings().stream()
                .filter(change -> change.kind() == kind)
                .count();
    }
}
