//go:build tools

// Package tools pins the command that copies images.
package tools

import _ "github.com/google/go-containerregistry/cmd/crane"
