package paint

import (
	"sync"

	"pizhu/ui/face"
)

// A Screen is a terminal's screen: the frame that it shows and the one that it
// is to show. It gives the bytes that lead from one to the other to a term
// writer. It is safe for use by several goroutines.
type Screen struct {
	mu      sync.Mutex
	options Options
	shown   *Frame // nil if that is unknown
	next    *Frame
	damaged Region // of shown: nobody knows what these rows show
	bytes   []byte
}

// NewScreen makes a Screen on which nothing is known to be shown.
func NewScreen(o Options) *Screen { return &Screen{options: o} }

// Set makes f the frame to show.
func (s *Screen) Set(f Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = &f
}

// Recolour changes how faces look. The next frame is painted whole.
func (s *Screen) Recolour(sgr func(face.Face) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.SGR, s.shown = sgr, nil
}

// Synchronize says whether the terminal has mode 2026.
func (s *Screen) Synchronize(has bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.Synchronized = has
}

// Damage says that rows [top, bottom) show nobody knows what. The next Paint
// erases them and paints them anew.
func (s *Screen) Damage(top, bottom int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.damaged = Region{top, bottom}
}

// Paint gives the bytes that bring the terminal to the frame last set: from
// the one before it, or if full from a screen of unknown state. They are valid
// until the next call.
func (s *Screen) Paint(full bool) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		return nil
	}
	if full {
		s.shown = nil
	}
	s.bytes = diff(s.bytes[:0], s.shown, s.next, s.damaged, s.options)
	s.shown, s.damaged = s.next, Region{}
	return s.bytes
}
