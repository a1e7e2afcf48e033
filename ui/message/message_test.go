package message

import "testing"

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		flag string
		env  map[string]string
		want string
	}{
		{"", nil, ""},
		{"zh", map[string]string{"LC_ALL": "en_GB.UTF-8"}, "zh"},
		{"zh-CN", nil, "zh"},
		{"ZH_tw", nil, "zh"},
		{"", map[string]string{"LANG": "zh_CN.UTF-8"}, "zh"},
		{"", map[string]string{"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "en"},
		{"", map[string]string{"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US", "LC_ALL": "ja_JP.eucJP"}, "ja"},
		{"", map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, ""},
		{"", map[string]string{"LC_ALL": "POSIX", "LANG": "zh_CN"}, ""},
		{"en", map[string]string{"LC_ALL": "C"}, "en"},
		{"", map[string]string{"LANG": "sr@latin"}, "sr"},
	} {
		if got := Language(c.flag, func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("Language(%q, %v) = %q, want %q", c.flag, c.env, got, c.want)
		}
	}
}
