package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Optional;

/**
 * Metadata of one entry of the target's file tree.
 *
 * @param path below the root, without leading slash; {@code .} is the root; bytes that are no UTF-8 or control
 *     characters are written as {@code \\xNN}
 * @param kind what it is
 * @param mode the lower twelve mode bits
 * @param uid owner, -1 when not known
 * @param gid group, -1 when not known
 * @param size bytes
 * @param modified Unix seconds
 * @param link text of a symbolic link, escaped like a path
 * @param capabilities capabilities that running the file gives, as 16 hexadecimal digits; empty if none
 * @param error error code such as {@code EACCES} when it could not be examined or, for a folder, not listed;
 *     {@link #PRUNED} for another mount, which is not looked into
 * @param changed inode change time in Unix milliseconds, when it is not before the start of the target's main process;
 *     empty when it is, or when nobody looked ({@link RuntimeEvidence#clock()} is empty then)
 */
public record FileEntry(
        String path,
        Kind kind,
        int mode,
        long uid,
        long gid,
        long size,
        long modified,
        Optional<String> link,
        Optional<String> capabilities,
        Optional<String> error,
        Optional<Long> changed) {
    /** {@link #error()} of an entry that another mount covers: only its name and kind are known. */
    public static final String PRUNED = "PRUNED";

    /** An entry that was not changed since the start, or of which nobody knows it. */
    public FileEntry(
            String path,
            Kind kind,
            int mode,
            long uid,
            long gid,
            long size,
            long modified,
            Optional<String> link,
            Optional<String> capabilities,
            Optional<String> error) {
        this(path, kind, mode, uid, gid, size, modified, link, capabilities, error, Optional.empty());
    }

    /** Kinds of entries. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO,
        SOCKET,
        UNKNOWN
    }
}
