package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a package is the distribution's own. One that somebody else built, or that comes from another distribution,
 * must not be judged by the distribution's advisories: it is given neither its namespace nor its ecosystem.
 */
final class Vendor {
    /** What other builders of Debian packages put into their versions. */
    private static final Pattern OTHERS = Pattern.compile(
            ".*(?:nodesource|\\.pgdg|~debian\\.|~ubuntu\\.|~mysql|\\+maria~|zulu|temurin|adoptium|sury\\.org).*");

    private static final Pattern OF_UBUNTU = Pattern.compile(".*(?:[0-9~+]ubuntu[0-9].*|-[0-9.]+build[0-9.]+)");
    private static final Pattern OF_DEBIAN = Pattern.compile(".*[+~]deb[0-9]+u[0-9]+");

    /** Programs that are Debian packages of others when their version has no revision of Debian's. */
    private static final Set<String> UPSTREAM = Set.of(
            "nodejs",
            "node",
            "openjdk",
            "jdk",
            "jre",
            "temurin",
            "dotnet",
            "aspnetcore",
            "python",
            "python3",
            "ruby",
            "php",
            "golang",
            "nginx",
            "redis",
            "postgresql",
            "mysql",
            "mongodb",
            "openssl",
            "libssl",
            "curl",
            "bash",
            "busybox",
            "perl",
            "glibc",
            "libc",
            "zlib");

    private static final Pattern VERSIONED_NAME = Pattern.compile("-?[0-9][0-9.]*g?(?:-.*)?$");

    /** Which package manager these distributions have; others may have any. */
    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("debian", "deb"),
            Map.entry("ubuntu", "deb"),
            Map.entry("alpine", "apk"),
            Map.entry("wolfi", "apk"),
            Map.entry("chainguard", "apk"),
            Map.entry("rhel", "rpm"),
            Map.entry("centos", "rpm"),
            Map.entry("fedora", "rpm"),
            Map.entry("rocky", "rpm"),
            Map.entry("almalinux", "rpm"),
            Map.entry("amzn", "rpm"),
            Map.entry("ol", "rpm"),
            Map.entry("photon", "rpm"),
            Map.entry("sles", "rpm"),
            Map.entry("azurelinux", "rpm"),
            Map.entry("mariner", "rpm"));

    private Vendor() {}

    /** Only what is known to be another's is: a package says little of who made it. */
    static boolean isDistributions(Declared found, Distribution distribution) {
        if (!FORMATS.getOrDefault(distribution.id(), found.type()).equals(found.type())) {
            return false;
        }
        if (!found.type().equals("deb")) {
            return true;
        }
        String version = found.version();
        boolean ubuntus = OF_UBUNTU.matcher(version).matches();
        return switch (distribution.id()) {
            case "debian" -> !others(found) && !ubuntus;
            case "ubuntu" ->
                !others(found) && (ubuntus || !OF_DEBIAN.matcher(version).matches());
            default -> !others(found);
        };
    }

    private static boolean others(Declared found) {
        return OTHERS.matcher(found.version()).matches()
                || !found.maintainer().isEmpty() && found.maintainer().indexOf('@') < 0
                || found.version().indexOf('-') < 0 && upstream(found.name());
    }

    private static boolean upstream(String name) {
        return UPSTREAM.contains(name)
                || UPSTREAM.contains(VERSIONED_NAME.matcher(name).replaceFirst(""));
    }
}
