package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// Spec describes one container; the node agent writes it as JSON.
type Spec struct {
	// Log takes the output in the format of the container runtime interface.
	Log string `json:"log"`
	// Hostname seen inside.
	Hostname string `json:"hostname"`
	Root     Root   `json:"root"`
	// Mounts in the order in which they are made.
	Mounts []Mount `json:"mounts"`
	User   User    `json:"user"`
	// Capabilities (numbers) that the process may have; a user other than root holds none of them.
	Capabilities    []int    `json:"capabilities"`
	NoNewPrivileges bool     `json:"noNewPrivileges"`
	WorkingDir      string   `json:"workingDir"`
	Env             []string `json:"env"`
	Args            []string `json:"args"`
}

// Root is the root file system: read-only layers, topmost first, below a writable one in memory.
type Root struct {
	Layers   []string `json:"layers"`
	ReadOnly bool     `json:"readOnly"`
	// Hide lists folders of the layers that appear empty.
	Hide []string `json:"hide"`
	// Scratch is an empty folder to mount on; nothing is ever seen in it from outside.
	Scratch string `json:"scratch"`
}

// Mount binds a host's file or folder, or puts an empty folder in memory when Source is empty.
type Mount struct {
	Source   string `json:"source"`
	Target   string `json:"target"`
	ReadOnly bool   `json:"readOnly"`
}

// User is who the process runs as.
type User struct {
	UID    int   `json:"uid"`
	GID    int   `json:"gid"`
	Groups []int `json:"groups"`
}

func readSpec(file string) (*Spec, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	spec := &Spec{}
	if err := json.Unmarshal(text, spec); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(spec.Args) == 0 {
		return nil, fmt.Errorf("no command specified: give the container a command, images of the lab have none")
	}
	return spec, nil
}
