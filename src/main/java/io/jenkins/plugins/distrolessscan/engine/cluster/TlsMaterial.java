package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The two ends of a TLS connection, made from PEM text: whom we trust and, if a client certificate is given, who we are.
 * The given certificate authorities replace the JVM's, they are not added to them: otherwise every public authority could
 * vouch for the cluster.
 */
record TlsMaterial(SSLSocketFactory sockets, ServerTrust trust) {
    static TlsMaterial of(Connection connection, ForeignText text) throws ScanException {
        ServerTrust trust = new ServerTrust(judge(connection.caCertificate()), text);
        KeyManager[] keys = connection.clientCertificate().isPresent()
                ? clientKeys(connection.clientCertificate().get(), connection.clientKey())
                : new KeyManager[0];
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // An empty array, not null: null would be the key store that javax.net.ssl.keyStore names.
            context.init(keys, new TrustManager[] {trust}, null);
            return new TlsMaterial(context.getSocketFactory(), trust);
        } catch (GeneralSecurityException e) {
            throw new ScanException(
                    Kind.CONFIGURATION, "This JVM offers no TLS; use a JVM with its standard providers.");
        }
    }

    private static X509ExtendedTrustManager judge(Optional<String> authorities) throws ScanException {
        try {
            KeyStore store = null; // the JVM's own
            if (authorities.isPresent()) {
                store = emptyStore();
                int n = 0;
                for (X509Certificate certificate :
                        certificates(authorities.get(), "The cluster's certificate authority")) {
                    store.setCertificateEntry("ca" + n++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new GeneralSecurityException();
        } catch (GeneralSecurityException | IOException e) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The certificate authorities cannot be loaded; give the cluster's CA certificate as PEM text.");
        }
    }

    private static KeyManager[] clientKeys(String certificate, Optional<String> key) throws ScanException {
        try {
            KeyStore store = emptyStore();
            char[] password = new char[0];
            store.setKeyEntry(
                    "client",
                    ClientKey.read(key.orElse("")),
                    password,
                    certificates(certificate, "The client certificate").toArray(new X509Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    "The client certificate and its key cannot be used; give both as PEM text, the key not encrypted.");
        }
    }

    /** @throws ScanException CONFIGURATION when there is no certificate in the text or one that cannot be read */
    static List<X509Certificate> certificates(String pem, String what) throws ScanException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            int at = 0;
            String begin = "-----BEGIN CERTIFICATE-----";
            String end = "-----END CERTIFICATE-----";
            while ((at = pem.indexOf(begin, at)) >= 0) {
                int stop = pem.indexOf(end, at);
                if (stop < 0) {
                    throw new CertificateException();
                }
                byte[] block = pem.substring(at, stop + end.length()).getBytes(StandardCharsets.US_ASCII);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
                at = stop;
            }
        } catch (CertificateException e) {
            throw new ScanException(
                    Kind.CONFIGURATION, what + " holds a certificate that cannot be read; give PEM text.");
        }
        if (found.isEmpty()) {
            throw new ScanException(
                    Kind.CONFIGURATION,
                    what + " holds no certificate; give PEM text that begins with -----BEGIN CERTIFICATE-----.");
        }
        return found;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
