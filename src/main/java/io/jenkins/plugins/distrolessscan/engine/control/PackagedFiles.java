package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether files are those that their packages brought, by the digests that the packages give. */
final class PackagedFiles implements Control {
    /** Files that are named one by one. */
    private static final int MOST_NAMED = 20;

    @Override
    public String id() {
        return "runtime-1.4";
    }

    @Override
    public String title() {
        return "Code files are those that their packages brought";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "No code file that was hashed has another digest than the package that owns it gives (dpkg's md5sums, apk's"
                + " SHA-1, SHA-256 of rpm and Python). Only files that are loaded are hashed by default, so that the share"
                + " that was compared is said. A list of digests that was itself changed after the start proves nothing.";
    }

    @Override
    public String remedy() {
        return "Compare the image with the one that was built; replace what differs by the package's own file.";
    }

    @Override
    public Answer answer(ControlInput input) {
        List<FileEntry> mismatched = input.code().mismatched();
        Collection<CodeFile> owned = input.evidence().content().code().values().stream()
                .filter(file -> !file.owner().isEmpty())
                .toList();
        long compared = owned.stream()
                .filter(file -> file.check() != OwnerCheck.NOT_COMPARED && !file.lateList())
                .count();
        String share = compared + " of " + owned.size() + " code files with an owner were compared";
        if (!mismatched.isEmpty()) {
            String examples = String.join(
                    ", ", mismatched.stream().limit(3).map(FileEntry::path).toList());
            return Answer.failed(
                    mismatched.size() + (mismatched.size() == 1 ? " file is" : " files are")
                            + " not what its package brought: " + examples + (mismatched.size() > 3 ? ", ..." : "")
                            + "; " + share + ".",
                    FileFact.of(mismatched));
        }
        if (owned.isEmpty()) {
            return Answer.notApplicable("No package that gives digests owns a code file.");
        }
        return compared == 0
                ? Answer.notReviewed("No code file could be compared with a package's digest.")
                : Answer.passed(
                        "Every file that was compared is what its package brought; " + share + ".",
                        notVerified(input, owned).toArray(Fact[]::new));
    }

    /** Files that a process uses and that were not compared: the largest ones, when the bound of bytes is reached before them. */
    private static List<Fact> notVerified(ControlInput input, Collection<CodeFile> owned) {
        Set<String> used = input.evidence().runtime().loaded().stream()
                .map(LoadedFile::path)
                .collect(Collectors.toSet());
        List<String> paths = owned.stream()
                .filter(file -> file.check() == OwnerCheck.NOT_COMPARED)
                .map(CodeFile::path)
                .filter(used::contains)
                .sorted()
                .toList();
        List<Fact> facts = new ArrayList<>();
        paths.stream().limit(MOST_NAMED).forEach(path -> facts.add(Fact.probe("not verified, though in use: " + path)));
        if (paths.size() > MOST_NAMED) {
            facts.add(Fact.probe("and " + (paths.size() - MOST_NAMED) + " more"));
        }
        return facts;
    }
}
