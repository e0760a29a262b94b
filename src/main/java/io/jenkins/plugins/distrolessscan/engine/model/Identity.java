package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * The user and group a debug container runs as.
 *
 * @param uid numeric user, 0 to 4294967294
 * @param gid numeric group
 * @param origin where the numbers come from, as a sentence
 */
public record Identity(long uid, long gid, String origin) {
    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
