package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the server's certificate as the platform does, and remembers what was presented, so that a refusal can say whose
 * certificate it was. There is no way to switch the judgement off (S-12).
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private static final int MAX_NAMES = 12;

    private final X509ExtendedTrustManager judge;
    private final ForeignText text;
    private volatile Optional<X509Certificate> presented = Optional.empty();

    ServerTrust(X509ExtendedTrustManager judge, ForeignText text) {
        this.judge = judge;
        this.text = text;
    }

    /** The server's own certificate, trusted or not; empty before the first handshake. */
    Optional<X509Certificate> presented() {
        return presented;
    }

    /** Subject, issuer, names and dates of the presented certificate as one sentence part; empty if there was none. */
    String describePresented() {
        return presented
                .map(c -> "The server presented a certificate of "
                        + name(c.getSubjectX500Principal().getName())
                        + ", issued by " + name(c.getIssuerX500Principal().getName()) + ", for the names " + names(c)
                        + ", valid from " + date(c.getNotBefore().toInstant()) + " to "
                        + date(c.getNotAfter().toInstant()) + ".")
                .orElse("");
    }

    String name(String principal) {
        String clean = text.clean(principal, 200);
        return clean.isEmpty() ? "(no name)" : clean;
    }

    private String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> entry : all) {
                    // 2 is a DNS name, 7 an IP address; others cannot match a server.
                    if (entry.size() > 1
                            && (Integer.valueOf(2).equals(entry.get(0))
                                    || Integer.valueOf(7).equals(entry.get(0)))) {
                        names.add(text.clean(String.valueOf(entry.get(1)), 100));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return "(not readable)";
        }
        if (names.isEmpty()) {
            return "(none)";
        }
        int more = names.size() - MAX_NAMES;
        return String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String date(Instant instant) {
        return instant.toString().substring(0, 10);
    }

    private void remember(X509Certificate[] chain) {
        if (chain != null && chain.length > 0) {
            presented = Optional.of(chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        remember(chain);
        judge.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        remember(chain);
        judge.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        remember(chain);
        judge.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
