package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * An HTTP proxy that is asked to CONNECT to the API server; it sees the server's name and encrypted bytes.
 *
 * @param proxy host and port, not looked up yet
 * @param login user name and password, if the URL has them
 */
record ProxyAddress(Proxy proxy, Optional<Login> login) {
    /** Credentials for the proxy; not shown by {@link #toString()}. */
    record Login(String name, String password) {
        @Override
        public String toString() {
            return "Login[...]";
        }
    }

    static ProxyAddress of(String url) throws ScanException {
        try {
            URI uri = new URI(url.strip()).parseServerAuthority();
            if ("http".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= ServerAddress.MAX_PORT) {
                InetSocketAddress address = InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
                return new ProxyAddress(
                        new Proxy(Proxy.Type.HTTP, address),
                        Optional.ofNullable(uri.getUserInfo()).map(ProxyAddress::login));
            }
        } catch (URISyntaxException e) {
            // Its message repeats the URL, which may hold a password.
        }
        throw new ScanException(
                Kind.CONFIGURATION,
                "The proxy's URL cannot be used; give one such as http://proxy.example:3128, with scheme http and a port from 1 to "
                        + ServerAddress.MAX_PORT + ".");
    }

    private static Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Login(userInfo, "")
                : new Login(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }
}
