package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is missing of evidence that was collected, in words. */
final class EvidenceGap {
    /** What is named of a kind in a sentence. */
    private static final int MOST_NAMED = 6;

    private EvidenceGap() {}

    /** A clause that begins with "its"; empty when nothing is missing, and for every outcome but COLLECTED. */
    static Optional<String> of(TargetReport target) {
        if (target.outcome() != Observation.Outcome.COLLECTED) {
            return Optional.empty();
        }
        List<String> gaps = new ArrayList<>();
        List<String> leftOut = paths(target, Evidence.Limit::ofPackageNames);
        List<String> notUnderstood = paths(target, Evidence.Limit::ofNotUnderstood);
        List<Evidence.Limit> reached =
                target.limits().stream().filter(Evidence.Limit::ofBound).toList();
        if (!reached.isEmpty() || target.end().map(Evidence.End::cut).orElse(true)) {
            String bounds = reached.stream()
                    .map(Evidence.Limit::what)
                    .distinct()
                    .limit(MOST_NAMED)
                    .collect(Collectors.joining(", "));
            gaps.add("its evidence was cut at a bound" + (bounds.isEmpty() ? "" : " (" + bounds + ")")
                    + paths(target, Evidence.Limit::ofCpu).stream()
                            .map(clause -> ": " + clause)
                            .collect(Collectors.joining()));
        }
        if (!leftOut.isEmpty()) {
            gaps.add("its inventory lacks packages of " + leftOut.get(0)
                    + (leftOut.size() == 1 ? "" : " and " + (leftOut.size() - 1) + " more")
                    + ", whose names or versions are none that a package can have");
        }
        if (!notUnderstood.isEmpty()) {
            gaps.add("its package database " + notUnderstood.get(0)
                    + (notUnderstood.size() == 1 ? "" : " (and " + (notUnderstood.size() - 1) + " more)")
                    + " could not be understood in whole, so that packages may be missing");
        }
        target.errors().stream()
                .filter(ReadError::ofRoot)
                .findFirst()
                .ifPresent(error -> gaps.add("its root could not be opened (" + error.code() + ")"));
        List<String> mounts = paths(target, Evidence.Limit::ofMountedCode);
        if (!mounts.isEmpty()) {
            gaps.add("its processes run code that lies in "
                    + mounts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (mounts.size() > MOST_NAMED ? " and " + (mounts.size() - MOST_NAMED) + " more" : "")
                    + ", where the probe does not enter a mount, so that it was not looked at");
        }
        List<ReadError> databases =
                target.errors().stream().filter(ReadError::ofPackageDatabase).toList();
        if (!databases.isEmpty()) {
            gaps.add(unread(databases));
        }
        return gaps.isEmpty() ? Optional.empty() : Optional.of(String.join(", and ", gaps));
    }

    private static List<String> paths(TargetReport target, Predicate<Evidence.Limit> of) {
        return target.limits().stream().filter(of).map(Evidence.Limit::path).toList();
    }

    private static String unread(List<ReadError> databases) {
        ReadError first = databases.get(0);
        if (first.ofUnreadFormat()) {
            return "its package database " + first.path() + " is of a format that is not read (" + first.code() + ")"
                    + (databases.size() == 1 ? "" : ", nor could " + (databases.size() - 1) + " more be read");
        }
        String why =
                switch (first.code()) {
                    case ReadError.LINK -> "a link, which the probe does not follow";
                    case ReadError.SPECIAL -> "not a regular file";
                    case "EXDEV" -> "on another mount, which the probe does not enter";
                    case ReadError.MALFORMED -> "it is not of that format";
                    case ReadError.WAL -> "newer packages may stand in the journal beside it";
                    default -> first.code();
                };
        return "its package database " + first.path() + " could not be read (" + why + ")"
                + (databases.size() == 1 ? "" : ", nor could " + (databases.size() - 1) + " more");
    }
}
