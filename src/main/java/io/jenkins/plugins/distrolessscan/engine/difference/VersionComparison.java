package io.jenkins.plugins.distrolessscan.engine.difference;

import java.util.OptionalInt;

/** Says which of two versions of a package is the later one. */
@FunctionalInterface
public interface VersionComparison {
    /**
     * @param type purl type, such as {@code deb}
     * @return negative, zero or positive as of a comparator; empty when no order is known
     */
    OptionalInt compare(String type, String one, String other);

    /** No order is known. */
    static VersionComparison unknown() {
        return (type, one, other) -> OptionalInt.empty();
    }
}
