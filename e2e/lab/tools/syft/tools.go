//go:build tools

// Package tools pins the command that lists what an image holds.
package tools

import _ "github.com/anchore/syft/cmd/syft"
