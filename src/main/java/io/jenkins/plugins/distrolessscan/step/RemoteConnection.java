package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import java.io.Serializable;
import java.util.Optional;

/**
 * A connection in plain values, for one call to an agent. It is never stored: no persisted class has a field of it.
 * {@link #toString()} shows no secret.
 */
final class RemoteConnection implements Serializable {
    private static final long serialVersionUID = 1;

    private final String server;
    private final String caCertificate;
    private final String token;
    private final String clientCertificate;
    private final String clientKey;
    private final String namespace;
    private final String proxy;

    RemoteConnection(Connection connection) {
        server = connection.server();
        caCertificate = connection.caCertificate().orElse(null);
        token = connection.token().orElse(null);
        clientCertificate = connection.clientCertificate().orElse(null);
        clientKey = connection.clientKey().orElse(null);
        namespace = connection.namespace().orElse(null);
        proxy = connection.proxy().orElse(null);
    }

    Connection connection() {
        return new Connection(
                server,
                Optional.ofNullable(caCertificate),
                Optional.ofNullable(token),
                Optional.ofNullable(clientCertificate),
                Optional.ofNullable(clientKey),
                Optional.ofNullable(namespace),
                Optional.ofNullable(proxy));
    }

    @Override
    public String toString() {
        return "RemoteConnection[" + server + "]";
    }
}
