package cli_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/exchange"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/session"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/ui/cli"
)

// A crash is a corpus of one article whose session was cut off: nothing was written after its last edit was acknowledged.
type crash struct {
	folder, state string
	session       *session.Session
	claims        int // that were acknowledged
}

const crashed = "到2030年，半导体产值破1万亿元。培育链主企业三十家。"

// newCrash opens a session on a new article.
func newCrash(t *testing.T) *crash {
	t.Helper()
	c := &crash{folder: t.TempDir(), state: t.TempDir()}
	write(t, c.folder, "a.txt", crashed)
	c.reopen(t)
	return c
}

func (c *crash) reopen(t *testing.T) {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	s, err := session.Open(corpus.Article{Path: filepath.Join(c.folder, "a.txt"), Name: "a.txt"}, layer.Options{
		Scheme: scheme, State: filepath.Join(c.state, "pizhu"),
		Author: edit.Author{Name: "chen", Now: time.Now, NewID: edit.NewID},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.session = s
}

// label makes a claim and has it acknowledged.
func (c *crash) label(t *testing.T, piece, label string) {
	t.Helper()
	at := text.Offset(strings.Index(crashed, piece))
	at = text.Offset(len([]rune(crashed[:at])))
	e, _, err := c.session.Editor().LabelSpan(text.Span{Start: at, End: at + text.Offset(len([]rune(piece)))}, "goal", label)
	if err == nil {
		err = c.session.Do(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.session.Flush()().Settle()
	if state, err := c.session.State(); state != session.Durable {
		t.Fatalf("not acknowledged: %v", err)
	}
	c.claims++
}

// run runs a command in the corpus, and gives the exit code and what it printed.
func (c *crash) run(args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	env := map[string]string{"XDG_STATE_HOME": c.state, "PIZHU_ANNOTATOR": "chen"}
	code = cli.Run(args, cli.System{
		Out: &stdout, Err: &stderr, Env: func(name string) string { return env[name] }, Now: time.Now, Version: "test",
	})
	return code, stdout.String(), stderr.String()
}

// exported are the claims and the edits from journals that an export of the corpus counts.
func (c *crash) exported(t *testing.T, args ...string) (claims, recovered int) {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	args = append([]string{"export", "--report", report}, append(args, c.folder)...)
	if code, _, errs := c.run(args...); code != 0 {
		t.Fatalf("%q: exit code %d: %s", args, code, errs)
	}
	raw, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var counts struct{ Claims, Recovered int }
	if err := json.Unmarshal(raw, &counts); err != nil {
		t.Fatal(err)
	}
	return counts.Claims, counts.Recovered
}

// crashes are the ways in which acknowledged work is in a journal alone.
var crashes = map[string]func(*testing.T) *crash{
	"before the first sidecar": func(t *testing.T) *crash {
		c := newCrash(t)
		c.label(t, "半导体产值破1万亿元", "2030")
		c.label(t, "培育链主企业三十家", "2035")
		return c
	},
	"after a sidecar": func(t *testing.T) *crash {
		c := newCrash(t)
		c.label(t, "半导体产值破1万亿元", "2030")
		c.session.Save()().Settle()
		c.label(t, "培育链主企业三十家", "2035")
		return c
	},
	"in the state folder": func(t *testing.T) *crash {
		c := newCrash(t)
		c.label(t, "半导体产值破1万亿元", "2030")
		if err := c.session.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(c.folder, ".a.txt.pizhu"), filepath.Join(c.state, "old")); err != nil {
			t.Fatal(err)
		}
		write(t, c.folder, ".a.txt.pizhu", "no folder can be made here")
		c.reopen(t)
		c.label(t, "培育链主企业三十家", "2035")
		return c
	},
}

// TestEveryCommandReadsJournals holds that what was acknowledged is in every export, and is seen by every other command
// that reads layers. Without the journals, as a control, it is not.
func TestEveryCommandReadsJournals(t *testing.T) {
	var all []string
	for _, kind := range exchange.LossKinds() {
		all = append(all, string(kind))
	}
	for name, crash := range crashes {
		t.Run(name, func(t *testing.T) {
			c := crash(t)
			for _, x := range exchange.Formats() {
				if !x.Exports() {
					continue
				}
				for _, more := range [][]string{nil, {"--split", "80/20"}} {
					args := append([]string{"--format", x.Name, "--output", filepath.Join(t.TempDir(), "out"), "--strict", "--allow", strings.Join(all, ",")}, more...)
					if claims, recovered := c.exported(t, args...); claims != c.claims || recovered == 0 {
						t.Errorf("%s %q: %d claims, %d edits from journals, want %d claims", x.Name, more, claims, recovered, c.claims)
					}
				}
			}
			if code, out, _ := c.run("check", c.folder); code != 3 || !strings.Contains(out, ": behind: ") {
				t.Errorf("check: exit code %d\n%s", code, out)
			}
			write(t, c.folder, "new.yaml", renamed(t))
			if _, out, errs := c.run("scheme", "diff", "-", filepath.Join(c.folder, "new.yaml"), c.folder); !strings.Contains(out, "a.txt, chen: 1 claim\n") || !strings.Contains(errs, "came from journals") {
				t.Errorf("scheme diff:\n%s%s", out, errs)
			}
			c.loseJournals(t)
			if claims, recovered := c.exported(t, "--format", "jsonl"); claims == c.claims || recovered != 0 {
				t.Errorf("the control: %d claims without the journals", claims)
			}
		})
	}
}

// renamed is the built-in scheme with another name for a label.
func renamed(t *testing.T) string {
	t.Helper()
	raw := string(schemefile.Builtin())
	changed := strings.Replace(raw, "id: \"2035\"", "id: \"by-2035\"", 1)
	if changed == raw {
		t.Fatal("the built-in scheme has no label 2035")
	}
	return changed
}

// loseJournals removes all journals.
func (c *crash) loseJournals(t *testing.T) {
	t.Helper()
	for _, folder := range []string{c.folder, c.state} {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".journal") {
				err = os.Remove(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamagedJournalsAreALoss holds that a record that cannot be read is one, and that it is said.
func TestDamagedJournalsAreALoss(t *testing.T) {
	c := crashes["after a sidecar"](t)
	folder := filepath.Join(c.folder, ".a.txt.pizhu")
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	path := filepath.Join(folder, entries[0].Name())
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, entries[0].Name(), string(raw[:len(raw)-3]))
	code, _, errs := c.run("export", "--format", "jsonl", "--strict", c.folder)
	if code != 3 || !strings.Contains(errs, "lost: 1 unreadable record of journals") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	if code, _, errs := c.run("export", "--format", "jsonl", "--strict", "--allow", "journals", c.folder); code != 0 {
		t.Errorf("allowed: exit code %d\n%s", code, errs)
	}
}

// TestMigrateReadsJournals holds that labels are renamed wherever they are: in a journal without a sidecar, and in one in
// the state folder.
func TestMigrateReadsJournals(t *testing.T) {
	for name, crash := range crashes {
		t.Run(name, func(t *testing.T) {
			c := crash(t)
			write(t, c.folder, "pizhu.yaml", renamed(t))
			code, out, errs := c.run("scheme", "migrate", "--map", "goal/2035=goal/by-2035", c.folder)
			if code != 0 || !strings.Contains(out, "1 claim in 1 sidecar renamed") {
				t.Errorf("exit code %d\n%s%s", code, out, errs)
			}
			c.reopen(t)
			labels := map[string]int{}
			for _, claim := range c.session.Set().Claims {
				labels[strings.Join(claim.Labels["goal"], " ")]++
			}
			if len(labels) != 2 || labels["2030"] != 1 || labels["by-2035"] != 1 {
				t.Errorf("the claims have %v", labels)
			}
			if code, out, _ := c.run("check", c.folder); code != 0 {
				t.Errorf("check: exit code %d\n%s", code, out)
			}
		})
	}
}

// TestMigrateLeavesNothingBehind holds that a sidecar that cannot be written is left as it was, also once it can be.
func TestMigrateLeavesNothingBehind(t *testing.T) {
	c := newCrash(t)
	c.label(t, "培育链主企业三十家", "2035")
	if err := c.session.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, c.folder, "pizhu.yaml", renamed(t))
	sidecar := filepath.Join(c.folder, "a.txt.chen.pizhu.json")
	if err := os.Chmod(sidecar, 0o444); err != nil {
		t.Fatal(err)
	}
	code, out, errs := c.run("scheme", "migrate", "--map", "goal/2035=goal/by-2035", c.folder)
	if code != 3 || !strings.Contains(out, "left as it was") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if err := os.Chmod(sidecar, 0o644); err != nil {
		t.Fatal(err)
	}
	c.reopen(t)
	c.session.SaveRecovered()
	if err := c.session.Close(); err != nil {
		t.Fatal(err)
	}
	if got := c.session.Set().Claims; len(got) != 1 || !got[0].Has("goal", "2035") {
		t.Errorf("the claim has %v", got[0].Labels)
	}
}

// TestCheckSaysWhatExportDrops changes an article under its claims: check is silent only where export drops none.
func TestCheckSaysWhatExportDrops(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"a copy of all appended": func(s string) string { return s + s },
		"a copy of all before":   func(s string) string { return s + "\n" + s },
		"a sentence twice": func(s string) string {
			return strings.Replace(s, "培育链主", "培育链主企业三十家。培育链主", 1)
		},
		"a sentence gone": func(s string) string { return strings.Replace(s, "培育链主企业三十家。", "", 1) },
		"the claim's place filled": func(s string) string {
			return strings.Replace(s, "培育链主企业三十家", "三十家链主企业培育", 1) + "培育链主企业三十家。"
		},
		"as it was": func(s string) string { return s },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCrash(t)
			c.label(t, "半导体产值破1万亿元", "2030")
			c.label(t, "培育链主企业三十家", "2035")
			if err := c.session.Close(); err != nil {
				t.Fatal(err)
			}
			write(t, c.folder, "a.txt", change(crashed))
			claims, _ := c.exported(t, "--format", "jsonl")
			if code, out, _ := c.run("check", c.folder); code == 0 && claims != c.claims {
				t.Errorf("export drops %d claims, and check says nothing: %q", c.claims-claims, out)
			}
			if name == "a copy of all appended" && claims != c.claims {
				t.Errorf("%d claims are exported, of %d that stand where they stood", claims, c.claims)
			}
		})
	}
}
