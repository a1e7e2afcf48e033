package cli

import "github.com/spf13/cobra"

func doctorCommand(s System, f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "doctor",
		Short:   "Say what this terminal really does, and what pizhu makes of it",
		Long:    "doctor asks the terminal that it is run in how wide it draws what terminals disagree about, which modes it has,\nand how many colours. It takes less than a second.",
		Example: "  pizhu doctor\n  pizhu doctor --json >terminal.json",
		Args:    none,
		RunE:    func(*cobra.Command, []string) error { return s.Doctor(f.words, asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {name, found, made} for each finding")
	return c
}
