package ui

import (
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
)

// What keeps the work safe: edits go to the journals at once, the sidecars
// follow, and the present one is looked at for what others write to it.

// retryAfter is how long after a failed write the next is tried.
const retryAfter = 2 * time.Second

// lookEach is how long after a look at the sidecar the next is.
const lookEach = 2 * time.Second

// flush makes what is new durable, where nothing is being written already.
func (a *App) flush() tea.Cmd { return a.jobs((*session.Session).Flush) }

// write brings the sidecars up to date.
func (a *App) write() tea.Cmd { return a.jobs((*session.Session).Save) }

func (a *App) jobs(of func(*session.Session) func() session.JobResult) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range a.Sessions() {
		if job := of(s); job != nil {
			cmds = append(cmds, func() tea.Msg { return flushedMsg{job()} })
		}
	}
	return tea.Batch(cmds...)
}

// watch looks after a while whether another program wrote the sidecar.
func (a *App) watch() tea.Cmd {
	return tea.Tick(lookEach, func(time.Time) tea.Msg { return pollDueMsg{} })
}

// poll looks whether another program wrote the sidecar, and has the system watch its folder from now on.
func (a *App) poll() tea.Cmd {
	job := a.article.Session.Poll()
	if job == nil {
		return nil
	}
	files := a.article.Session.Files()
	return func() tea.Msg {
		if a.Watcher != nil {
			a.Watcher.Watch(filepath.Dir(files[0]), filepath.Dir(files[1]))
		}
		return flushedMsg{job()}
	}
}

// listen waits until files are touched, where the system tells.
func (a *App) listen() tea.Cmd {
	if a.Watcher == nil {
		return nil
	}
	return func() tea.Msg {
		if paths, ok := a.Watcher.Next(); ok {
			return touchedMsg{paths}
		}
		return nil
	}
}

// touched looks at once where a file of the present article was touched; and
// where nobody knows which it was.
func (a *App) touched(msg touchedMsg) tea.Cmd {
	ours := func(path string) bool {
		return slices.ContainsFunc(a.article.Session.Files(), func(file string) bool { return filepath.Clean(file) == path })
	}
	if len(msg.paths) > 0 && !slices.ContainsFunc(msg.paths, ours) {
		return a.listen()
	}
	return tea.Batch(a.poll(), a.listen())
}

// flushed notes what is on disk now. What could not be written is tried again
// after a while, or with the next edit.
func (a *App) flushed(msg flushedMsg) tea.Cmd {
	was := a.article.Session.Set().Claims
	msg.Settle()
	for _, s := range a.Sessions() {
		a.showNotices(s)
	}
	if now := a.article.Session.Set().Claims; len(now) != len(was) || len(now) > 0 && &now[0] != &was[0] {
		if a.article.Reanchor() {
			a.press = press{}
		}
		a.article.UpdateNoise() // another program's claims have come
	}
	closed := a.closeSaved()
	a.closeMoot()
	if err := a.unsaved(); a.failing() || err != nil {
		if err != nil && !a.failing() {
			if a.durable() {
				a.notify("screen.safeButNotWritten", reason(err))
			} else {
				a.notify("screen.notWritten", reason(err))
			}
		}
		return tea.Batch(closed, tea.Tick(retryAfter, func(time.Time) tea.Msg { return retryMsg{} }))
	}
	return tea.Batch(closed, a.flush(), a.saveLater())
}

// saveLater writes the sidecars that are behind in a moment.
func (a *App) saveLater() tea.Cmd {
	behind := slices.ContainsFunc(a.Sessions(), func(s *session.Session) bool {
		behind, _ := s.Unsaved()
		return behind
	})
	if a.due || !behind {
		return nil
	}
	a.due = true
	return tea.Tick(a.SaveIn, func(time.Time) tea.Msg { return saveDueMsg{} })
}

// unsaved is why a sidecar could not be written.
func (a *App) unsaved() error {
	for _, s := range a.Sessions() {
		if _, err := s.Unsaved(); err != nil {
			return err
		}
	}
	return nil
}

// durable reports whether all that is shown is on disk.
func (a *App) durable() bool {
	return !slices.ContainsFunc(a.Sessions(), func(s *session.Session) bool {
		state, _ := s.State()
		return state != session.Durable
	})
}

// failing reports whether the last write of anything failed.
func (a *App) failing() bool {
	return slices.ContainsFunc(a.Sessions(), func(s *session.Session) bool {
		state, _ := s.State()
		return state == session.Failed
	})
}

// closeSaved closes the sessions of articles that were left and whose sidecars are up to date.
func (a *App) closeSaved() tea.Cmd {
	var cmds []tea.Cmd
	var left []*session.Session
	for _, s := range a.closing {
		state, _ := s.State()
		if behind, _ := s.Unsaved(); behind || state != session.Durable {
			left = append(left, s)
			continue
		}
		cmds = append(cmds, func() tea.Msg {
			_ = s.Close() // joins its journal to the log; where that fails, nothing is lost and another does it
			return nil
		})
	}
	a.closing = left
	return tea.Batch(cmds...)
}
