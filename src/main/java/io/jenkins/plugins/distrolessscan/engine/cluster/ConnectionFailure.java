package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns a failure below HTTP into the sentence that says what to do: name, route, port, certificate, proxy. */
final class ConnectionFailure {
    private final ServerAddress server;
    private final boolean ownAuthority;
    private final boolean clientCertificate;
    private final boolean proxied;
    private final Timeouts timeouts;
    private final ServerTrust trust;
    private final ForeignText text;

    ConnectionFailure(Connection connection, ApiTransport transport, Timeouts timeouts, ForeignText text) {
        this.server = transport.server();
        this.ownAuthority = connection.caCertificate().isPresent();
        this.clientCertificate = connection.clientCertificate().isPresent();
        this.proxied = connection.proxy().isPresent();
        this.timeouts = timeouts;
        this.trust = transport.trust();
        this.text = text;
    }

    /** Whether asking again may help: the connection broke, which an idle one does when the server gave it up. */
    static boolean isBroken(IOException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SSLException
                    || t instanceof InterruptedIOException
                    || t instanceof TimeoutException
                    || t instanceof ConnectException
                    || t instanceof NoRouteToHostException) {
                return false;
            }
            if (t instanceof EOFException || t instanceof SocketException) {
                return true;
            }
            String message = String.valueOf(t.getMessage());
            if (t instanceof IOException && message.startsWith("unexpected end of stream")) {
                return true;
            }
        }
        return false;
    }

    ScanException explain(String doing, IOException failure) {
        String start = "Cannot " + doing + ": ";
        String host = server.host();
        if (has(failure, ApiTransport.AnswerTooLarge.class).isPresent()) {
            return of(
                    Kind.UNSUPPORTED,
                    start + "the answer of " + server
                            + " is larger than anything a Kubernetes API sends; check the URL.",
                    failure);
        }
        if (has(failure, UnknownHostException.class).isPresent()) {
            // A proxy looks the server's name up itself, so the name that is missing here is the proxy's own.
            return of(
                    Kind.CONNECTION,
                    start + "the name " + (proxied ? "of the proxy" : host) + " cannot be found; check "
                            + (proxied ? "the proxy setting" : "the URL")
                            + ", and that the machine that scans (the build's agent) can look it up.",
                    failure);
        }
        Optional<ScanException> certificate = certificate(start, host, failure);
        if (certificate.isPresent()) {
            return certificate.get();
        }
        if (has(failure, ConnectException.class).isPresent()
                || has(failure, NoRouteToHostException.class).isPresent()) {
            return of(
                    Kind.CONNECTION,
                    start + server + " cannot be reached from here (" + detail(failure) + "); check URL, port,"
                            + " firewall and proxy on the machine that scans (the build's agent).",
                    failure);
        }
        if (has(failure, SocketTimeoutException.class).isPresent()
                || has(failure, InterruptedIOException.class).isPresent()
                || has(failure, TimeoutException.class).isPresent()) {
            return of(
                    Kind.CONNECTION,
                    start + server + " did not answer within " + timeouts.call().toSeconds() + " s (connecting: "
                            + timeouts.connect().toSeconds()
                            + " s); check URL, port, firewall and proxy, and whether the API server is busy.",
                    failure);
        }
        if (has(failure, ProtocolException.class).isPresent()) {
            return of(
                    Kind.CONNECTION,
                    start + server + " does not speak HTTP as an API server does; check URL and port.",
                    failure);
        }
        return of(
                Kind.CONNECTION,
                start + "the connection to " + server + " failed (" + detail(failure) + "); try again, and check what"
                        + " stands between here and the server.",
                failure);
    }

    private Optional<ScanException> certificate(String start, String host, IOException failure) {
        String presented = trust.describePresented();
        if (has(failure, SSLPeerUnverifiedException.class).isPresent()) {
            return Optional.of(of(
                    Kind.CONNECTION,
                    start + "the certificate of " + server + " is not for the name " + host + ". " + presented
                            + " Use one of these names in the URL, or have the certificate issued for " + host + ".",
                    failure));
        }
        if (has(failure, CertificateExpiredException.class).isPresent()
                || has(failure, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(of(
                    Kind.CONNECTION,
                    start + "the certificate of " + server + " is not valid at this time. " + presented
                            + " Have it renewed, or set the clock of this machine right.",
                    failure));
        }
        Optional<SSLException> ssl = has(failure, SSLException.class);
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        String message = String.valueOf(ssl.get().getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("plaintext connection") || message.contains("unsupported or unrecognized ssl message")) {
            return Optional.of(of(
                    Kind.CONNECTION,
                    start + server + " does not speak TLS at this port; give the API server's https port.",
                    failure));
        }
        boolean untrusted = has(failure, CertPathValidatorException.class).isPresent()
                || message.contains("pkix")
                || message.contains("trustanchors")
                || message.contains("trust anchor");
        if (ssl.get() instanceof SSLHandshakeException && untrusted) {
            return Optional.of(of(
                    Kind.CONNECTION,
                    start + "the certificate of " + server + " is not trusted. " + presented
                            + (ownAuthority
                                    ? " The given CA certificate did not issue it; give the one of this cluster"
                                    : " Give the cluster's CA certificate (PEM)")
                            + ": certificate-authority-data of a working kubeconfig, base64-decoded, or the ConfigMap"
                            + " kube-root-ca.crt.",
                    failure));
        }
        if (message.contains("alert") && (message.contains("certificate") || message.contains("unknown_ca"))) {
            return Optional.of(of(
                    clientCertificate ? Kind.UNAUTHENTICATED : Kind.CONNECTION,
                    start
                            + (clientCertificate
                                    ? server
                                            + " refuses the client certificate: expired, or of another cluster; give a new one."
                                    : server
                                            + " wants a client certificate; check that the URL is the API server's own."),
                    failure));
        }
        boolean closed = has(failure, EOFException.class).isPresent()
                || has(failure, SocketException.class).isPresent()
                || message.contains("terminated the handshake")
                || message.contains("connection reset")
                || message.contains("closed");
        if (closed && !message.contains("alert")) {
            return Optional.of(of(
                    Kind.CONNECTION,
                    start + "the connection to " + server + " was closed during the TLS handshake (" + detail(failure)
                            + "); is the API server up, and is there a proxy or load balancer in between?",
                    failure));
        }
        return Optional.of(of(
                Kind.CONNECTION,
                start + "no TLS connection to " + server + " (" + detail(failure) + "); TLS 1.2 or 1.3 is needed.",
                failure));
    }

    private static <T extends Throwable> Optional<T> has(Throwable failure, Class<T> type) {
        Throwable t = failure;
        for (int depth = 0; t != null && depth < 12; depth++, t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }

    private String detail(IOException failure) {
        return text.clean(failure.getClass().getSimpleName() + ": " + failure.getMessage(), 200);
    }

    /** The cause is a copy with a cleaned message: the original repeats the server's words, and so perhaps our token. */
    private ScanException of(Kind kind, String sentence, IOException failure) {
        IOException cause =
                new IOException(text.clean(failure.getClass().getName() + ": " + failure.getMessage(), 300));
        cause.setStackTrace(failure.getStackTrace());
        return new ScanException(kind, sentence, cause);
    }
}
