package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * What the right to add a debug container could be misused for (S-4, S-11). Each differs from the scan's own debug
 * container in this one respect, so that a refusal is about it and nothing else.
 */
public enum Misuse {
    IMAGE("another image"),
    COMMAND("another command (a shell)"),
    PRIVILEGED("a privileged container"),
    CAPABILITY("an added capability (SYS_PTRACE)"),
    /** No misuse where the target is root: the scan itself needs it there. */
    ROOT("the root user"),
    SECRET("a Secret as environment variables"),
    INTERACTIVE("stdin and a terminal");

    private final String words;

    Misuse(String words) {
        this.words = words;
    }

    /** What is tried, as the object of "tried": {@code another image}. */
    public String words() {
        return words;
    }

    /** Whether the scan's own debug container does without it. */
    public boolean beyond(DebugContainerSpec own) {
        return this != ROOT || own.identity().uid() != 0;
    }
}
