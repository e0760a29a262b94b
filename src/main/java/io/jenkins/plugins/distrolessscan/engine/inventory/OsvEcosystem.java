package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.Map;
import java.util.regex.Pattern;

/** The name that the OSV schema has for where a package comes from, with the release where it has one. */
final class OsvEcosystem {
    private static final Map<String, String> LANGUAGES = Map.ofEntries(
            Map.entry("golang", "Go"),
            Map.entry("npm", "npm"),
            Map.entry("pypi", "PyPI"),
            Map.entry("maven", "Maven"),
            Map.entry("cargo", "crates.io"),
            Map.entry("nuget", "NuGet"),
            Map.entry("gem", "RubyGems"),
            Map.entry("composer", "Packagist"),
            Map.entry("hex", "Hex"),
            Map.entry("pub", "Pub"),
            Map.entry("conan", "ConanCenter"),
            Map.entry("cran", "CRAN"),
            Map.entry("bitnami", "Bitnami"),
            Map.entry("swift", "SwiftURL"));

    /** Debian's data is by number; testing and unstable are told by their names alone. */
    private static final Map<String, String> DEBIAN =
            Map.of("stretch", "9", "buster", "10", "bullseye", "11", "bookworm", "12", "trixie", "13", "forky", "14");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TWO_NUMBERS = Pattern.compile("[0-9]+\\.[0-9]+");
    private static final Pattern LONG_TERM = Pattern.compile("[0-9]*[02468]\\.04");

    private OsvEcosystem() {}

    /** Of a package of a language, empty when OSV has none. */
    static String of(String type) {
        return LANGUAGES.getOrDefault(type, "");
    }

    /** Of the distribution's own packages; empty when OSV has none or the release is not known. */
    static String of(Distribution distribution) {
        return switch (distribution.id()) {
            case "debian" -> numbered("Debian", debian(distribution));
            case "ubuntu" -> ubuntu(distribution.minor());
            case "alpine" -> alpine(distribution);
            case "wolfi" -> "Wolfi";
            case "chainguard" -> "Chainguard";
            case "minimos" -> "MinimOS";
            case "rocky" -> numbered("Rocky Linux", distribution.major());
            case "almalinux" -> numbered("AlmaLinux", distribution.major());
            case "mageia" -> numbered("Mageia", distribution.major());
            case "photon" -> decimal("Photon OS", distribution.minor());
            case "azurelinux" -> numbered("Azure Linux", distribution.major());
            case "opensuse-leap" -> leap(distribution.minor());
            case "opensuse-tumbleweed" -> "openSUSE:Tumbleweed";
            default -> "";
        };
    }

    private static String debian(Distribution distribution) {
        return distribution.version().isEmpty()
                ? DEBIAN.getOrDefault(distribution.codename(), "")
                : distribution.major();
    }

    private static String ubuntu(String release) {
        return decimal("Ubuntu", release) + (LONG_TERM.matcher(release).matches() ? ":LTS" : "");
    }

    /** Development versions such as 3.23_alpha20251016 are of no release. */
    private static String alpine(Distribution distribution) {
        String version = distribution.version();
        boolean released = !version.contains("_")
                && TWO_NUMBERS.matcher(distribution.minor()).matches();
        return released ? "Alpine:v" + distribution.minor() : "";
    }

    private static String leap(String release) {
        return TWO_NUMBERS.matcher(release).matches() ? "openSUSE:Leap " + release : "";
    }

    private static String numbered(String name, String release) {
        return NUMBER.matcher(release).matches() ? name + ":" + release : "";
    }

    private static String decimal(String name, String release) {
        return TWO_NUMBERS.matcher(release).matches() ? name + ":" + release : "";
    }
}
