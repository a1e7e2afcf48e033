package cli

import (
	"compress/gzip"
	_ "embed"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

//go:generate go run gen.go

//go:embed licences.bin
var packedLicences string

func licencesCommand(System, *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "licences",
		Short: "Print the licences of the program and of all that is in it",
		Long: "licences prints the licence of this program, and the licences and notices of the modules, of Go and of the data that it\n" +
			"is built with, each under the names of what it is for.",
		Example: "  pizhu licences | less",
		Aliases: []string{"licenses"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("licences takes no arguments")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeLicences(cmd.OutOrStdout())
		},
	}
}

// writeLicences writes the licences as they were packed.
func writeLicences(w io.Writer) error {
	z, err := gzip.NewReader(strings.NewReader(packedLicences))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, z)
	return err
}
