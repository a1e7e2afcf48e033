package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"pizhu/annotate/schemefile"
	"pizhu/annotate/sidecar"
	"pizhu/model/text"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
)

// some asks for at least one argument.
func some(missing string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("%s", missing)
		}
		return nil
	}
}

func keysCommand(s System, f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "keys",
		Short:   "Print the keys",
		Long:    "keys prints the table of the keys, with those of the scheme's labels. A blank parts the two keys of a chord.",
		Example: "  pizhu keys\n  pizhu keys --json",
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			scheme, err := f.readScheme(nil)
			if err != nil {
				return err
			}
			keys, err := keymap.New(scheme.Scheme)
			if err != nil {
				return err
			}
			if asJSON {
				return PrintJSON(cmd.OutOrStdout(), keys.Bindings())
			}
			return printKeys(cmd.OutOrStdout(), f.words, keys.Bindings())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {mode, keys, action, help, group} for each")
	return c
}

// none takes no arguments.
func none(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("unexpected argument %q", args[0])
	}
	return nil
}

// PrintJSON prints a value as indented JSON.
func PrintJSON(w io.Writer, v any) error {
	raw, err := json.Marshal(v, escapedNames(), jsontext.Multiline(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = w.Write(append(text.EscapeJSON(raw), '\n'))
	return err
}

// escapedNames makes json.Marshal write strings that are not UTF-8, which names of files may be, as text.EscapeName does.
func escapedNames() json.Options {
	return json.WithMarshalers(json.MarshalToFunc(func(e *jsontext.Encoder, s string) error {
		return e.WriteToken(jsontext.String(text.EscapeName(s)))
	}))
}

// tableHead returns the head of a table in Markdown.
func tableHead(words *message.Words, columns ...string) string {
	for i, c := range columns {
		columns[i] = words.Term(c)
	}
	return "| " + strings.Join(columns, " | ") + " |\n" + strings.Repeat("|---", len(columns)) + "|\n"
}

// printKeys prints the table of keys in Markdown, as the manual has it.
func printKeys(w io.Writer, words *message.Words, bindings []keymap.Binding) error {
	var b strings.Builder
	b.WriteString(tableHead(words, "mode", "group", "keys", "action", "help"))
	for _, row := range bindings {
		keys := make([]string, len(row.Keys))
		for i, k := range row.Keys {
			keys[i] = "`" + k + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` | %s |\n", words.Term(string(row.Mode)), words.Term(row.Group), strings.Join(keys, " "), row.Action, words.Term(row.Help))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// schemas is the table of the JSON Schemas that can be printed.
var schemas = []struct {
	Name string
	Text func() []byte
}{
	{"scheme", schemefile.Schema},
	{"sidecar", sidecar.Schema},
}

func schemaCommand(System, *flags) *cobra.Command {
	var names []string
	for _, s := range schemas {
		names = append(names, s.Name)
	}
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "Print the JSON Schema of a file that pizhu reads or writes",
		Example:   "  pizhu schema sidecar >sidecar.schema.json",
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(names, args[0]) {
				return usage("name one of: %s", strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := cmd.OutOrStdout().Write(schemas[slices.Index(names, args[0])].Text())
			return err
		},
	}
}
