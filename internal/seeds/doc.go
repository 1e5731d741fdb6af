// Package seeds says with which seeds a randomised test runs: in every run new
// ones, drawn then and printed, and the committed ones that once failed. What
// enters is a test and those seeds; what leaves is one subtest for each, named
// for its seed. Only tests import it.
package seeds
