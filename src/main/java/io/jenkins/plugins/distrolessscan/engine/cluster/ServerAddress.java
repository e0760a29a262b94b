package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an API server: https, a host, perhaps a path before {@code /api} (Rancher and other gateways have one), and
 * nothing else.
 */
record ServerAddress(URI base, String host, int port) {
    /** The largest port number of TCP. */
    static final int MAX_PORT = 65_535;

    private static final int DEFAULT_PORT = 443;
    private static final int MAX_CHARACTERS = 2_048;

    /** A name, an IPv4 address, or an IPv6 address in brackets. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,6}))?");

    /** @throws ScanException CONFIGURATION with what is wrong; user information is never repeated */
    static ServerAddress of(String url) throws ScanException {
        if (url.isBlank()) {
            throw wrong("The API server's URL is empty; give one such as https://cluster.example:6443.");
        }
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw wrong("The API server's URL is not a URL; give one such as https://cluster.example:6443.");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw wrong("The API server's URL must begin with https://, because a token must not travel in the clear.");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        // Java's own parser takes a host name with an underscore, which resolvers take, for no host at all.
        Matcher parts = HOST_AND_PORT.matcher(authority);
        if (authority.contains("@") || uri.getQuery() != null || uri.getFragment() != null) {
            throw wrong("The API server's URL must hold no user information, query or fragment;"
                    + " give only scheme, host, port and path, and the token as a credential.");
        }
        if (!parts.matches() || url.length() > MAX_CHARACTERS) {
            throw wrong("The API server's URL names no host; give one such as https://cluster.example:6443.");
        }
        int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
        if (port == 0 || port > MAX_PORT) {
            throw wrong("The API server's URL names a port that does not exist; a port is a number from 1 to "
                    + MAX_PORT + ".");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new ServerAddress(
                URI.create("https://" + parts.group(1) + (parts.group(2) == null ? "" : ":" + port) + path),
                parts.group(1),
                port);
    }

    URI resolve(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }

    /** Percent-encodes one path segment or query value. */
    static String encode(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static ScanException wrong(String sentence) {
        return new ScanException(Kind.CONFIGURATION, sentence);
    }
}
