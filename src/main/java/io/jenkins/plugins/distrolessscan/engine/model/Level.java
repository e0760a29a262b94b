package io.jenkins.plugins.distrolessscan.engine.model;

/** A level of risk, from the matrix of likelihood and impact of the security analysis. */
public enum Level {
    MINIMAL("Minimal"),
    LOW("Low"),
    MEDIUM("Medium"),
    HIGH("High"),
    CRITICAL("Critical");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    /** The word that a report prints. */
    public String word() {
        return word;
    }

    /** One step worse; {@link #CRITICAL} stays. */
    public Level worse() {
        return values()[Math.min(ordinal() + 1, values().length - 1)];
    }
}
