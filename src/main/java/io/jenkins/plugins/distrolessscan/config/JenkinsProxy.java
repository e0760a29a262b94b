package io.jenkins.plugins.distrolessscan.config;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.distrolessscan.engine.cluster.ConnectionChecks;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** Jenkins' own proxy setting, its exceptions included, as it applies to an API server. */
final class JenkinsProxy {
    /** Loopback and names that only a cluster's own DNS knows: no proxy can reach them for us. */
    private static final Pattern NEVER = Pattern.compile(
            "localhost|127\\..*|\\[?::1]?|kubernetes(\\.default)?|.*\\.svc(\\..*)?|.*\\.cluster\\.local");

    private JenkinsProxy() {}

    /**
     * The proxy's URL; it holds the proxy's password where there is one.
     *
     * @param server https URL of the API server
     * @throws ScanException CONFIGURATION when the setting is no address
     */
    static Optional<String> toward(String server) throws ScanException {
        var configuration = Jenkins.get().getProxy();
        var host = ConnectionChecks.host(server);
        if (configuration == null
                || configuration.getName() == null
                || NEVER.matcher(host).matches()
                || configuration.createProxy(host).type() == Proxy.Type.DIRECT) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(
                            "http",
                            login(configuration),
                            configuration.getName(),
                            configuration.getPort(),
                            null,
                            null,
                            null)
                    .toString());
        } catch (URISyntaxException e) {
            // Its message would repeat the password.
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "Jenkins' proxy setting is not a host and a port; ask an administrator of this Jenkins to correct it.");
        }
    }

    private static String login(ProxyConfiguration configuration) {
        return configuration.getUserName() == null
                ? null
                : configuration.getUserName() + ":" + Secret.toString(configuration.getSecretPassword());
    }
}
