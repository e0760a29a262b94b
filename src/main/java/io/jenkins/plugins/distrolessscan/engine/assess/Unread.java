package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the probe says that it could not read, told and counted once. */
final class Unread {
    private static final Pattern OF_THE_RUNTIME =
            Pattern.compile("(proc|sys|dev)(/.*)?|etc/(hosts|hostname|resolv\\.conf)"
                    + "|(var/)?run/secrets(/.*)?|run/\\.containerenv");

    private Unread() {}

    /** The errors, those of package databases first, because they decide. */
    static List<ReadError> errors(Evidence evidence) {
        return Stream.concat(evidence.errors().stream(), mounts(evidence))
                .sorted(Comparator.comparing(error -> !error.ofPackageDatabase()))
                .limit(TargetReport.MOST_ERRORS)
                .toList();
    }

    /** Mounts that were not entered, but for those that every container has and that hold nothing of an image. */
    private static Stream<ReadError> mounts(Evidence evidence) {
        return evidence.mounts().stream()
                .filter(mount ->
                        mount.pruned() && !OF_THE_RUNTIME.matcher(mount.path()).matches())
                .map(mount -> new ReadError(mount.path(), ReadError.MOUNT, "not entered"));
    }

    /** Paths with an error whose entries tell of none, and the errors that were counted but not told. */
    static long count(Evidence evidence) {
        Set<String> counted = evidence.entries().stream()
                .filter(entry -> entry.error().isPresent())
                .map(FileEntry::path)
                .collect(Collectors.toSet());
        long told = evidence.errors().stream()
                .filter(ReadError::ofContent)
                .map(ReadError::path)
                .filter(path -> !counted.contains(path))
                .distinct()
                .count();
        return told + Math.max(0, evidence.end().errors() - evidence.errors().size());
    }
}
