//go:build !amd64

package main

import "errors"

func (p probe) exit0() error {
	return errors.New("known for amd64 only")
}
