package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/layer"
	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// conflictRow is what merge reports of one conflict.
type conflictRow struct {
	File   string       `json:"file"`
	Kind   model.Kind   `json:"kind"`
	ID     string       `json:"id"`
	Reason merge.Reason `json:"reason"`
	Twin   string       `json:"twin"` // the id under which the second of two is kept
	Lost   string       `json:"lost"` // the value that was not taken, where there can be one only
}

func mergeCommand(_ System, f *flags) *cobra.Command {
	var asJSON bool
	var name string
	c := &cobra.Command{
		Use:   "merge BASE OURS THEIRS",
		Short: "Merge two sidecars of one annotator, as git's merge driver",
		Long: "merge joins the sidecars OURS and THEIRS, which both come from BASE, and writes OURS. BASE may be empty, missing or /dev/null.\n" +
			"Claims and relations are compared by their ids: what one side changed is taken; where both changed one, both are kept, the\n" +
			"second under a new id; a change outlives a deletion. For sides of one text the result is the same whichever is ours.\n\n" +
			"With conflicts the exit code is 3, so that git stops and a person looks before the merge is committed. Nothing is lost then:\n" +
			"OURS is whole, a valid sidecar with both sides in it and no conflict markers; look at it in the reader, then git add it.\n" +
			"Where the sides cannot be joined (one is unreadable, or they are of different annotators) the exit code is 1 and OURS stays\n" +
			"as it was; git keeps both.\n\n" +
			"The sides may be for different texts of the article. Then the claims are looked for in the article that NAME stands beside,\n" +
			"as if it were opened; where there is none, those that only the older text had are adrift until it is. How many moved, and\n" +
			"how many wait for a person, is said; the reader lists them.\n\n" +
			"Set up once in a repository:\n" +
			"  echo '*.pizhu.json merge=pizhu' >>.gitattributes\n" +
			"  git config merge.pizhu.driver 'pizhu merge --name %P %O %A %B'",
		Example: "  pizhu merge base.pizhu.json ours.pizhu.json theirs.pizhu.json\n  pizhu merge --json --name a.txt.chen.pizhu.json %O %A %B",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 3 {
				return usage("merge takes three sidecars, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if name == "" {
				name = args[1]
			}
			joined, err := mergeInto(name, args[1], args[0], args[2])
			if err != nil {
				return fault.Errorf("merge %q: %w", name, err)
			}
			if joined.TwoTexts {
				say(cmd.ErrOrStderr(), f.words, "report.twoTexts", name, joined.Moved, joined.Adrift)
			}
			return reportConflicts(cmd, name, joined.Conflicts, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {file, kind, id, reason, twin, lost} for each conflict")
	c.Flags().StringVar(&name, "name", "", "call the file `NAME`, and look for the article beside that: git works on copies")
	return c
}

// mergeInto joins a sidecar and theirs, and writes it. The article is the one that
// the name stands beside.
func mergeInto(name, path, basePath, theirsPath string) (layer.Merged, error) {
	base, err := readBase(basePath)
	if err != nil {
		return layer.Merged{}, err
	}
	raw, ours, err := readLayer(path)
	if err != nil {
		return layer.Merged{}, err
	}
	_, theirs, err := readLayer(theirsPath)
	if err != nil {
		return layer.Merged{}, err
	}
	joined, err := layer.MergeFiles(base, ours, theirs, func() corpus.Content { return layer.ReadBeside(name, ours, theirs) })
	if err != nil {
		return layer.Merged{}, err
	}
	var b bytes.Buffer
	if err := sidecar.Write(&b, joined.File); err != nil {
		return layer.Merged{}, err
	}
	_, err = beside(path).Replace(path, store.Version(store.Hash(raw)), b.Bytes())
	return joined, err
}

// readBase reads a sidecar that need not be there: git gives an empty file where
// both sides added one.
func readBase(path string) (sidecar.File, error) {
	if path == os.DevNull {
		return sidecar.File{}, nil
	}
	raw, err := beside(path).Read(path, sidecar.MaxSize)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(raw) == 0 {
		return sidecar.File{}, nil
	}
	if err != nil {
		return sidecar.File{}, err
	}
	return parseLayer(path, raw)
}

// beside is the disk of a file that is named by itself: links are followed only within its folder.
func beside(path string) store.Disk { return store.Disk{}.Within(filepath.Dir(path)) }

func readLayer(path string) ([]byte, sidecar.File, error) {
	raw, err := beside(path).Read(path, sidecar.MaxSize)
	if err != nil {
		return nil, sidecar.File{}, err
	}
	file, err := parseLayer(path, raw)
	return raw, file, err
}

func parseLayer(path string, raw []byte) (sidecar.File, error) {
	file, err := sidecar.Parse(raw)
	if err != nil {
		return sidecar.File{}, fault.Errorf("read sidecar %q: %w", path, err)
	}
	return file, nil
}

// reportConflicts lists conflicts on standard error, where git shows them, or
// as JSON on standard output.
func reportConflicts(cmd *cobra.Command, name string, conflicts []merge.Conflict, asJSON bool) error {
	rows := []conflictRow{}
	var b strings.Builder
	for _, c := range conflicts {
		rows = append(rows, conflictRow{name, c.Kind, c.ID, c.Reason, c.CopyID, c.Lost})
		fmt.Fprintf(&b, "pizhu: %s: %s\n", text.SafeLine(name), text.SafeLine(c.String()))
	}
	if asJSON {
		if err := PrintJSON(cmd.OutOrStdout(), rows); err != nil {
			return err
		}
	} else if _, err := io.WriteString(cmd.ErrOrStderr(), b.String()); err != nil {
		return err
	}
	if len(conflicts) > 0 {
		return foundError{fault.Errorf("merge %q: %w: %d", name, errConflicts, len(conflicts))}
	}
	return nil
}

var errConflicts = errors.New("conflicts, with both sides kept")
