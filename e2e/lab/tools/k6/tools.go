//go:build tools

// Package tools pins the load generator.
package tools

import _ "go.k6.io/k6"
