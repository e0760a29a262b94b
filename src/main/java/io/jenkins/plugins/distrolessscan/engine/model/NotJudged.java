package io.jenkins.plugins.distrolessscan.engine.model;

/** Why a package was not judged. None of these means that it has no vulnerability. */
public enum NotJudged {
    NO_ECOSYSTEM("its ecosystem is not known"),
    NO_RELEASE("the distribution's release is not known"),
    NO_DATA("there is no data for its ecosystem"),
    NO_VERSION("its version is not known"),
    UNREADABLE_VERSION("its version cannot be compared"),
    GUESSED_IDENTITY("its identity is a guess that the data does not settle"),
    COMMITS_ONLY("the records name commits and no versions"),
    OWNED_WITHOUT_DATA("it belongs to a package of a distribution that there is no data for");

    private final String words;

    NotJudged(String words) {
        this.words = words;
    }

    /** The reason as the end of a sentence. */
    public String words() {
        return words;
    }
}
