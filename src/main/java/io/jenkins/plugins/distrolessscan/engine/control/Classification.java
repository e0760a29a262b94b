package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a target is distroless, from its files and never from a command that failed (S-3): DISTROLESS has neither shell
 * nor package manager, STANDARD has both and its shell is more than busybox, MINIMAL is between them. Absence counts only
 * when everything within reach was seen.
 *
 * @param value the class
 * @param facts why
 */
public record Classification(TargetReport.Classification value, List<Fact> facts) {
    private static final int EXAMPLES = 5;

    public Classification {
        facts = List.copyOf(facts);
    }

    /** Of a target without evidence. */
    public static Classification unknown() {
        return new Classification(
                TargetReport.Classification.UNKNOWN,
                List.of(Fact.client("There is no evidence of the target's files.")));
    }

    /** From the files of a readable target. */
    public static Classification of(FileTree tree) {
        List<FileEntry> shells =
                tree.entries().stream().filter(Programs.shells(tree)).toList();
        List<FileEntry> managers =
                tree.entries().stream().filter(Programs.packageManagers(tree)).toList();
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("shell", shells));
        facts.add(fact("package manager", managers));
        boolean full = shells.stream().anyMatch(Programs.fullShells(tree));
        if (full && !managers.isEmpty()) {
            return new Classification(TargetReport.Classification.STANDARD, facts);
        }
        if (tree.gap().isPresent()) {
            facts.add(Fact.probe("More may be there: " + tree.gap().get() + "."));
            return new Classification(TargetReport.Classification.UNKNOWN, facts);
        }
        boolean neither = shells.isEmpty() && managers.isEmpty();
        return new Classification(
                neither ? TargetReport.Classification.DISTROLESS : TargetReport.Classification.MINIMAL, facts);
    }

    private static Fact fact(String what, List<FileEntry> found) {
        if (found.isEmpty()) {
            return Fact.probe("No " + what + " was seen.");
        }
        String examples = String.join(
                ", ", found.stream().limit(EXAMPLES).map(FileEntry::path).toList());
        return Fact.probe(found.size() + (found.size() == 1 ? " " : " times a ") + what + ": " + examples
                + (found.size() > EXAMPLES ? ", ..." : "") + ".");
    }
}
