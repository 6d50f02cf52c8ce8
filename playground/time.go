package playground

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
)

// firstInstant is where what facts can be about begins, lastInstant where it ends.
func firstInstant() time.Time { return time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC) }

func lastInstant() time.Time { return time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC) }

// yearsBack is how far back a change is looked for; lengths of time end at 292 years.
const yearsBack = 200

// now is the instant that the facts are about. It moves only where it is told to.
func (s *Session) now() time.Time { return s.action().Now(s.facts) }

// setNow shows `now`, or moves it to an instant or by a length of time.
func (s *Session) setNow(rest string, at int) (string, error) {
	if rest == "" {
		return s.text(0, exact(s.now())), nil
	}
	t, err := s.instant(rest, at)
	if err != nil {
		return "", err
	}
	return s.move(t)
}

func (s *Session) move(t time.Time) (string, error) {
	f, was := s.action().At(s.facts, t), s.facts
	if err := s.policy.Schema().Verify(f); err != nil {
		return "", err
	}
	s.replace(f)
	return s.text(0, "now is "+exact(t)) + s.moved(was), nil
}

// exact is an instant to the nanosecond, as facts have it.
func exact(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// instant reads an instant: 2026-01-10T15:00:00Z, 2026-01-10 15:00 UTC, +6h from now,
// or an expression.
func (s *Session) instant(text string, at int) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04 UTC", "2006-01-02 15:04:05 UTC"} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return t.UTC(), nil
		}
	}
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		return s.shifted(text)
	}
	v, err := s.try(text, at)
	if err != nil {
		return time.Time{}, err
	}
	t, ok := v.Go.(time.Time)
	switch why := noValue(v); {
	case why != "":
		return t, problem("", "this is no instant: %s", why)
	case !ok:
		return t, problem(instantHint, "an instant is needed, this is %s", v.Type)
	}
	return t, nil
}

const instantHint = "such as `2026-01-10T15:00:00Z`, `+6h`, `-2d` or `now + hours(6)`"

// lengthOfTime is a sign and numbers with units: +1d 6h.
var lengthOfTime = regexp.MustCompile(`^([+-]) *(?:([0-9]{1,6})d)? *([0-9a-zµ. ]*)$`)

func (s *Session) shifted(text string) (time.Time, error) {
	parts := lengthOfTime.FindStringSubmatch(text)
	if parts == nil || parts[2]+parts[3] == "" {
		return time.Time{}, problem(instantHint, "`%s` is no length of time", text)
	}
	days, _ := strconv.Atoi("0" + parts[2]) // of digits
	rest, err := time.ParseDuration("0s" + strings.ReplaceAll(parts[3], " ", ""))
	if err != nil {
		return time.Time{}, problem(instantHint, "`%s` is no length of time", text)
	}
	if parts[1] == "-" {
		days, rest = -days, -rest
	}
	return s.now().Add(time.Duration(days)*24*time.Hour + rest), nil
}

// when lists the instants at which the decision changes: `:when`, or `:when FROM..TO`.
func (s *Session) when(rest string, at int) (string, error) {
	from, to := s.now(), lastInstant()
	first, last, isRange := strings.Cut(rest, "..")
	var err error
	if strings.TrimSpace(first) != "" {
		from, err = s.instant(first, at)
	}
	if err == nil && isRange && strings.TrimSpace(last) != "" {
		to, err = s.instant(last, at+len([]rune(first))+len(".."))
	}
	if err != nil {
		return "", err
	}
	f := s.action().At(s.facts, from)
	if err := s.policy.Schema().Verify(f); err != nil {
		return "", err
	}
	h := s.policy.When(f, from, to)
	s.flips = h.Changes
	return render.Horizon(s.policy.Decide(f), h, s.Style), nil
}

// goTo moves `now` to a change of the decision: the next, the previous, or one by its
// number in the last :when.
func (s *Session) goTo(where string, _ int) (string, error) {
	switch n, err := strconv.Atoi(where); {
	case strings.HasPrefix("next", where) && where != "":
		return s.next()
	case strings.HasPrefix("prev", where) && where != "":
		return s.previous()
	case err != nil:
		return "", problem("`next`, `prev`, or a number that `:when` shows", "`%s` is no place to go to", where)
	case n < 1 || n > len(s.flips):
		return "", problem("", "the last `:when` shows %s", count(len(s.flips), "change"))
	default:
		return s.move(s.flips[n-1].At)
	}
}

func (s *Session) next() (string, error) {
	h := s.policy.When(s.facts, s.now(), lastInstant())
	if len(h.Changes) == 0 {
		return "", nowhere(h, "nothing changes after this")
	}
	return s.move(h.Changes[0].At)
}

func (s *Session) previous() (string, error) {
	from := s.now().AddDate(-yearsBack, 0, 0)
	if from.Before(firstInstant()) {
		from = firstInstant()
	}
	h := s.policy.When(s.facts, from, s.now())
	if len(h.Changes) == 0 || !h.UnknownAfter.IsZero() {
		return "", nowhere(h, fmt.Sprintf("nothing changes in the %d years before this", yearsBack))
	}
	return s.move(h.Changes[len(h.Changes)-1].At)
}

func nowhere(h engine.Horizon, otherwise string) error {
	if h.UnknownAfter.IsZero() {
		return problem("", "%s", otherwise)
	}
	return problem("", "that cannot be told: %s", h.Because)
}
