package layer

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A ImportTarget puts imported documents into a folder: the text of each as a file, and
// its layers beside it. It writes over nothing, and follows no link out of the
// folder.
type ImportTarget struct {
	Folder  string
	Scheme  *model.Scheme
	Library *Library // the folder's own, where the documents are these; else nil
	names   exchange.FileNames
}

// ErrExists says that an import would write over what is there.
var ErrExists = errors.New("there is another one already")

// Put writes a document, all of it or, where a layer is there already or the
// file has another text, nothing.
func (s *ImportTarget) Put(d exchange.Document) error {
	for i := range d.Layers {
		var err error
		if d.Layers[i].Annotator, err = LayerName(d.Layers[i].Annotator); err != nil {
			return err
		}
	}
	if s.Library != nil {
		return s.Library.put(s, d)
	}
	if s.names == nil {
		s.names = exchange.FileNames{}
	}
	name := s.names.Assign(strings.TrimSuffix(d.Name, ".txt")) + ".txt"
	at := filepath.Join(s.Folder, filepath.FromSlash(name))
	disk := store.Disk{}.Within(s.Folder)
	for _, l := range d.Layers {
		if err := checkVacant(disk, corpus.SidecarOf(at, l.Annotator)); err != nil {
			return err
		}
	}
	raw, encoding := encodeText(d.Text)
	of := sidecar.DocumentRef{Path: path.Base(name), SHA256: store.Hash(raw), Encoding: encoding, Length: d.Text.Len()}
	layers := make([][]byte, len(d.Layers))
	for i, l := range d.Layers {
		var err error
		if layers[i], err = encodeLayer(s.file(l, of)); err != nil {
			return err
		}
	}
	if err := disk.MakeFolder(filepath.Dir(at)); err != nil {
		return err
	}
	if err := writeText(disk, at, d.Text); err != nil {
		return err
	}
	for i, l := range d.Layers {
		if err := writeLayer(disk, corpus.SidecarOf(at, l.Annotator), layers[i]); err != nil {
			return err
		}
	}
	return nil
}

// checkVacant reports whether a new layer can be written to a path.
func checkVacant(d store.Disk, path string) error {
	there, err := d.Has(path)
	if there {
		err = ErrExists
	}
	if err != nil {
		return fault.Errorf("import %q: %w", path, err)
	}
	return nil
}

// LayerName is that of an imported layer, which may be the adjudicated one.
func LayerName(annotator string) (string, error) {
	if annotator == "gold" {
		return annotator, nil
	}
	return AnnotatorName(annotator)
}

// file is a layer as its file has it.
func (s *ImportTarget) file(l exchange.Layer, of sidecar.DocumentRef) sidecar.File {
	set := l.Set
	if set.Document.Status == "" {
		set.Document.Status = s.begun()
	}
	return sidecar.File{
		Document: of, Scheme: sidecar.SchemeRef{ID: s.Scheme.ID, SHA256: s.Scheme.Hash},
		Annotator: l.Annotator, Set: set, Order: sidecar.NewOrder(s.Scheme), Unknown: l.Unknown,
	}
}

// begun is the status of an article that somebody worked on.
func (s *ImportTarget) begun() string {
	for i, status := range s.Scheme.Statuses {
		if i == 1 && !status.Final || len(s.Scheme.Statuses) == 1 {
			return status.ID
		}
	}
	return ""
}

// encodeText is a text as a file that reads as the same: a byte order mark that
// belongs to the text has another one before it.
func encodeText(t *text.Text) (raw []byte, encoding string) {
	const mark = "\ufeff"
	if strings.HasPrefix(t.String(), mark) {
		return []byte(mark + t.String()), "utf-8-sig"
	}
	return []byte(t.String()), "utf-8"
}

// writeText writes a text, unless it is there already.
func writeText(d store.Disk, at string, t *text.Text) error {
	raw, _ := encodeText(t)
	old, err := d.Read(at, int64(len(raw))+1)
	switch {
	case err == nil && bytes.Equal(old, raw):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		_, err = d.Replace(at, "", raw)
		return err
	case err == nil || errors.Is(err, store.ErrTooLarge):
		return fault.Errorf("import %q: %w", at, ErrExists)
	}
	return err
}

// encodeLayer makes the bytes of a sidecar before anything of its document is
// written: one that passes a limit leaves nothing behind.
func encodeLayer(f sidecar.File) ([]byte, error) {
	var b bytes.Buffer
	err := sidecar.Write(&b, f)
	return b.Bytes(), err
}

func writeLayer(d store.Disk, to string, raw []byte) error {
	_, err := d.Replace(to, "", raw)
	if errors.Is(err, store.ErrChanged) {
		return fault.Errorf("import %q: %w", to, ErrExists)
	}
	return err
}
