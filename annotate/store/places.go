package store

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pizhu/model/fault"
	"pizhu/model/text"
)

// Places are the places where articles were left, so that each opens there
// again. They are a convenience and hold nothing that anybody would miss: a
// broken file is taken for an empty one. Places is a value; With makes a new
// one.
type Places struct {
	dir string
	at  map[string]place
}

// A place is where an article was left, or which article of a corpus was.
type place struct {
	Offset text.Offset `json:"offset"`
	Time   time.Time   `json:"time"`

	Article string `json:"article,omitempty"` // of a corpus, an absolute path
	Index   int    `json:"index,omitempty"`   // of that article among those of the corpus
}

const (
	placesName  = "places.json"
	maxPlaces   = 2000
	placesLimit = 16 << 20 // bytes: far more than so many paths take
)

// ErrNoState says that there is no place for what the program remembers.
var ErrNoState = errors.New("no directory for state: neither XDG_STATE_HOME nor HOME is set to an absolute path")

// StateDir is the directory of what the program remembers between its runs:
// $XDG_STATE_HOME/pizhu, where that is not set or not absolute
// ~/.local/state/pizhu (XDG Base Directory Specification 0.8). env looks up a
// variable of the environment.
func StateDir(env func(string) string) (string, error) {
	if dir := env("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "pizhu"), nil
	}
	if home := env("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "pizhu"), nil
	}
	return "", ErrNoState
}

// LoadPlaces reads the places in a directory, see StateDir, which is empty where
// there is none. What cannot be read is left out.
func LoadPlaces(dir string) Places {
	p, _, _ := loadPlaces(dir)
	return p
}

// loadPlaces also says of which version the file was, and why it could not be
// read at all.
func loadPlaces(dir string) (Places, Version, error) {
	p := Places{dir: dir}
	if dir == "" {
		return p, "", nil
	}
	raw, err := Read(filepath.Join(dir, placesName), placesLimit)
	if errors.Is(err, fs.ErrNotExist) {
		return p, "", nil
	}
	if err != nil {
		return p, "", err
	}
	if json.Unmarshal(raw, &p.at) != nil {
		p.at = nil
	}
	maps.DeleteFunc(p.at, func(path string, at place) bool { return !filepath.IsAbs(path) || at.Offset < 0 || at.Index < 0 })
	return p, Version(Hash(raw)), nil
}

// Get is the place where the article at an absolute path was left, and whether
// there is one. It may lie beyond the end of an article that was changed since.
func (p Places) Get(path string) (text.Offset, bool) {
	at, ok := p.at[text.EscapeName(path)]
	return at.Offset, ok
}

// With is p with a new place for an article.
func (p Places) With(path string, o text.Offset, now time.Time) Places {
	return p.merge(map[string]place{text.EscapeName(path): {Offset: o, Time: now.UTC()}})
}

// Last is the absolute path of the article that was left last in the corpus at an absolute path, escaped by text.EscapeName,
// its index among the articles at that time, and whether there is one.
func (p Places) Last(root string) (article string, index int, ok bool) {
	at := p.at[text.EscapeName(root)]
	return at.Article, at.Index, at.Article != ""
}

// WithLast is p with another article that was left last in a corpus.
func (p Places) WithLast(root, article string, index int, now time.Time) Places {
	return p.merge(map[string]place{text.EscapeName(root): {Time: now.UTC(), Article: text.EscapeName(article), Index: index}})
}

// merge is p with other places, of each article the later one. Only the newest
// are kept.
func (p Places) merge(other map[string]place) Places {
	at := make(map[string]place, len(p.at)+len(other))
	maps.Copy(at, p.at)
	for path, there := range other {
		if here, ok := at[path]; !ok || !there.Time.Before(here.Time) {
			at[path] = there
		}
	}
	if len(at) > maxPlaces {
		oldest := slices.SortedFunc(maps.Keys(at), func(a, b string) int {
			return cmp.Or(at[a].Time.Compare(at[b].Time), cmp.Compare(a, b))
		})
		for _, path := range oldest[:len(at)-maxPlaces] {
			delete(at, path)
		}
	}
	return Places{p.dir, at}
}

// Save writes the places, with those that other sessions saved in the meantime.
func (p Places) Save() error {
	if p.dir == "" {
		return fault.Errorf("save places: %w", ErrNoState)
	}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return fault.Errorf("save places: %w", err)
	}
	const tries = 3
	var err error
	for range tries {
		if err = p.save(); !errors.Is(err, ErrChanged) {
			break
		}
	}
	if err != nil {
		return fault.Errorf("save places: %w", err)
	}
	return nil
}

func (p Places) save() error {
	saved, version, err := loadPlaces(p.dir)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(saved.merge(p.at).at)
	if err != nil {
		return err
	}
	_, err = Replace(filepath.Join(p.dir, placesName), version, raw)
	return err
}
