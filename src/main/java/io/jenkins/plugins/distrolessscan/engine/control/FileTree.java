package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The target's file tree as far as the probe saw it, and what it did not see. Links are followed within the tree only.
 */
public final class FileTree {
    /** Bounds that cut the walk; the others cut contents. */
    private static final Set<String> WALK_LIMITS = Set.of("entries", "output", "time", "depth", Evidence.Limit.REFUSED);

    private static final Set<String> CONTENT_LIMITS = Set.of("read", "file");
    private static final int MOST_LINKS = 40;
    /** Characters of paths that are put together before links are no longer followed: hostile trees can be all links. */
    private static final long MOST_WORK = 20_000_000;

    /** Of a target whose files nobody saw. */
    public static final FileTree NONE = new FileTree(
            List.of(),
            Map.of(),
            Optional.of("no file was seen"),
            new ProcessStatus(-1, -1, List.of(), "", "", "", false, -1));

    private final List<FileEntry> entries;
    private final Map<String, FileEntry> byPath;
    private final Optional<String> cut;
    private final ProcessStatus reader;
    private long work;

    private FileTree(
            List<FileEntry> entries, Map<String, FileEntry> byPath, Optional<String> cut, ProcessStatus reader) {
        this.entries = entries;
        this.byPath = byPath;
        this.cut = cut;
        this.reader = reader;
    }

    /** The tree that evidence tells of. */
    public static FileTree of(Evidence evidence) {
        Map<String, FileEntry> byPath = new HashMap<>(evidence.entries().size() * 2);
        evidence.entries().forEach(entry -> byPath.putIfAbsent(entry.path(), entry));
        return new FileTree(
                evidence.entries(), byPath, cut(evidence), evidence.probe().status());
    }

    private static Optional<String> cut(Evidence evidence) {
        Optional<String> limit = evidence.limits().stream()
                .map(Evidence.Limit::what)
                .filter(WALK_LIMITS::contains)
                .findFirst();
        if (limit.isPresent()) {
            return limit.map(what -> "the look at the files was cut short (limit \"" + what + "\")");
        }
        boolean contentsOnly = !evidence.limits().isEmpty()
                && evidence.limits().stream().map(Evidence.Limit::what).allMatch(CONTENT_LIMITS::contains);
        if (evidence.end().cut() && !contentsOnly) {
            return Optional.of("the look at the files was cut short");
        }
        return evidence.entries().isEmpty() ? Optional.of("no file was seen") : Optional.empty();
    }

    List<FileEntry> entries() {
        return entries;
    }

    /** The entry of that very path, links not followed. */
    Optional<FileEntry> entry(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /**
     * Why it cannot be said that something is not there, within reach of the user who looked; empty when it can. A folder
     * that this user may neither list nor enter is out of reach; one that he may enter could hold anything.
     */
    Optional<String> gap() {
        if (cut.isPresent()) {
            return cut;
        }
        return entries.stream()
                .filter(FileTree::unlisted)
                .filter(folder -> folder.kind() != Kind.FOLDER || mayEnter(folder))
                .findFirst()
                .map(entry -> "\"" + entry.path() + "\" could not be looked at ("
                        + entry.error().orElseThrow() + ")");
    }

    /** Folders that the user who looked can neither list nor enter. */
    long outOfReach() {
        return entries.stream()
                .filter(FileTree::unlisted)
                .filter(entry -> entry.kind() == Kind.FOLDER && !mayEnter(entry))
                .count();
    }

    private static boolean unlisted(FileEntry entry) {
        return entry.error().filter(code -> !code.equals(FileEntry.PRUNED)).isPresent();
    }

    private boolean mayEnter(FileEntry folder) {
        // Only a refusal tells something about rights; other errors can hide anything.
        if (!folder.error().equals(Optional.of("EACCES")) || folder.uid() < 0) {
            return true;
        }
        if (folder.uid() == reader.uid()) {
            return (folder.mode() & 0100) != 0;
        }
        boolean group = folder.gid() == reader.gid() || reader.groups().contains(folder.gid());
        return (folder.mode() & (group ? 0010 : 0001)) != 0;
    }

    /** What is at a path, links followed. */
    sealed interface Look permits Found, Absent, Unseen {}

    /** The entry behind all links. */
    record Found(FileEntry entry) implements Look {}

    /** It is not there. */
    record Absent() implements Look {}

    /** It cannot be said; why, as the end of a sentence. */
    record Unseen(String why) implements Look {}

    /** Looks for a path below the root. */
    Look look(String path) {
        if (work > MOST_WORK) {
            return new Unseen("the tree has more links than are followed");
        }
        Deque<String> rest = new ArrayDeque<>(List.of(path.split("/")));
        List<String> at = new ArrayList<>();
        int links = 0;
        int length = 0;
        while (!rest.isEmpty()) {
            if (links > MOST_LINKS) {
                return new Absent();
            }
            length += rest.peek().length() + 1;
            work += length;
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (!at.isEmpty()) {
                    at.remove(at.size() - 1);
                }
                continue;
            }
            at.add(name);
            FileEntry entry = byPath.get(String.join("/", at));
            if (entry == null) {
                return missing(at);
            }
            if (entry.kind() == Kind.LINK) {
                if (entry.link().isEmpty()) {
                    return new Unseen("the link \"" + entry.path() + "\" could not be read");
                }
                links++;
                work += entry.link().get().length();
                follow(entry.link().get(), at, rest);
            }
        }
        FileEntry entry = byPath.get(at.isEmpty() ? "." : String.join("/", at));
        return entry == null ? missing(at) : new Found(entry);
    }

    private static void follow(String link, List<String> at, Deque<String> rest) {
        at.remove(at.size() - 1);
        if (link.startsWith("/")) {
            at.clear();
        }
        String[] names = link.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            rest.push(names[i]);
        }
    }

    /** Absent only when the folder that would hold it was listed, and the walk came to its end. */
    private Look missing(List<String> at) {
        String parent = at.size() < 2 ? "." : String.join("/", at.subList(0, at.size() - 1));
        FileEntry folder = byPath.get(parent);
        if (folder != null && folder.error().isPresent()) {
            return new Unseen(
                    "\"" + parent + "\" could not be listed (" + folder.error().get() + ")");
        }
        return cut.<Look>map(Unseen::new).orElseGet(Absent::new);
    }
}
