package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import java.util.List;

/** Code that runs and is in no file of the container, so that nobody can look at it. */
final class CodeInFiles implements Control {
    /** What .NET calls the memory in which it puts its compiled code. */
    private static final String DOTNET = "memfd:doublemapper";

    private static final int MOST = 20;

    @Override
    public String id() {
        return "runtime-1.3";
    }

    @Override
    public String title() {
        return "All code that runs is in a file of the container";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "No process of the target runs or has mapped as code what lies in memory (memfd, /dev/shm), in a file that was"
                + " deleted, or on a mounted volume, which is not looked into. .NET's own memory for compiled code does not"
                + " count; it is known by its name (doublemapper) alone, which any program can take.";
    }

    @Override
    public String remedy() {
        return "Find out what the process runs; put code into the image, and mount volumes of data with noexec.";
    }

    @Override
    public Answer answer(ControlInput input) {
        CodeState state = input.code();
        if (state.notLooked().isPresent()) {
            return Answer.notReviewed(state.notLooked().get() + ".");
        }
        List<LoadedFile> all = state.elsewhere();
        List<LoadedFile> elsewhere =
                all.stream().filter(file -> !file.path().equals(DOTNET)).toList();
        if (!elsewhere.isEmpty()) {
            LoadedFile first = elsewhere.get(0);
            return Answer.failed(
                    (elsewhere.size() == 1 ? "Code runs" : elsewhere.size() + " times code runs")
                            + " that is in no file of the container: " + first.path() + " (" + where(first) + ")"
                            + (elsewhere.size() > 1 ? ", ..." : "") + ".",
                    elsewhere.stream()
                            .limit(MOST)
                            .map(file -> new Fact(
                                    Fact.Source.PROBE,
                                    file.path() + ": " + where(file) + ", used by " + file.processes()
                                            + (file.processes() == 1 ? " process" : " processes"),
                                    file.path()))
                            .toList());
        }
        if (state.unreadable().isPresent()) {
            return Answer.notReviewed(
                    "No such code was seen, but " + state.unreadable().get() + ".");
        }
        boolean dotnet = all.size() > elsewhere.size();
        return Answer.passed("All code that runs is in files of the container"
                + (dotnet ? ", but for memory with the name that .NET gives to its compiled code." : "."));
    }

    private static String where(LoadedFile file) {
        return switch (file.kind()) {
            case "memfd" -> "memory without a file";
            case "shm" -> "shared memory";
            default ->
                file.deleted() ? "a deleted file" : "on the mount " + file.mount() + ", which is not looked into";
        };
    }
}
