//go:build !long

package paint

// replays are what shows frames in a terminal, by replayTerminal: an xterm only where a run may take long.
var replays = map[string]func(mode, socket string) error{"": perform}
