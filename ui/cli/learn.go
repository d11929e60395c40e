package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"linger/session/lesson"
	"linger/session/state"
	"linger/ui"
	"linger/ui/handout"
	"linger/ui/tutor"
)

func newLearn(conf *configuration) *cobra.Command {
	o := inspectOptions{conf: conf, record: recordFlags{conf: conf}}
	pace, page, html, forget := 1, false, false, ""
	c := &cobra.Command{
		Use:   "learn [LESSON]",
		Short: "Learn about persistent connections in sixteen lessons",
		Long: `Learn opens the inspector with lessons about persistent connections. Each lesson
has two to four steps: read, predict, try it, see what happened. A step is
complete when the connection shows the result. Nothing needs a network.`,
		Example: `  linger learn                list the lessons
  linger learn race           one lesson, by its name or number
  linger learn --handout      print one page to take home
  linger learn --pace 2       make every timeout twice as long, for slow readers`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if page {
				return printHandout(c, html)
			}
			if html {
				return usagef("--html requires --handout")
			}
			if forget != "" {
				return o.forget(c, forget)
			}
			learn := tutor.Options{Pace: pace, List: len(args) == 0}
			if pace < 1 || pace > lesson.MostPace {
				return usagef("--pace %d: use a number from 1 to %d", pace, lesson.MostPace)
			}
			if len(args) == 1 {
				if learn.Name = args[0]; lesson.ByName(lesson.Table(1), args[0]) < 0 {
					return unknownLesson(args[0])
				}
			}
			return o.practise(c, nil, ui.Options{Learn: learn, Drill: freeDrill()})
		},
	}
	f := c.Flags()
	f.IntVar(&pace, "pace", 1, "make every timeout `N` times as long, for slow readers: 1 to 10")
	f.BoolVar(&page, "handout", false, "print one page to take home, in Markdown")
	f.BoolVar(&html, "html", false, "with --handout: print HTML, which fits on one sheet of A4")
	f.StringVar(&forget, "forget", "", "delete the progress in `LESSON`: a name, a number or all; asks first")
	o.registerScreen(f)
	return c
}

// forget deletes the progress in one lesson or in all, after the user has confirmed it.
func (o *inspectOptions) forget(c *cobra.Command, name string) error {
	all := lesson.Table(1)
	if at := lesson.ByName(all, name); at >= 0 {
		all = all[at : at+1]
	} else if name != "all" {
		return unknownLesson(name)
	}
	store := o.state.open(o.conf)
	done := store.Progress()
	var names, begun []string
	for i := range all {
		own := lesson.Names(&all[i])
		if slices.ContainsFunc(own, func(n string) bool { return slices.Contains(done, n) }) {
			names, begun = append(names, own...), append(begun, fmt.Sprintf("%d (%s)", all[i].Number, all[i].Title))
		}
	}
	out := c.OutOrStdout()
	if len(begun) == 0 {
		_, err := fmt.Fprintln(out, "There is no progress to delete.")
		return errors.Join(problem(store), err)
	}
	noun := "lesson "
	if len(begun) > 1 {
		noun = "lessons "
	}
	fmt.Fprintf(out, "Delete your progress in %s%s? Type y to delete it: ", noun, strings.Join(begun, ", "))
	answer, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
	switch answer = strings.TrimSpace(answer); {
	case answer == "" && err != nil:
		fmt.Fprintln(out)
		return usagef("--forget needs the answer y on standard input; nothing was deleted")
	case answer != "y" && answer != "yes":
		_, err := fmt.Fprintln(out, "Nothing was deleted.")
		return err
	}
	store.Undone(names...)
	_, err = fmt.Fprintln(out, "Deleted.")
	return errors.Join(problem(store), err)
}

// problem returns the error that prevents reading or writing a store, or nil.
func problem(s *state.Store) error {
	if p := s.Problem(); p != "" {
		return errors.New(p)
	}
	return nil
}

// printHandout prints the page that a class takes home.
func printHandout(c *cobra.Command, html bool) error {
	text := handout.Markdown()
	if html {
		text = handout.HTML()
	}
	_, err := io.WriteString(c.OutOrStdout(), text)
	return err
}

// unknownLesson returns an error with the names of all lessons.
func unknownLesson(name string) error {
	var names []string
	for _, l := range lesson.Table(1) {
		names = append(names, fmt.Sprintf("%d %s", l.Number, l.Name))
	}
	return &exitError{code: exitUsage, err: fmt.Errorf("unknown lesson %q", name), hint: "lessons: " + strings.Join(names, ", ")}
}
