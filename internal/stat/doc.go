// Package stat holds the two measures by which tests judge whether two sets of
// figures can be told apart: the area under the curve, and Welch's t.
//
// Figures enter, numbers leave. Only tests import it.
package stat
