package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Programs that distroless images do without, by their file names. */
final class Programs {
    /** One file that is many programs, a shell among them. */
    private static final Set<String> MANY_IN_ONE = Set.of("busybox", "toybox");

    /** Programs that are parts of such a file, and of nothing else together. */
    private static final Set<String> PARTS = Set.of(
            "ls", "cat", "cp", "mv", "rm", "mkdir", "echo", "grep", "sed", "awk", "vi", "ps", "wget", "httpd", "ash");

    private static final int ENOUGH_PARTS = 4;

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
        return entry -> mayBeProgram(entry)
                && (FULL_SHELLS.contains(name(entry)) || MANY_IN_ONE.contains(name(entry)))
                && program(tree, entry);
    }

    /** Shells that are no part of busybox or toybox. */
    static Predicate<FileEntry> fullShells(FileTree tree) {
        Predicate<FileEntry> part = partOfMany(tree);
        return entry ->
                mayBeProgram(entry) && FULL_SHELLS.contains(name(entry)) && program(tree, entry) && !part.test(entry);
    }

    /** Package managers that are no part of busybox or toybox, whose own only unpack. */
    static Predicate<FileEntry> packageManagers(FileTree tree) {
        Predicate<FileEntry> part = partOfMany(tree);
        return entry -> mayBeProgram(entry)
                && PACKAGE_MANAGERS.contains(name(entry))
                && program(tree, entry)
                && !part.test(entry);
    }

    /**
     * Links to a file that is many programs, and hard links of it: all names of one file have one size, time, mode and
     * owner, which no other program shares with them.
     */
    private static Predicate<FileEntry> partOfMany(FileTree tree) {
        Map<String, Set<String>> names = new HashMap<>();
        tree.entries().stream()
                .filter(entry -> program(entry) && entry.size() > 0)
                .filter(entry -> MANY_IN_ONE.contains(name(entry)) || PARTS.contains(name(entry)))
                .forEach(entry -> names.computeIfAbsent(inode(entry), key -> new HashSet<>())
                        .add(name(entry)));
        names.values().removeIf(of -> of.stream().noneMatch(MANY_IN_ONE::contains) && of.size() < ENOUGH_PARTS);
        return entry -> {
            FileEntry file = entry;
            if (entry.kind() == Kind.LINK && tree.look(entry.path()) instanceof FileTree.Found found) {
                file = found.entry();
            }
            return file.kind() == Kind.FILE && (MANY_IN_ONE.contains(name(file)) || names.containsKey(inode(file)));
        };
    }

    private static String inode(FileEntry entry) {
        return entry.size() + " " + entry.modified() + " " + entry.mode() + " " + entry.uid() + " " + entry.gid();
    }

    /** An executable file, or a link to one or to what was not seen. */
    private static boolean program(FileTree tree, FileEntry entry) {
        if (entry.kind() == Kind.LINK) {
            FileTree.Look look = tree.look(entry.path());
            return look instanceof FileTree.Unseen || look instanceof FileTree.Found found && program(found.entry());
        }
        return program(entry);
    }

    /** Few entries are, so that the names of the others need no look. */
    private static boolean mayBeProgram(FileEntry entry) {
        return entry.kind() == Kind.LINK || program(entry);
    }

    private static boolean program(FileEntry entry) {
        return entry.kind() == Kind.FILE && (entry.mode() & 0111) != 0;
    }

    private static String name(FileEntry entry) {
        return entry.path().substring(entry.path().lastIndexOf('/') + 1);
    }
}
