package io.jenkins.plugins.distrolessscan.engine.model;

import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is different from an earlier build. Without a usable reference all lists are empty: nothing was compared.
 *
 * @param reference what was compared with
 * @param compared kinds of findings that both builds looked at, by the same rule of identity
 * @param findings new, fixed and changed ones, and those that one of the two builds could not have found
 * @param unchanged how many findings are as they were
 * @param packages packages that came, went, or have another version
 * @param controls controls of another status
 * @param risks parts of the security analysis in another state
 */
public record Difference(
        Reference reference,
        List<FindingKind> compared,
        List<FindingChange> findings,
        int unchanged,
        List<PackageChange> packages,
        List<ControlChange> controls,
        List<RiskChange> risks) {
    public Difference {
        compared = List.copyOf(compared);
        findings = List.copyOf(findings);
        packages = List.copyOf(packages);
        controls = List.copyOf(controls);
        risks = List.copyOf(risks);
    }

    /** Nothing to compare with. */
    public static Difference without(Reference reference) {
        return new Difference(reference, List.of(), List.of(), 0, List.of(), List.of(), List.of());
    }

    /** How many findings have a kind of change. */
    public int count(FindingChange.Kind kind) {
        return (int) findings.stream().filter(change -> change.kind() == kind).count();
    }

    /**
     * The build that a scan is compared with.
     *
     * @param name the build, such as {@code shop #41}; empty when there is none
     * @param state whether it can be used
     * @param finished when its scan ended
     * @param reason a sentence when it cannot be used, else empty
     */
    public record Reference(String name, State state, Optional<Instant> finished, String reason) {
        /** The first build of its kind. */
        public static Reference none() {
            return new Reference("", State.NONE, Optional.empty(), "");
        }

        /** One that was asked for by name and cannot be used. */
        public static Reference notUsable(String name, String reason) {
            return new Reference(name, State.NOT_USABLE, Optional.empty(), reason);
        }

        public boolean found() {
            return state == State.FOUND;
        }

        /** Whether there is one. */
        public enum State {
            FOUND,
            /** No earlier build of the same choice of pods was complete and met its gates. */
            NONE,
            /** It was asked for, and is missing, running, deleted or unreadable. */
            NOT_USABLE
        }
    }

    /**
     * A finding that is not as it was.
     *
     * @param kind what happened
     * @param finding the finding; of the reference when it is gone
     * @param before the same finding in the reference; empty when it had none
     * @param cause why it is new; empty for all other kinds
     */
    public record FindingChange(
            Kind kind, IndexedFinding finding, Optional<IndexedFinding> before, Optional<Cause> cause) {
        /** What happened to a finding. */
        public enum Kind {
            /** The reference looked at it and did not find it. */
            NEW,
            /** It was looked at again and is gone. */
            FIXED,
            /** Another severity, loaded state, fixed version, listed as exploited since, waived, or no longer waived. */
            CHANGED,
            /** The reference did not look at it: it may have been there. */
            FIRST_LOOKED_AT,
            /** It was not looked at this time: it may still be there. */
            NO_LONGER_LOOKED_AT
        }

        /** Why a finding is new. */
        public enum Cause {
            /** The package, or another version of it, came into the container. */
            PACKAGE_CAME,
            /** The package was there; the vulnerability data is another. */
            DATA_CAME,
            /** Package and data are as they were; this program judges otherwise. */
            RULE_CAME,
            /** What a control looks at is another. */
            TARGET_CHANGED
        }
    }

    /**
     * A package that came, went or has another version.
     *
     * @param kind what happened
     * @param type purl type
     * @param name its name
     * @param before versions in the reference, between commas
     * @param after versions now, between commas
     * @param workload {@link Workload#key}
     */
    public record PackageChange(Kind kind, String type, String name, String before, String after, String workload) {
        /** What happened to a package. */
        public enum Kind {
            ADDED,
            REMOVED,
            UP,
            DOWN,
            /** Another version, and no order of the two is known. */
            CHANGED
        }
    }

    /** A control of another status; empty where a build did not evaluate it. */
    public record ControlChange(
            String id, Optional<ControlResult.Status> before, Optional<ControlResult.Status> after) {}

    /** A part of the security analysis in another state, by its constant's name. */
    public record RiskChange(String id, String before, String after) {}
}
