package io.jenkins.plugins.distrolessscan.step;

import hudson.console.HyperlinkNote;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/**
 * The scan's lines in a build log. They can hold texts of an API server or a cluster, and those could hold a secret: the
 * credential's values are masked with the patterns of the credentials store, in every form that it knows.
 */
final class MaskedLog {
    private static final String MASK = "****";

    private final TaskListener listener;
    private final Pattern secrets;

    MaskedLog(TaskListener listener, Collection<String> secrets) {
        this.listener = listener;
        this.secrets = SecretPatterns.getAggregateSecretPattern(secrets);
    }

    void say(String text) {
        listener.getLogger().println("[distrolessScan] " + PlainText.line(mask(text)));
    }

    /** A line that leads to a page of this Jenkins. */
    void link(String text, String path) {
        listener.getLogger()
                .println("[distrolessScan] " + PlainText.line(mask(text)) + ": "
                        + HyperlinkNote.encodeTo("/" + path, path));
    }

    void error(String text) {
        listener.error("[distrolessScan] " + PlainText.lines(mask(text)));
    }

    String mask(String text) {
        return secrets.pattern().isEmpty() ? text : secrets.matcher(text).replaceAll(MASK);
    }
}
