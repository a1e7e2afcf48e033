module pizhu

go 1.26.0

require (
	github.com/clipperhouse/uax29/v2 v2.7.0
	github.com/mattn/go-runewidth v0.0.31
)

require golang.org/x/text v0.43.0
