package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the records of archives, versions, code files and formats into evidence. */
final class ContentRecords {
    private static final int WORD = 256;
    private static final int HASH = 64;

    private final List<ContentEvidence.ArchiveFile> archives = new ArrayList<>();
    private final List<ContentEvidence.RuntimeVersion> versions = new ArrayList<>();
    private final Map<String, ContentEvidence.CodeFile> code = new HashMap<>();
    private final List<ContentEvidence.FormatCount> formats = new ArrayList<>();

    /**
     * Takes a record of that type; false when it is none of these.
     *
     * @param path the record's path below the root, when it has one that may be used
     */
    boolean add(String type, JsonRecord r, Optional<String> path) throws IOException {
        if (type.equals("format")) {
            formats.add(new ContentEvidence.FormatCount(
                    word(r, "id"),
                    count(r, "found"),
                    count(r, "read"),
                    count(r, "unread"),
                    RecordPaths.texts(r, "paths")));
            return true;
        }
        if (path.isEmpty()) {
            return List.of("archive", "version", "code").contains(type);
        }
        switch (type) {
            case "archive" ->
                archives.add(new ContentEvidence.ArchiveFile(
                        path.get(),
                        count(r, "entries"),
                        count(r, "inflated"),
                        r.has("x") ? Optional.of(word(r, "x")) : Optional.empty()));
            case "version" -> versions.add(new ContentEvidence.RuntimeVersion(path.get(), word(r, "id"), word(r, "v")));
            case "code" -> code(r, path.get());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void code(JsonRecord r, String path) throws IOException {
        String hash = r.text("h", HASH);
        if (!hash.isEmpty() && !hash.matches("[0-9a-f]{64}")) {
            throw new IOException("A digest of the evidence is malformed.");
        }
        CodeKind kind =
                switch (r.text("k", WORD)) {
                    case "elf" -> CodeKind.ELF;
                    case "script" -> CodeKind.SCRIPT;
                    case "archive" -> CodeKind.ARCHIVE;
                    default -> CodeKind.OTHER;
                };
        OwnerCheck check =
                switch (r.text("chk", WORD)) {
                    case "match" -> OwnerCheck.MATCH;
                    case "mismatch" -> OwnerCheck.MISMATCH;
                    default -> OwnerCheck.NOT_COMPARED;
                };
        ContentEvidence.CodeFile file =
                new ContentEvidence.CodeFile(path, kind, word(r, "own"), word(r, "by"), check, hash, r.flag("late"));
        if (code.put(path, file) != null) {
            throw new IOException("The evidence tells of a code file twice.");
        }
    }

    ContentEvidence build() {
        return new ContentEvidence(archives, versions, code, formats);
    }

    private static String word(JsonRecord r, String name) throws IOException {
        return EscapedPath.escape(r.text(name, WORD));
    }

    private static long count(JsonRecord r, String name) throws IOException {
        return r.number(name, 0, Long.MAX_VALUE, 0);
    }
}
