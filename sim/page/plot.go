package page

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// plot is one drawing for a web page: plain SVG in it, no script, no
// font, nothing fetched. Everything in it is a number or a text of this program.
type plot struct {
	title  string
	x, y   string // what the axes say
	xLog   bool
	series []series
	bars   bool       // the first series as bars
	ticks  []string   // in place of numbers below the bars
	marks  []vertical // lines across
	number func(float64) string
}

type series struct {
	name string
	at   [][2]float64
}

type vertical struct {
	x    float64
	name string
}

const (
	plotWidth, plotHeight = 640.0, 300.0
	left, right           = 60.0, 16.0
	above, below          = 30.0, 46.0 // above: a row for what the lines are
)

// draw returns the plot as SVG with a title for those who hear the page.
func (p plot) draw() template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="img" aria-label="%s">`, plotWidth, plotHeight, escape(p.title))
	fmt.Fprintf(&b, `<title>%s</title>`, escape(p.title))
	s := p.scale()
	p.grid(&b, s)
	if p.bars {
		p.drawBars(&b, s)
	} else {
		p.lines(&b, s)
	}
	for _, m := range p.marks {
		fmt.Fprintf(&b, `<line class="mark" x1="%.1f" x2="%.1f" y1="%g" y2="%g"/><text x="%.1f" y="%g" class="note">%s</text>`,
			s.x(m.x), s.x(m.x), above, plotHeight-below, s.x(m.x)+4, above+12, escape(m.name))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // made of numbers and escaped text alone
}

func escape(s string) string { return template.HTMLEscapeString(s) }

// scale turns values into places.
type scale struct {
	x0, x1, y1 float64
	log        bool
}

func (s scale) x(v float64) float64 {
	if s.log {
		v = math.Log10(max(v, 1e-300))
	}
	return left + (v-s.x0)/(s.x1-s.x0)*(plotWidth-left-right)
}

func (s scale) y(v float64) float64 { return plotHeight - below - v/s.y1*(plotHeight-above-below) }

func (p plot) scale() scale {
	s := scale{math.Inf(1), math.Inf(-1), 0, p.xLog}
	for _, line := range p.series {
		for _, at := range line.at {
			x := at[0]
			if p.xLog {
				x = math.Log10(max(x, 1e-300))
			}
			s.x0, s.x1, s.y1 = min(s.x0, x), max(s.x1, x), max(s.y1, at[1])
		}
	}
	if p.bars {
		s.x0, s.x1 = s.x0-.6, s.x1+.6
	}
	if !(s.x1 > s.x0) {
		s.x0, s.x1 = 0, 1
	}
	s.y1 = math.Max(niceStep(s.y1/5)*math.Ceil(s.y1/niceStep(s.y1/5)-1e-9), 1e-12)
	return s
}

// niceStep returns 1, 2 or 5 times a power of ten, at least v.
func niceStep(v float64) float64 {
	if !(v > 0) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(v)))
	for _, by := range []float64{1, 2, 5} {
		if by*ten >= v*(1-1e-9) {
			return by * ten
		}
	}
	return 10 * ten
}

func (p plot) grid(b *strings.Builder, s scale) {
	step := niceStep(s.y1 / 5)
	for v := 0.0; v <= s.y1*(1+1e-9); v += step {
		fmt.Fprintf(b, `<line class="grid" x1="%g" x2="%g" y1="%.1f" y2="%.1f"/><text x="%g" y="%.1f" class="tick end">%s</text>`,
			left, plotWidth-right, s.y(v), s.y(v), left-6, s.y(v)+4, p.number(v))
	}
	for _, t := range p.xTicks(s) {
		fmt.Fprintf(b, `<text x="%.1f" y="%g" class="tick mid">%s</text>`, s.x(t.x), plotHeight-below+16, escape(t.name))
	}
	fmt.Fprintf(b, `<text x="%g" y="%g" class="axis mid">%s</text>`, (left+plotWidth-right)/2, plotHeight-6, escape(p.x))
	fmt.Fprintf(b, `<text transform="translate(14 %g) rotate(-90)" class="axis mid">%s</text>`, (above+plotHeight-below)/2, escape(p.y))
}

func (p plot) xTicks(s scale) (all []vertical) {
	switch {
	case p.ticks != nil:
		for i, name := range p.ticks {
			all = append(all, vertical{p.series[0].at[i][0], name})
		}
	case p.xLog:
		for e := math.Ceil(s.x0 - 1e-9); e <= s.x1+1e-9; e++ {
			v := math.Pow(10, e)
			all = append(all, vertical{v, p.number(v)})
		}
	default:
		step := niceStep((s.x1 - s.x0) / 8)
		for v := math.Ceil(s.x0/step-1e-9) * step; v <= s.x1+1e-9*step; v += step {
			all = append(all, vertical{v, p.number(v)})
		}
	}
	return all
}

func (p plot) lines(b *strings.Builder, s scale) {
	for i, line := range p.series {
		var at strings.Builder
		for _, v := range line.at {
			fmt.Fprintf(&at, "%.1f,%.1f ", s.x(v[0]), s.y(v[1]))
		}
		fmt.Fprintf(b, `<polyline class="s%d" points="%s"/>`, i%4, strings.TrimSpace(at.String()))
		if line.name != "" {
			x := left + 180*float64(i)
			fmt.Fprintf(b, `<line class="s%d" x1="%g" x2="%g" y1="12" y2="12"/><text x="%g" y="16" class="note">%s</text>`,
				i%4, x, x+24, x+30, escape(line.name))
		}
	}
}

func (p plot) drawBars(b *strings.Builder, s scale) {
	width := (s.x(1) - s.x(0)) * .8
	for _, v := range p.series[0].at {
		fmt.Fprintf(b, `<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`,
			s.x(v[0])-width/2, s.y(v[1]), width, plotHeight-below-s.y(v[1]), p.number(v[1]))
	}
}
