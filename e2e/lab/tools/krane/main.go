// Command krane is crane, which copies images, with a login to ECR by the caller's AWS role. The module of that name is
// not to be had from the Go proxy; this puts the same two parts together.
package main

import (
	"io"
	"os"

	ecr "github.com/awslabs/amazon-ecr-credential-helper/ecr-login"
	"github.com/google/go-containerregistry/cmd/crane/cmd"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/crane"
)

func main() {
	amazon := authn.NewKeychainFromHelper(ecr.NewECRHelper(ecr.WithLogger(io.Discard)))
	keychain := authn.NewMultiKeychain(authn.DefaultKeychain, amazon)
	root := cmd.New("krane", "crane with a login to ECR", []crane.Option{crane.WithAuthFromKeychain(keychain)})
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
