package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was changed in a container since it started, by the kernel's own clock. */
final class ChangedFiles implements Control {
    @Override
    public String id() {
        return "runtime-1.1";
    }

    @Override
    public String title() {
        return "No code and no configuration was changed after the start";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "No executable file, library, script, archive or configuration file has an inode change time of more than one"
                + " second after the start of the target's main process, both by the kernel's clock. What an application"
                + " writes for itself (temporary and cache folders, logs, compiled Python) only counts when a process runs it."
                + " Folders do not count, nor does a file that is replaced while a process has it (runtime-1.2).";
    }

    @Override
    public String remedy() {
        return "Find out who changed it, replace the pod, and set readOnlyRootFilesystem.";
    }

    @Override
    public Answer answer(ControlInput input) {
        CodeState state = input.code();
        if (state.noClock().isPresent()) {
            return Answer.notReviewed(state.noClock().get() + ", by which changes are told.");
        }
        List<FileEntry> changed = state.changed();
        List<FileEntry> count = changed.stream().filter(state::matters).toList();
        if (!count.isEmpty()) {
            String examples = String.join(
                    ", ", count.stream().limit(3).map(FileEntry::path).toList());
            return Answer.failed(
                    count.size() + (count.size() == 1 ? " file was" : " files were") + " changed after the start: "
                            + examples + (count.size() > 3 ? ", ..." : "") + ".",
                    FileFact.of(count));
        }
        Optional<String> gap = input.tree().gap();
        if (gap.isPresent()) {
            return Answer.notReviewed("No changed code or configuration was seen, but " + gap.get() + ".");
        }
        return Answer.passed(
                "No code and no configuration was changed after the start.",
                facts(input, changed).toArray(Fact[]::new));
    }

    private static List<Fact> facts(ControlInput input, List<FileEntry> changed) {
        Map<OwnWork, Integer> own = new EnumMap<>(OwnWork.class);
        changed.forEach(entry -> OwnWork.of(entry.path()).ifPresent(kind -> own.merge(kind, 1, Integer::sum)));
        int others = changed.size()
                - own.values().stream().mapToInt(Integer::intValue).sum();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.probe(others + " other files were written after the start"));
        own.forEach((kind, files) -> facts.add(Fact.probe("written by the application for itself: " + kind.words()
                + ", " + files + (files == 1 ? " file" : " files"))));
        facts.add(Fact.probe(input.code().atStart() + " entries were touched within a second of the start"));
        facts.add(RootMount.fact(input));
        return facts;
    }
}
