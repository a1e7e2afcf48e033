package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
	"pizhu/model/text"
	"pizhu/ui/term"
)

// A widthProbe asks the terminal how wide it draws what it is shown, batch after batch, and makes the App's measure of the
// answers. It never waits: what has no answer is shown in slots.
type widthProbe struct {
	inquiry *term.ProbeBatch // that waits for answers; nil for none
	number  int              // of that inquiry
	queue   []string         // to be asked after it
	again   int              // how often lost answers were asked for again
	check   bool             // the inquiry asks whether the terminal is still the same
	recheck bool             // that is to be asked when nothing else is
	doubted []string         // clusters for which 0 columns were answered once
	session *session.Session
	scanned text.Span // what was looked through
	scans   bool      // a scan is at work
}

const (
	batch       = 200  // questions that are asked at a time
	mostAsked   = 4000 // of one article
	mostAgain   = 5
	sampleSize  = 6                      // clusters that a terminal is asked for again to see whether it is the same
	sampleRows  = 2                      // that they are asked on
	patience    = 800 * time.Millisecond // for the answers of a batch
	firstFrame  = 30 * time.Millisecond  // is shown at the latest
	scannedText = 4 << 20                // bytes of an article that are looked through at a time
)

// The messages of a widthProbe.
type (
	probeTimeoutMsg struct{ number int } // the answers of an inquiry are not waited for any more
	releaseMsg      struct{}             // nor is the first frame held back
	scannedMsg      struct {
		questions []string // what an article has that was not asked
		scanned   text.Span
	}
)

// chrome is what the program itself shows that terminals disagree about.
const chrome = "✓·…"

// begin gives the questions about the first two screens of text.
func (s *widthProbe) begin(a *App) ([]byte, tea.Cmd) {
	s.session = a.article.Session
	view := text.Span{Start: a.article.Reader.Top(), End: a.article.Reader.Top() + text.Offset(a.width*a.height)}
	s.queue = a.Measure.Unanswered(chrome+a.article.Session.Text().Slice(view), batch)
	cmd := s.next(a)
	if s.inquiry == nil {
		return nil, s.scan(a)
	}
	wait := tea.Tick(firstFrame, func(time.Time) tea.Msg { return releaseMsg{} })
	return s.inquiry.Bytes(), tea.Batch(cmd, wait, s.scan(a))
}

// scan looks through the article for what else is to be asked, from the first screen on.
func (s *widthProbe) scan(a *App) tea.Cmd {
	m, t, top := a.Measure, a.article.Session.Text(), a.article.Reader.Top()
	s.scans = true
	return func() tea.Msg {
		var questions []string
		scanned := text.Span{Start: top, End: top}
		read := 0
		for part := range t.Parts(top) {
			for _, q := range m.Unanswered(part.Text, mostAsked-len(questions)) {
				questions = append(questions, strings.Clone(q))
			}
			scanned.Start, scanned.End = min(scanned.Start, part.Span.Start), part.Span.End
			if read += len(part.Text); read >= scannedText {
				break
			}
		}
		return scannedMsg{questions, scanned}
	}
}

// next makes the next inquiry from the queue, and gives the end of its time.
func (s *widthProbe) next(a *App) tea.Cmd {
	s.inquiry = nil
	if len(s.queue) == 0 || a.height < 3 {
		return nil
	}
	n := min(len(s.queue), batch)
	asked := s.queue[:n]
	s.queue = s.queue[n:]
	s.inquire(a, asked)
	return s.timeout()
}

// inquire makes an inquiry.
func (s *widthProbe) inquire(a *App, clusters []string) {
	s.inquiry = term.NewProbeBatch(clusters, a.height)
	s.number++
}

// timeout is the end of the time of the present inquiry.
func (s *widthProbe) timeout() tea.Cmd {
	number := s.number
	return tea.Tick(patience, func(time.Time) tea.Msg { return probeTimeoutMsg{number} })
}

