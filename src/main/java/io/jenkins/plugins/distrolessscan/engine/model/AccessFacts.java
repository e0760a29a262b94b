package io.jenkins.plugins.distrolessscan.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The scan's own access (S-4, S-6, S-10 to S-12): who it is, with what credential, and what that may do. Never the
 * credential.
 *
 * @param server the API server's URL
 * @param serverVersion such as {@code v1.34.4}, empty if not known
 * @param tls protocol and cipher, and the certificate's issuer, as a sentence; empty if not known
 * @param userName the name that the API server knows the credential by, empty if it would not say
 * @param credential what the credential is
 * @param rights the needed and the forbidden rights with the server's answers
 * @param excess rights held beyond the needed ones, each as text such as {@code get secrets in shop}
 * @param excessKnown whether the server's list of rights was complete
 * @param notes what could not be asked, and why
 * @param misuse whether misuse of the right to add debug containers is refused
 */
public record AccessFacts(
        String server,
        String serverVersion,
        String tls,
        String userName,
        Credential credential,
        List<RightCheck> rights,
        List<String> excess,
        boolean excessKnown,
        List<String> notes,
        MisuseChecks misuse) {
    public AccessFacts {
        rights = List.copyOf(rights);
        excess = List.copyOf(excess);
        notes = List.copyOf(notes);
    }

    /** The same with what the checks of misuse found. */
    public AccessFacts with(MisuseChecks found) {
        return new AccessFacts(
                server, serverVersion, tls, userName, credential, rights, excess, excessKnown, notes, found);
    }

    /**
     * Facts of the credential, from the claims of a token.
     *
     * @param kind what it is
     * @param issued {@code iat}
     * @param expires {@code exp}; empty for a token that never expires and for what is no JWT
     * @param audiences {@code aud}
     * @param subject {@code sub}, empty if none
     * @param boundTo the object it is bound to, such as {@code Secret/x}; empty if none
     */
    public record Credential(
            Kind kind,
            Optional<Instant> issued,
            Optional<Instant> expires,
            List<String> audiences,
            String subject,
            String boundTo) {
        public Credential {
            audiences = List.copyOf(audiences);
        }

        /** Kinds of credentials. */
        public enum Kind {
            /** A token with readable claims. */
            JWT,
            /** A token that says nothing of itself. */
            OPAQUE_TOKEN,
            CLIENT_CERTIFICATE
        }
    }

    /** One right: verb, API group (empty for core), resource with subresource, and a name or empty for all. */
    public record Right(String verb, String group, String resource, String name) {
        @Override
        public String toString() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                    + (name.isEmpty() ? "" : " \"" + name + "\"");
        }
    }

    /** The answer to one question. */
    public record RightCheck(Right right, Need need, Answer answer) {}

    /** Whether the scan needs the right, or should not have it. */
    public enum Need {
        NEEDED,
        UNWANTED
    }

    /** The API server's answer. */
    public enum Answer {
        ALLOWED,
        DENIED,
        UNKNOWN
    }
}
