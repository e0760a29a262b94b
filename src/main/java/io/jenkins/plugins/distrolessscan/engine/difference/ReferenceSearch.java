package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Chooses the build that a scan is compared with: the newest that chose the same pods of the same cluster, was complete and
 * met its gates. A build that missed them is no reference, so that building again never turns red into green.
 */
public final class ReferenceSearch {
    /** Builds that are looked at, the newest first. */
    public static final int MOST_BUILDS = 50;

    private ReferenceSearch() {}

    /** An earlier scan, as far as its build's own record tells of it. */
    public interface Candidate {
        /** The build, such as {@code shop #41}. */
        String name();

        /** The build has ended. */
        boolean completed();

        /** {@link Scope#of}; empty in records of versions that did not store it. */
        String scope();

        /** What its verdict says. */
        Verdict.Result result();

        /** @throws IOException when it is gone or cannot be read, with a sentence */
        ReportIndex index() throws IOException;
    }

    /**
     * What was chosen.
     *
     * @param reference the build, or why there is none
     * @param index its index; empty without a usable one
     */
    public record Found(Reference reference, Optional<ReportIndex> index) {
        /** Nothing to compare with. */
        public static Found none() {
            return new Found(Reference.none(), Optional.empty());
        }

        /** One that was asked for cannot be used. */
        public static Found notUsable(String name, String reason) {
            return new Found(Reference.notUsable(name, reason), Optional.empty());
        }

        private static Found of(String name, ReportIndex index) {
            return new Found(
                    new Reference(name, Reference.State.FOUND, Optional.of(index.finished()), ""), Optional.of(index));
        }
    }

    /**
     * The newest that fits; none when no build fits. An index that cannot be read is passed over.
     *
     * @param newestFirst earlier builds, loaded as they are asked for
     * @param scope {@link Scope#of} this scan
     */
    public static Found newest(Iterator<? extends Candidate> newestFirst, String scope) {
        for (int walked = 0; walked < MOST_BUILDS && newestFirst.hasNext(); walked++) {
            Candidate candidate = newestFirst.next();
            if (candidate.completed()
                    && candidate.result() == Verdict.Result.PASSED
                    && candidate.scope().equals(scope)) {
                try {
                    return Found.of(candidate.name(), candidate.index());
                } catch (IOException e) {
                    // An older one that can be read is the better reference than none.
                    continue;
                }
            }
        }
        return Found.none();
    }

    /**
     * The one that was asked for by name, whatever its verdict; not usable while it runs, or when it cannot be read.
     *
     * @param candidate empty when there is no such build, or no scan in it
     */
    public static Found named(String name, Optional<? extends Candidate> candidate) {
        if (candidate.isEmpty()) {
            return Found.notUsable(name, "There is no such build, or it has no such scan.");
        }
        if (!candidate.get().completed()) {
            return Found.notUsable(name, "It is still running.");
        }
        try {
            return Found.of(candidate.get().name(), candidate.get().index());
        } catch (IOException e) {
            return Found.notUsable(name, "Its stored scan cannot be read.");
        }
    }
}
