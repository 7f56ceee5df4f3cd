//go:build tools

// Package tools pins the OCI registry.
package tools

import _ "github.com/distribution/distribution/v3/cmd/registry"
