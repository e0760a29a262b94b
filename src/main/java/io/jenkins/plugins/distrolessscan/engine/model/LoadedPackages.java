package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which packages of a target a process had in use at the moment of the scan. Packages are named by {@link #key}.
 *
 * @param looked whether anybody looked at the processes
 * @param loaded a process runs them or has their code mapped
 * @param opened a process holds their archive open
 * @param notSeen native code that no process had, where every process could be looked at
 * @param cannotTell why nothing can be told of the others
 */
public record LoadedPackages(
        boolean looked, List<String> loaded, List<String> opened, List<String> notSeen, List<Cause> cannotTell) {
    /** Nobody looked. */
    public static final LoadedPackages NONE = new LoadedPackages(false, List.of(), List.of(), List.of(), List.of());

    public LoadedPackages {
        loaded = List.copyOf(loaded);
        opened = List.copyOf(opened);
        notSeen = List.copyOf(notSeen);
        cannotTell = List.copyOf(cannotTell);
    }

    /** Its package URL, or where there is none, type, name and version. */
    public static String key(PackageItem item) {
        return key(item.purl(), item.type(), item.name(), item.version());
    }

    /** The same of the parts. */
    public static String key(String purl, String type, String name, String version) {
        return purl.isEmpty() ? type + "/" + name + "@" + version : purl;
    }

    /** The state over several targets: loaded in one is loaded, and "not seen" has to hold of all. */
    public static LoadedState of(String key, List<LoadedPackages> targets) {
        Set<LoadedState> states = EnumSet.noneOf(LoadedState.class);
        targets.forEach(target -> states.add(target.of(key)));
        for (LoadedState state : List.of(LoadedState.LOADED, LoadedState.OPENED)) {
            if (states.contains(state)) {
                return state;
            }
        }
        return states.equals(EnumSet.of(LoadedState.NOT_SEEN_LOADED))
                ? LoadedState.NOT_SEEN_LOADED
                : LoadedState.CANNOT_TELL;
    }

    /** The state of a package. */
    public LoadedState of(String key) {
        if (loaded.contains(key)) {
            return LoadedState.LOADED;
        }
        if (opened.contains(key)) {
            return LoadedState.OPENED;
        }
        return notSeen.contains(key) ? LoadedState.NOT_SEEN_LOADED : LoadedState.CANNOT_TELL;
    }

    /**
     * A reason for which nothing can be told.
     *
     * @param cause a clause about the package
     * @param packages how many it applies to
     */
    public record Cause(String cause, int packages) {}
}
