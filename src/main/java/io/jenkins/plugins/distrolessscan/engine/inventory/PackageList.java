package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Packages as they are found: each once, with all places where it was found. Confined to one thread. */
final class PackageList {
    private static final Comparator<PackageItem> ORDER = Comparator.comparing(PackageItem::type)
            .thenComparing(PackageItem::name)
            .thenComparing(PackageItem::version)
            .thenComparing(PackageItem::location);

    private static final String MEMBER = "!/";

    private final Evidence evidence;
    private final Distribution distribution;
    private final int most;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> databases = new HashSet<>();
    private final Set<String> foreign = new LinkedHashSet<>();
    private int places;
    private boolean cut;

    private record Entry(Declared found, PackageReference identity, Set<String> locations) {}

    /** @param most places of packages that there is room for */
    PackageList(Evidence evidence, Distribution distribution, int most) {
        this.evidence = evidence;
        this.distribution = distribution;
        this.most = most;
    }

    void add(Declared found, String location) {
        if (found.origin() == Origin.DOCUMENT && known(found)) {
            return;
        }
        if (places >= most) {
            cut = true;
            return;
        }
        String key = String.join(
                "\u0000",
                found.type(),
                found.name(),
                found.version(),
                found.architecture(),
                found.origin().name());
        Entry entry = entries.computeIfAbsent(
                key, k -> new Entry(found, PackageReference.of(found, distribution), new TreeSet<>()));
        if (entry.identity().foreign()) {
            foreign.add(found.name() + " " + found.version() + " of " + location);
        }
        places += entry.locations().add(location) ? 1 : 0;
        names.add(name(found));
        if (found.origin() == Origin.DATABASE) {
            databases.add(found.type());
        }
    }

    /** Whether it was found otherwise: a document only adds, and says nothing where a database speaks. */
    private boolean known(Declared found) {
        return databases.contains(found.type()) || names.contains(name(found));
    }

    private static String name(Declared found) {
        return found.type() + "\u0000" + found.name() + "\u0000" + found.version();
    }

    boolean cut() {
        return cut;
    }

    /** Packages that are not the distribution's own, each in words. */
    List<String> foreign() {
        return List.copyOf(foreign);
    }

    List<PackageItem> items() {
        List<PackageItem> items = new ArrayList<>();
        entries.values().forEach(entry -> items.add(item(entry)));
        items.sort(ORDER);
        return List.copyOf(items);
    }

    private PackageItem item(Entry entry) {
        Declared found = entry.found();
        List<String> locations = List.copyOf(entry.locations());
        return new PackageItem(
                found.type(),
                found.name(),
                found.version(),
                found.architecture(),
                found.sourceName(),
                found.sourceVersion(),
                entry.identity().purl(),
                entry.identity().ecosystem(),
                locations,
                found.origin() == Origin.DATABASE ? "" : owner(locations.get(0)),
                found.origin());
    }

    /** The system's package that owns the file in which the place is. */
    private String owner(String location) {
        int member = location.indexOf(MEMBER);
        var file = evidence.content().code().get(member < 0 ? location : location.substring(0, member));
        return file == null ? "" : file.owner();
    }
}
