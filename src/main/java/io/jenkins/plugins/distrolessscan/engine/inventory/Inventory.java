package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURLBuilder;
import io.jenkins.plugins.distrolessscan.engine.inventory.Cataloger.Reading;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** From the evidence of one target to its packages: declared by databases, or read from Go executables. */
public final class Inventory {
    private static final List<Cataloger> CATALOGERS = List.of(new DpkgDatabase(), new ApkDatabase());
    private static final Comparator<PackageItem> ORDER = Comparator.comparing(PackageItem::type)
            .thenComparing(PackageItem::name)
            .thenComparing(PackageItem::version)
            .thenComparing(PackageItem::location);

    /** Files that are named when something of them was left out. */
    private static final int MOST_TOLD = 20;

    private Inventory() {}

    /**
     * What was found.
     *
     * @param items the packages, sorted
     * @param cut whether there were more than there is room for
     * @param leftOut files with packages whose name or version no package can have, so that they are not among the
     *     items; each once, the first by name
     * @param notUnderstood package databases that hold something else than records of packages, so that packages may be
     *     missing; the first by name
     */
    public record Found(List<PackageItem> items, boolean cut, List<String> leftOut, List<String> notUnderstood) {
        public static final Found NONE = new Found(List.of(), false, List.of(), List.of());
    }

    /**
     * The packages, sorted: those of databases once, those of Go executables once for each executable. What is broken is
     * left out and told; a package without a version cannot be judged and says so by an empty one.
     *
     * @param most how many there is room for; those of the files that come first by name are kept
     */
    public static Found of(Evidence evidence, int most) {
        OsRelease release = OsRelease.of(evidence);
        Map<String, PackageItem> items = new LinkedHashMap<>();
        Set<String> leftOut = new LinkedHashSet<>();
        Set<String> notUnderstood = new LinkedHashSet<>();
        for (Map.Entry<String, Content> file : new TreeMap<>(evidence.files()).entrySet()) {
            for (Cataloger cataloger : CATALOGERS) {
                if (cataloger.wants(file.getKey())) {
                    Reading reading = cataloger.read(file.getKey(), wholeLines(file.getValue()));
                    if (!reading.understood() && notUnderstood.size() < MOST_TOLD) {
                        notUnderstood.add(file.getKey());
                    }
                    reading.packages().stream()
                            .filter(found -> kept(found, file.getKey(), leftOut))
                            .forEach(found -> add(items, most, found, release, file.getKey(), Origin.DATABASE));
                }
            }
        }
        for (GoBinary binary : evidence.goBinaries()) {
            GoModules.of(binary).stream()
                    .filter(found -> kept(found, binary.path(), leftOut))
                    .forEach(found -> add(items, most, found, release, binary.path(), Origin.BINARY));
        }
        List<PackageItem> kept =
                new ArrayList<>(items.values().stream().limit(most).toList());
        kept.sort(ORDER);
        return new Found(List.copyOf(kept), items.size() > most, List.copyOf(leftOut), List.copyOf(notUnderstood));
    }

    private static boolean kept(Declared found, String location, Set<String> leftOut) {
        if (!found.plausible() && !found.empty() && leftOut.size() < MOST_TOLD) {
            leftOut.add(location);
        }
        return found.plausible();
    }

    private static void add(
            Map<String, PackageItem> items,
            int most,
            Declared found,
            OsRelease release,
            String location,
            Origin origin) {
        if (items.size() > most) {
            return;
        }
        PackageItem item = new PackageItem(
                found.type(),
                found.name(),
                found.version(),
                found.architecture(),
                found.sourceName(),
                "",
                purl(found, release),
                "",
                List.of(location),
                "",
                origin);
        items.putIfAbsent(
                String.join(
                        "\u0000",
                        item.type(),
                        item.name(),
                        item.version(),
                        item.architecture(),
                        origin == Origin.DATABASE ? "" : location),
                item);
    }

    /** A file that was cut may end within a version, which would then be another one. */
    private static String wholeLines(Content file) {
        String text = file.text();
        return file.cut() ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
    }

    private static String purl(Declared found, OsRelease release) {
        try {
            PackageURLBuilder url = PackageURLBuilder.aPackageURL().withType(found.type());
            int slash = found.name().lastIndexOf('/');
            if (found.type().equals("golang")) {
                url.withName(found.name().substring(slash + 1));
                if (slash > 0) {
                    url.withNamespace(found.name().substring(0, slash));
                }
            } else {
                url.withName(found.name());
                url.withNamespace(release.id().isEmpty() ? distribution(found.type()) : release.id());
            }
            if (!found.version().isEmpty()) {
                url.withVersion(found.version());
            }
            if (!found.architecture().isEmpty()) {
                url.withQualifier("arch", found.architecture());
            }
            if (!found.type().equals("golang") && !release.distro().isEmpty()) {
                url.withQualifier("distro", release.distro());
            }
            return url.build().canonicalize();
        } catch (MalformedPackageURLException e) {
            return "";
        }
    }

    private static String distribution(String type) {
        return type.equals("apk") ? "alpine" : "debian";
    }
}
