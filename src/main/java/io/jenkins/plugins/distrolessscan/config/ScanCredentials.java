package io.jenkins.plugins.distrolessscan.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.Kubeconfig;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * From a credential's ID to a connection, with the rights of the build: its folder's credentials, those above it, the
 * global ones, and those of the user that it runs as or that gave a credentials parameter.
 */
final class ScanCredentials {
    private static final int MAX_KUBECONFIG_BYTES = 1 << 20;

    private ScanCredentials() {}

    /**
     * @param id an ID, or {@code ${NAME}} for a credentials parameter
     * @param server the server that the credential is for; needed for a token, and decides which credential domains fit
     * @throws ScanException CONFIGURATION with why this credential cannot be used
     */
    static Connection connection(Run<?, ?> run, String id, Optional<String> server) throws ScanException {
        var credential = find(
                id,
                server,
                domain -> CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, domain));
        var connection = connection(id, server, credential);
        CredentialsProvider.track(run, credential);
        return connection;
    }

    /**
     * The same as the builds of an item see it, for a test of the connection from a form.
     *
     * @param item the job or folder; null for the global configuration
     */
    static Connection connection(@CheckForNull Item item, String id, Optional<String> server) throws ScanException {
        return connection(
                id,
                server,
                find(
                        id,
                        server,
                        domain -> CredentialsProvider.findCredentialByIdInItem(
                                id, StandardCredentials.class, item, CredentialsChoice.authentication(item), domain)));
    }

    private static Connection connection(String id, Optional<String> server, StandardCredentials credential)
            throws ScanException {
        if (credential instanceof StringCredentials text) {
            return withToken(id, server, text.getSecret().getPlainText().strip());
        } else if (credential instanceof FileCredentials file) {
            return kubeconfig(id, file);
        } else {
            throw refused(
                    id,
                    "is of the kind \"" + credential.getDescriptor().getDisplayName()
                            + "\"; use a secret text with a token or a secret file with a kubeconfig.");
        }
    }

    private static StandardCredentials find(
            String id, Optional<String> server, Function<List<DomainRequirement>, StandardCredentials> store)
            throws ScanException {
        var fitting = store.apply(CredentialsChoice.domain(server.orElse(null)));
        if (fitting != null) {
            return fitting;
        }
        // Whether an ID exists where this build may not look is not for its log, so those cases share one sentence.
        throw store.apply(List.of()) == null
                ? refused(
                        id,
                        "is not there for this build: correct the ID, or store the credential globally or in a"
                                + " folder above this job. One of another folder, of another user, or with scope System is"
                                + " not for builds.")
                : refused(id, "is in a credential domain that does not fit the server; add the server to that domain.");
    }

    private static Connection withToken(String id, Optional<String> server, String token) throws ScanException {
        if (token.length() > Connection.LONGEST_TOKEN || !Connection.isToken(token)) {
            throw refused(
                    id,
                    "holds no token: it is empty, or has spaces or line breaks. A kubeconfig belongs in a"
                            + " secret file.");
        }
        return Connection.withToken(
                server.orElseThrow(() ->
                        refused(id, "is a token, which does not say for which server; set cluster or serverUrl.")),
                token);
    }

    private static Connection kubeconfig(String id, FileCredentials file) throws ScanException {
        try (var content = file.getContent()) {
            return Kubeconfig.read(content.readNBytes(MAX_KUBECONFIG_BYTES + 1), Optional.empty());
        } catch (IOException e) {
            // The cause may quote the content.
            throw refused(id, "cannot be read; store the file again.");
        }
    }

    private static ScanException refused(String id, String why) {
        return new ScanException(Kind.CONFIGURATION, "The credential " + id + " " + why);
    }
}
