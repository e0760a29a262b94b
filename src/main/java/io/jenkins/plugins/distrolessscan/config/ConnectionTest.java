package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.distrolessscan.engine.access.ScopeOfRights;
import io.jenkins.plugins.distrolessscan.engine.access.TokenFacts;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.ConnectionChecks;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks an API server from the controller what a form's user wants to know: its version, who the credential is, how long it
 * lives, and which rights a scan would miss. A controller that cannot reach the cluster is no fault of the job, because
 * scans run on agents.
 */
public final class ConnectionTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));

    private ConnectionTest() {}

    /**
     * A cluster as it is stored, with a credential as the builds of an item see it. An edited URL is never asked: it would
     * hand the token to any server.
     *
     * @param item the job or folder that is configured
     */
    public static FormValidation ofStored(
            Item item, @CheckForNull String cluster, String credentialsId, String namespace) {
        String name = Util.fixEmptyAndTrim(cluster);
        if (name == null) {
            return FormValidation.error(Messages.ConnectionTest_onlyDefined());
        }
        var found = DistrolessScanGlobalConfiguration.get().getClusters().stream()
                .filter(defined -> defined.getName().equals(name))
                .toList();
        if (found.size() != 1 || !found.get(0).allowsJob(item.getFullName())) {
            return FormValidation.error(Messages.ConnectionTest_notAllowed(name));
        }
        ClusterDefinition defined = found.get(0);
        String asked = Util.fixEmptyAndTrim(namespace);
        if (asked != null && !defined.allows(asked)) {
            return FormValidation.error(Messages.ConnectionTest_namespaceNotAllowed(asked, name));
        }
        String id = Util.fixEmptyAndTrim(credentialsId);
        return of(
                item,
                defined.getServerUrl(),
                defined.getCaCertificate(),
                id == null ? defined.getCredentialsId() : id,
                asked);
    }

    /** @param item whose credentials are meant; null for those of Jenkins itself */
    static FormValidation of(
            @CheckForNull Item item,
            String server,
            @CheckForNull String caCertificate,
            @CheckForNull String credentialsId,
            @CheckForNull String namespace) {
        if (credentialsId == null) {
            return FormValidation.error(Messages.ConnectionTest_noCredential());
        }
        if (credentialsId.startsWith("${")) {
            return FormValidation.warning(Messages.ConnectionTest_parameter());
        }
        try {
            ConnectionChecks.server(server);
            Connection credential = ScanCredentials.connection(item, credentialsId, Optional.of(server));
            Connection connection = ClusterAccess.toward(
                    server, Optional.ofNullable(caCertificate).or(credential::caCertificate), credential);
            return ask(connection, namespace);
        } catch (ScanException e) {
            return e.kind() == ScanException.Kind.CONNECTION
                    ? FormValidation.warning(Messages.ConnectionTest_notReachable(PlainText.line(e.getMessage())))
                    : FormValidation.error(PlainText.line(e.getMessage()));
        }
    }

    private static FormValidation ask(Connection connection, @CheckForNull String namespace) throws ScanException {
        Credential credential = TokenFacts.of(connection);
        TokenFacts.requireNotExpired(credential, Clock.systemUTC().instant());
        try (Cluster cluster = new FabricCluster(connection, SHORT)) {
            List<String> said = new ArrayList<>();
            said.add(Messages.ConnectionTest_version(cluster.version()));
            String user = cluster.userName().orElse("");
            if (!user.isEmpty()) {
                said.add(Messages.ConnectionTest_identity(user));
            }
            said.add(credential
                    .expires()
                    .map(end -> Messages.ConnectionTest_expires(
                            end,
                            Duration.between(Clock.systemUTC().instant(), end).toMinutes()))
                    .orElse(Messages.ConnectionTest_noEnd()));
            if (namespace == null) {
                said.add(Messages.ConnectionTest_noNamespace());
                return FormValidation.ok(PlainText.line(String.join(" ", said)));
            }
            List<String> missing = missing(cluster, namespace);
            said.add(
                    missing.isEmpty()
                            ? Messages.ConnectionTest_rights(namespace)
                            : Messages.ConnectionTest_missing(namespace, String.join(", ", missing)));
            String text = PlainText.line(String.join(" ", said));
            return missing.isEmpty() ? FormValidation.ok(text) : FormValidation.error(text);
        }
    }

    /** The needed rights that the server does not say yes to. */
    private static List<String> missing(Cluster cluster, String namespace) throws ScanException {
        List<String> missing = new ArrayList<>();
        for (Right right : ScopeOfRights.of(namespace, List.of()).needed()) {
            if (cluster.mayI(namespace, right) != Answer.ALLOWED) {
                missing.add(right.toString());
            }
        }
        return missing;
    }
}
