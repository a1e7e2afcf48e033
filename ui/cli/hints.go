package cli

import (
	"errors"
	"io/fs"
	"strings"

	"pizhu/annotate/anchor"
	"pizhu/annotate/exchange"
	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/session"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/corpus/html"
	"pizhu/model/text/charset"
	"pizhu/ui/cli/help"
	"pizhu/ui/message"
)

// hints is the table of what helps against an error, by the id of the message.
var hints = []struct {
	err error
	id  string
}{
	{ErrNoTerminal, "hint.noTerminal"},
	{corpus.ErrIgnored, "hint.ignored"},
	{corpus.ErrNoArticles, "hint.noArticles"},
	{corpus.ErrSidecar, "hint.sidecar"},
	{corpus.ErrNotRegular, "hint.notRegular"},
	{corpus.ErrCompressed, "hint.compressed"},
	{corpus.ErrNotJSON, "hint.notJSON"},
	{corpus.ErrNoText, "hint.noText"},
	{corpus.ErrBadID, "hint.badID"},
	{corpus.ErrDuplicateID, "hint.duplicateID"},
	{corpus.ErrIDGone, "hint.idGone"},
	{corpus.ErrChanged, "hint.linesChanged"},
	{html.ErrNoText, "hint.emptyPage"},
	{corpus.ErrNotTextName, "hint.notTextName"},
	{exchange.ErrNoFormat, "hint.noFormat"},
	{exchange.ErrNoUnit, "hint.noUnit"},
	{session.ErrUnusable, "hint.unusable"},
	{journal.ErrFolderGone, "hint.folderGone"},
	{layer.ErrExists, "hint.there"},
	{errNotMan, "hint.notMan"},
	{errNoLogin, "hint.noLogin"},
	{store.ErrNotLog, "hint.not-log"},
	{store.ErrLink, "hint.link"},
	{errTaken, "hint.taken"},
	{layer.ErrReserved, "hint.reserved"},
	{layer.ErrNoName, "hint.noName"},
	{errNoScheme, "hint.noScheme"},
	{schemefile.ErrBracketed, "hint.bracketed"},
	{schemefile.ErrUneditable, "hint.uneditable"},
	{errLost, "hint.lost"},
	{errNotTaken, "hint.notTaken"},
	{errNothing, "hint.nothing"},
	{errRefused, "hint.refused"},
	{errProblems, "hint.problems"},
	{errPassed, "hint.passed"},
	{errUnread, "hint.unread"},
	{errNotRenamed, "hint.notRenamed"},
	{errNotInScheme, "hint.notInScheme"},
	{errFaults, "hint.faults"},
	{session.ErrPutBack, "hint.putBack"},
	{layer.ErrTwoLayers, "hint.twoLayers"},
	{layer.ErrTwoFutures, "hint.twoFutures"},
	{errConflicts, "hint.conflicts"},
	{fs.ErrExist, "hint.exists"},
	{corpus.ErrBadArchive, "hint.badArchive"},
	{corpus.ErrTooLarge, "hint.tooLarge"},
	{html.ErrTooLarge, "hint.largePage"},
	{charset.ErrUnknownEncoding, "hint.unknownEncoding"},
	{anchor.ErrOtherText, "hint.otherText"},
	{fs.ErrNotExist, "hint.notExist"},
	{fs.ErrPermission, "hint.permission"},
	{store.ErrChanged, "hint.writtenByOther"},
}

// hintFor returns what helps against an error of a command, or nothing. The command goes by the path that is typed for it:
// pizhu scheme check.
func hintFor(w *message.Words, command string, err error) string {
	if mistyped := (mistypedError{}); errors.As(err, &mistyped) {
		return mistyped.hint(w)
	}
	if errors.Is(err, errNoTopic) {
		return w.Text("hint.noTopic", strings.Join(help.Names(), ", "))
	}
	for _, h := range hints {
		if errors.Is(err, h.err) {
			return w.Text(h.id)
		}
	}
	if unknown := (unknownError{}); errors.As(err, &unknown) {
		return unknown.hint(w)
	}
	if errors.As(err, &usageError{}) {
		return w.Text("hint.usage", command)
	}
	if at := (*schemefile.SyntaxError)(nil); errors.As(err, &at) {
		if at.Hint != nil {
			return w.Error(at.Hint)
		}
		return w.Text("hint.schemeSyntax")
	}
	if at := (*session.RescuedError)(nil); errors.As(err, &at) && corpus.IsRescued(at.Path) {
		return w.Text("hint.rescued")
	}
	if at := (*sidecar.SyntaxError)(nil); errors.As(err, &at) {
		return w.Text("hint.sidecarSyntax")
	}
	return ""
}
