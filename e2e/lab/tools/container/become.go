package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Of <linux/prctl.h>; the standard library does not name them.
const (
	prCapBoundingDrop = 24
	prSetNoNewPrivs   = 38
	lastCapability    = 40
)

// become turns this process into the container's; it returns only with what went wrong.
func become(file string) error {
	// The descriptor must not reach the container, and its closing is what says "started".
	syscall.CloseOnExec(3)
	spec, err := readSpec(file)
	if err != nil {
		return err
	}
	if err := syscall.Sethostname([]byte(spec.Hostname)); err != nil {
		return fmt.Errorf("hostname %s: %w", spec.Hostname, err)
	}
	if err := enterRoot(spec); err != nil {
		return err
	}
	// As container runtimes do: a working directory that the image lacks is made.
	if err := os.MkdirAll(spec.WorkingDir, 0o755); err != nil {
		return fmt.Errorf("working directory: %w", err)
	}
	if err := dropPrivileges(spec); err != nil {
		return err
	}
	if err := os.Chdir(spec.WorkingDir); err != nil {
		return fmt.Errorf("working directory: %w", err)
	}
	syscall.Umask(0o022)
	program, err := find(spec.Args[0], spec.Env)
	if err != nil {
		return err
	}
	return fmt.Errorf("exec %s: %w", program, syscall.Exec(program, spec.Args, spec.Env))
}

func dropPrivileges(spec *Spec) error {
	kept := map[int]bool{}
	for _, each := range spec.Capabilities {
		kept[each] = true
	}
	for each := 0; each <= lastCapability; each++ {
		if !kept[each] {
			syscall.RawSyscall(syscall.SYS_PRCTL, prCapBoundingDrop, uintptr(each), 0)
		}
	}
	if err := syscall.Setgroups(spec.User.Groups); err != nil {
		return fmt.Errorf("groups %v: %w", spec.User.Groups, err)
	}
	if err := syscall.Setgid(spec.User.GID); err != nil {
		return fmt.Errorf("group %d: %w", spec.User.GID, err)
	}
	if err := syscall.Setuid(spec.User.UID); err != nil {
		return fmt.Errorf("user %d: %w", spec.User.UID, err)
	}
	if spec.NoNewPrivileges {
		if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0); errno != 0 {
			return fmt.Errorf("no new privileges: %w", errno)
		}
	}
	// The kernel forgets it whenever a process changes its user.
	syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
	return nil
}

// find resolves a command name on the container's own PATH.
func find(name string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	path := "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	for _, each := range env {
		if value, found := strings.CutPrefix(each, "PATH="); found {
			path = value
		}
	}
	os.Setenv("PATH", path)
	for _, folder := range filepath.SplitList(path) {
		if program, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
			return program, nil
		}
	}
	return "", fmt.Errorf("exec: %q: executable file not found in $PATH", name)
}
