package layer

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/exchange"
	"pizhu/annotate/journal"
	"pizhu/annotate/noise"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// Load reads an article with all of its layers, in the order of the annotators'
// names.
func Load(a corpus.Article, o Options) (exchange.Document, error) { return NewLoader(o).Load(a) }

// A Loader reads articles as Load does. It lists a folder once for all articles
// in a row whose layers are there: a JSONL file's may be a million.
type Loader struct {
	options Options
	folder  string              // that was listed
	base    string              // its absolute path
	layers  map[string][]string // the annotators of the sidecars in it, by the name of the article
	beside  map[string]bool     // the names of articles that have a folder of journals in it
	away    map[string]bool     // the folders of journals in the state folder; nil until they are listed
}

// NewLoader makes a Loader.
func NewLoader(o Options) *Loader { return &Loader{options: o} }

// Load reads an article with all of its layers.
func (l *Loader) Load(a corpus.Article) (exchange.Document, error) {
	layers, err := l.readLayers(a)
	if err == nil && len(layers) == 0 {
		err = l.refusal(a)
	}
	if err != nil {
		return exchange.Document{}, err
	}
	c, err := ReadArticle(a, l.options.Encoding, layers...)
	if err != nil {
		return exchange.Document{}, err
	}
	d := exchange.Document{Name: ExportName(a), SHA256: c.SHA256, Text: c.Text}
	for _, layer := range layers {
		set, moved, err := reanchor(a, c, layer)
		if err != nil {
			return exchange.Document{}, fault.Errorf("read sidecar %q: %w", layer.Path, err)
		}
		d.Layers = append(d.Layers, exchange.Layer{
			Annotator: layer.Annotator, Set: set, Moved: moved, Unknown: layer.File.Unknown,
			Recovered: layer.Recovered, Damaged: len(layer.Damaged), Withheld: [2]int{layer.Withheld.Changes, layer.Withheld.Deletions},
		})
	}
	return d, nil
}

// reanchor is the set of a layer in the text that its article has now, and how many
// claims moved with their text.
func reanchor(a corpus.Article, c corpus.Content, l Layer) (set model.Set, moved int, err error) {
	if err := CheckOwner(a, l.Source.ID); err != nil {
		return model.Set{}, 0, err
	}
	e, err := anchor.NewLocator(c.Text, c.SHA256).Reanchor(l.Set, l.was(c), nil)
	if err != nil {
		return model.Set{}, 0, err
	}
	set, err = l.Set.Apply(e)
	return set, len(anchor.Moves(e)), err
}

// refusal is why the journals of an article are not read, nil where they are: of who has no sidecar nothing else tells.
func (l *Loader) refusal(a corpus.Article) error {
	files, err := l.Files(a, "")
	if refused := files.Refusals(); err == nil && len(refused) > 0 {
		err = refused[0]
	}
	return err
}

// readLayers reads all layers of an article.
func (l *Loader) readLayers(a corpus.Article) ([]Layer, error) {
	names, err := l.Annotators(a)
	if err != nil {
		return nil, err
	}
	layers := make([]Layer, len(names))
	for i, name := range names {
		if layers[i], err = l.ReadLayer(a, name); err != nil {
			return nil, err
		}
	}
	return layers, nil
}

// ReadLayer reads a layer as the function ReadLayer does.
func (l *Loader) ReadLayer(a corpus.Article, annotator string) (Layer, error) {
	files, err := l.Files(a, annotator)
	if err != nil {
		return Layer{}, err
	}
	return readLayer(files, l.options.Scheme)
}

// Annotators are the names of an article's layers, sorted: of those who have a
// sidecar, and of those who have a journal and no sidecar yet.
func (l *Loader) Annotators(a corpus.Article) ([]string, error) {
	files, err := l.Files(a, "")
	if err != nil || files.Path == "" {
		return nil, err
	}
	_, name := a.LayerPlace(l.options.Sidecars)
	names := l.layers[name]
	if len(files.Folders) == 0 {
		return names, nil
	}
	others, err := journal.Annotators(files.Disk, files.Folders)
	if err != nil {
		return nil, err
	}
	names = slices.Concat(names, others)
	slices.Sort(names)
	return slices.Compact(names), nil
}

// Files says where a layer is kept. There are folders of journals in it only where
// the article has one.
func (l *Loader) Files(a corpus.Article, annotator string) (journal.Files, error) {
	folder, name := a.LayerPlace(l.options.Sidecars)
	files := journal.Files{Disk: l.options.diskOf(a), Annotator: annotator, Limit: l.options.limit(), About: journal.AboutArticle(a)}
	if name == "" {
		return files, nil
	}
	if err := l.list(files.Disk, filepath.Clean(folder)); err != nil {
		return files, err
	}
	files.Path = a.SidecarPath(annotator, l.options.Sidecars)
	beside := corpus.JournalFolder(folder, name)
	if len(l.away) > 0 {
		if away := corpus.StateJournalFolder(l.options.State, filepath.Join(l.base, filepath.Base(beside))); l.away[filepath.Base(away)] {
			files.Folders = []string{beside, away}
			return files, nil
		}
	}
	if l.beside[name] {
		files.Folders = []string{beside}
	}
	return files, nil
}

// list finds the sidecars in a folder, ARTICLE.ANNOTATOR.pizhu.json, where the
// annotator's name has no dot, and the folders of journals beside them and in the
// state folder.
func (l *Loader) list(disk store.Disk, folder string) error {
	if folder == l.folder && l.layers != nil {
		return nil
	}
	if err := l.listAway(disk); err != nil {
		return err
	}
	names, err := disk.Names(folder)
	if err != nil {
		return err
	}
	if l.base, err = filepath.Abs(folder); err != nil {
		return err
	}
	l.folder, l.layers, l.beside = folder, map[string][]string{}, map[string]bool{}
	for _, name := range names {
		if article, ok := corpus.SplitJournalFolder(name); ok {
			l.beside[article] = true
			continue
		}
		if article, annotator, ok := corpus.SplitSidecar(name); ok {
			l.layers[article] = append(l.layers[article], annotator)
		}
	}
	for _, names := range l.layers {
		slices.Sort(names)
	}
	return nil
}

// listAway lists once what the state folder has journals of.
func (l *Loader) listAway(disk store.Disk) error {
	if l.away != nil {
		return nil
	}
	l.away = map[string]bool{}
	if l.options.State == "" {
		return nil
	}
	names, err := disk.Names(corpus.StateJournals(l.options.State))
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for _, name := range names {
		l.away[name] = true
	}
	return nil
}

// NoiseOf gives what is noise in an article by its layers and by what was found
// in it: what a claim of a noise group says, and what is surely noise and nobody
// has rejected. Blank lines stay.
func NoiseOf(d exchange.Document, finds []noise.Candidate, scheme *model.Scheme) []text.Span {
	var spans []text.Span
	for _, l := range d.Layers {
		spans = append(spans, l.Set.Noise(scheme)...)
		finds = noise.Undecided(finds, l.Set, scheme)
	}
	for _, f := range finds {
		if f.Kind != noise.Blank && f.Confidence >= noise.Certain {
			spans = append(spans, f.Span)
		}
	}
	return spans
}
