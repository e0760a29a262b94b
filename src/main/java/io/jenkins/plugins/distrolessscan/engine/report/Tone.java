package io.jenkins.plugins.distrolessscan.engine.report;

/** How a word is meant. A page shows it by colour, and always beside the word that says the same. */
enum Tone {
    /** Holds. */
    GOOD,
    /** For the reader's information. */
    NOTE,
    /** Look here. */
    WARN,
    /** Does not hold. */
    BAD,
    /** No judgement. */
    PLAIN
}
