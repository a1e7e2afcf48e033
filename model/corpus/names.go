package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strconv"
	"strings"
)

// This file holds the name of every file and folder that pizhu makes for an article. It is as low as the loader, which
// must leave all of them out of the articles:
//
//	a.txt.chen.pizhu.json                       the sidecar of chen's layer of a.txt
//	a.txt.chen.pizhu.json.unreadable-0a1b2c3d   a sidecar that could not be read, kept as it was
//	a.txt.chen.pizhu.json.SESSION               a sidecar that could not be written to its place
//	.a.txt.pizhu/chen.SESSION.journal           the journal of a session
//	.a.txt.pizhu/chen.SESSION-2.journal         its second one, begun after a write to the first had failed
//	.a.txt.pizhu/chen.SESSION-joined.journal    a journal that is being joined to the log
//	.a.txt.pizhu/chen.log                       the journals of chen's sessions that have ended
//	b.jsonl.pizhu/ID.chen.pizhu.json            the sidecar of chen's layer of a document of b.jsonl
//	b.jsonl.pizhu/.ID.pizhu/chen.log            and its log
//	STATE/journal/HASH/chen.SESSION.journal     a journal whose own folder cannot be written
//	STATE/open/HASH.chen.SESSION.open           a session that is open
const (
	sidecarEnd     = ".pizhu.json"
	unreadableMark = sidecarEnd + ".unreadable-"
	folderEnd      = ".pizhu"
	journalEnd     = ".journal"
	partMark       = "-"
	joinedPart     = partMark + "joined"
	logEnd         = ".log"
	leaseEnd       = ".open"
	stateJournals  = "journal"
	stateLeases    = "open"
)

// IsSidecar reports whether a path is that of a sidecar. A shell's * names them along with the articles.
func IsSidecar(path string) bool { return strings.HasSuffix(path, sidecarEnd) }

// HasSidecarName reports whether a path is that of a sidecar or of a copy of one.
func HasSidecarName(path string) bool { return strings.Contains(filepath.Base(path), sidecarEnd) }

// IsUnreadable reports whether a path is that of a copy of a sidecar that could not be read.
func IsUnreadable(path string) bool { return strings.Contains(filepath.Base(path), unreadableMark) }

// IsRescued reports whether a path is that of a sidecar that could not be written to its place.
func IsRescued(path string) bool {
	return !IsUnreadable(path) && strings.Contains(filepath.Base(path), sidecarEnd+".")
}

// UnreadablePath returns the path to which a sidecar that cannot be read is copied. Hash is that of its bytes.
func UnreadablePath(sidecar, hash string) string {
	return strings.TrimSuffix(sidecar, sidecarEnd) + unreadableMark + hash[:8]
}

// RescuedPath returns the path below a folder to which a file is written if it cannot be written to its place.
func RescuedPath(folder, path, session string) string {
	return filepath.Join(folder, filepath.Base(path)+"."+session)
}

// SidecarOf returns the path of an annotator's sidecar, given what the names of the article's layers begin with.
func SidecarOf(home, annotator string) string { return home + "." + annotator + sidecarEnd }

// SplitSidecar returns what SidecarOf was given. If the path names no annotator, ok is false.
func SplitSidecar(path string) (home, annotator string, ok bool) {
	home, ok = strings.CutSuffix(path, sidecarEnd)
	end := filepath.Ext(home)
	if !ok || len(end) < 2 {
		return home, "", false
	}
	return strings.TrimSuffix(home, end), end[1:], true
}

// SidecarPath returns the path of an annotator's sidecar: beside the article, or at the article's name below a folder of
// sidecars, if one is given. It is empty if the article can have none.
func (a Article) SidecarPath(annotator, sidecars string) string {
	home := a.layerHome(sidecars)
	if home == "" {
		return ""
	}
	return SidecarOf(home, annotator)
}

// layerHome returns what the paths of the article's layers begin with, or "" if it can have none.
func (a Article) layerHome(sidecars string) string {
	home, name := a.LayerPrefix()
	if home != "" && sidecars != "" {
		home = filepath.Join(sidecars, name)
	}
	return home
}

// LayerPlace returns the folder that the article's sidecars are in, and what their names in it begin with. Both are empty if
// the article can have none.
func (a Article) LayerPlace(sidecars string) (folder, name string) {
	home := a.layerHome(sidecars)
	if home == "" {
		return "", ""
	}
	return filepath.Dir(home), filepath.Base(home)
}

// LayerFolder returns the folder with the layers of the documents of a JSONL file.
func LayerFolder(file string) string { return file + folderEnd }

