package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A set of Linux capabilities as /proc prints it.
 *
 * @param bits bit N is capability N of {@code linux/capability.h}
 */
public record CapabilitySet(long bits) {
    /** No capability. */
    public static final CapabilitySet NONE = new CapabilitySet(0);
    /** What containerd and CRI-O give a root container that asks for nothing (CRI-O gives fewer). */
    public static final CapabilitySet RUNTIME_DEFAULT = new CapabilitySet(0xa80425fbL);

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,16}");
    private static final List<String> NAMES = List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    /**
     * Reads the kernel's hexadecimal text.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static CapabilitySet parse(String hexadecimal) {
        if (!HEXADECIMAL.matcher(hexadecimal).matches()) {
            throw new IllegalArgumentException("no capability set of up to 16 hexadecimal digits");
        }
        return new CapabilitySet(Long.parseUnsignedLong(hexadecimal, 16));
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /** Whether the capability of that name, without {@code CAP_}, is in the set. */
    public boolean has(String name) {
        int bit = NAMES.indexOf(name);
        return bit >= 0 && (bits >>> bit & 1) == 1;
    }

    public boolean isSubsetOf(CapabilitySet other) {
        return (bits & ~other.bits) == 0;
    }

    public CapabilitySet minus(CapabilitySet other) {
        return new CapabilitySet(bits & ~other.bits);
    }

    /** Names without {@code CAP_}, by number; a number where the name is not known. */
    public List<String> names() {
        return IntStream.range(0, 64)
                .filter(bit -> (bits >>> bit & 1) == 1)
                .mapToObj(bit -> bit < NAMES.size() ? NAMES.get(bit) : "CAPABILITY_" + bit)
                .toList();
    }

    /** {@code none} or the names, for a sentence. */
    @Override
    public String toString() {
        return isEmpty() ? "none" : String.join(", ", names());
    }
}
