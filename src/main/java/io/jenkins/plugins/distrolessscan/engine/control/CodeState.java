package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Clock;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Looked;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a target's code after its start. Each file is told once: one that was replaced under a running process is
 * not told as changed too, and one that was changed is not told as another one than its package brought.
 */
public final class CodeState {
    /** Files that the container runtime touches itself lie within this time, in milliseconds, after the process's start. */
    static final long START = 1000;

    private static final int EXECUTABLE = 0111;

    private static final Set<String> CODE_ENDINGS = Set.of(
            "so", "jar", "war", "ear", "class", "py", "js", "mjs", "cjs", "node", "wasm", "rb", "php", "pl", "lua",
            "dll", "sh");

    private static final Set<String> CONFIGURATION_ENDINGS =
            Set.of("conf", "cfg", "cnf", "ini", "yaml", "yml", "toml", "properties", "json", "xml", "env");

    private final Evidence evidence;
    private final FileTree tree;
    private final Map<String, LoadedFile> running = new HashMap<>();

    CodeState(Evidence evidence, FileTree tree) {
        this.evidence = evidence;
        this.tree = tree;
        evidence.runtime().loaded().stream().filter(CodeState::runs).forEach(file -> running.put(file.path(), file));
    }

    /** Why the processes say nothing; empty when they were looked at. */
    Optional<String> notLooked() {
        if (evidence.runtime().looked().isEmpty()) {
            return Optional.of("The probe did not look at the target's processes");
        }
        return Optional.empty();
    }

    /** Why times say nothing; empty when the kernel's clock is known. */
    Optional<String> noClock() {
        return evidence.runtime().clock().isEmpty()
                ? Optional.of("The probe could not read the kernel's clock")
                : Optional.empty();
    }

    /** Processes that could not be looked at, as a clause; empty when all could. */
    Optional<String> unreadable() {
        return evidence.runtime()
                .looked()
                .filter(looked -> looked.unreadable() > 0)
                .map(CodeState::unreadable);
    }

    private static String unreadable(Looked looked) {
        return looked.unreadable() + " of " + looked.processes() + " processes could not be looked at"
                + (looked.why().isEmpty() ? "" : " (" + looked.why() + ")");
    }

    /** Files that a process runs or has mapped as code, or archives that it holds open, and that are others by now. */
    List<FileEntry> replaced() {
        Optional<Clock> clock = evidence.runtime().clock();
        List<FileEntry> replaced = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (LoadedFile file : evidence.runtime().loaded()) {
            FileEntry entry = tree.entry(file.path()).orElse(null);
            boolean code = runs(file) || file.open() && ending(file.path()).equals("jar");
            if (!code
                    || entry == null
                    || !file.kind().isEmpty()
                    || !file.mount().isEmpty()) {
                continue;
            }
            boolean later = clock.isPresent()
                    && entry.changed().isPresent()
                    && entry.changed().get() > clock.get().at(file.since()) + START;
            if ((file.deleted() || later) && told.add(file.path())) {
                replaced.add(entry);
            }
        }
        return replaced;
    }

    /** Code that runs and is in no file of the container: of memory, deleted, or on a mount that was not entered. */
    List<LoadedFile> elsewhere() {
        return evidence.runtime().loaded().stream()
                .filter(CodeState::runs)
                .filter(file -> !file.kind().isEmpty()
                        || !file.mount().isEmpty()
                        || file.deleted() && tree.entry(file.path()).isEmpty())
                .toList();
    }

    /** Regular files that were changed after the start, without those that {@link #replaced()} tells. */
    List<FileEntry> changed() {
        long start = evidence.runtime().clock().map(Clock::startedAt).orElse(Long.MAX_VALUE);
        Set<FileEntry> replaced = new HashSet<>(replaced());
        return evidence.entries().stream()
                .filter(entry -> entry.kind() == Kind.FILE)
                .filter(entry ->
                        entry.changed().filter(at -> at - START > start).isPresent())
                .filter(entry -> !replaced.contains(entry))
                .toList();
    }

    /** How many entries of the tree were touched at the start itself. */
    long atStart() {
        long start = evidence.runtime().clock().map(Clock::startedAt).orElse(Long.MAX_VALUE);
        return evidence.entries().stream()
                .filter(entry ->
                        entry.changed().filter(at -> at - START <= start).isPresent())
                .count();
    }

    /** Whether a changed file counts: code and configuration, but for what an application writes for itself. */
    boolean matters(FileEntry entry) {
        if (OwnWork.of(entry.path()).isPresent()) {
            return running.containsKey(entry.path());
        }
        return isCode(entry) || isConfiguration(entry);
    }

    /** Files that are others than their package brought, without those that changed after the start. */
    List<FileEntry> mismatched() {
        Set<FileEntry> told = new HashSet<>(replaced());
        told.addAll(changed());
        return evidence.content().code().values().stream()
                .filter(file -> file.check() == OwnerCheck.MISMATCH && !file.lateList())
                .flatMap(file -> tree.entry(file.path()).stream())
                .filter(entry -> !told.contains(entry))
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .toList();
    }

    private boolean isCode(FileEntry entry) {
        CodeFile known = evidence.content().code().get(entry.path());
        boolean kind = known != null && known.kind() != CodeKind.OTHER;
        return kind
                || (entry.mode() & EXECUTABLE) != 0
                || CODE_ENDINGS.contains(ending(entry.path()))
                || entry.path().contains(".so.");
    }

    private static boolean isConfiguration(FileEntry entry) {
        return entry.path().startsWith("etc/") || CONFIGURATION_ENDINGS.contains(ending(entry.path()));
    }

    private static boolean runs(LoadedFile file) {
        return file.executed() || file.mapping() == Mapping.EXECUTE;
    }

    private static String ending(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
