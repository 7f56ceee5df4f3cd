// Command lab-container runs one container: `lab-container FILE` reads its description (see spec.go), starts the
// process in mount, PID, UTS and IPC namespaces of its own and exits as it did. Signals are passed on; if this
// process dies, the kernel kills the container.
//
// On descriptor 3 it writes one line of JSON: {"pid": N} once the process runs, or {"error": "..."}.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// startErrorCode is the exit code that container runtimes give to a command that could not be started.
const startErrorCode = 128

func main() {
	// Namespaces, credentials and the parent-death signal belong to a thread.
	runtime.LockOSThread()
	if len(os.Args) == 3 && os.Args[1] == "init" {
		// Reached only on failure: on success the process has become the container's.
		fmt.Fprint(os.NewFile(3, "status"), become(os.Args[2]))
		os.Exit(startErrorCode)
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: lab-container FILE")
		os.Exit(2)
	}
	code, err := runContainer(os.Args[1])
	if err != nil {
		report(map[string]any{"error": err.Error()})
	}
	os.Exit(code)
}

func runContainer(file string) (int, error) {
	// Dies with the node agent, even if that is killed.
	syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
	spec, err := readSpec(file)
	if err != nil {
		return startErrorCode, err
	}
	log, err := openLog(spec.Log)
	if err != nil {
		return startErrorCode, err
	}
	defer log.close()
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2)

	var copies sync.WaitGroup
	out, err := outputPipe(spec, log, "stdout", &copies)
	if err != nil {
		return startErrorCode, err
	}
	errOut, err := outputPipe(spec, log, "stderr", &copies)
	if err != nil {
		return startErrorCode, err
	}
	statusRead, statusWrite, err := os.Pipe()
	if err != nil {
		return startErrorCode, err
	}
	child := exec.Command("/proc/self/exe", "init", file)
	child.Stdout, child.Stderr, child.ExtraFiles = out, errOut, []*os.File{statusWrite}
	child.Env = []string{}
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
		Setsid:     true,
	}
	if err := child.Start(); err != nil {
		return startErrorCode, fmt.Errorf("namespaces for the container: %w", err)
	}
	statusWrite.Close()
	out.Close()
	errOut.Close()
	go func() {
		for each := range signals {
			child.Process.Signal(each)
		}
	}()
	// The pipe closes by itself when the container's program is executed.
	if problem, _ := io.ReadAll(statusRead); len(problem) > 0 {
		child.Wait()
		return startErrorCode, fmt.Errorf("%s", problem)
	}
	report(map[string]any{"pid": child.Process.Pid})
	child.Wait()
	drained := make(chan struct{})
	go func() { copies.Wait(); close(drained) }()
	select {
	case <-drained:
	case <-time.After(2 * time.Second):
	}
	status := child.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return status.ExitStatus(), nil
}

// outputPipe makes a pipe, owned by the container's user so that it may open /dev/stdout, and copies it to the log.
func outputPipe(spec *Spec, log *logFile, stream string, copies *sync.WaitGroup) (*os.File, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	if err := write.Chown(spec.User.UID, spec.User.GID); err != nil {
		return nil, err
	}
	copies.Add(1)
	go func() {
		defer copies.Done()
		log.copy(stream, read)
	}()
	return write, nil
}

func report(what map[string]any) {
	line, _ := json.Marshal(what)
	file := os.NewFile(3, "report")
	fmt.Fprintln(file, string(line))
	file.Close()
}
