package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURLBuilder;
import java.util.Map;

/**
 * Package URLs in the form that the specification calls canonical. The library writes a colon as {@code %3A}, which the
 * specification forbids, and the module paths of Go in lower case, which no database of Go's modules would find.
 */
final class PackageUrls {
    private static final String LIBRARY_COLON = "%3A";
    private static final String GO = "golang";
    /** A type that the library changes nothing of. */
    private static final String PLAIN = "generic";

    private PackageUrls() {}

    /**
     * The package URL, empty when there can be none of these parts.
     *
     * @param namespace empty if none; its parts divided by slashes
     * @param qualifiers those with an empty value are left out
     */
    static String of(String type, String namespace, String name, String version, Map<String, String> qualifiers) {
        boolean go = type.equals(GO);
        try {
            PackageURLBuilder url =
                    PackageURLBuilder.aPackageURL().withType(go ? PLAIN : type).withName(name);
            if (!namespace.isEmpty()) {
                url.withNamespace(namespace);
            }
            if (!version.isEmpty()) {
                url.withVersion(version);
            }
            for (Map.Entry<String, String> qualifier : qualifiers.entrySet()) {
                if (!qualifier.getValue().isEmpty()) {
                    url.withQualifier(qualifier.getKey(), qualifier.getValue());
                }
            }
            String text = url.build().canonicalize().replace(LIBRARY_COLON, ":");
            return go ? text.replaceFirst("pkg:" + PLAIN, "pkg:" + GO) : text;
        } catch (MalformedPackageURLException e) {
            return "";
        }
    }
}