// update takes answers, and asks on: for another article, and anew where
// another terminal may have come.
func (s *widthProbe) update(a *App, w *term.Stream, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.CursorPositionMsg:
		if s.inquiry != nil && s.inquiry.Answer(msg.Y, msg.X) && s.inquiry.Done() {
			return s.finish(a, w)
		}
	case probeTimeoutMsg:
		if s.inquiry != nil && msg.number == s.number {
			return s.finish(a, w)
		}
	case releaseMsg:
		w.Release()
	case scannedMsg:
		s.scanned, s.scans = msg.scanned, false
		return s.ask(a, w, msg.questions)
	case tea.ResumeMsg, tea.FocusMsg:
		s.recheck = true
		return s.ask(a, w, nil)
	}
	if a.article.Session != s.session || s.moved(a) {
		s.session = a.article.Session
		return s.scan(a)
	}
	return nil
}

// moved reports whether a part of a large article is in view that was not scanned.
func (s *widthProbe) moved(a *App) bool {
	top, end := a.article.Reader.Top(), a.article.Session.Text().Len()
	return !s.scans && (top < s.scanned.Start || s.scanned.End < min(top+text.Offset(a.width*a.height), end))
}

// ask asks questions, after those that wait for answers, and none of them twice.
func (s *widthProbe) ask(a *App, w *term.Stream, questions []string) tea.Cmd {
	for _, q := range questions {
		_, known := a.Measure.Answer(q)
		if asked := s.inquiry != nil && s.inquiry.Asks(q); !known && !asked && !slices.Contains(s.queue, q) {
			s.queue = append(s.queue, q)
		}
	}
	if s.inquiry != nil {
		return nil
	}
	cmd := s.next(a)
	if s.inquiry == nil && s.recheck {
		cmd = s.checkAgain(a)
	}
	if s.inquiry != nil {
		w.Ask(s.inquiry)
	}
	return cmd
}

// checkAgain asks for some of the clusters that are known, from all over
// Unicode: the window may be shown by another terminal now, or by one that was
// told to draw otherwise.
func (s *widthProbe) checkAgain(a *App) tea.Cmd {
	s.recheck = false
	known := a.Measure.AnsweredClusters()
	for i := range min(sampleSize, len(known)) {
		s.queue = append(s.queue, known[i*len(known)/min(sampleSize, len(known))])
	}
	cmd := s.next(a)
	if s.inquiry != nil {
		s.inquiry.Confine(sampleRows)
		s.check = true
	}
	return cmd
}

// finish makes a measure of the answers that came, and asks again for those that
// got lost. A terminal that gave none is asked no more. One that is not what it
// was is asked for all.
func (s *widthProbe) finish(a *App, w *term.Stream) tea.Cmd {
	columns := s.inquiry.Columns()
	missing := s.inquiry.Missing()
	doubtful := s.doubt(columns)
	switch {
	case len(columns) == 0 && len(doubtful) == 0:
		s.queue = nil
	case changes(a.Measure, columns):
		if s.check {
			s.queue = slices.DeleteFunc(a.Measure.AnsweredClusters(), func(c string) bool { _, ok := columns[c]; return ok })
		}
		a.Measured(a.Measure.WithAnswers(columns))
	}
	if len(columns) > 0 && len(missing) > 0 && s.again < mostAgain && !s.check {
		s.again++
		s.queue = append(missing, s.queue...)
	}
	w.Release()
	s.inquiry, s.check = nil, false
	if len(doubtful) > 0 {
		s.inquire(a, doubtful)
		s.inquiry.Apart()
		w.Ask(s.inquiry)
		return s.timeout()
	}
	return s.ask(a, w, nil)
}

// doubt takes out of answers those that say that the terminal drops a cluster,
// and were given once: it may have drawn it as a part of another. It gives the
// clusters, which are asked for again, apart.
func (s *widthProbe) doubt(columns map[string]int) []string {
	var doubtful []string
	for cluster, n := range columns {
		if n == 0 && !slices.Contains(s.doubted, cluster) {
			doubtful = append(doubtful, cluster)
			delete(columns, cluster)
		}
	}
	slices.Sort(doubtful)
	s.doubted = append(s.doubted, doubtful...)
	return doubtful
}

// changes reports whether answers say anything that a measure does not.
func changes(m text.Measure, columns map[string]int) bool {
	for cluster, n := range columns {
		if known, ok := m.Answer(cluster); !ok || known != n {
			return true
		}
	}
	return false
}
