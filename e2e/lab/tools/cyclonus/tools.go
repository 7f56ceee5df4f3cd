//go:build tools

// Package tools pins cyclonus, which judges NetworkPolicies.
package tools

import _ "github.com/mattfenwick/cyclonus/cmd/cyclonus"
