package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages.Cause;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Looked;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which packages a process had in use when it was looked at. A package that no process had is "not seen loaded" only where
 * it is native code, its files are known and every process could be looked at.
 */
public final class LoadedStates {
    private static final String MEMBER = "!/";
    private static final Set<String> SYSTEM = Set.of("deb", "apk", "rpm");

    private final Set<String> mapped = new HashSet<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> nativeImages = new HashSet<>();
    private final Map<String, Set<CodeFile>> owned = new HashMap<>();
    private final Map<LoadedState, Set<String>> states = new EnumMap<>(LoadedState.class);
    private final Map<String, Integer> causes = new TreeMap<>();
    private final boolean everything;

    private LoadedStates(Evidence evidence, Looked looked) {
        for (LoadedFile file : evidence.runtime().loaded()) {
            if (file.executed() || file.mapping() != Mapping.NONE) {
                mapped.add(file.path());
            } else if (file.open()) {
                opened.add(file.path());
            }
        }
        for (CodeFile file : evidence.content().code().values()) {
            if (!file.owner().isEmpty()) {
                owned.computeIfAbsent(owner(file), owner -> new HashSet<>()).add(file);
            }
        }
        evidence.files().forEach((path, content) -> {
            if (content.format().equals("graalvm-sbom")) {
                nativeImages.add(path.substring(0, path.lastIndexOf(MEMBER)));
            }
        });
        boolean bounded = evidence.limits().stream()
                .anyMatch(limit -> limit.what().equals("loaded") || limit.what().equals("code"));
        everything = looked.unreadable() == 0
                && looked.processes() > 0
                && !bounded
                && !evidence.end().cut();
    }

    /** The states of the packages of a target. */
    public static LoadedPackages of(Evidence evidence, List<PackageItem> items) {
        if (evidence.runtime().looked().isEmpty()) {
            return LoadedPackages.NONE;
        }
        LoadedStates states =
                new LoadedStates(evidence, evidence.runtime().looked().get());
        items.forEach(states::judge);
        return new LoadedPackages(
                true,
                states.of(LoadedState.LOADED),
                states.of(LoadedState.OPENED),
                states.of(LoadedState.NOT_SEEN_LOADED),
                states.causes.entrySet().stream()
                        .map(cause -> new Cause(cause.getKey(), cause.getValue()))
                        .toList());
    }

    private List<String> of(LoadedState state) {
        return List.copyOf(states.getOrDefault(state, Set.of()));
    }

    private void judge(PackageItem item) {
        if (SYSTEM.contains(item.type()) && item.origin() == Origin.DATABASE) {
            system(item);
        } else if (item.origin() == Origin.BINARY
                || item.origin() == Origin.VERSION_STRING
                || item.locations().stream().anyMatch(nativeImages::contains)) {
            linked(item);
        } else if (item.type().equals("maven")) {
            archive(item);
        } else {
            language(item);
        }
    }

    private void system(PackageItem item) {
        Set<CodeFile> files = owned.getOrDefault(item.name(), Set.of());
        boolean otherCode =
                files.stream().anyMatch(file -> file.kind() == CodeKind.SCRIPT || file.kind() == CodeKind.ARCHIVE);
        boolean nativeCode = files.stream().anyMatch(file -> file.kind() == CodeKind.ELF);
        if (files.stream().anyMatch(file -> mapped.contains(file.path()))) {
            put(item, LoadedState.LOADED);
        } else if (files.stream().anyMatch(file -> opened.contains(file.path()))) {
            put(item, LoadedState.OPENED);
        } else if (files.isEmpty()) {
            cannotTell("no code file of it is known");
        } else if (otherCode || !nativeCode) {
            cannotTell("it has code that is not mapped when it runs");
        } else {
            notSeen(item);
        }
    }

    /** What is linked into a program runs when the program does. */
    private void linked(PackageItem item) {
        if (item.locations().stream().anyMatch(mapped::contains)) {
            put(item, LoadedState.LOADED);
        } else {
            notSeen(item);
        }
    }

    private void archive(PackageItem item) {
        boolean nested = item.locations().stream().allMatch(location -> location.contains(MEMBER));
        if (item.locations().stream().anyMatch(mapped::contains)
                || item.locations().stream().anyMatch(opened::contains)) {
            put(item, LoadedState.OPENED);
        } else {
            cannotTell(
                    nested
                            ? "it lies in another archive"
                            : "its archive is not held open, and may have been read before");
        }
    }

    /** Names of Python's packages are compared in their normal form: a folder and the metadata in it often write them differently. */
    private static String owner(CodeFile file) {
        return file.ownerFormat().equals("python-record") ? normal(file.owner()) : file.owner();
    }

    private static String normal(String name) {
        return "pypi " + name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }

    private void language(PackageItem item) {
        String owner = item.type().equals("pypi") ? normal(item.name()) : item.name();
        Set<CodeFile> files = owned.getOrDefault(owner, Set.of());
        boolean used = files.stream().anyMatch(file -> mapped.contains(file.path()))
                || item.type().equals("npm") && item.locations().stream().anyMatch(this::hasMappedBeside)
                || item.locations().stream().anyMatch(this::isRuntimeInUse);
        if (used) {
            put(item, LoadedState.LOADED);
        } else {
            cannotTell("it is interpreted code or data");
        }
    }

    /** An addon of Node lies in the folder of its package. */
    private boolean hasMappedBeside(String manifest) {
        String folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
        return !folder.isEmpty()
                && mapped.stream()
                        .anyMatch(path -> path.startsWith(folder)
                                && path.endsWith(".node")
                                && path.indexOf("/node_modules/", folder.length() - 1) < 0);
    }

    /** A Java runtime is known by the file beside its folders. */
    private boolean isRuntimeInUse(String location) {
        String folder = location.substring(0, location.lastIndexOf('/') + 1);
        return location.endsWith("/release") && mapped.stream().anyMatch(path -> path.startsWith(folder));
    }

    private void notSeen(PackageItem item) {
        if (everything) {
            put(item, LoadedState.NOT_SEEN_LOADED);
        } else {
            cannotTell("not every process could be looked at");
        }
    }

    private void put(PackageItem item, LoadedState state) {
        states.computeIfAbsent(state, any -> new TreeSet<>()).add(LoadedPackages.key(item));
    }

    private void cannotTell(String cause) {
        causes.merge(cause, 1, Integer::sum);
    }
}
