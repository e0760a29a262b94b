// Package sandbox gives up rights that the probe does not need.
package sandbox

import (
	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// The states of the contract.
const (
	Enforced    = "enforced"
	Unsupported = "unsupported"
	Failed      = "failed"
)

// writes are all rights to change a file system. Read rights are not handled at all: a rule that allows reading below
// the probe's own root would shut out the target's root, which is another mount.
const writes landlock.AccessFSSet = ll.AccessFSWriteFile | ll.AccessFSTruncate | ll.AccessFSIoctlDev | ll.AccessFSRefer |
	ll.AccessFSRemoveDir | ll.AccessFSRemoveFile | ll.AccessFSMakeChar | ll.AccessFSMakeDir | ll.AccessFSMakeReg |
	ll.AccessFSMakeSock | ll.AccessFSMakeFifo | ll.AccessFSMakeBlock | ll.AccessFSMakeSym

// DropWrites asks the kernel to refuse every write of this process from now on. Files that are open already keep their rights.
// It also sets no_new_privs.
func DropWrites() (state string, abi int) {
	abi, err := ll.LandlockGetABIVersion()
	if err != nil || abi < 1 {
		return Unsupported, 0
	}
	config, err := landlock.NewConfig(writes)
	if err != nil {
		return Failed, abi
	}
	if err := config.BestEffort().RestrictPaths(); err != nil {
		return Failed, abi
	}
	return Enforced, abi
}

// Hide asks the kernel to keep other processes of the same user from reading, writing and tracing this one, and says
// whether they could until now. They cannot when the program may not be read by that user, as in the probe's image.
func Hide() (exposed bool) {
	const mayBeTraced = 1 // SUID_DUMP_USER
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	exposed = err != nil || dumpable == mayBeTraced
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	return exposed
}
