package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.difference.VersionComparison;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.version.UnreadableVersion;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.version.VersionOrder;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.version.VersionOrders;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Which of two versions of a package is the later one, by the order that its kind of package has everywhere. */
public final class TypeOrder implements VersionComparison {
    private static final Map<String, String> ECOSYSTEMS = Map.ofEntries(
            Map.entry("apk", "Alpine"),
            Map.entry("cargo", "crates.io"),
            Map.entry("composer", "Packagist"),
            Map.entry("deb", "Debian"),
            Map.entry("gem", "RubyGems"),
            Map.entry("golang", "Go"),
            Map.entry("maven", "Maven"),
            Map.entry("npm", "npm"),
            Map.entry("nuget", "NuGet"),
            Map.entry("pypi", "PyPI"),
            Map.entry("rpm", "Red Hat"));

    @Override
    public OptionalInt compare(String type, String one, String other) {
        Optional<VersionOrder> order = Optional.ofNullable(ECOSYSTEMS.get(type)).flatMap(VersionOrders::of);
        try {
            return order.isPresent() ? OptionalInt.of(order.get().compare(one, other)) : OptionalInt.empty();
        } catch (UnreadableVersion e) {
            return OptionalInt.empty();
        }
    }
}
