// Package sandbox gives up rights that the probe does not need.
package sandbox

import (
	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
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
