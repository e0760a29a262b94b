package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the probe says that it could not read, told and counted once. */
final class Unread {
    private Unread() {}

    /** The errors, those of package databases first, because they decide. */
    static List<ReadError> errors(Evidence evidence) {
        return evidence.errors().stream()
                .sorted(Comparator.comparing(error -> !error.ofPackageDatabase()))
                .limit(TargetReport.MOST_ERRORS)
                .toList();
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
