package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.List;
import java.util.Locale;

/** Checks of the parts of a {@link Connection}, for those who take it in pieces. Nothing here opens a connection. */
public final class ConnectionChecks {
    private ConnectionChecks() {}

    /** @throws ScanException CONFIGURATION with what is wrong with the URL of an API server */
    public static void server(String url) throws ScanException {
        ServerAddress.of(url);
    }

    /** Whether two URLs name the same API server, however they are written. */
    public static boolean sameServer(String one, String other) throws ScanException {
        return normal(one).equals(normal(other));
    }

    /**
     * The host that an API server's URL names.
     *
     * @throws ScanException CONFIGURATION with what is wrong with the URL
     */
    public static String host(String url) throws ScanException {
        return ServerAddress.of(url).host();
    }

    /**
     * @return for each certificate its subject and its last day
     * @throws ScanException CONFIGURATION with what is wrong with the PEM text
     */
    public static List<String> caCertificate(String pem) throws ScanException {
        return TlsMaterial.certificates(pem, "The CA certificate").stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName() + ", valid until "
                        + certificate.getNotAfter().toInstant())
                .toList();
    }

    private static String normal(String url) throws ScanException {
        ServerAddress address = ServerAddress.of(url);
        return address.host().toLowerCase(Locale.ROOT) + ":" + address.port()
                + address.base().getRawPath();
    }
}
