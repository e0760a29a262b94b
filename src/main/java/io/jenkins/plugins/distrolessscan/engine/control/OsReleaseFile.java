package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.util.List;
import java.util.Optional;

/** container-1.2 of the container-baseline profile. */
final class OsReleaseFile implements Control {
    @Override
    public String id() {
        return "container-1.2";
    }

    @Override
    public String title() {
        return "The system names its version";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "etc/os-release, or usr/lib/os-release where that is missing, has a line that begins with VERSION= or"
                + " VERSION_ID=. The profile looks for the text VERSION anywhere in etc/os-release.";
    }

    @Override
    public String remedy() {
        return "Build on an image that keeps os-release, so that its packages can be judged.";
    }

    @Override
    public Answer answer(ControlInput input) {
        for (String path : List.of("etc/os-release", "usr/lib/os-release")) {
            Optional<Evidence.Content> file = input.evidence().file(path);
            if (file.isPresent()) {
                return answer(path, file.get());
            }
            FileTree.Look look = input.tree().look(path);
            if (look instanceof FileTree.Unseen unseen) {
                return Answer.notReviewed(path + " was not seen: " + unseen.why() + ".");
            }
            if (look instanceof FileTree.Found) {
                return Answer.notReviewed(path + " is there, but the probe could not send its content.");
            }
        }
        return Answer.failed("There is neither etc/os-release nor usr/lib/os-release.", List.of());
    }

    private static Answer answer(String path, Evidence.Content file) {
        Optional<String> version = file.text()
                .lines()
                .filter(line -> line.startsWith("VERSION=") || line.startsWith("VERSION_ID="))
                .findFirst();
        if (version.isPresent()) {
            return Answer.passed(
                    path + " names the system's version.", Fact.probe(path + " has a line with its version"));
        }
        return file.cut()
                ? Answer.notReviewed("Only the beginning of " + path + " was sent, and it names no version.")
                : Answer.failed(path + " names no version.", List.of(Fact.probe(path + " has no line with a version")));
    }
}
