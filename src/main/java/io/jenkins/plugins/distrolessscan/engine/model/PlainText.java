package io.jenkins.plugins.distrolessscan.engine.model;

/** Text for a terminal or a log: names come from the cluster and may hold escape sequences. */
public final class PlainText {
    private static final int LONGEST = 4000;

    private PlainText() {}

    /** One line: control and formatting characters replaced, bounded; line breaks become spaces. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** The same, but line breaks stay: for sentences that carry a manifest to apply. */
    public static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean breaks) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && clean.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                clean.append(breaks ? '\n' : ' ');
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                clean.append('\uFFFD');
            } else {
                clean.append(c);
            }
        }
        return text.length() > LONGEST ? clean + " ..." : clean.toString();
    }
}
