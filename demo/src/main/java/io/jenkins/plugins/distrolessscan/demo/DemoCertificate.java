package io.jenkins.plugins.distrolessscan.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority and a server certificate for loopback, made at start; the keys are in memory only. */
final class DemoCertificate {
    private static final X500Name AUTHORITY = new X500Name("CN=distroless-scan-demo-ca");
    private static final X500Name SERVER = new X500Name("CN=distroless-scan-demo");

    private final SecureRandom random;
    private final Instant from;
    private final Instant until;
    private final KeyPair authorityKeys;
    private final X509Certificate authority;

    /** @param validFor from now on */
    DemoCertificate(SecureRandom random, Instant now, Duration validFor) {
        this.random = random;
        this.from = now.minus(Duration.ofMinutes(5));
        this.until = now.plus(validFor);
        this.authorityKeys = newKeys();
        this.authority = issue(AUTHORITY, authorityKeys, Optional.empty());
    }

    /** The authority's certificate as PEM text: what a client has to trust. */
    String authorityPem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(authority);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to write", e);
        }
        return text.toString();
    }

    /** TLS of a server on 127.0.0.1 and localhost. */
    SSLContext server() {
        KeyPair keys = newKeys();
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        });
        X509Certificate leaf = issue(SERVER, keys, Optional.of(names));
        // The key store never leaves memory; the API wants a password all the same.
        char[] password = new BigInteger(130, random).toString(32).toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), password, new X509Certificate[] {leaf, authority});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has PKCS12 and TLS", e);
        }
    }

    private X509Certificate issue(X500Name subject, KeyPair keys, Optional<GeneralNames> names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    AUTHORITY,
                    new BigInteger(120, random).add(BigInteger.ONE),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names.isEmpty()));
            if (names.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names.get());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate of known parts can always be made", e);
        }
    }

    private KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has secp256r1", e);
        }
    }
}
