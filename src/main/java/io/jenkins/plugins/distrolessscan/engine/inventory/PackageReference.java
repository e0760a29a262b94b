package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What other tools know a package by.
 *
 * @param purl package URL, empty when it cannot be formed
 * @param ecosystem OSV's ecosystem, empty when it is not known
 * @param foreign it is not the distribution's, whose namespace and ecosystem it therefore does not have
 */
record PackageReference(String purl, String ecosystem, boolean foreign) {
    /** Packages of a distribution. All others belong to a language, or to nobody. */
    private static final Set<String> SYSTEM = Set.of("deb", "apk", "rpm", "opkg");

    static PackageReference of(Declared found, Distribution distribution) {
        if (!SYSTEM.contains(found.type())) {
            return new PackageReference(language(found), OsvEcosystem.of(found.type()), false);
        }
        if (!found.purl().isEmpty()) {
            boolean own = found.purl().startsWith("pkg:" + found.type() + "/" + namespace(distribution.id()) + "/");
            return new PackageReference(found.purl(), own ? OsvEcosystem.of(distribution) : "", false);
        }
        boolean own = Vendor.isDistributions(found, distribution);
        String ecosystem = own && !found.type().equals("opkg") ? OsvEcosystem.of(distribution) : "";
        return new PackageReference(system(found, own ? distribution : Distribution.UNKNOWN), ecosystem, !own);
    }

    private static String language(Declared found) {
        if (!found.purl().isEmpty()) {
            return found.purl();
        }
        PackageName parts = PackageName.parts(found.type(), found.name());
        return PackageUrls.of(found.type(), parts.namespace(), parts.name(), found.version(), Map.of());
    }

    private static String system(Declared found, Distribution distribution) {
        Map<String, String> qualifiers = new TreeMap<>();
        qualifiers.put("arch", found.architecture());
        qualifiers.put("distro", distribution.distro());
        qualifiers.put("upstream", upstream(found));
        String version = found.version();
        int colon = version.indexOf(':');
        if (found.type().equals("rpm") && colon > 0) {
            qualifiers.put("epoch", version.substring(0, colon));
            version = version.substring(colon + 1);
        }
        return PackageUrls.of(found.type(), namespace(distribution.id()), found.name(), version, qualifiers);
    }

    /** The source package, with its version when it is known to be another one. */
    private static String upstream(Declared found) {
        if (found.sourceName().isEmpty() && found.sourceVersion().isEmpty()) {
            return "";
        }
        if (found.type().equals("rpm")) {
            return found.sourceName() + "-" + found.sourceVersion() + ".src.rpm";
        }
        String name = found.sourceName().isEmpty() ? found.name() : found.sourceName();
        return name + (found.sourceVersion().isEmpty() ? "" : "@" + found.sourceVersion());
    }

    /** The vendor's name as package URLs have it. */
    private static String namespace(String id) {
        return id.equals("rhel") ? "redhat" : id.startsWith("opensuse") ? "opensuse" : id;
    }
}
