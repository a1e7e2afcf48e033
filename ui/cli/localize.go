package cli

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/model/fault"
	"pizhu/ui/message"
)

// languageFlag returns the value of --lang among args, for the help that is made before
// cobra parses them.
func languageFlag(args []string) string {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.ParseErrorsAllowlist.UnknownFlags = true
	lang := set.String("lang", "", "")
	set.BoolP("help", "h", false, "")
	_ = set.Parse(args) // cobra says what is wrong with them
	return *lang
}

// localize puts the words of another language than English into the help of a command and
// of all below it. English stands where the commands and flags are defined.
func localize(root *cobra.Command, w *message.Words) {
	if w.IsEnglish() {
		return
	}
	root.InitDefaultCompletionCmd()
	if template, ok := w.Help("usage template"); ok {
		root.SetUsageTemplate(template)
	}
	localizeCommand(root, w)
	root.Long += "\n" + codes(w)
}

func localizeCommand(c *cobra.Command, w *message.Words) {
	name := helpName(c)
	if short, ok := w.Help(name + " short"); ok {
		c.Short = short
	}
	if long, ok := w.Help(name + " long"); ok {
		c.Long = long
	}
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	flag := func(f *pflag.Flag) { localizeFlag(f, name, w) }
	c.LocalFlags().VisitAll(flag)
	for _, below := range c.Commands() {
		localizeCommand(below, w)
	}
}

// helpName is the name of a command in the catalogue: "scheme check", and "pizhu" itself.
func helpName(c *cobra.Command) string {
	if !c.HasParent() {
		return c.Name()
	}
	return strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
}

// localizeFlag finds the text of a flag of a command, else of all flags with this name. A
// default becomes part of the text, since pflag has an English word for it.
func localizeFlag(f *pflag.Flag, command string, w *message.Words) {
	usage, ok := w.Help(command + " --" + f.Name)
	if !ok {
		usage, ok = w.Help("--" + f.Name)
	}
	if !ok {
		return
	}
	f.Usage = usage
	switch {
	case f.DefValue == "" || f.DefValue == "0" || f.DefValue == "false" || f.DefValue == "[]":
	case f.Value.Type() == "string":
		f.Usage, f.DefValue = w.HelpDefault(usage, f.DefValue), ""
	default:
		f.Usage, f.DefValue = w.HelpDefault(usage, f.DefValue), "0"
	}
}

// flagFault returns what is wrong with a flag as an error that can be said in another language.
func flagFault(err error) error {
	var (
		unknown *pflag.NotExistError
		without *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return fault.Errorf("unknown flag: --%s", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return fault.Errorf("unknown shorthand flag: %q in -%s", unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames())
	case errors.As(err, &without) && without.GetSpecifiedShortnames() == "":
		return fault.Errorf("flag needs an argument: --%s", without.GetSpecifiedName())
	case errors.As(err, &without):
		return fault.Errorf("flag needs an argument: %q in -%s", without.GetSpecifiedName(), without.GetSpecifiedShortnames())
	case errors.As(err, &invalid):
		name := "--" + invalid.GetFlag().Name
		if short := invalid.GetFlag().Shorthand; short != "" {
			name = "-" + short + ", " + name
		}
		return fault.Errorf("invalid argument %q for %q flag: %w", invalid.GetValue(), name, invalid.Unwrap())
	case errors.As(err, &syntax):
		return fault.Errorf("bad flag syntax: %s", syntax.GetSpecifiedFlag())
	}
	return err
}

// exclusive matches what cobra says of flags that do not go together.
var exclusive = regexp.MustCompile(`^if any flags in the group \[(.*)\] are set none of the others can be; \[(.*)\] were all set$`)

// groupFault returns the error of flags that do not go together as one that can be said in another language.
func groupFault(err error) error {
	if m := exclusive.FindStringSubmatch(err.Error()); m != nil {
		return fault.Errorf("if any flags in the group [%s] are set none of the others can be; [%s] were all set", m[1], m[2])
	}
	return err
}
