package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestFlagsNameTheirValue holds that no help shows the Go type of a flag in the place of what is to be typed.
func TestFlagsNameTheirValue(t *testing.T) {
	check := func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if name, _ := pflag.UnquoteUsage(f); name != strings.ToUpper(name) {
				t.Errorf("%s --%s: the help shows %q as its value", c.CommandPath(), f.Name, name)
			}
		})
	}
	root := System{}.root(&flags{})
	check(root)
	for _, c := range root.Commands() {
		check(c)
		for _, below := range c.Commands() {
			check(below)
		}
	}
}
