package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.control.Control.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.List;
import java.util.function.Predicate;

/** The answer of a control that wants no file of a kind to be there. */
final class FileSearch {
    private FileSearch() {}

    /**
     * Failed when one is there, passed when all within reach were seen and none is, else not reviewed.
     *
     * @param what such as {@code shell}; with an s for several
     */
    static Answer none(FileTree tree, String what, Predicate<FileEntry> wanted) {
        List<FileEntry> found = tree.entries().stream().filter(wanted).toList();
        if (!found.isEmpty()) {
            String number = found.size() == 1 ? "1 " + what + " is" : found.size() + " " + what + "s are";
            String examples = String.join(
                    ", ", found.stream().limit(3).map(FileEntry::path).toList());
            return Answer.failed(
                    number + " there: " + examples + (found.size() > 3 ? ", ..." : "") + ".", FileFact.of(found));
        }
        if (tree.gap().isPresent()) {
            return Answer.notReviewed(
                    "No " + what + " was seen, but " + tree.gap().get() + ".");
        }
        long closed = tree.outOfReach();
        return Answer.passed("No " + what + " among " + tree.entries().size() + " entries"
                + (closed == 0
                        ? "."
                        : "; " + closed + (closed == 1 ? " folder is" : " folders are")
                                + " closed to the target's user as to the probe."));
    }
}
