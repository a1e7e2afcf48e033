package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"pizhu/annotate/exchange"
	"pizhu/annotate/noise"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// ruleRow is what clean --learn reports of one rule.
type ruleRow struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	By    string `json:"by"`
	Added string `json:"added"`
}

// errNoScheme says that there is no file to write rules into.
var errNoScheme = errors.New("the articles have no scheme file to write rules into")

// learnNoise prints the rules that follow from what people decided on noise, and
// adds them to the scheme file if that is asked for.
func (s System) learnNoise(cmd *cobra.Command, f *flags, articles []corpus.Article, scheme foundScheme, asJSON, write bool) error {
	lessons := noise.NewRuleLearner(scheme.Scheme)
	recovered := 0
	err := s.each(cmd.Context(), f, articles, progress{}, func(_ int, d exchange.Document) error {
		for _, l := range d.Layers {
			lessons.Add(l.Set)
			recovered += l.Recovered
		}
		return nil
	})
	if err != nil {
		return err
	}
	sayRecovered(cmd.ErrOrStderr(), f.words, recovered)
	rules := lessons.Rules()
	if write && len(rules) > 0 {
		if err := writeRules(scheme.Path, rules); err != nil {
			return err
		}
	}
	return printRules(cmd.OutOrStdout(), rules, asJSON)
}

func writeRules(path string, rules []model.NoiseRule) error {
	if path == "" {
		return errNoScheme
	}
	raw, err := store.Read(path, schemefile.MaxSize)
	if err != nil {
		return err
	}
	made, err := schemefile.AddNoise(raw, rules)
	if err != nil {
		return fault.Errorf("add rules to %q: %w", path, err)
	}
	_, err = store.Replace(path, store.Version(store.Hash(raw)), made)
	return err
}

func printRules(w io.Writer, rules []model.NoiseRule, asJSON bool) error {
	if asJSON {
		rows := []ruleRow{}
		for _, r := range rules {
			rows = append(rows, ruleRow(r))
		}
		return PrintJSON(w, rows)
	}
	for _, r := range rules {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Rule, text.SafeLine(r.Text), text.SafeLine(r.By), r.Added); err != nil {
			return err
		}
	}
	return nil
}
