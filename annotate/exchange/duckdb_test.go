package exchange

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// nodeModules names the folder in which npm has put DuckDB and ajv.
const nodeModules = "PIZHU_NODE_MODULES"

// duck runs queries in DuckDB, each of which gives one number.
const duck = `
const { DuckDBInstance } = require("@duckdb/node-api");
(async () => {
  const db = await (await DuckDBInstance.create(":memory:")).connect();
  for (const query of process.argv.slice(1)) {
    const rows = (await db.runAndReadAll(query)).getRows();
    console.log(String(rows[0][0]));
  }
})().catch(e => { console.error(String(e)); process.exit(1); });
`

// TestDuckDB lets another program read JSONL, Parquet and CSV, count what is in
// them, and take every span out of its text.
func TestDuckDB(t *testing.T) {
	modules := os.Getenv(nodeModules)
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "@duckdb", "node-api")); modules == "" || err != nil {
		t.Skipf("%s names no folder with @duckdb/node-api", nodeModules)
	}
	s := defaultScheme(t)
	docs := stressed(t, s)
	claims, spans := 0, 0
	for _, d := range docs {
		claims += len(d.Layers[0].Set.Claims)
		for _, c := range d.Layers[0].Set.Claims {
			spans += len(c.Fragments)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"jsonl", "parquet", "csv"} {
		f := format(t, name)
		raw := export(t, &Exporter{Format: f, Scheme: s}, docs)["out"+f.Extension].Bytes()
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const whole = `with c as (select text, unnest(claims) as claim from %s), s as (select text, unnest(claim.spans) as span from c) `
	var queries, want []string
	ask := func(n int, query string, args ...any) {
		queries, want = append(queries, fmt.Sprintf(query, args...)), append(want, fmt.Sprint(n))
	}
	for _, from := range []string{
		fmt.Sprintf("read_json('%s', format='newline_delimited')", filepath.Join(dir, "jsonl")),
		fmt.Sprintf("read_parquet('%s')", filepath.Join(dir, "parquet")),
	} {
		ask(len(docs), "select count(*) from %s", from)
		ask(claims, "select sum(len(claims)) from %s", from)
		ask(spans, whole+"select count(*) from s where substring(text, span.start + 1, span.end - span.start) = span.text", from)
	}
	ask(claims, "select count(*) from read_csv('%s', header=true, all_varchar=true)", filepath.Join(dir, "csv"))
	cmd := exec.Command("node", append([]string{"-e", duck}, queries...)...)
	cmd.Dir = modules
	out, err := cmd.CombinedOutput()
	if got := strings.Fields(string(out)); err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%v: %s, want %s", err, out, want)
	}
}
