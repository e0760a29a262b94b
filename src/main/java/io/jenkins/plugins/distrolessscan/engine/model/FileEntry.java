package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.Optional;

/**
 * Metadata of one entry of the target's file tree.
 *
 * @param path below the root, without leading slash; {@code .} is the root; bytes that are no UTF-8 or control
 *     characters are written as {@code \\xNN}
 * @param kind what it is
 * @param mode the lower twelve mode bits
 * @param uid owner
 * @param gid group
 * @param size bytes
 * @param modified Unix seconds
 * @param link text of a symbolic link, escaped like a path
 * @param error error code such as {@code EACCES} when it could not be examined or, for a folder, not listed
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
        Optional<String> error) {
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
