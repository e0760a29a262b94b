package tree

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"
)

// fileCapabilities are the capabilities that a program gains when it is run, as the kernel prints a capability set,
// or nothing. The attribute is read by name, so the file need not be readable.
func fileCapabilities(folder int, name string) string {
	var raw [24]byte
	n, err := unix.Lgetxattr(fmt.Sprintf("/proc/self/fd/%d/%s", folder, name), "security.capability", raw[:])
	if err != nil {
		return ""
	}
	return permitted(raw[:n])
}

// permitted reads struct vfs_cap_data: a word of version and flags, then pairs of permitted and inheritable sets.
func permitted(raw []byte) string {
	if len(raw) < 12 {
		return ""
	}
	set := uint64(binary.LittleEndian.Uint32(raw[4:]))
	if len(raw) >= 20 {
		set |= uint64(binary.LittleEndian.Uint32(raw[12:])) << 32
	}
	return fmt.Sprintf("%016x", set)
}
