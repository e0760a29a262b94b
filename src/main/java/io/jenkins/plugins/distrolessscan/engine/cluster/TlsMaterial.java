package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
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
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

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
                    privateKey(key.orElse("")),
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

    private static PrivateKey privateKey(String pem) throws ScanException, IOException, GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object block;
            while ((block = parser.readObject()) != null) {
                if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new ScanException(
                            Kind.CONFIGURATION, "The client key is encrypted; give it without a passphrase.");
                }
                if (block instanceof PEMKeyPair pair) {
                    return privateKey(pair.getPrivateKeyInfo());
                }
                if (block instanceof PrivateKeyInfo info) {
                    return privateKey(info);
                }
            }
        } catch (RuntimeException e) {
            // Hostile bytes make a parser throw all sorts of things; none of their messages is for a log.
            throw new InvalidKeySpecException();
        }
        throw new ScanException(
                Kind.CONFIGURATION, "The client certificate comes without its key; give the key as PEM text as well.");
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(info.getEncoded());
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Not of this kind; the next may fit.
            }
        }
        throw new InvalidKeySpecException();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
