package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.inventory.Cataloger.Reading;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.RuntimeVersion;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From the evidence of one target to its packages, whatever says that they are there. */
public final class Inventory {
    /** Files that are named when something of them was left out. */
    private static final int MOST_TOLD = 20;

    private static final String MEMBER = "!/";

    /** Names of what the probe makes from a file that is no text; the rest of the path is the file. */
    private static final Set<String> MADE = Set.of("manifest", ".dep-v0", "sbom", ".note.package");

    private static final int SYSTEM = 0;
    private static final int LANGUAGE = 1;
    private static final int DOCUMENT = 2;

    private final Evidence evidence;
    private final Distribution distribution;
    private final PackageList packages;
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Set<String> notUnderstood = new LinkedHashSet<>();
    private final Map<String, String> unread = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    private Inventory(Evidence evidence, int most) {
        this.evidence = evidence;
        this.distribution = Distribution.of(evidence);
        this.packages = new PackageList(evidence, distribution, most);
    }

    /**
     * What was found.
     *
     * @param items the packages, sorted
     * @param cut whether there were more than there is room for
     * @param leftOut files with packages whose name or version no package can have, so that they are not among the
     *     items; each once, the first by name
     * @param notUnderstood package databases that hold something else than records of packages, so that packages may be
     *     missing; the first by name
     * @param coverage how far the items are all that are there
     */
    public record Found(
            List<PackageItem> items,
            boolean cut,
            List<String> leftOut,
            List<String> notUnderstood,
            InventoryCoverage coverage) {
        public static final Found NONE = new Found(List.of(), false, List.of(), List.of(), InventoryCoverage.NONE);
    }

    /**
     * The packages, sorted: each once, with all places where it was found. What is broken is left out and told; a package
     * without a version cannot be judged and says so by an empty one.
     *
     * @param most how many places of packages there is room for; those of databases, then those of the files that come
     *     first by name are kept
     */
    public static Found of(Evidence evidence, int most) {
        return new Inventory(evidence, most).found();
    }

    private Found found() {
        List<Map.Entry<String, Content>> files =
                new ArrayList<>(evidence.files().entrySet());
        files.sort(
                Comparator.<Map.Entry<String, Content>>comparingInt(this::rank).thenComparing(Map.Entry::getKey));
        files.stream().filter(file -> rank(file) < DOCUMENT).forEach(this::read);
        evidence.entries().forEach(this::entry);
        JavaArchives.of(evidence).forEach((path, archive) -> keep(archive.packages(), path));
        evidence.goBinaries().forEach(this::program);
        evidence.content().versions().forEach(this::runtime);
        files.stream().filter(file -> rank(file) == DOCUMENT).forEach(this::read);
        packages.foreign().stream()
                .limit(MOST_TOLD)
                .map(what -> what + " is not a package of the distribution that the system names, so that it has no"
                        + " release to be judged by.")
                .forEach(remarks::add);
        return new Found(
                packages.items(),
                packages.cut(),
                List.copyOf(leftOut),
                List.copyOf(notUnderstood),
                new Presence(evidence, distribution).coverage(unread, remarks));
    }

    /** Databases first, documents last, which only add. */
    private int rank(Map.Entry<String, Content> file) {
        Optional<Cataloger> cataloger = Catalogers.of(file.getKey(), file.getValue());
        if (cataloger.isPresent() && cataloger.get().ofSystem()) {
            return SYSTEM;
        }
        return cataloger.filter(Inventory::isDocument).isPresent() ? DOCUMENT : LANGUAGE;
    }

    private static boolean isDocument(Cataloger cataloger) {
        return cataloger instanceof DocumentPackages || cataloger instanceof ElfPackageNote;
    }

    private void read(Map.Entry<String, Content> file) {
        Catalogers.of(file.getKey(), file.getValue()).ifPresent(cataloger -> {
            Reading reading = cataloger.read(file.getKey(), wholeLines(file.getValue()));
            if (!reading.understood()) {
                if (cataloger.ofSystem()) {
                    tell(notUnderstood, file.getKey());
                }
                unread.put(file.getKey(), file.getValue().format());
            }
            keep(reading.packages(), place(file.getKey()));
        });
    }

    /** Of what was made from a file, the file; of a member of an archive, the member. */
    private static String place(String path) {
        int member = path.lastIndexOf(MEMBER);
        String name = path.substring(member + MEMBER.length());
        return member > 0 && MADE.contains(name) ? path.substring(0, member) : path;
    }

    private void entry(FileEntry entry) {
        NixStore.of(entry).ifPresent(found -> keep(List.of(found), entry.path()));
    }

    private void program(GoBinary binary) {
        GoModules modules = GoModules.of(binary);
        keep(modules.modules(), binary.path());
        if (remarks.size() < MOST_TOLD) {
            modules.unknown().ifPresent(what -> remarks.add(binary.path() + " " + what + "."));
        }
    }

    /** A program that a package owns is known by its package; so is one whose own list of modules is there. */
    private void runtime(RuntimeVersion runtime) {
        var file = evidence.content().code().get(runtime.path());
        if (file == null || file.owner().isEmpty()) {
            keep(
                    List.of(Declared.of("generic", runtime.id(), runtime.version(), Origin.VERSION_STRING)),
                    runtime.path());
        }
    }

    private void keep(List<Declared> found, String location) {
        for (Declared item : found) {
            if (item.plausible()) {
                packages.add(item, location);
            } else if (!item.empty()) {
                tell(leftOut, location);
            }
        }
    }

    private static void tell(Set<String> paths, String path) {
        if (paths.size() < MOST_TOLD) {
            paths.add(path);
        }
    }

    /** A file that was cut may end within a version, which would then be another one. */
    private static String wholeLines(Content file) {
        String text = file.text();
        return file.cut() ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
    }
}
