package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the probe found in the target's files beside the texts that it sent: evidence of version 2. What is absent was not
 * looked at.
 *
 * @param archives archives that were opened, and those in them
 * @param versions runtimes and servers that tell their version in their own program file
 * @param code what is known of files that are code, loaded, or whose content was sent, by path
 * @param formats what was found of each package format; empty when the probe counted none
 */
public record ContentEvidence(
        List<ArchiveFile> archives,
        List<RuntimeVersion> versions,
        Map<String, CodeFile> code,
        List<FormatCount> formats) {
    /** Of evidence of version 1: nothing of it was looked at. */
    public static final ContentEvidence NONE = new ContentEvidence(List.of(), List.of(), Map.of(), List.of());

    public ContentEvidence {
        archives = List.copyOf(archives);
        versions = List.copyOf(versions);
        code = Map.copyOf(code);
        formats = List.copyOf(formats);
    }

    /**
     * Record {@code archive}.
     *
     * @param path an archive in an archive with {@code !/}
     * @param entries its members, the wanted and the others
     * @param inflated bytes that were unpacked of it
     * @param error why it was not read to its end; empty when it was read whole
     */
    public record ArchiveFile(String path, long entries, long inflated, Optional<String> error) {}

    /** Record {@code version}: a program that tells what it is, such as {@code node} and {@code 20.11.1}. */
    public record RuntimeVersion(String path, String id, String version) {}

    /** Kinds of {@link CodeFile}. */
    public enum CodeKind {
        ELF,
        SCRIPT,
        ARCHIVE,
        OTHER
    }

    /** A file's digest compared with the one that its owner gives. */
    public enum OwnerCheck {
        MATCH,
        MISMATCH,
        NOT_COMPARED
    }

    /**
     * Record {@code code}.
     *
     * @param owner package that owns the file; empty when none is known
     * @param ownerFormat id of the format that says so
     * @param check its digest against the owner's
     * @param sha256 in hexadecimal; empty when it was not hashed
     * @param lateList the owner's list was changed after the start of the target, so that it proves nothing
     */
    public record CodeFile(
            String path,
            CodeKind kind,
            String owner,
            String ownerFormat,
            OwnerCheck check,
            String sha256,
            boolean lateList) {}

    /**
     * Record {@code format}: what was found of one package format.
     *
     * @param id its id in the table of formats
     * @param unreadPaths the first of those that were not read
     */
    public record FormatCount(String id, long found, long read, long unread, List<String> unreadPaths) {
        public FormatCount {
            unreadPaths = List.copyOf(unreadPaths);
        }
    }
}
