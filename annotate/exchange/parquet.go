package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"

	"pizhu/model/fault"
)

func parquetFormats() []Format {
	own := jsonlFormats()[0]
	own.Name, own.Extension, own.Binary = "parquet", ".parquet", true
	own.About = "the rows of jsonl as Parquet, packed with zstd; claims are lists of structs"
	own.write = func(e *Exporter) codec {
		return &columns{rows: jsonl{e: e}, w: parquet.NewGenericWriter[jsonlDocument](e.Writer, parquetOptions()...)}
	}
	own.read = readParquet
	return []Format{own}
}

// parquetOptions are those of what is written. The least and the greatest value
// of a page say nothing of texts, and would be held until the end.
func parquetOptions() []parquet.WriterOption {
	options := []parquet.WriterOption{parquet.Compression(&parquet.Zstd), parquet.CreatedBy("pizhu", "", "")}
	for _, path := range parquet.SchemaOf(jsonlDocument{}).Columns() {
		options = append(options, parquet.SkipPageBounds(path...))
	}
	return options
}

// rowGroup is how much text stands in one row group, in bytes: so much is held
// in memory.
const rowGroup = 8 << 20

// A columns writes Parquet.
type columns struct {
	rows jsonl
	w    *parquet.GenericWriter[jsonlDocument]
	held int
}

func (c *columns) write(d Document) error {
	if _, err := c.w.Write([]jsonlDocument{c.rows.document(d)}); err != nil {
		return err
	}
	if c.held += len(d.Text.String()); c.held < rowGroup {
		return nil
	}
	c.held = 0
	return c.w.Flush()
}

func (c *columns) close() error { return c.w.Close() }

func readParquet(m *Importer, files []Source) error {
	for _, f := range files {
		if err := m.parquetFile(f); err != nil {
			return fault.Errorf("import %q: %w", f.Name, err)
		}
	}
	return nil
}

// errParquet says that a file cannot be read as Parquet.
var errParquet = errors.New("not a Parquet file of these columns")

// parquetFile reads the rows of a file, one at a time. The library panics over
// some files that are damaged.
func (m *Importer) parquetFile(s Source) (err error) {
	f, err := s.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	var yielded error
	defer func() {
		if p := recover(); p != nil {
			err = cmp.Or(yielded, fmt.Errorf("%w: %v", errParquet, p))
		}
	}()
	at, size, err := random(f)
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(at, size)
	if err != nil {
		return fmt.Errorf("%w: %w", errParquet, err)
	}
	if _, ok := file.Schema().Lookup("text"); !ok {
		return fault.Errorf("%w: it has no column \"text\"", errParquet)
	}
	r := parquet.NewGenericReader[any](file)
	defer r.Close()
	row := make([]any, 1)
	for n := 1; ; n++ {
		row[0] = nil
		got, err := r.Read(row)
		if got > 0 {
			if yielded = m.parquetRow(s.Name, n, row[0]); yielded != nil {
				return yielded
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", errParquet, err)
		}
	}
}

// parquetRow takes the document of a row, which is read like a line of jsonl: so
// columns may be missing, null, or others.
func (m *Importer) parquetRow(file string, number int, row any) error {
	var line jsonlLine
	raw, err := json.Marshal(plainValue(row), jsontext.AllowInvalidUTF8(m.Force))
	if err != nil {
		m.refuseDocument(file, number, badEncoding, "the row is not taken: %s", notJSON(err))
		return nil
	}
	if err := json.Unmarshal(raw, &line, lenient); err != nil {
		m.addProblem(file, number, badSyntax, "%s", notJSON(err))
		return nil
	}
	return m.jsonlDocument(file, number, line)
}

// The names that writers of Parquet give to the group of a list and to an item of it.
var (
	parquetLists = []string{"list", "bag", "array"}
	parquetItems = []string{"element", "item", "array_element", "array"}
)

// plainValue is a value of a row as JSON has it: text that is not marked as such
// is text, and a list is one, whatever its writer calls its groups.
func plainValue(v any) any {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case []any:
		for i := range v {
			v[i] = plainValue(only(v[i], parquetItems))
		}
	case map[string]any:
		if list, ok := only(v, parquetLists).([]any); ok {
			return plainValue(list)
		}
		for name := range v {
			v[name] = plainValue(v[name])
		}
	}
	return v
}

// only is the value of a group that has one member, of one of these names; else
// the group itself.
func only(v any, names []string) any {
	if group, ok := v.(map[string]any); ok && len(group) == 1 {
		for name, one := range group {
			if slices.Contains(names, name) {
				return one
			}
		}
	}
	return v
}

// random is a file that can be read from anywhere: itself, or what a pipe holds.
func random(f io.Reader) (io.ReaderAt, int64, error) {
	if file, ok := f.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if size, err := file.Seek(0, io.SeekEnd); err == nil {
			return file, size, nil
		}
	}
	raw, err := io.ReadAll(f)
	return bytes.NewReader(raw), int64(len(raw)), err
}
