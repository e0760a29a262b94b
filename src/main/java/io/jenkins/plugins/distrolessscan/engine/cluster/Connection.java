package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach an API server. Nothing is taken from the environment. {@link #toString()} shows no secret.
 *
 * @param server https URL
 * @param caCertificate PEM text of the certificate authorities to trust; empty for the JVM's
 * @param token bearer token
 * @param clientCertificate PEM text, with {@code clientKey}
 * @param clientKey PEM text of the private key
 * @param namespace the default namespace, from a kubeconfig's context
 * @param proxy https proxy URL; empty for none
 */
public record Connection(
        String server,
        Optional<String> caCertificate,
        Optional<String> token,
        Optional<String> clientCertificate,
        Optional<String> clientKey,
        Optional<String> namespace,
        Optional<String> proxy) {
    /** Characters that no token has more of. */
    public static final int LONGEST_TOKEN = 65_536;

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /** Whether a text can be a token by its characters: not empty, and in one word of an HTTP header. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** A server reached with a bearer token, trusted by the JVM's authorities. */
    public static Connection withToken(String server, String token) {
        Optional<String> none = Optional.empty();
        return new Connection(server, none, Optional.of(token), none, none, none, none);
    }

    /** The same, trusting only these certificate authorities (PEM text); empty for the JVM's. */
    public Connection trusting(Optional<String> authorities) {
        return new Connection(server, authorities, token, clientCertificate, clientKey, namespace, proxy);
    }

    /** The same through a proxy; empty for none. */
    public Connection through(Optional<String> other) {
        return new Connection(server, caCertificate, token, clientCertificate, clientKey, namespace, other);
    }

    /** The password in the proxy's URL, so that it can be kept out of logs; empty when there is none. */
    public Optional<String> proxyPassword() {
        try {
            return proxy.isEmpty()
                    ? Optional.empty()
                    : ProxyAddress.of(proxy.get())
                            .login()
                            .map(ProxyAddress.Login::password)
                            .filter(password -> !password.isEmpty());
        } catch (ScanException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Connection[" + server + ", " + (token.isPresent() ? "token" : "client certificate") + "]";
    }
}
