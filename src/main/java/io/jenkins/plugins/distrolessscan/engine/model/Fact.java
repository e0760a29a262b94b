package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Objects;

/**
 * One piece of evidence, in words that a reader understands without the code.
 *
 * @param source who says so
 * @param text one sentence; may hold text that came from the target, so every writer escapes it
 * @param location path below the target's root that it is about; empty when it is about none
 */
public record Fact(Source source, String text, String location) {
    public Fact {
        Objects.requireNonNull(source);
        Objects.requireNonNull(text);
        Objects.requireNonNull(location);
    }

    /** A fact about no place in particular. */
    public Fact(Source source, String text) {
        this(source, text, "");
    }

    public static Fact api(String text) {
        return new Fact(Source.API, text);
    }

    public static Fact kubelet(String text) {
        return new Fact(Source.KUBELET, text);
    }

    public static Fact probe(String text) {
        return new Fact(Source.PROBE, text);
    }

    public static Fact client(String text) {
        return new Fact(Source.CLIENT, text);
    }

    /** Where a fact comes from; what it is worth follows from it. */
    public enum Source {
        /** The API server's stored object or its answer. */
        API,
        /** The container status that the node reported to the API server. */
        KUBELET,
        /** The probe's stream. With the target's own uid the target can forge it (S-44): never more than OBSERVED. */
        PROBE,
        /** The scan's own side: its connection, its clock, its limits, its counting. */
        CLIENT;

        /** The word in {@code report.json}: lower case. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
