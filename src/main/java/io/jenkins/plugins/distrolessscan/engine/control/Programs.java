package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.util.Set;
import java.util.function.Predicate;

/** Programs that distroless images do without, by their file names. */
final class Programs {
    /** One file that is many programs, a shell among them. */
    private static final Set<String> MANY_IN_ONE = Set.of("busybox", "toybox");

    private static final Set<String> FULL_SHELLS = Set.of(
            "sh", "bash", "rbash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "csh", "tcsh", "fish", "yash", "pwsh");

    private static final Set<String> PACKAGE_MANAGERS = Set.of(
            "apt",
            "apt-get",
            "aptitude",
            "dpkg",
            "apk",
            "yum",
            "dnf",
            "dnf5",
            "microdnf",
            "tdnf",
            "rpm",
            "zypper",
            "pacman",
            "opkg",
            "xbps-install",
            "emerge",
            "nix-env");

    private Programs() {}

    static Predicate<FileEntry> shells(FileTree tree) {
        return entry ->
                (FULL_SHELLS.contains(name(entry)) || MANY_IN_ONE.contains(name(entry))) && program(tree, entry);
    }

    /** Shells that are no part of busybox or toybox. */
    static Predicate<FileEntry> fullShells(FileTree tree) {
        return entry -> FULL_SHELLS.contains(name(entry))
                && program(tree, entry)
                && !(tree.look(entry.path()) instanceof FileTree.Found found
                        && MANY_IN_ONE.contains(name(found.entry())));
    }

    static Predicate<FileEntry> packageManagers(FileTree tree) {
        return entry -> PACKAGE_MANAGERS.contains(name(entry)) && program(tree, entry);
    }

    /** An executable file, or a link to one or to what was not seen. */
    private static boolean program(FileTree tree, FileEntry entry) {
        if (entry.kind() == Kind.LINK) {
            FileTree.Look look = tree.look(entry.path());
            return look instanceof FileTree.Unseen || look instanceof FileTree.Found found && program(found.entry());
        }
        return program(entry);
    }

    private static boolean program(FileEntry entry) {
        return entry.kind() == Kind.FILE && (entry.mode() & 0111) != 0;
    }

    private static String name(FileEntry entry) {
        return entry.path().substring(entry.path().lastIndexOf('/') + 1);
    }
}
