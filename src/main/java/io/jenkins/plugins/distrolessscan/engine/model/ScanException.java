package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Objects;

/**
 * Something that a person has to act on. The message is one sentence that says what happened and what to do; it never
 * holds a secret.
 */
public class ScanException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    public ScanException(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind);
    }

    public ScanException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind);
    }

    public Kind kind() {
        return kind;
    }

    /** What went wrong; decides the exit code and the build result. */
    public enum Kind {
        /** A parameter, a kubeconfig, a file: nothing was attached. Exit code 2. */
        CONFIGURATION(2),
        /** The API server cannot be reached or its certificate is not trusted. Exit code 3. */
        CONNECTION(3),
        /** The API server does not know the token, or the token is expired. Exit code 3. */
        UNAUTHENTICATED(3),
        /** The token may not do what the scan needs. Exit code 3. */
        FORBIDDEN(3),
        /** Namespace, pod or container is not there. Exit code 3. */
        NOT_FOUND(3),
        /** The object was changed since it was read: read it again. Exit code 3. */
        CONFLICT(3),
        /** Admission refuses the debug container. Exit code 3. */
        REFUSED(3),
        /** The cluster answers something that the scan cannot work with. Exit code 3. */
        UNSUPPORTED(3),
        /** Stopped by the user. Exit code 3. */
        INTERRUPTED(3);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
