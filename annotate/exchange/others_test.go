package exchange

import (
	"fmt"
	"slices"
	"testing"

	"pizhu/model"
)

// otherSamples are files in the formats that are only read, and the claims that
// they hold.
var otherSamples = []struct {
	format, text, annotations string
	want                      []string
	problems                  []string // kind and line
}{
	{
		"cluener", "",
		`{"text":"浙商银行企业信贷部叶老桂博士","label":{"name":{"叶老桂":[[9,11]]},"company":{"浙商银行":[[0,3]]}}}` + "\n" +
			`{"text":"𠮷野家与𠮷野家","label":{"company":{"𠮷野家":[[0,2],[4,6],[5,7]]}}}` + "\n",
		[]string{"imported/company 浙商银行", "imported/name 叶老桂", "imported/company 𠮷野家", "imported/company 𠮷野家"},
		[]string{"label1", "label1", "place2"},
	},
	{
		"yedda", "",
		"我们 看到 [@债券 市场#goal/2030*] 在\n[$广东#地点*]，[@a] [b#c#角色*] [@ 半个\n",
		[]string{"goal/2030 债券 市场", "imported/地点 广东"},
		[]string{"syntax2", "syntax2", "label2"},
	},
	{
		"slate", "a 春眠 b\n\n 不觉  晓  \n处处",
		"(0, 1) - label:goal/2030\n((2, 0), (2, 1)) - label:s label:a\n((0, 1, 1), (2, 0, 0)) - label:x\n3 - label:s\n(2, 0) (0, 1) - \n(2, 9) - label:a\n__import__('os') - label:a\n(0, 2, 5) - label:a\n",
		[]string{"goal/2030 春眠", "imported/x 眠 b\n\n 不", " 不觉", "imported/s imported/a 不觉  晓", "imported/s 处处", "related"},
		[]string{"label2", "label2", "label3", "place6", "syntax7", "place8"},
	},
	{
		"bmes", "",
		"未 B-goal.2030\n来 M-goal.2030\n产 M-goal.2030\n业 E-goal.2030\n春 S-role\n\n不 O\n觉 B-X\n晓 E-X\n",
		[]string{"goal/2030 未来产业", "imported/role 春", "imported/X 觉晓"},
		[]string{"label5", "label8"},
	},
	{
		"stockmark", "",
		`[{"curid":"1","text":"松友は𠮷野家","entities":[{"name":"松友","span":[0,2],"type":"人名"},{"name":"野家","span":[4,6],"type":"法人名"}]},3]`,
		[]string{"imported/人名 松友", "imported/法人名 野家"},
		[]string{"label1", "label1", "syntax2"},
	},
}

// TestOthers reads the samples.
func TestOthers(t *testing.T) {
	s := defaultScheme(t)
	for _, tt := range otherSamples {
		t.Run(tt.format, func(t *testing.T) {
			var docs []Document
			m := importer(format(t, tt.format), s, "", &docs)
			files := []Source{source("a.txt.annotations", []byte(tt.annotations))}
			if tt.text != "" {
				files = append(files, source("a.txt", []byte(tt.text)))
			}
			if err := m.Run(files); err != nil {
				t.Fatal(err)
			}
			var got, kinds []string
			for _, d := range docs {
				for _, l := range d.Layers {
					for _, c := range l.Set.Claims {
						line := ""
						for _, label := range model.LabelPaths(s.Groups, c.Labels) {
							line += label + " "
						}
						if line == "" {
							line = " "
						}
						got = append(got, line+c.Fragments[0].Text)
					}
					for _, r := range l.Set.Relations {
						got = append(got, r.Type)
					}
				}
			}
			for _, p := range m.Problems {
				kinds = append(kinds, fmt.Sprint(p.Kind, p.Line))
			}
			if !slices.Equal(got, tt.want) || !slices.Equal(kinds, tt.problems) {
				t.Errorf("claims\n got %q\nwant %q\nproblems\n got %v\nwant %v\n%+v", got, tt.want, kinds, tt.problems, m.Problems)
			}
		})
	}
}
