package noise

// The tail is the text after an article on its page. It begins with a line that is certainly noise, after the last line
// of prose:
//
//	……5个方面发力。（羊城晚报）       the last line of prose
//	【编辑:黄钰涵】                   an anchor
//	  国台办任命首位女副主任，……      between anchors: links
//	  29岁旅日大熊猫“爽爽”因病死亡
//	声明：该文观点仅代表……            an anchor

// maxLinks is how many lines after the head of a list can be its links, if prose follows them.
const maxLinks = 12

// guessTail guesses about lines by their position.
func (p *page) guessTail() {
	last := p.lastProse()
	p.adjustNotices(last)
	first := p.firstCertain(last + 1)
	if last < 0 || first < 0 {
		p.guessLists(len(p.lines))
		return
	}
	p.guessLists(first)
	p.guessBeforeTail(last+1, first)
	for i := first; i < len(p.lines); {
		next := p.firstCertain(i + 1)
		closed := next >= 0
		if !closed {
			next = len(p.lines)
		}
		p.guessLinks(i+1, next, closed)
		i = next
	}
}

// lastProse returns the index of the last line that is prose and not noise, -1 if there is none.
func (p *page) lastProse() int {
	for i := len(p.lines) - 1; i >= 0; i-- {
		if l := p.lines[i]; l.prose && l.confidence < Certain && !(l.kind == Disclaimer && i > len(p.lines)-6) {
			return i
		}
	}
	return -1
}

// firstCertain returns the index of the first line from i on that is certainly noise, -1 if there is none.
func (p *page) firstCertain(i int) int {
	for ; i < len(p.lines); i++ {
		if p.lines[i].confidence >= Certain {
			return i
		}
	}
	return -1
}

// guessLinks guesses about the lines from i to end, which follow an anchor after the article.
func (p *page) guessLinks(i, end int, closed bool) {
	count := 0
	for k := i; k < end; k++ {
		if !p.lines[k].span.Empty() {
			count++
		}
	}
	g := guess{Related, 0.75, "a line after the article"}
	switch {
	case closed:
		g = guess{Related, 0.95, "between lines that follow the article"}
	case count >= 2 || p.lines[i-1].kind == Related:
		g = guess{Related, 0.92, "lines after the article"}
	}
	for k := i; k < end; k++ {
		if l := &p.lines[k]; !l.span.Empty() {
			l.replaceIfBetter(g)
		}
	}
}

// guessBeforeTail guesses about the lines from i to end, between the last prose and the first anchor: links, or the last
// headline and picture of the article.
func (p *page) guessBeforeTail(i, end int) {
	for k := i; k < end; k++ {
		if l := &p.lines[k]; !l.span.Empty() {
			l.replaceIfBetter(guess{Related, 0.7, "after the last sentence"})
		}
	}
}

// guessLists guesses about the lines below the heads of lists before line end, which are within the article.
func (p *page) guessLists(end int) {
	for i := 0; i < end; i++ {
		if p.lines[i].kind != Related || p.lines[i].confidence < Certain {
			continue
		}
		for k := i + 1; k < min(end, i+1+maxLinks) && !p.lines[k].prose; k++ {
			if l := &p.lines[k]; !l.span.Empty() {
				l.replaceIfBetter(guess{Related, 0.7, "below the head of a list of links"})
			}
		}
	}
}

// adjustNotices raises the confidence of disclaimers and requests to share after the last line of prose, and lowers it
// within the article, which may be about such things.
func (p *page) adjustNotices(last int) {
	for i := range p.lines {
		l := &p.lines[i]
		if l.kind != Disclaimer && l.reason != "asks to share or follow" {
			continue
		}
		odds := 4.0
		if i < last {
			odds = 0.3
		}
		l.confidence = odds * l.confidence / (odds*l.confidence + 1 - l.confidence)
		if i < last && l.prose {
			l.confidence = min(l.confidence, 0.8) // an article may be about copying and liability
		}
	}
}
