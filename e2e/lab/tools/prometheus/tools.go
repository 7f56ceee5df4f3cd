//go:build tools

// Package tools pins the command that checks and tests alert rules.
package tools

import _ "github.com/prometheus/prometheus/cmd/promtool"
