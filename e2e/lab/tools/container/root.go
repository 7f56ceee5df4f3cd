package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// enterRoot builds the container's root file system and makes it this process' own.
func enterRoot(spec *Spec) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("private mounts: %w", err)
	}
	root, err := overlay(spec.Root)
	if err != nil {
		return err
	}
	if err := systemFolders(root); err != nil {
		return err
	}
	for _, hidden := range spec.Root.Hide {
		if err := (Mount{Target: hidden}).make(root); err != nil {
			return err
		}
	}
	for _, mount := range spec.Mounts {
		if err := mount.make(root); err != nil {
			return err
		}
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	if err := syscall.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	// Both roots now lie on top of each other; what is detached is the old one.
	if err := syscall.Unmount(".", syscall.MNT_DETACH); err != nil {
		return fmt.Errorf("leaving the host's root: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	if spec.Root.ReadOnly {
		return readOnly("/")
	}
	return nil
}

func overlay(root Root) (string, error) {
	if err := syscall.Mount("scratch", root.Scratch, "tmpfs", 0, "mode=0755"); err != nil {
		return "", fmt.Errorf("scratch space on %s: %w", root.Scratch, err)
	}
	merged := filepath.Join(root.Scratch, "root")
	upper, work := filepath.Join(root.Scratch, "upper"), filepath.Join(root.Scratch, "work")
	for _, folder := range []string{merged, upper, work} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return "", err
		}
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", strings.Join(root.Layers, ":"), upper, work)
	if err := syscall.Mount("overlay", merged, "overlay", 0, options); err != nil {
		return "", fmt.Errorf("overlay of %v: %w", root.Layers, err)
	}
	return merged, nil
}

// systemFolders mounts /proc, /sys and a /dev with the devices that every container has.
func systemFolders(root string) error {
	for _, each := range []struct {
		target, kind string
		flags        uintptr
		options      string
	}{
		{"proc", "proc", syscall.MS_NOSUID | syscall.MS_NODEV | syscall.MS_NOEXEC, ""},
		{"sys", "sysfs", syscall.MS_NOSUID | syscall.MS_NODEV | syscall.MS_NOEXEC | syscall.MS_RDONLY, ""},
		{"dev", "tmpfs", syscall.MS_NOSUID, "mode=0755"},
		{"dev/shm", "tmpfs", syscall.MS_NOSUID | syscall.MS_NODEV, "mode=1777"},
		{"dev/pts", "devpts", syscall.MS_NOSUID | syscall.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620"},
	} {
		target := filepath.Join(root, each.target)
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
		if err := syscall.Mount(each.kind, target, each.kind, each.flags, each.options); err != nil {
			return fmt.Errorf("/%s: %w", each.target, err)
		}
	}
	for _, device := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		if err := (Mount{Source: "/dev/" + device, Target: "/dev/" + device}).make(root); err != nil {
			return err
		}
	}
	for name, target := range map[string]string{
		"fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
		"ptmx": "pts/ptmx",
	} {
		if err := os.Symlink(target, filepath.Join(root, "dev", name)); err != nil {
			return err
		}
	}
	return nil
}

// make mounts below root, making the mount point as needed; links of the image stay within the root.
func (mount Mount) make(root string) error {
	target := within(root, mount.Target)
	if mount.Source == "" {
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
		return syscall.Mount("tmpfs", target, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=1777")
	}
	info, err := os.Stat(mount.Source)
	if err != nil {
		return fmt.Errorf("mount on %s: %w", mount.Target, err)
	}
	if info.IsDir() {
		err = os.MkdirAll(target, 0o755)
	} else if err = os.MkdirAll(filepath.Dir(target), 0o755); err == nil {
		var file *os.File
		if file, err = os.OpenFile(target, os.O_CREATE, 0o644); err == nil {
			file.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("mount point %s: %w", mount.Target, err)
	}
	if err := syscall.Mount(mount.Source, target, "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("mount of %s on %s: %w", mount.Source, mount.Target, err)
	}
	if mount.ReadOnly {
		return readOnly(target)
	}
	return nil
}

func readOnly(target string) error {
	if err := syscall.Mount("", target, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
		return fmt.Errorf("read-only %s: %w", target, err)
	}
	return nil
}

// within resolves a path below root, taking absolute links as the container would see them.
func within(root, path string) string {
	done, rest := "/", strings.Split(path, "/")
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		if part == "" || part == "." {
			continue
		}
		next := filepath.Join(done, part)
		link, err := os.Readlink(filepath.Join(root, next))
		if err != nil || links >= 40 {
			done = next
			continue
		}
		links++
		if filepath.IsAbs(link) {
			done = "/"
		}
		rest = append(strings.Split(link, "/"), rest...)
	}
	return filepath.Join(root, done)
}
