package cli

import (
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/annotate/schemefile"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
)

// TestHelpInChinese holds that every command and flag has its text in Chinese, and that nothing else has.
func TestHelpInChinese(t *testing.T) {
	words := message.New("zh")
	root := System{Version: "1"}.root(&flags{words: words})
	english := System{Version: "1"}.root(&flags{})
	english.InitDefaultCompletionCmd()
	localize(root, words)

	unused := map[string]bool{}
	for _, id := range words.HelpIDs() {
		unused[id] = true
	}
	delete(unused, "usage template")
	delete(unused, "default")
	check := func(id, said string, wanted bool) {
		translated, ok := words.Help(id)
		delete(unused, id)
		switch {
		case !ok && wanted:
			t.Errorf("zh/help.json has no %q, which is %q in English", id, said)
		case ok && placeholder(translated) != placeholder(said):
			t.Errorf("%q: the value is called %q in Chinese, %q in English", id, placeholder(translated), placeholder(said))
		}
	}
	var each func(c *cobra.Command)
	each = func(c *cobra.Command) {
		name := helpName(c)
		check(name+" short", c.Short, true)
		check(name+" long", c.Long, c.Long != "")
		c.InitDefaultHelpFlag()
		c.InitDefaultVersionFlag()
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			id := name + " --" + f.Name
			if _, own := words.Help(id); !own {
				id = "--" + f.Name
			}
			check(id, f.Usage, true)
		})
		for _, below := range c.Commands() {
			each(below)
		}
	}
	each(english)
	for _, id := range slices.Sorted(maps.Keys(unused)) {
		t.Errorf("zh/help.json has %q, which is no command or flag", id)
	}
}

// placeholder returns what the value of a flag is called: the part in back quotes.
func placeholder(usage string) string {
	_, rest, _ := strings.Cut(usage, "`")
	name, _, _ := strings.Cut(rest, "`")
	return name
}

// TestLanguageOfMessages runs commands in both languages, chosen by flag and by locale.
func TestLanguageOfMessages(t *testing.T) {
	for _, tt := range []struct {
		args, locale, want string
	}{
		{"--lang zh", "en_GB.UTF-8", "pizhu: 错误：没有指定文章\npizhu: 提示：pizhu --help 说明可以怎样写\n"},
		{"", "zh_CN.UTF-8", "pizhu: 错误：没有指定文章\npizhu: 提示：pizhu --help 说明可以怎样写\n"},
		{"--lang en", "zh_CN.UTF-8", "pizhu: error: no article was named\npizhu: hint: pizhu --help shows what can be typed\n"},
		{"", "C.UTF-8", "pizhu: error: no article was named\npizhu: hint: pizhu --help shows what can be typed\n"},
		{"--nosuch --lang=zh", "", "pizhu: 错误：没有选项 --nosuch\npizhu: 提示：pizhu --help 说明可以怎样写\n"},
		{"export --lang zh --output", "", "pizhu: 错误：选项 --output 需要一个值\npizhu: 提示：pizhu export --help 说明可以怎样写\n"},
		{"log -n x --lang zh a", "", "pizhu: 错误：选项 \"-n, --max-count\" 的值 \"x\" 无效：strconv.ParseInt: parsing \"x\": 写法无效\npizhu: 提示：pizhu log --help 说明可以怎样写\n"},
		{"check --lang zh /dev/null/x", "", "pizhu: 错误：读 \"/dev/null/x\"：不是目录\n"},
	} {
		var said strings.Builder
		Run(strings.Fields(tt.args), System{Out: io.Discard, Err: &said, Env: func(name string) string {
			if name == "LANG" {
				return tt.locale
			}
			return ""
		}})
		if said.String() != tt.want {
			t.Errorf("pizhu %s, in %q: says\n%swant\n%s", tt.args, tt.locale, said.String(), tt.want)
		}
	}
}

// TestKeysInMessages holds that the keys that messages name, as {key:undo}, are those of actions that have one.
func TestKeysInMessages(t *testing.T) {
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../message/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	named := 0
	for _, file := range files {
		for _, m := range regexp.MustCompile(`\{key:([^}]*)\}`).FindAllStringSubmatch(readFile(t, file), -1) {
			named++
			if !slices.ContainsFunc(keys.Of(keymap.Read), func(b keymap.Binding) bool { return string(b.Action) == m[1] }) {
				t.Errorf("%s: %s is the key of no action", file, m[0])
			}
		}
	}
	if named == 0 {
		t.Error("no message names a key")
	}
}
