package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes text of an API server, a webhook, a policy or a certificate fit for a message: bounded, one line, and without
 * anything that looks like a token. Such text is hostile: whoever may write a policy's message or stands between us and
 * the server chooses it, and an echo of the request would put the credential into a build log.
 */
public final class ForeignText {
    /** Enough for Pod Security's longest sentence over several containers. */
    static final int MAX_CHARACTERS = 2_000;

    static final String REDACTED = "[redacted]";

    /** The first part of a JWT is the base64 of <code>{"</code>; a bare first part is redacted as well. */
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{10,}(\\.[A-Za-z0-9_-]*){0,4}");

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{16,}");

    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", Pattern.DOTALL);

    /** A shorter piece of a token is no secret, and might be a word. */
    private static final int SECRET_PIECE = 16;

    private final List<String> secrets;

    /** @param credential our own token, redacted wherever it appears, also one of its parts between dots alone */
    public ForeignText(Optional<String> credential) {
        this.secrets = credential.stream()
                .flatMap(c -> Stream.concat(
                        Stream.of(c), Arrays.stream(c.split("\\.")).filter(p -> p.length() >= SECRET_PIECE)))
                .filter(c -> !c.isEmpty())
                .toList();
    }

    /** As {@link #clean(String, int)}, with room for the longest sentence of Pod Security. */
    public String clean(String text) {
        return clean(text, MAX_CHARACTERS);
    }

    /** The text in one line, at most so many characters long, without tokens and keys. */
    public String clean(String text, int characters) {
        // Redacting comes before cutting, so that no half of a token is left at the cut.
        String safe = text;
        for (String secret : secrets) {
            safe = safe.replace(secret, REDACTED);
        }
        safe = PRIVATE_KEY.matcher(safe).replaceAll(REDACTED);
        safe = JWT.matcher(safe).replaceAll(REDACTED);
        safe = BEARER.matcher(safe).replaceAll("$1 " + REDACTED);
        return PlainText.bounded(safe, characters, c -> " ").strip();
    }
}
