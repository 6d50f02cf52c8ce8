package functions

import (
	"testing"
	"time"

	"cel.dev/cel-go/common/types"
	"github.com/stretchr/testify/require"
)

// TestBusinessDays compares with a walk over the calendar, day by day.
func TestBusinessDays(t *testing.T) {
	start := time.Date(2026, 1, 5, 23, 59, 59, 7, time.UTC)
	for from := range 7 {
		at := start.AddDate(0, 0, from)
		walked := at
		for n := range 60 {
			require.Equal(t, walked, BusinessDaysAfter(types.Timestamp{Time: at}, types.Int(n)).(types.Timestamp).Time, "%d after %s", n, at.Weekday())
			for walked = walked.AddDate(0, 0, 1); walked.Weekday() == time.Saturday || walked.Weekday() == time.Sunday; {
				walked = walked.AddDate(0, 0, 1)
			}
		}
	}
}
