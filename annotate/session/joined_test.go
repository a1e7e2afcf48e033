package session

import (
	"errors"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

func noArticle() corpus.Content { return corpus.Content{} }

func TestMergeFilesRefusesWhatItWouldLose(t *testing.T) {
	file := sidecar.File{Annotator: "chen", Document: sidecar.DocumentRef{Path: "a.txt", SHA256: "1", Encoding: "utf-8", Length: 9}}
	for name, tt := range map[string]struct {
		change func(*sidecar.File)
		want   error
	}{
		"annotator": {func(f *sidecar.File) { f.Annotator = "li" }, layer.ErrTwoLayers},
		"document":  {func(f *sidecar.File) { f.Document.ID = "7" }, layer.ErrTwoLayers},
		"text":      {func(f *sidecar.File) { f.Document.SHA256 = "2" }, nil},
		"encoding":  {func(f *sidecar.File) { f.Document.Encoding = "gb18030" }, nil},
		"unknown":   {func(f *sidecar.File) { f.Unknown = `"x": 1` }, nil},
		"scheme":    {func(f *sidecar.File) { f.Scheme.SHA256 = "3" }, nil},
	} {
		theirs := file
		tt.change(&theirs)
		joined, err := layer.MergeFiles(file, file, theirs, noArticle)
		if !errors.Is(err, tt.want) {
			t.Errorf("another %s: %v, want %v", name, err, tt.want)
		}
		got := joined.File
		if tt.want == nil && (got.Unknown != theirs.Unknown || got.Scheme != theirs.Scheme || got.Document != theirs.Document) {
			t.Errorf("another %s is not taken: %+v", name, got)
		}
	}
	ours, theirs := file, file
	ours.Document.Unknown, theirs.Document.Unknown = `"x": 1`, `"x": 2`
	if _, err := layer.MergeFiles(file, ours, theirs, noArticle); !errors.Is(err, layer.ErrTwoFutures) {
		t.Errorf("both changed what is unknown: %v", err)
	}
}
