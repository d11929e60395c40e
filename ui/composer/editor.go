package composer

import (
	"io"
	"os"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/export"
	"linger/ui/text"
)

// An editorResult is the message that carries the result of an editor run.
type editorResult struct {
	id   int
	text string
	err  error
}

// maxEdited is the maximum number of bytes that linger reads from an edited file.
const maxEdited = 16 << 20

// openEditor opens the draft in $VISUAL or $EDITOR, or in vi if neither is set. Only the
// user can read the temporary file, and linger removes it afterwards.
func (m *Model) openEditor() tea.Cmd {
	words, err := export.ShellWords(editor())
	if err != nil || len(words) == 0 || words[0] == "" {
		m.remark = "$VISUAL or $EDITOR is not a command that linger can run: " + text.Safe(editor()) + "."
		return nil
	}
	f, err := os.CreateTemp("", "linger-*.http")
	if err == nil {
		_, err = f.WriteString(m.editable())
	}
	if err != nil {
		m.remark = "Cannot create a file for the editor: " + err.Error() + "."
		return nil
	}
	name := f.Name()
	if err := f.Close(); err != nil {
		m.remark = "Cannot create a file for the editor: " + err.Error() + "."
		return nil
	}
	m.editing++
	id := m.editing
	run := editorProcess{exec.Command(words[0], append(words[1:], name)...), m.apart}
	return tea.Exec(run, func(err error) tea.Msg {
		defer os.Remove(name)
		if err != nil {
			return editorResult{id: id, err: err}
		}
		written, err := readAtMost(name, maxEdited)
		return editorResult{id, written, err}
	})
}

// An editorProcess is an editor that runs in the terminal.
type editorProcess struct {
	*exec.Cmd
	apart func(func() error) error
}

// Run runs the editor and waits for it to end.
func (r editorProcess) Run() error { return r.apart(r.Cmd.Run) }

// SetStdin implements tea.ExecCommand. Like SetStdout and SetStderr, it ignores its
// argument, because the editor uses the terminal directly.
func (r editorProcess) SetStdin(io.Reader) { r.Stdin = os.Stdin }

// SetStdout implements tea.ExecCommand.
func (r editorProcess) SetStdout(io.Writer) { r.Stdout = os.Stdout }

// SetStderr implements tea.ExecCommand.
func (r editorProcess) SetStderr(io.Writer) { r.Stderr = os.Stderr }

func editor() string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if e := os.Getenv(name); strings.TrimSpace(e) != "" {
			return e
		}
	}
	return "vi"
}

func readAtMost(name string, n int64) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, n))
	return string(b), err
}

func (m *Model) editable() string {
	if m.draft.raw {
		return m.draft.bytes + "\n"
	}
	return formatText(m.draft)
}

// edited replaces the draft with the result of the most recent editor run. If the editor
// failed, edited only sets a remark.
func (m *Model) edited(e editorResult) {
	switch {
	case e.id != m.editing:
		return
	case e.err != nil:
		m.remark = "The editor failed: " + e.err.Error() + "; nothing changed."
		return
	}
	text := strings.ReplaceAll(e.text, "\r\n", "\n")
	if m.draft.raw {
		m.draft.bytes = visibleOnly(strings.TrimSuffix(text, "\n"))
		m.goTo(0)
		return
	}
	m.take(parseText(text, m.draft))
}

// formatText returns a draft as text for an editor: the request-line, the field lines
// (with a leading # if they are switched off), an empty line, and the content.
func formatText(d draft) string {
	var b strings.Builder
	b.WriteString(strings.TrimRight(d.method+" "+d.target+" "+d.proto, " ") + "\n")
	for _, l := range d.lines {
		if !l.on {
			b.WriteString("# ")
		}
		b.WriteString(l.name + ": " + l.value + "\n")
	}
	b.WriteString("\n" + d.content)
	if d.content != "" && !strings.HasSuffix(d.content, "\n") {
		b.WriteString("\n")
	}
	return b.String()
}

// parseText parses the text that formatText returns, after the user has edited it.
// Unchanged field lines keep the information about who added them. If the content did not
// end with a line end before editing, a final line end is not part of the content,
// because editors add one.
func parseText(s string, before draft) draft {
	first, rest, _ := strings.Cut(s, "\n")
	fields, content, _ := strings.Cut(rest, "\n\n")
	if after, none := strings.CutPrefix(rest, "\n"); none {
		fields, content = "", after
	}
	if !strings.HasSuffix(before.content, "\n") {
		content = strings.TrimSuffix(content, "\n")
	}
	d := draft{content: content, chunkSize: before.chunkSize}
	d.method, d.target, d.proto = requestLine(first)
	for l := range strings.SplitSeq(strings.TrimSuffix(fields, "\n"), "\n") {
		if l == "" {
			continue
		}
		d.lines = append(d.lines, readLine(l, before))
	}
	d.countContent()
	return d
}

func requestLine(s string) (method, target, proto string) {
	method, rest, _ := strings.Cut(s, " ")
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		return method, rest[:i], rest[i+1:]
	}
	return method, rest, ""
}

func readLine(s string, before draft) line {
	l := line{on: true, by: byYou}
	if off, ok := strings.CutPrefix(s, "#"); ok {
		s, l.on = strings.TrimLeft(off, " "), false
	}
	name, value, _ := strings.Cut(s, ":")
	l.name, l.value = name, strings.TrimSpace(value)
	for _, b := range before.lines {
		if b.name == l.name && b.value == l.value {
			l.by, l.counted = b.by, b.counted
		}
	}
	return l
}
