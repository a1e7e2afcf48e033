package cli

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/annotate/exchange"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/text"
)

// splitting are the flags of an export in several parts.
type splitting struct {
	shares, licence string
	seed            uint64
}

func (p *splitting) define(set *pflag.FlagSet) {
	set.StringVar(&p.shares, "split", "", "`SHARES` of train, dev and test, as 80/10/10, or of train and test, as 80/20; --output is a folder then")
	set.Uint64Var(&p.seed, "seed", 1, "`NUMBER` that another split hangs on")
	set.StringVar(&p.licence, "licence", "", "`TEXT` for the licence field of the manifest")
}

// sideNames are the names of the parts, by their number.
var sideNames = map[int][]string{2: {"train", "test"}, 3: {"train", "dev", "test"}}

// parse reads the shares.
func (p *splitting) parse() ([]int, error) {
	var shares []int
	sum := 0
	for part := range strings.SplitSeq(p.shares, "/") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > 1e6 {
			return nil, usage("--split is %q, where shares as 80/10/10 are wanted", p.shares)
		}
		shares, sum = append(shares, n), sum+n
	}
	if sideNames[len(shares)] == nil || sum == 0 {
		return nil, usage("--split is %q, where two or three shares are wanted", p.shares)
	}
	return shares, nil
}

// A manifest says what is in the parts of an export. It holds no time, so that
// the same corpus gives the same bytes.
type manifest struct {
	Tool    string              `json:"tool"`
	Format  string              `json:"format"`
	Unit    exchange.OffsetUnit `json:"unit"`
	Licence string              `json:"licence"`
	Split   []int               `json:"split"`
	Seed    uint64              `json:"seed"`
	Scheme  manifestScheme      `json:"scheme"`
	Parts   []manifestPart      `json:"parts"`
}

type manifestScheme struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"`
}

type manifestPart struct {
	Name      string            `json:"name"`
	File      string            `json:"file"`
	SHA256    string            `json:"sha256"` // of the file; empty where the part is a folder
	Documents int               `json:"documents"`
	Claims    int               `json:"claims"`
	Labels    map[string]int    `json:"labels"`
	Articles  []manifestArticle `json:"articles"`
}

type manifestArticle struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of its bytes as stored
	Group  string `json:"group"`  // the first of its near-duplicates
}

// runSplit writes documents in parts, and a manifest. They are read twice: the
// split hangs on all of them.
func (o *outgoing) runSplit(cmd *cobra.Command, version string, p splitting, scheme *model.Scheme, cut func(exchange.Document) []text.Span,
	each func(context.Context, func(int, exchange.Document) error) error,
) error {
	shares, err := p.parse()
	if err != nil {
		return err
	}
	if o.output == "-" {
		return usage("--split makes several files: --output names a folder")
	}
	total, err := o.export(scheme)
	if err != nil {
		return err
	}
	total.Cut = cut
	if err := o.checkOutputs(total, o.parts(total, len(shares))); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	err = o.checkFilters(ctx, scheme, func(ctx context.Context, take func(exchange.Document) error) error {
		return each(ctx, func(_ int, d exchange.Document) error { return take(d) })
	})
	if err != nil {
		return err
	}
	split := &exchange.Splitter{Shares: shares, Seed: p.seed}
	err = each(ctx, func(i int, d exchange.Document) error { split.Add(total, i, d); return nil })
	if err != nil {
		return err
	}
	sides, err := o.sides(total, len(shares))
	if err == nil {
		err = each(ctx, func(i int, d exchange.Document) error {
			n, group := split.SideOf(i)
			return sides[n].write(d, group)
		})
	}
	for _, x := range sides {
		if err == nil {
			err = x.close()
		}
	}
	if err != nil {
		for _, x := range sides {
			err = errors.Join(err, x.to.abort())
		}
		return err
	}
	if err := o.writeManifest(version, p, shares, total, sides); err != nil {
		return err
	}
	return o.tell(cmd.ErrOrStderr(), total)
}

// manifestName is the file that says what is in the parts.
const manifestName = "manifest.json"

// parts are the files of a split, or the folders.
func (o *outgoing) parts(e *exchange.Exporter, n int) []output {
	list := []output{{flag: "the manifest", path: filepath.Join(o.output, manifestName)}}
	for _, name := range sideNames[n] {
		list = append(list, o.files(e, "the part "+name, filepath.Join(o.output, partFile(e.Format, name)))...)
	}
	return list
}

// partFile is the file of a part, or its folder.
func partFile(x exchange.Format, name string) string {
	if x.Folder {
		return name
	}
	return name + x.Extension
}

// A side is a part while it is written.
type side struct {
	to   *destination
	part manifestPart
}

func (o *outgoing) sides(total *exchange.Exporter, n int) ([]*side, error) {
	if err := store.MakeFolder(o.output); err != nil {
		return nil, err
	}
	var list []*side
	for _, name := range sideNames[n] {
		e := *total
		x := &side{part: manifestPart{Name: name, File: partFile(e.Format, name)}}
		to, err := openDestination(&e, filepath.Join(o.output, x.part.File), nil)
		if err != nil {
			return list, err
		}
		x.to = to
		list = append(list, x)
	}
	return list, nil
}

func (x *side) write(d exchange.Document, group string) error {
	before := x.to.export.Report.Documents
	if err := x.to.export.Write(d); err != nil {
		return err
	}
	if x.to.export.Report.Documents > before {
		x.part.Articles = append(x.part.Articles, manifestArticle{d.Name, d.SHA256, group})
	}
	return nil
}

func (x *side) close() error {
	if err := x.to.close(); err != nil {
		return err
	}
	r := &x.to.export.Report
	x.part.Documents, x.part.Claims, x.part.Labels = r.Documents, r.Claims, r.Labels()
	if !x.to.export.Format.Folder {
		x.part.SHA256 = hex.EncodeToString(x.to.sum.Sum(nil))
	}
	return nil
}

func (o *outgoing) writeManifest(version string, p splitting, shares []int, total *exchange.Exporter, sides []*side) error {
	m := manifest{
		Tool: "pizhu " + version, Format: total.Format.Name, Unit: cmp.Or(total.Unit, total.Format.Unit), Licence: p.licence,
		Split: shares, Seed: p.seed, Scheme: manifestScheme{total.Scheme.ID, total.Scheme.Hash},
	}
	for _, x := range sides {
		m.Parts = append(m.Parts, x.part)
		total.Report.Add(&x.to.export.Report)
	}
	raw, err := json.Marshal(m, json.Deterministic(true), jsontext.Multiline(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return store.Write(filepath.Join(o.output, manifestName), append(text.EscapeJSON(raw), '\n'))
}
