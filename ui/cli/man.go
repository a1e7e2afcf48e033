package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/annotate/store"
	"pizhu/ui/cli/help"
	"pizhu/ui/message"
)

// errNotMan means that a file which is no man page of pizhu has the name of one.
var errNotMan = errors.New("which pizhu help --man did not write")

// The sections of man: commands, and everything else.
const (
	commandSection = 1
	topicSection   = 7
)

// A manPage is a man page and its path within the folder.
type manPage struct {
	path string
	raw  []byte
}

// writeMan writes a man page for each command and each topic, in the folders man1 and man7 of dir.
func (s System) writeMan(root *cobra.Command, dir, lang string, force bool) error {
	pages := slices.Concat(s.commandPages(message.New(lang), root), s.topicPages(lang))
	if !force {
		if err := checkMan(dir, pages); err != nil {
			return err
		}
	}
	for _, p := range pages {
		if err := writeTo(store.Folder(dir), p); err != nil {
			return err
		}
	}
	return nil
}

// checkMan returns an error if a file that is not a man page of pizhu has the path of a page.
func checkMan(dir string, pages []manPage) error {
	const most = 1 << 20 // bytes; a larger file is no man page
	for _, p := range pages {
		path := filepath.Join(dir, p.path)
		raw, err := store.Read(path, most)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !help.IsMan(raw):
			return usage("--man: %q is a file %w", path, errNotMan)
		}
	}
	return nil
}

func writeTo(dir store.Folder, p manPage) error {
	file, err := dir.Create(p.path)
	if err != nil {
		return err
	}
	_, err = file.Write(p.raw)
	return errors.Join(err, file.Close())
}

// manPath returns the path of a man page, such as man1/pizhu-export.1.
func manPath(name string, section int) string {
	return fmt.Sprintf("man%d/%s.%[1]d", section, name)
}

// topicPages returns the pages of the topics.
func (s System) topicPages(lang string) []manPage {
	var pages []manPage
	for _, t := range help.Topics(lang) {
		name := "pizhu-" + t.Name
		markdown, _ := help.Text(lang, t.Name)
		m := help.NewMan(name, topicSection, t.Title, s.Version)
		m.Markdown(markdown)
		m.Section("SEE ALSO")
		m.Paragraph("pizhu(1)")
		pages = append(pages, manPage{manPath(name, topicSection), m.Bytes()})
	}
	return pages
}

// commandPages returns the pages of a command and of those below it.
func (s System) commandPages(w *message.Words, c *cobra.Command) []manPage {
	name := strings.ReplaceAll(c.CommandPath(), " ", "-")
	pages := []manPage{{manPath(name, commandSection), s.commandPage(w, c, name)}}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() || below.Name() == "help" {
			pages = append(pages, s.commandPages(w, below)...)
		}
	}
	return pages
}

func (s System) commandPage(w *message.Words, c *cobra.Command, name string) []byte {
	m := help.NewMan(name, commandSection, c.Short, s.Version)
	m.Section("SYNOPSIS")
	m.Code(strings.Split(c.UseLine(), "\n")...)
	m.Section("DESCRIPTION")
	about, _, _ := strings.Cut(cmp.Or(c.Long, c.Short+"."), codes(w))
	describe(m, about)
	m.Section("OPTIONS")
	c.InitDefaultHelpFlag()
	c.NonInheritedFlags().VisitAll(func(f *pflag.Flag) { m.Entry(flagEntry(f)) })
	if c.HasParent() {
		m.Paragraph(w.Text("report.manOptions"))
	}
	if c.Example != "" {
		m.Section("EXAMPLES")
		m.Code(strings.Split(strings.ReplaceAll(strings.TrimPrefix(c.Example, "  "), "\n  ", "\n"), "\n")...)
	}
	m.Section("EXIT STATUS")
	for _, code := range exitCodes {
		m.Entry(fmt.Sprint(code.Code), w.Text(code.Meaning))
	}
	m.Section("SEE ALSO")
	m.Paragraph(strings.Join(seeAlso(c), ", "))
	return m.Bytes()
}

// describe adds a text to a page: its lines join to paragraphs, and lines that begin with a space stay as they are.
func describe(m *help.Man, text string) {
	var joined []string
	end := func() {
		if len(joined) > 0 {
			m.Paragraph(joined...)
			joined = nil
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case line == "":
			end()
		case strings.HasPrefix(line, " "):
			end()
			m.Code(strings.TrimSpace(line))
		default:
			joined = append(joined, line)
		}
	}
	end()
}

// flagEntry returns a flag as it is typed, and what it means.
func flagEntry(f *pflag.Flag) (term, meaning string) {
	value, meaning := pflag.UnquoteUsage(f)
	term = "--" + f.Name
	if f.Shorthand != "" {
		term = "-" + f.Shorthand + ", " + term
	}
	if value != "" {
		term += " " + value
	}
	if !slices.Contains([]string{"", "false", "[]", "0"}, f.DefValue) {
		meaning += fmt.Sprintf(" (default %s)", f.DefValue)
	}
	return term, meaning
}

// seeAlso returns the pages of the command above, of the commands below, and of the topics for pizhu itself.
func seeAlso(c *cobra.Command) []string {
	var list []string
	add := func(name string, section int) {
		list = append(list, fmt.Sprintf("%s(%d)", strings.ReplaceAll(name, " ", "-"), section))
	}
	if c.HasParent() {
		add(c.Parent().CommandPath(), commandSection)
	}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() || below.Name() == "help" {
			add(below.CommandPath(), commandSection)
		}
	}
	for _, topic := range help.Names() {
		if !c.HasParent() || topic == c.Name() {
			add("pizhu-"+topic, topicSection)
		}
	}
	return list
}
