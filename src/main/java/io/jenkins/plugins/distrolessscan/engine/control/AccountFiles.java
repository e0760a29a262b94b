package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.ArrayList;
import java.util.List;

/** container-1.1 of the container-baseline profile. */
final class AccountFiles implements Control {
    @Override
    public String id() {
        return "container-1.1";
    }

    @Override
    public String title() {
        return "Account files belong to root and are not open to others";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "etc/passwd belongs to user 0 and has mode 0644 or less; etc/shadow belongs to user 0 and has mode 0640 or"
                + " less. The profile also demands that both exist and have exactly these modes. Here a stricter mode is"
                + " fine, and so is a missing file: distroless images have no etc/shadow, images from scratch neither.";
    }

    @Override
    public String remedy() {
        return "Give the file to root and take the write right, and for etc/shadow every right of others, away.";
    }

    @Override
    public Answer answer(ControlInput input) {
        List<Fact> wrong = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (String path : List.of("etc/passwd", "etc/shadow")) {
            FileTree.Look look = input.tree().look(path);
            if (look instanceof FileTree.Unseen unseen) {
                return Answer.notReviewed(path + " was not seen: " + unseen.why() + ".");
            } else if (look instanceof FileTree.Found found) {
                FileEntry file = found.entry();
                if (file.error().isPresent()) {
                    return Answer.notReviewed(
                            path + " could not be examined (" + file.error().get() + ").");
                }
                int most = path.equals("etc/passwd") ? 0644 : 0640;
                boolean sound = file.kind() == FileEntry.Kind.FILE && file.uid() == 0 && (file.mode() & ~most) == 0;
                (sound ? facts : wrong).add(FileFact.of(file));
            } else {
                absent.add(path);
            }
        }
        if (!wrong.isEmpty()) {
            return Answer.failed(
                    wrong.size() == 1
                            ? "One account file is open to others, is no regular file or is not root's."
                            : "Both account files are open to others, are no regular files or are not root's.",
                    wrong);
        }
        if (absent.size() == 2) {
            return Answer.notApplicable(
                    "The container has neither etc/passwd nor etc/shadow; there is nothing to protect.");
        }
        String missing =
                absent.isEmpty() ? "" : " There is no " + absent.get(0) + ", which is as it should be without logins.";
        return Answer.passed(
                "Account files belong to root and are closed to writes of others." + missing,
                facts.toArray(Fact[]::new));
    }
}
