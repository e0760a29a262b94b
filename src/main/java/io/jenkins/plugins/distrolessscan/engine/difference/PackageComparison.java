package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.Difference.PackageChange;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds packages that came, went, or have another version, in the workloads that both scans looked at. Package types that one
 * of the two did not read are left out: nobody knows whether they were there.
 */
final class PackageComparison {
    private final VersionComparison versions;
    private final ReportIndex before;
    private final ReportIndex now;

    PackageComparison(VersionComparison versions, ReportIndex before, ReportIndex now) {
        this.versions = versions;
        this.before = before;
        this.now = now;
    }

    List<PackageChange> changes() {
        Map<Key, Set<String>> was = versions(before);
        Map<Key, Set<String>> is = versions(now);
        Set<Key> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        List<PackageChange> changes = new ArrayList<>();
        for (Key key : all) {
            Set<String> earlier = was.getOrDefault(key, Set.of());
            Set<String> later = is.getOrDefault(key, Set.of());
            if (!earlier.equals(later)) {
                changes.add(new PackageChange(
                        kind(key, earlier, later),
                        key.type,
                        key.name,
                        String.join(", ", earlier),
                        String.join(", ", later),
                        key.workload));
            }
        }
        return changes;
    }

    private PackageChange.Kind kind(Key key, Set<String> earlier, Set<String> later) {
        if (earlier.isEmpty()) {
            return PackageChange.Kind.ADDED;
        }
        if (later.isEmpty()) {
            return PackageChange.Kind.REMOVED;
        }
        OptionalInt order = earlier.size() == 1 && later.size() == 1
                ? versions.compare(
                        key.type, earlier.iterator().next(), later.iterator().next())
                : OptionalInt.empty();
        if (order.isEmpty() || order.getAsInt() == 0) {
            return PackageChange.Kind.CHANGED;
        }
        return order.getAsInt() < 0 ? PackageChange.Kind.UP : PackageChange.Kind.DOWN;
    }

    private Map<Key, Set<String>> versions(ReportIndex index) {
        Set<String> formats = new TreeSet<>(before.lookedAt().formats());
        formats.retainAll(now.lookedAt().formats());
        Set<String> workloads = new TreeSet<>(before.lookedAt().workloads());
        workloads.retainAll(now.lookedAt().workloads());
        Map<Key, Set<String>> packages = new TreeMap<>();
        for (IndexedPackage one : index.packages()) {
            if (formats.contains(one.type()) && workloads.contains(one.workload())) {
                packages.computeIfAbsent(new Key(one.workload(), one.type(), one.name()), key -> new TreeSet<>())
                        .add(one.version());
            }
        }
        return packages;
    }

    private record Key(String workload, String type, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = workload.compareTo(other.workload);
            if (order == 0) {
                order = type.compareTo(other.type);
            }
            return order == 0 ? name.compareTo(other.name) : order;
        }
    }
}
