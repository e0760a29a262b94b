package io.jenkins.plugins.distrolessscan.config;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.ConnectionChecks;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import java.util.Optional;

/**
 * What a build may connect to, after everything an administrator has to say about it. Made on the controller; holds the
 * token, so it is never stored: a resumed build asks again.
 *
 * @param cluster the defined cluster's name; empty for an inline server
 * @param namespace the namespace to scan
 * @param image the probe's image, which this build may use here
 * @param credentialsId the credential's ID
 * @param connection how to get there
 * @param margins what a scan leaves to the applications there
 */
public record ClusterAccess(
        Optional<String> cluster,
        String namespace,
        String image,
        String credentialsId,
        Connection connection,
        Margins margins) {
    /**
     * @param run the build, whose rights decide which credentials there are
     * @throws ScanException CONFIGURATION with what to change, in the job or in the global configuration
     */
    public static ClusterAccess of(Run<?, ?> run, RequestedCluster requested) throws ScanException {
        var settings = DistrolessScanGlobalConfiguration.get();
        if (settings.isScansDisabled()) {
            throw refused("Scans are switched off in the global configuration; ask an administrator of this Jenkins.");
        }
        return requested.cluster().isPresent()
                ? defined(
                        run, requested, definition(settings, requested.cluster().get()))
                : inline(run, requested, settings);
    }

    private static ClusterAccess defined(Run<?, ?> run, RequestedCluster requested, ClusterDefinition cluster)
            throws ScanException {
        if (requested.serverUrl().isPresent() || requested.caCertificate().isPresent()) {
            throw refused("cluster names a server already; remove serverUrl and caCertificate, or cluster.");
        }
        String job = run.getParent().getFullName();
        if (!cluster.allowsJob(job)) {
            throw refused("The global configuration does not let the job " + job + " scan the cluster "
                    + cluster.getName() + "; ask an administrator of this Jenkins.");
        }
        var image = cluster.images().of(requested.image());
        var id = requested.credentialsId().or(() -> Optional.ofNullable(cluster.getCredentialsId()));
        var credential = ScanCredentials.connection(run, required(id), Optional.of(cluster.getServerUrl()));
        if (!ConnectionChecks.sameServer(credential.server(), cluster.getServerUrl())) {
            throw refused("The kubeconfig is for another server than the cluster " + cluster.getName()
                    + "; use a credential of that cluster.");
        }
        var namespace = namespace(requested, credential);
        if (!cluster.allows(namespace)) {
            throw refused("The global configuration does not allow scans in namespace " + namespace + " of cluster "
                    + cluster.getName() + "; ask an administrator of this Jenkins.");
        }
        var authority = Optional.ofNullable(cluster.getCaCertificate()).or(credential::caCertificate);
        return new ClusterAccess(
                Optional.of(cluster.getName()),
                namespace,
                image,
                required(id),
                toward(cluster.getServerUrl(), authority, credential),
                cluster.margins());
    }

    private static ClusterAccess inline(
            Run<?, ?> run, RequestedCluster requested, DistrolessScanGlobalConfiguration settings)
            throws ScanException {
        if (!settings.isAllowInlineServers()) {
            throw refused("No cluster is named, and the global configuration does not allow other servers than its own;"
                    + " set cluster to the name of a cluster that is defined there.");
        }
        if (requested.serverUrl().isPresent()) {
            ConnectionChecks.server(requested.serverUrl().get());
        }
        var image = ImageChoice.ofBuilds().of(requested.image());
        var credential = ScanCredentials.connection(run, required(requested.credentialsId()), requested.serverUrl());
        if (requested.serverUrl().isPresent()
                && !ConnectionChecks.sameServer(
                        credential.server(), requested.serverUrl().get())) {
            throw refused("serverUrl and the kubeconfig name two servers; remove serverUrl, or use a secret text.");
        }
        if (!settings.allowsInlineServer(credential.server())) {
            throw refused(
                    "The global configuration does not let builds name the server " + credential.server()
                            + "; set cluster to the name of a cluster that is defined there, or ask an administrator of this Jenkins.");
        }
        var authority = requested.caCertificate().or(credential::caCertificate);
        return new ClusterAccess(
                Optional.empty(),
                namespace(requested, credential),
                image,
                required(requested.credentialsId()),
                toward(credential.server(), authority, credential),
                Margins.DEFAULT);
    }

    /**
     * How a build's cluster is reached when the build itself is not there any more: by what was registered of it.
     *
     * @param item the job, whose rights decide which credentials there are
     * @param cluster name of a defined cluster; empty for a server that the build named itself
     * @throws ScanException CONFIGURATION when the cluster or the credential is gone
     */
    public static Connection again(Item item, String cluster, String server, String caCertificate, String credentialsId)
            throws ScanException {
        var settings = DistrolessScanGlobalConfiguration.get();
        var defined = cluster.isEmpty() ? null : definition(settings, cluster);
        var url = defined == null ? server : defined.getServerUrl();
        if (!ConnectionChecks.sameServer(url, server) || defined == null && !settings.allowsInlineServer(url)) {
            throw refused("The cluster of the scan is defined otherwise now.");
        }
        var credential = ScanCredentials.connection(item, credentialsId, Optional.of(url));
        var authority = defined == null
                ? Optional.of(caCertificate).filter(text -> !text.isEmpty())
                : Optional.ofNullable(defined.getCaCertificate());
        return toward(url, authority.or(credential::caCertificate), credential);
    }

    private static ClusterDefinition definition(DistrolessScanGlobalConfiguration settings, String name)
            throws ScanException {
        var found = settings.getClusters().stream()
                .filter(cluster -> cluster.getName().equals(name))
                .toList();
        if (found.size() > 1) {
            throw refused("The global configuration defines the cluster " + name + " more than once; ask an"
                    + " administrator to rename one.");
        }
        if (found.isEmpty()) {
            throw refused("The global configuration defines no cluster " + name + "; correct the name, or ask an"
                    + " administrator to add the cluster.");
        }
        return found.get(0);
    }

    static Connection toward(String server, Optional<String> authority, Connection credential) throws ScanException {
        return new Connection(
                server,
                authority,
                credential.token(),
                credential.clientCertificate(),
                credential.clientKey(),
                credential.namespace(),
                JenkinsProxy.toward(server));
    }

    private static String required(Optional<String> credentialsId) throws ScanException {
        return credentialsId.orElseThrow(
                () -> refused("No credential is named; set credentialsId to a secret text with a"
                        + " token or to a secret file with a kubeconfig."));
    }

    private static String namespace(RequestedCluster requested, Connection credential) throws ScanException {
        return requested
                .namespace()
                .or(credential::namespace)
                .orElseThrow(() -> refused("No namespace is named; set namespace."));
    }

    private static ScanException refused(String sentence) {
        return new ScanException(Kind.CONFIGURATION, sentence);
    }
}
