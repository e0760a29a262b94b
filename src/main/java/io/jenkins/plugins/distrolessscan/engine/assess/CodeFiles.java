package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files of a target that are code: executable ones, shared objects, archives, scripts and classes by their ending, and
 * links in folders of programs and libraries. Of digests only those count that do not hang on what happens to be loaded: that
 * of the main program, and those that are not what the file's owner says. What else there is may differ between replicas without a meaning: data, logs,
 * temporary files.
 */
final class CodeFiles {
    private static final int EXECUTABLE = 0111;

    private static final Set<String> ENDINGS = Set.of(
            "so", "jar", "war", "ear", "class", "py", "pyc", "pyd", "js", "mjs", "cjs", "node", "wasm", "rb", "php",
            "phar", "pl", "pm", "lua", "dll", "exe", "sh", "ko");

    private static final Set<String> FOLDERS = Set.of("bin", "sbin", "lib", "lib64", "libexec");

    private CodeFiles() {}

    /**
     * One code file with all that counts of it.
     *
     * @param path below the root
     * @param state mode, owner, size, link and digest
     */
    record CodeFile(String path, String state) {}

    /** The code files of a target, by path. */
    static List<CodeFile> of(Evidence evidence) {
        List<CodeFile> files = new ArrayList<>();
        for (FileEntry entry : evidence.entries()) {
            if (isCode(entry)) {
                files.add(new CodeFile(entry.path(), state(entry) + digest(evidence, entry.path())));
            }
        }
        files.sort(Comparator.comparing(CodeFile::path));
        return Collections.unmodifiableList(files);
    }

    private static String digest(Evidence evidence, String path) {
        ContentEvidence.CodeFile known = evidence.content().code().get(path);
        boolean counts = known != null
                && (known.check() == OwnerCheck.MISMATCH
                        || path.equals(evidence.target().exe()));
        return counts ? known.sha256() : "";
    }

    private static boolean isCode(FileEntry entry) {
        return switch (entry.kind()) {
            case FILE -> (entry.mode() & EXECUTABLE) != 0 || hasEnding(entry.path());
            case LINK -> hasEnding(entry.path()) || isIn(entry.path());
            default -> false;
        };
    }

    /** Also of a shared object with a version behind its ending. */
    private static boolean hasEnding(String path) {
        int dot = path.lastIndexOf('.');
        int name = path.lastIndexOf('/') + 1;
        if (dot <= name) {
            return false;
        }
        return path.indexOf(".so.", name) > name
                || ENDINGS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isIn(String path) {
        int end = path.lastIndexOf('/');
        return end > 0 && FOLDERS.contains(path.substring(path.lastIndexOf('/', end - 1) + 1, end));
    }

    private static String state(FileEntry entry) {
        return (entry.kind() == Kind.LINK ? "link" : String.valueOf(entry.mode()))
                + ' '
                + entry.uid()
                + ':'
                + entry.gid()
                + ' '
                + (entry.kind() == Kind.LINK ? entry.link().orElse("") : String.valueOf(entry.size()))
                + ' '
                + entry.capabilities().orElse("");
    }
}
