package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Limit;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What runs in the target and was not looked at, and what did not fit into the probe's share of CPU: gaps by name. */
final class NotLookedAt {
    private static final int MOST_MOUNTS = 20;

    private NotLookedAt() {}

    static List<Limit> of(Evidence evidence) {
        List<Limit> limits = new ArrayList<>();
        mountsWithCode(evidence).stream()
                .limit(MOST_MOUNTS)
                .forEach(mount -> limits.add(new Limit(Limit.MOUNTED_CODE, mount)));
        missingCpu(evidence).ifPresent(clause -> limits.add(new Limit(Limit.CPU, clause)));
        return limits;
    }

    /** Mounts that were not entered and hold, or hide, what a process of the target runs or has mapped as code. */
    private static Set<String> mountsWithCode(Evidence evidence) {
        Set<String> mounts = new TreeSet<>();
        evidence.runtime().loaded().stream()
                .filter(file -> file.executed() || file.mapping() == Mapping.EXECUTE)
                .filter(file -> file.kind().isEmpty() && !file.mount().isEmpty())
                .map(LoadedFile::mount)
                .forEach(mounts::add);
        Stream.concat(
                        Stream.of(evidence.target().exe()),
                        evidence.processes().stream()
                                .filter(Evidence.Process::ours)
                                .map(Evidence.Process::exe))
                .forEach(program -> evidence.mounts().stream()
                        .filter(mount -> mount.pruned() && program.startsWith(mount.path() + "/"))
                        .map(Evidence.Mount::path)
                        .forEach(mounts::add));
        return mounts;
    }

    /** A clause, when the time was over and the probe had waited so as to stay within its share. */
    private static Optional<String> missingCpu(Evidence evidence) {
        boolean late = evidence.limits().stream().anyMatch(limit -> limit.what().equals("time"));
        return evidence.runtime()
                .work()
                .filter(work -> late && work.pausedMs() > 0)
                .map(work -> "it used " + seconds(work.cpuMs())
                        + " s of CPU time, which is its share of the pod's limit, and"
                        + " would need " + needed(work, evidence.end().entries())
                        + "; give it more time (timeout), a larger"
                        + " share, or the pod a higher CPU limit");
    }

    /** What is below the names that it did not come to is not known, so that this is the least. */
    private static String needed(Work work, long entries) {
        return entries > 0 && work.left() > 0
                ? "at least " + seconds((long) (work.cpuMs() * (1 + (double) work.left() / entries))) + " s for the "
                        + (entries + work.left()) + " files that it saw"
                : "more than that";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }
}
