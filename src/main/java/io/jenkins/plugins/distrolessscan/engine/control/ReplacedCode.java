package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.List;
import java.util.Optional;

/** Programs and libraries that are others on disk than in the processes that run them. */
final class ReplacedCode implements Control {
    @Override
    public String id() {
        return "runtime-1.2";
    }

    @Override
    public String title() {
        return "No program or library was replaced under a running process";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "No file that a process of the target runs, has mapped as code or, for a jar, holds open, is marked as deleted"
                + " with another file in its place, or has an inode change time of more than one second after the start of the"
                + " first process that uses it. What a process has mapped before is no longer what the file says.";
    }

    @Override
    public String remedy() {
        return "Find out who replaced it, and replace the pod: an update belongs into a new image.";
    }

    @Override
    public Answer answer(ControlInput input) {
        CodeState state = input.code();
        if (state.notLooked().isPresent()) {
            return Answer.notReviewed(state.notLooked().get() + ".");
        }
        List<FileEntry> replaced = state.replaced();
        if (!replaced.isEmpty()) {
            String examples = String.join(
                    ", ", replaced.stream().limit(3).map(FileEntry::path).toList());
            return Answer.failed(
                    replaced.size() + (replaced.size() == 1 ? " file was" : " files were")
                            + " replaced while a process has it: " + examples + (replaced.size() > 3 ? ", ..." : "")
                            + ".",
                    FileFact.of(replaced));
        }
        Optional<String> missing = state.noClock().or(state::unreadable);
        return missing.isPresent()
                ? Answer.notReviewed("No replaced file was seen, but this is not known of all: " + missing.get() + ".")
                : Answer.passed("No file that a process runs or has mapped was replaced.");
    }
}