// SplitLayerFolder returns the JSONL file whose documents have their layers in a folder. If no file can have them there, ok
// is false.
func SplitLayerFolder(folder string) (file string, ok bool) {
	return strings.CutSuffix(folder, folderEnd)
}

// holdsNoArticles reports whether a folder of this name holds none: a hidden one, and one with layers.
func holdsNoArticles(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, folderEnd)
}

// WithoutFolderEnd returns the name of a file of text that is to be made, so that it is not one of a folder which is taken
// to hold no articles.
func WithoutFolderEnd(name string) string {
	if before, ok := strings.CutSuffix(name, folderEnd); ok {
		return before + "_" + strings.TrimPrefix(folderEnd, ".")
	}
	return name
}

// JournalFolder returns the folder of the journals of an article, given the folder of its sidecars and what their names
// begin with.
func JournalFolder(folder, name string) string { return filepath.Join(folder, "."+name+folderEnd) }

// SplitJournalFolder returns the name in its own folder of the article whose journals are in a folder. If the folder is none
// of journals, ok is false.
func SplitJournalFolder(folder string) (name string, ok bool) {
	name, ok = strings.CutSuffix(filepath.Base(folder), folderEnd)
	name, hidden := strings.CutPrefix(name, ".")
	return name, ok && hidden && name != ""
}

// JournalFolders returns the folders that the journals of an article may be in: beside its sidecars, and, if these cannot be
// written there, in the state folder, if there is one. The log is in the first.
func (a Article) JournalFolders(sidecars, state string) []string {
	folder, name := a.LayerPlace(sidecars)
	if name == "" {
		return nil
	}
	folders := []string{JournalFolder(folder, name)}
	if abs, err := filepath.Abs(folders[0]); err == nil && state != "" {
		folders = append(folders, StateJournalFolder(state, abs))
	}
	return folders
}

// StateJournals returns the folder below the state folder with the folders of journals.
func StateJournals(state string) string { return filepath.Join(state, stateJournals) }

// StateJournalFolder returns the folder below the state folder for journals that cannot be written to a folder, which is
// given as an absolute path.
func StateJournalFolder(state, folder string) string {
	return filepath.Join(StateJournals(state), stateName(folder))
}

// stateName returns the name of an article in the state folder, given the absolute path of the folder of its journals.
func stateName(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return hex.EncodeToString(sum[:16])
}

// JournalName returns the name of the journal of a session that is its part-th, from 1.
func JournalName(annotator, session string, part int) string {
	name := annotator + "." + session
	if part > 1 {
		name += partMark + strconv.Itoa(part)
	}
	return name + journalEnd
}

// IsJournal reports whether a path is that of a journal.
func IsJournal(path string) bool { return strings.HasSuffix(path, journalEnd) }

// SplitJournal returns whose journal has a name. If the name is none of a journal, ok is false.
func SplitJournal(name string) (annotator, session string, ok bool) {
	name, is := strings.CutSuffix(name, journalEnd)
	annotator, session, ok = strings.Cut(name, ".")
	session, _, _ = strings.Cut(session, partMark)
	return annotator, session, is && ok
}

// JoinedPath returns the path of a journal while it is being joined to the log.
func JoinedPath(journal string) string {
	if strings.HasSuffix(journal, joinedPart+journalEnd) {
		return journal
	}
	return strings.TrimSuffix(journal, journalEnd) + joinedPart + journalEnd
}

// LogName returns the name of an annotator's log.
func LogName(annotator string) string { return annotator + logEnd }

// HistoryOwner returns the annotator whose journal or log has a name. If the name is of neither, ok is false.
func HistoryOwner(name string) (annotator string, ok bool) {
	annotator, rest, ok := strings.Cut(name, ".")
	return annotator, ok && annotator != "" && ("."+rest == logEnd || strings.HasSuffix(rest, journalEnd))
}

// LeasePath returns the path of the file by which a session says that it is open, given the state folder and the folder of
// its journals.
func LeasePath(state, journals, annotator, session string) string {
	name := ""
	if abs, err := filepath.Abs(journals); err == nil {
		name = stateName(abs)
	}
	return filepath.Join(state, stateLeases, name+"."+annotator+"."+session+leaseEnd)
}

// IsLease reports whether a path is one that LeasePath makes.
func IsLease(path string) bool { return strings.HasSuffix(path, leaseEnd) }

// LeasesOf returns what the names of the leases begin with of all sessions that work on the same layer.
func LeasesOf(lease, session string) string {
	return strings.TrimSuffix(filepath.Base(lease), session+leaseEnd)
}
