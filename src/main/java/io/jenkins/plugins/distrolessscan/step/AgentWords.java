package io.jenkins.plugins.distrolessscan.step;

/** What an agent says to the build's log: no more than a scan can have to say, and the cut is told. */
final class AgentWords {
    static final int MOST_LINES = 10_000;
    static final int MOST_CHARACTERS = 1 << 20;

    private final MaskedLog log;
    private int lines;
    private long characters;

    AgentWords(MaskedLog log) {
        this.log = log;
    }

    synchronized void say(String text) {
        String line = text == null ? "" : text;
        if (lines > MOST_LINES || characters > MOST_CHARACTERS) {
            return;
        }
        lines++;
        characters += line.length();
        if (lines > MOST_LINES || characters > MOST_CHARACTERS) {
            log.say(Messages.AgentWords_cut());
            return;
        }
        log.say(line);
    }
}
